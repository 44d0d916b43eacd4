"""A store verified (核验): that nothing in it was altered, removed, added or put elsewhere since it was recorded.

What the chain and the checkpoints find, and what nobody can, is told in docs/explanation/tamper-evidence.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import attrs

from bzr_adapters.storage.evidence.check import NONSENSE, Check, noting_damage
from bzr_adapters.storage.evidence.checkpoint import BadCheckpoint, Checkpoint, parse_checkpoint
from bzr_adapters.storage.evidence.verify_checkpoints import Held, compare_checkpoints
from bzr_adapters.storage.evidence.verify_commands import CommandWalk
from bzr_adapters.storage.evidence.verify_events import EventWalk, SeenEvent, SeeRows, ShowProgress
from bzr_adapters.storage.evidence.verify_keys import KeyWalk
from bzr_adapters.storage.keys.protected_texts import is_label
from bzr_adapters.storage.recorder import ReadingRecorder, Recorder
from bzr_adapters.storage.rows import SheetFact, find_entry_id, find_sheet_fact
from bzr_adapters.storage.store import ReadingLog, RecorderStore
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

_NOT_CHAINED = Message(
    "旧格式的文件,还没有链值;首次写入或 bzr checkpoint 时加上",
    "a file of an earlier schema without chains; its first write or bzr checkpoint lays them",
)
_NOT_OURS = Message("不是bzr自己的表,看不到", "its tables are not ours to look at")


@attrs.frozen(kw_only=True)
class Evidence:
    """What is known from outside the store.

    Attributes:
        checkpoints: Checkpoints that were kept elsewhere, by what they are called: a file.
        key: The public key of who signs; None where it is not known.
    """

    checkpoints: tuple[tuple[Message, Checkpoint], ...] = ()
    key: bytes | None = None


def verify_log(log: ReadingLog, evidence: Evidence, progress: ShowProgress) -> list[Check]:
    """Verify a store against itself, against the checkpoints it keeps and against those kept elsewhere.

    Raises:
        StoreError: When the store cannot be read for a reason outside it: busy, closed, no permission.
    """
    with suppress(StoreError):
        progress(0, log.last_position())  # looking at the file takes a while, and shows nothing
    recorder = log.recorder if isinstance(log, RecorderStore) else None
    file = Check(name="file", title=Message("文件与表", "file and tables"))
    events = Check(name="events", title=Message("事件与链", "events and chain"))
    commands = Check(name="commands", title=Message("命令与链", "commands and chain"))
    index = Check(name="index", title=Message("索引", "indexes"))
    keys = Check(name="keys", title=Message("密钥", "keys"))
    checkpoints = Check(name="checkpoints", title=Message("检查点", "checkpoints"))
    if recorder is not None:
        _inspect(recorder, file)
    held = [*_read_kept(log.index, checkpoints), *(Held(name=n, checkpoint=c) for n, c in evidence.checkpoints)]
    walk = EventWalk(
        recorder=log.index,
        keys=log.keys,
        gapless=recorder is not None,
        sizes={each.checkpoint.size for each in held},
        check=events,
        see=_prepare_keys(log, keys),
    )
    command_walk = CommandWalk(
        recorder=log.index, keys=log.keys, numbers={each.checkpoint.commands for each in held}, check=commands
    )
    index_walk = IndexWalk(log=log if isinstance(log, RecorderStore) else None, check=index)
    with noting_damage(events):
        for page in walk.run(progress):
            if walk.chained:
                command_walk.see(page)
                index_walk.see(page)
    if walk.chained:
        with noting_damage(commands):
            command_walk.finish(walk.position)
        with noting_damage(index):
            index_walk.finish()
    compare_checkpoints(held, walk, command_walk, evidence.key, checkpoints)
    if not walk.chained:
        commands.skipped = index.skipped = _NOT_CHAINED
    if recorder is None:
        file.skipped = index.skipped = _NOT_OURS
    return [file, events, commands, index, keys, checkpoints]


def _prepare_keys(log: ReadingLog, check: Check) -> SeeRows:
    """Return what looks at the keys beside the events; where there are none, the check says why it is not made."""
    if log.keys is None:
        check.skipped = Message(
            "这个存储没有密钥:姓名和文字按原样存储", "this store has no keys: names and texts are stored as they are"
        )
    elif not log.keys.are_kept:
        check.skipped = log.keys.missing or _NOT_CHAINED
    else:
        return KeyWalk(recorder=log.index, keys=log.keys, check=check).see
    return lambda _: None


def _inspect(recorder: Recorder, check: Check) -> None:
    check.seen = 1
    with noting_damage(check):
        for problem in recorder.inspect():
            check.add(problem)


def _read_kept(recorder: ReadingRecorder, check: Check) -> Iterator[Held]:
    """Yield the checkpoints that a store keeps, those that can be read."""
    with noting_damage(check):
        for number, (text, frontier) in enumerate(recorder.checkpoints(), 1):
            name = Message(f"存储里的第{number}个检查点", f"checkpoint {number} of the store")
            try:
                checkpoint = parse_checkpoint(text)
            except (BadCheckpoint, *NONSENSE):
                checkpoint = None
            if checkpoint is not None and checkpoint.text == text:  # a printed one may have other line ends
                yield Held(name=name, checkpoint=checkpoint, frontier=frontier)
            else:
                changed = Message("被改过", " was changed")
                check.report(name + changed, code="verify.checkpoint-changed")


@attrs.define(kw_only=True)
class IndexWalk:
    """The indexes of entries and sheets beside a walk through the events; a store of one's own has none."""

    log: RecorderStore | None
    check: Check
    _entries: int = 0
    _sheet_facts: int = 0

    def see(self, events: Sequence[SeenEvent]) -> None:
        """Look up the events that come next in the log."""
        if self.log is None:
            return
        recorder = self.log.recorder
        entries = {name: event for event in events if (name := find_entry_id(event.envelope.data)) is not None}
        known = recorder.known(entries)
        for name, event in entries.items():
            if known.get(name) != event.stream:
                self._report(event, name)
        sheets = {place: event for event in events if (place := find_sheet_fact(event.envelope.data)) is not None}
        places = self._blind(sheets)
        known_places = recorder.known_sheet_facts(places)
        for place, event in places.items():
            if place not in known_places:
                self._report(event, place[2])
        self._entries += len(entries)
        self._sheet_facts += len(sheets)
        self.check.seen += len(entries) + len(sheets)

    def _blind(self, sheets: Mapping[SheetFact, SeenEvent]) -> dict[SheetFact, SeenEvent]:
        """Return the places as the index has them; a sheet whose name is shown no more cannot be looked up, only counted."""
        assert self.log is not None
        if self.log.keys is not None and self.log.keys.missing is not None:
            return {}
        blind = self.log.blind
        return {(blind(sheet), day, fact): event for (sheet, day, fact), event in sheets.items() if not is_label(sheet)}

    def finish(self) -> None:
        """Compare how much there is: what no event stands behind was put there by hand."""
        if self.log is None:
            return
        sizes = self.log.recorder.index_sizes()
        for name, size, expected in zip(
            ("entries", "sheet_facts"), sizes, (self._entries, self._sheet_facts), strict=True
        ):
            if size != expected:
                what = Message(
                    f"索引 {name} 有{size}项,事件却有{expected}项",
                    f"the index {name} has {size} entries, the events {expected}",
                )
                self.check.report(what, code="verify.index-differs")

    def _report(self, event: SeenEvent, name: str) -> None:
        what = Message(
            f"位置 #{event.position}:索引里没有“{name}”,或指向别处",
            f"#{event.position}: {name!r} is not in the index, or points elsewhere",
        )
        self.check.report(what, code="verify.index-differs", position=event.position)

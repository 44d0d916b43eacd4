"""The events of a store verified (核验), page by page: bytes, places, times, chains, and the tree for the checkpoints."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import attrs

from bzr_adapters.storage.codec import BadForm, Envelope, decode
from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.chain import chain_row
from bzr_adapters.storage.evidence.check import NONSENSE, Check, read_bytes
from bzr_adapters.storage.evidence.tree import Tree
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.protected_texts import MARK
from bzr_adapters.storage.keys.tables import KeptText
from bzr_adapters.storage.recorder import ReadingRecorder
from bzr_adapters.storage.rows import ChainedRow
from bzr_domain.application.ports import PAGE
from bzr_domain.events import Event
from bzr_domain.kernel.messages import Message

ShowProgress = Callable[[int, int], object]
"""Is called with how many events were looked at, and how many there are."""

SeeRows = Callable[[Sequence[ChainedRow]], None]
"""Is called with each page of the log."""
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@attrs.frozen(kw_only=True)
class SeenEvent:
    """An event as it was read while its store was verified."""

    position: int
    stream: str
    envelope: Envelope[Event]


@attrs.frozen(kw_only=True)
class SeenTree:
    """The tree where a checkpoint stands: the position of the last event, the root and the frontier."""

    position: int
    root: bytes
    frontier: bytes


@attrs.define(kw_only=True)
class EventWalk:
    """A walk through the log of a store.

    Attributes:
        keys: Reveal the personal texts; None where the store has none.
        gapless: Whether positions count 1, 2, 3 … without a gap, as those of our own stores do.
        see: Looks at each page beside this walk.
        sizes: At how many events the tree is kept.
        trees: The trees kept, by their size.
        chained: Whether the chain is laid; a file of an earlier schema gets it when it is first written to.
        position: That of the last event seen.
    """

    recorder: ReadingRecorder
    keys: Keys | None
    gapless: bool
    see: SeeRows
    sizes: Collection[int]
    check: Check
    trees: dict[int, SeenTree] = attrs.field(factory=dict)
    chained: bool = True
    position: int = 0
    _tree: Tree = attrs.field(factory=Tree)
    _heads: dict[str, tuple[int, bytes]] = attrs.field(factory=dict)
    _time: datetime = _BEGINNING
    _texts: Mapping[str, KeptText] = attrs.field(factory=dict)

    def run(self, progress: ShowProgress) -> Iterator[list[SeenEvent]]:
        """Yield the events that can be read, page by page, and report what is wrong."""
        last = self.recorder.last_position()
        progress(0, last)
        self._keep_tree()
        while rows := self.recorder.chained_log(after=self.position, limit=PAGE):
            self.chained = self.chained and rows[0][5] != b""
            if self.keys is not None:
                self.keys.refresh()
                self._texts = self.keys.find_texts_of(read_bytes(row[4]) for row in rows)
            self.see(rows)
            yield [event for row in rows for event in self._look_at(row)]
            progress(min(self.position, last), last)

    def _look_at(self, row: ChainedRow) -> Iterator[SeenEvent]:
        position, stream, _, name, state, chain = row
        if position != self.position + 1 and (self.gapless or position <= self.position):
            self._report_gap(position)
        self.position = max(position, self.position + 1)
        previous = self._follow_history(row)
        if self.chained and previous is not None and not _is_chained(row, previous):
            self._report(
                row, "这一条或它的链值被改过", "this event or its chain was changed", code="verify.chain-broken"
            )
        self._tree.add([read_bytes(chain)])
        self._keep_tree()
        self.check.seen += 1
        try:
            shown = state if self.keys is None or MARK not in state else self._reveal(row, self.keys)
            envelope = decode(name, shown)
        except BadForm as bad:
            self._report(row, bad.message.zh, bad.message.en, code="verify.event-unreadable")
            return
        except NONSENSE as error:
            self._report(row, f"无法读出:{error}", f"it cannot be read: {error}", code="verify.event-unreadable")
            return
        if envelope.recorded_at < self._time:
            self._report(
                row, "记录时间早于前一条", "it was recorded before the event before it", code="verify.time-back"
            )
        self._time = max(self._time, envelope.recorded_at)
        yield SeenEvent(position=position, stream=stream, envelope=envelope)

    def _reveal(self, row: ChainedRow, keys: Keys) -> bytes:
        return keys.reveal(row[4], (row[1], row[2]), self._texts)

    def _keep_tree(self) -> None:
        size = self._tree.size
        if size in self.sizes:
            self.trees[size] = SeenTree(position=self.position, root=self._tree.root(), frontier=self._tree.frontier)

    def _follow_history(self, row: ChainedRow) -> bytes | None:
        """Return the chain of the event before in the history of a row; None where that event is not there."""
        _, stream, version, _, _, chain = row
        before, previous = self._heads.get(stream, (0, NO_CHAIN))
        self._heads[stream] = (version, read_bytes(chain)) if type(version) is int else (before + 1, chain)
        if version == before + 1:
            return previous
        zh = f"应是历史中的第{before + 1}条:有事件被删去、添加或换了位置"
        en = f"it should be event {before + 1} of its history: events were removed, added or moved"
        self._report(row, zh, en, code="verify.event-missing")
        return None

    def _report_gap(self, position: int) -> None:
        missing, upto = self.position + 1, position - 1
        where = f"#{missing}" if missing == upto else f"#{missing}–#{upto}"
        what = Message(f"位置 {where} 的事件不见了", f"there is no event at {where}")
        self.check.report(what, code="verify.event-missing", position=missing)

    def _report(self, row: ChainedRow, zh: str, en: str, *, code: str) -> None:
        position, stream, version, *_ = row
        place = Message(
            f"位置 #{position}(历史“{stream}”第{version}条):", f"#{position} (history {stream!r}, event {version}): "
        )
        self.check.report(place + Message(zh, en), code=code, position=position)


def _is_chained(row: ChainedRow, previous: bytes) -> bool:
    try:
        return chain_row(previous, row[:5]) == row[5]
    except NONSENSE:
        return False

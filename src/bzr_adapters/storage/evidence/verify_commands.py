"""The commands of a store verified (核验) beside the events they brought: actor, time and place agree, and the chain holds."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import attrs

from bzr_adapters.storage.evidence.chain import chain_command, start_commands
from bzr_adapters.storage.evidence.check import NONSENSE, Check, noting_damage
from bzr_adapters.storage.evidence.verify_events import SeenEvent
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.recorder import ReadingRecorder
from bzr_adapters.storage.rows import KeptCommand
from bzr_adapters.storage.stored_forms import BadForm
from bzr_domain.application.ports import PAGE, KnownCommand
from bzr_domain.kernel.messages import Message


@attrs.frozen(kw_only=True)
class Brought:
    """The events that one command brought: who gave it, when they were stored, and where the last of them stands."""

    command: str
    actor: str
    recorded_at: datetime
    position: int


@attrs.define(kw_only=True)
class CommandWalk:
    """A walk through the commands of a store, beside that through its events.

    Attributes:
        keys: Reveal who gave a command; None where the store has none.
        numbers: At which numbers the chain is kept.
        chains: The chains kept, by their number.
        last: The number of the last command seen.
    """

    recorder: ReadingRecorder
    keys: Keys | None
    numbers: Collection[int]
    check: Check
    chains: dict[int, bytes] = attrs.field(factory=dict)
    last: int = 0
    _chain: bytes = attrs.field(init=False)
    _commands: Iterator[KnownCommand] = attrs.field(init=False)
    _next: KnownCommand | None = None
    _group: Brought | None = None

    def __attrs_post_init__(self) -> None:
        """Stand before the first command."""
        self._chain = start_commands(self.recorder.store_id)
        self._commands = self._read()
        self._next = next(self._commands, None)

    def see(self, events: Iterable[SeenEvent]) -> None:
        """Look at events that come next in the log."""
        for event in events:
            envelope, group = event.envelope, self._group
            brought = Brought(
                command=envelope.command,
                actor=envelope.actor,
                recorded_at=envelope.recorded_at,
                position=event.position,
            )
            if group is not None and group.command == brought.command:
                if attrs.evolve(group, position=event.position) != brought:
                    self._report(
                        brought,
                        "它与同一命令的前一条事件不是同一人、同一时刻",
                        "another actor or time than the event before",
                    )
            else:
                self._close_group()
            self._group = brought

    def finish(self, position: int) -> None:
        """Look at what is left, where the log ends at a position."""
        self._close_group()
        while self._next is not None:
            if self._next.position > position:
                what = Message(
                    f"命令“{self._next.id}”记到位置 #{self._next.position},那里没有事件",
                    f"the command {self._next.id!r} counts events up to #{self._next.position}, and there is none",
                )
                self.check.report(what, code="verify.event-missing", position=self._next.position)
            self._next = next(self._commands, None)

    def _close_group(self) -> None:
        group = self._group
        if group is None:
            return
        known = self._find_numbered(group) or self._find(group)
        if known is None:
            self._report(group, "存储里没有这条命令", "the store does not keep this command")
        elif known.position != group.position and not (known.position > group.position and not known.digest):
            # A file of schema 1 took the same id again; the command then stands at the last of its events.
            self._report(group, f"命令却记到位置 #{known.position}", f"the command says #{known.position}")
        elif self._reveal(known.actor) != group.actor:
            self._report(group, "命令与事件的操作人不同", "the command names another actor than its events")
        elif known.recorded_at != group.recorded_at and known.position == group.position:
            self._report(group, "命令与事件的时间不同", "the command has another time than its events")

    def _find_numbered(self, group: Brought) -> KnownCommand | None:
        """Pass the commands up to the place of some events; return the one that brought them, if it is among them."""
        own = None
        while self._next is not None and self._next.position <= group.position:
            own = self._next if self._next.id == group.command else own
            self._next = next(self._commands, None)
        return own

    def _find(self, group: Brought) -> KnownCommand | None:
        try:
            return self.recorder.find_command(group.command)
        except NONSENSE:
            return None

    def _reveal(self, actor: str) -> str | None:
        """Return who gave a command; None where what is stored is none of our pseudonyms, or its name was changed."""
        try:
            return actor if self.keys is None else self.keys.open_text(actor)
        except BadForm:
            return None

    def _read(self) -> Iterator[KnownCommand]:
        with noting_damage(self.check):
            while page := self.recorder.commands(after=self.last, limit=PAGE):
                for kept in page:
                    self._check_chain(kept)
                    yield kept[1]

    def _check_chain(self, kept: KeptCommand) -> None:
        number, command, chain = kept
        self.check.seen += 1
        name = Message(f"第{number}条命令“{command.id}”:", f"command {number} ({command.id!r}): ")
        if number != self.last + 1:
            gap = Message(
                f"前面应是第{number - 1}条,却是第{self.last}条", f"after number {self.last}: commands are missing"
            )
            self.check.report(name + gap, code="verify.command-missing")
        elif not _is_chained(self._chain, kept):
            broken = Message("它或它的链值被改过", "it or its chain was changed")
            self.check.report(name + broken, code="verify.chain-broken")
        self.last, self._chain = number, chain
        if number in self.numbers:
            self.chains[number] = chain

    def _report(self, group: Brought, zh: str, en: str) -> None:
        place = Message(
            f"位置 #{group.position}(命令“{group.command}”):", f"#{group.position} (command {group.command!r}): "
        )
        self.check.report(place + Message(zh, en), code="verify.command-differs", position=group.position)


def _is_chained(previous: bytes, kept: KeptCommand) -> bool:
    number, command, chain = kept
    try:
        return chain_command(previous, number, command) == chain
    except NONSENSE:
        return False

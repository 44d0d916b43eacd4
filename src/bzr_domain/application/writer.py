"""What every use case that appends stands on: the store, the clock, who gives the command, and what that person may do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import attrs

from bzr_domain.application.award_titles import TITLE
from bzr_domain.application.kept_register import KeptRegister
from bzr_domain.application.ports import Batch, Clock, Command, Conflict, EventLog, Ids, Pauses, Shelf, answer_known
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import find_kind_said
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.clock import ClockAccepted, judge_clock
from bzr_domain.register.rights import check_right
from bzr_domain.rulebook.book import DECISION

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


@attrs.frozen(kw_only=True)
class Request:
    """The name under which a command is sent, and sent again (命令编号): its id, and a digest of what it asks for."""

    id: str
    digest: str


def _write_nothing(_: object) -> str:
    return ""


@attrs.frozen
class Writer:
    """Writes to a store.

    Attributes:
        shelf: What is shipped: the common fact kinds, the usual rights.
        ids: Gives ids that nobody has.
        clock: Gives the present moment, with offset.
        actor: Who gives the commands.
        pauses: Gives the further tries after a conflict.
        clock_reason: Why the clock is right although it is far from the last event; empty where nobody says so.
        write_receipt: Writes the answer of a use case as the receipt that the store keeps.
        request: The name of the one command this writer is for; without one, each append is a command with a fresh id.
        purpose: Which rulebooks it scores by (用途); empty for the usual ones.
        kept_register: Keeps the register that was read last.
    """

    store: EventLog
    shelf: Shelf
    ids: Ids
    clock: Clock
    actor: str
    pauses: Pauses
    request: Request | None = None
    purpose: str = ""
    kept_register: KeptRegister = attrs.field(factory=KeptRegister)
    clock_reason: str = ""
    write_receipt: Callable[[Any], str] = _write_nothing

    def reader(self) -> SchoolReader:
        """Return a reader of everything recorded by now; what is recorded later is not read.

        Raises:
            CommandKnown: When this command was carried out before.
            CommandReused: When its id was used for another request.
        """
        up_to = self.store.last_position()
        self.demand_new_command()
        return SchoolReader(
            self.store,
            self.shelf,
            self.clock(),
            up_to=up_to,
            purpose=self.purpose,
            kept_register=self.kept_register,
        )

    def demand_new_command(self) -> None:
        """Demand that this command was not carried out before; to be asked after the place of reading is fixed.

        Then what the command itself changed is never read as if somebody else had been there before it.

        Raises:
            CommandKnown: When it was.
            CommandReused: When its id was used for another request.
            WrongClock: When the clock is far from the last event and nobody says why.
        """
        if self.request is None:
            return
        known = self.store.find_command(self.request.id)
        if known is not None:
            raise answer_known(known, digest=self.request.digest, actor=self.actor)
        self._judge_clock(self.clock())

    def check_right(self, reader: SchoolReader, step: str) -> Refused | None:
        """Return the refusal where the actor may not take a step, or None."""
        return check_right(reader.register, self.actor, step)

    def check_record_rights(self, reader: SchoolReader, batches: Sequence[Batch]) -> Refused | None:
        """Return the refusal of the first kind that the actor may not record, among new facts and those made another kind.

        A title is awarded by whoever may record what the school's council decides.
        """
        events = (event for batch in batches for event in batch.events)
        kinds = sorted({kind for event in events if (kind := find_kind_said(event)) is not None})
        decided = [DECISION] if TITLE in kinds else []
        refusals = (self.check_right(reader, f"record.{kind}") for kind in (*kinds, *decided))
        return next((refused for refused in refusals if refused is not None), None)

    def append(self, batches: Sequence[Batch], answer: object = None) -> None:
        """Append some batches as one command; without any, a command with a name is kept all the same.

        Args:
            batches: What to append.
            answer: What the use case answers; the receipt is written from it.
        """
        if self.request is None and not batches:
            return
        name = self.request or Request(id=self.ids(), digest="")
        command = Command(
            id=name.id, digest=name.digest, actor=self.actor, receipt=self.write_receipt(answer), keep=True
        )
        now = self.clock()
        self.store.append([*batches, *self._judge_clock(now)], command=command, now=now)

    def _judge_clock(self, now: datetime) -> list[Batch]:
        """Return what has to be recorded about the clock beside everything else."""
        position = self.store.last_position()
        pages = self.store.read_all(after=position - 1, page_size=1)
        last = next((entry.recorded_at for page in pages for entry in page), None)
        accepted: list[Recorded[ClockAccepted]] = []

        def read_accepted() -> Iterator[Recorded[ClockAccepted]]:
            for page in self.store.read(streams.CLOCK):
                accepted.extend(page)
            yield from accepted

        event = judge_clock(now, last, read_accepted(), self.clock_reason)
        return [] if event is None else [Batch(stream=streams.CLOCK, after=len(accepted), events=(event,))]


_Writer = TypeVar("_Writer", bound=Writer)


def retry_on_conflict(
    attempt: Callable[Concatenate[_Writer, _Arguments], _Answer],
) -> Callable[Concatenate[_Writer, _Arguments], _Answer]:
    """Let a use case load and decide once more where another writer came between; what was written already is known by then."""

    @wraps(attempt)
    def try_again(writer: _Writer, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        turn, tries = writer.store.turn, iter(writer.pauses())
        while True:
            try:
                with turn:
                    return attempt(writer, *args, **kwargs)
            except Conflict:
                if next(tries, None) is None:
                    raise
                turn = writer.store.hold()

    return try_again

"""A school that is open (打开的学校): its log, clock and language, and readers of it; what every object of the front door stands on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Self

import attrs

from bzr_adapters import bootstrap
from bzr_adapters.bootstrap import ShippedShelf
from bzr_adapters.front_door.arguments import When, WrongArgument, end_of_day, read_text, read_when
from bzr_domain.application.kept_register import KeptRegister
from bzr_domain.application.ports import EventLog
from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.recorded import Recorded

ShowProgress = Callable[[Message], Progress]
"""Task in words → what is called with how much of it is done and how much there is."""


def show_no_progress(_: Message) -> Progress:
    """Show nothing."""
    return no_progress


def tell_time() -> datetime:
    """Return the present moment by the machine's clock."""
    return bootstrap.now()


@attrs.frozen(kw_only=True)
class OpenSchool:
    """What one open school consists of.

    Attributes:
        log: The events.
        clock: Gives the present moment, with offset.
        retry: For how long a command is tried again while others write first.
        show_progress: Shows how far a long task is.
        purpose: Which rulebooks it scores by (用途); empty for the usual ones.
        clock_reason: Why the clock is right although it is far from the last event; empty where nobody says so.
        signing_key: The private key that signs checkpoints; None leaves them unsigned.
        account: The account under which somebody acts, where it was checked; else empty.
        kept_register: Keeps the register that was read last.
    """

    log: EventLog
    clock: Callable[[], datetime]
    lang: Lang
    retry: timedelta
    show_progress: ShowProgress
    purpose: str = ""
    clock_reason: str = ""
    account: str = ""
    signing_key: bytes | None = None
    kept_register: KeptRegister = attrs.field(factory=KeptRegister)

    def for_purpose(self, purpose: str) -> Self:
        """Return the same school by the rulebooks adopted for a purpose; empty text is the usual one."""
        return attrs.evolve(self, purpose=read_text("purpose", purpose))

    def read_now(self) -> SchoolReader:
        """Return a reader of everything recorded by now."""
        return self.read_up_to(self.log.last_position())

    def read_up_to(self, position: int) -> SchoolReader:
        """Return a reader of what stands up to a position; the moment of asking is the present one."""
        return SchoolReader(
            self.log,
            ShippedShelf(),
            self.clock(),
            up_to=position,
            purpose=self.purpose,
            kept_register=self.kept_register,
        )

    def read_at(self, when: When) -> SchoolReader:
        """Return a reader of the school as it was known at a moment or a position; the moment of asking is that one.

        Raises:
            WrongArgument: When it is neither, or lies in the future.
        """
        present = self.read_now()
        read = read_when(when)
        if isinstance(read, int):
            return self._read_at_position(present, read)
        if isinstance(read, datetime):
            return self._read_at_moment(present, read if read.tzinfo else read.replace(tzinfo=present.zone))
        return present if read == present.today else self._read_at_moment(present, end_of_day(read, present.zone))

    def find_event(self, position: int) -> Recorded[Any] | None:
        """Return the event at a position, which is read alone; None where the log ends before it."""
        return next(chain.from_iterable(self.log.read_all(after=position - 1, page_size=1)), None)

    def _read_at_position(self, present: SchoolReader, position: int) -> SchoolReader:
        if not 0 <= position <= (present.up_to or 0):
            raise WrongArgument.of(
                f"没有位置 #{position};最后一个位置是 #{present.up_to}",
                f"there is no position #{position}; the last one is #{present.up_to}",
            )
        last = self.find_event(position) if position else None
        return present.at(present.as_of if last is None else last.recorded_at, up_to=position)

    def _read_at_moment(self, present: SchoolReader, moment: datetime) -> SchoolReader:
        if moment > present.as_of:
            raise WrongArgument.of(
                f"{moment.isoformat()}还没有到;现在是{present.local_as_of.isoformat()}",
                f"{moment.isoformat()} lies in the future; it is {present.local_as_of.isoformat()}",
            )
        return present.at(moment, up_to=self.log.position_at(moment))

"""A class's facts of one term (班级学期档案), with the totals that sheets print for it. The aggregate `ClassHistory`.

Facts are recorded, voided and corrected as `fact_history` says; this adds the printed totals.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from bzr_domain.facts import fact_history
from bzr_domain.facts.events import ClassEvent, TotalPrinted
from bzr_domain.facts.fact_history import Draft, FactCommand, FactHistory, replay_events
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.quantities import normalise
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.register.calendar import Term

PREFIX = "class:"


def stream_of(class_id: str, term: Term) -> str:
    """Return the name of the stream of a class in a term."""
    return f"{PREFIX}{class_id}:{term.id}"


@attrs.define
class _Draft(Draft):
    printed_totals: dict[str, Recorded[TotalPrinted]]

    def add_other(self, recorded: Recorded[Any]) -> None:
        if holds(recorded, TotalPrinted):
            self.printed_totals[recorded.event.id] = recorded
        else:
            super().add_other(recorded)


@attrs.frozen
class ClassHistory(FactHistory):
    """The state: a history of facts, and the printed totals by their ids."""

    draft: ClassVar[type[Draft]] = _Draft
    printed_totals: Mapping[str, Recorded[TotalPrinted]] = attrs.field(factory=dict)


def list_printed_totals(histories: Iterable[FactHistory]) -> list[Recorded[TotalPrinted]]:
    """Return every printed total of some histories, in the order recorded."""
    of_classes = [history for history in histories if isinstance(history, ClassHistory)]
    totals = [total for history in of_classes for total in history.printed_totals.values()]
    return sorted(totals, key=lambda total: total.position)


def initial(stream: str) -> ClassHistory:
    """Return a history in which nothing has happened."""
    return ClassHistory(stream)


def evolve(history: ClassHistory, recorded: Recorded[ClassEvent]) -> ClassHistory:
    """Return the history with one more event taken into account."""
    return replay_events(history, [[recorded]])


@attrs.frozen(kw_only=True)
class RecordPrintedTotal:
    """Record the total that a sheet prints for a class and day, to be compared."""

    class_id: str
    on: date
    total: Decimal
    kinds: tuple[str, ...]
    sheet: str


ClassCommand = FactCommand | RecordPrintedTotal


def decide(history: FactHistory, command: ClassCommand) -> tuple[ClassEvent, ...] | Refused:
    """Turn a command into events, or refuse it. A command that has been carried out already yields no event."""
    if isinstance(command, RecordPrintedTotal):
        return _record_printed_total(history, command)
    return fact_history.decide(history, command)


def _record_printed_total(history: FactHistory, command: RecordPrintedTotal) -> tuple[ClassEvent, ...]:
    """Known is what this sheet last printed for that day; a total changed and changed back is recorded again.

    What one sheet prints for a class and a day has one id for each number.
    """
    parts = (
        command.sheet,
        command.class_id,
        command.on.isoformat(),
        str(normalise(command.total)),
        *command.kinds,
    )
    id_ = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
    printed = TotalPrinted(id=id_, **attrs.asdict(command))
    totals = [total.event for total in list_printed_totals([history])]
    latest = [total for total in totals if (total.sheet, total.on) == (printed.sheet, printed.on)][-1:]
    return () if latest == [printed] else (printed,)

"""The appointments of one class (聘任): proposed, decided, published, begun, ended — and who stood in.

Each appointment takes its steps in this order; one that ends before it began was dropped. Nothing is ever overwritten.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, assert_never

import attrs

from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentEvent,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    StepEvent,
    SubstituteNamed,
    Waiver,
)
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.roster import Tenure

StepName = Literal["propose", "decide", "publish", "start", "end"]
State = Literal["proposed", "decided", "published", "appointed", "ended", "dropped"]
STEP_EVENTS = (
    AppointmentProposed,
    AppointmentDecided,
    AppointmentPublished,
    AppointmentStarted,
    AppointmentEnded,
)


@attrs.frozen(kw_only=True)
class Step:
    """One step as it was taken.

    Attributes:
        on: The day it takes effect.
        actor, recorded_at: Who took it, and when it was recorded.
    """

    step: StepName
    on: date
    note: str
    actor: str
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class Appointment:
    """One appointment: the candidate with what was shown of them, and every step so far."""

    proposed: AppointmentProposed
    steps: tuple[Step, ...]
    started: AppointmentStarted | None = None
    ended: AppointmentEnded | None = None

    @property
    def id(self) -> str:
        """Its own id, as proposed."""
        return self.proposed.id

    @property
    def state(self) -> State:
        """How far it has come (拟定、确定、公布、在聘、结束、未聘)."""
        if self.ended is not None:
            return "dropped" if self.started is None else "ended"
        return _STATES[self.steps[-1].step]

    @property
    def pending(self) -> bool:
        """Whether it is under way: neither begun nor dropped."""
        return self.started is None and self.ended is None

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Every condition that was excused."""
        return self.proposed.waivers + (() if self.started is None else self.started.waivers)

    @property
    def tenure(self) -> Tenure | None:
        """The tenure it makes; None before it begins, and when it ended before its first day."""
        if self.started is None:
            return None
        last = self.started.until if self.ended is None else self.ended.on
        if last is not None and last < self.started.on:
            return None
        one = self.proposed
        return Tenure(
            teacher=one.teacher,
            name=one.name,
            class_id=one.class_id,
            start=self.started.on,
            end=last,
            years_before=one.years_before,
        )


_STATES: Mapping[StepName, State] = {
    "propose": "proposed",
    "decide": "decided",
    "publish": "published",
    "start": "appointed",
}


@attrs.frozen(kw_only=True)
class Substitution:
    """A substitute as named, by whom and when."""

    named: SubstituteNamed
    actor: str
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class ClassAppointments:
    """The state of one class's stream.

    Attributes:
        version: How many events it holds.
        all: Appointment id → appointment, in the order proposed.
        latest: The appointment that took the last step; None before the first.
        substitutes: In the order recorded.
    """

    version: int = 0
    all: Mapping[str, Appointment] = attrs.field(factory=dict)
    latest: Appointment | None = None
    substitutes: tuple[Substitution, ...] = ()

    @property
    def pending(self) -> Appointment | None:
        """The one appointment that is under way, or None."""
        return next((one for one in self.all.values() if one.pending), None)

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every tenure that an appointment made, as it reads now."""
        found = (one.tenure for one in self.all.values())
        return tuple(one for one in found if one is not None)


def initial() -> ClassAppointments:
    """A class for which nobody was ever proposed."""
    return ClassAppointments()


def evolve(state: ClassAppointments, page: Iterable[Recorded[Any]]) -> ClassAppointments:
    """Take a page of events into account, in order; never judge them, they have already happened."""
    for recorded in page:
        state = attrs.evolve(_evolve(state, recorded), version=recorded.version)
    return state


def _evolve(state: ClassAppointments, recorded: Recorded[Any]) -> ClassAppointments:
    event: AppointmentEvent = recorded.event
    if isinstance(event, SubstituteNamed):
        one = Substitution(named=event, actor=recorded.actor, recorded_at=recorded.recorded_at)
        return attrs.evolve(state, substitutes=(*state.substitutes, one))
    if not isinstance(event, STEP_EVENTS):
        raise TypeError(f"{type(event).__name__} belongs to another history, not to a class's appointments")
    after = _with(state.all.get(event.id), event, recorded)
    return attrs.evolve(state, all={**state.all, event.id: after}, latest=after)


def _with(before: Appointment | None, event: StepEvent, recorded: Recorded[Any]) -> Appointment:
    """An appointment with one more step; the first one makes it."""
    name, note = _step(event)
    step = Step(step=name, on=event.on, note=note, actor=recorded.actor, recorded_at=recorded.recorded_at)
    if isinstance(event, AppointmentProposed):
        return Appointment(proposed=event, steps=(step,))
    assert before is not None, "a step follows the proposal of that id"
    after = attrs.evolve(before, steps=(*before.steps, step))
    if isinstance(event, AppointmentStarted):
        return attrs.evolve(after, started=event)
    return attrs.evolve(after, ended=event) if isinstance(event, AppointmentEnded) else after


def _step(event: StepEvent) -> tuple[StepName, str]:
    match event:
        case AppointmentProposed():
            return "propose", event.note
        case AppointmentDecided():
            return "decide", event.note
        case AppointmentPublished():
            return "publish", event.note
        case AppointmentStarted():
            return "start", event.note
        case AppointmentEnded():
            return "end", event.reason
        case _:
            assert_never(event)

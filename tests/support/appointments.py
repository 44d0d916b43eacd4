"""Appointments given, commanded and decided on: one class, its register, and the words of a test."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

from bzr_domain.appointments import class_appointments
from bzr_domain.appointments.class_appointments import (
    Advance,
    AppointmentCommand,
    ClassAppointments,
    End,
    Propose,
    Start,
)
from bzr_domain.appointments.events import AppointmentProposed, ClassAppointmentEvent, Waiver
from bzr_domain.events import Event
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.register import school_register
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.roster import SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister
from tests.support.builders import AUTUMN
from tests.support.schools import SPRING

CLASS = "g1c1"
WANG = Tenure(teacher="t03", name="王老师", class_id="g2c1", start=date(2020, 9, 1), years_before=3)
REGISTER = SchoolRegister(
    version=5,
    school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
    terms={AUTUMN.id: AUTUMN, SPRING.id: SPRING},
    classes={name: SchoolClass(id=name, name=name, stage="senior", grade="高一") for name in (CLASS, "g2c1", "g3c1")},
    tenures=(WANG,),
)
JULY, AUGUST, SEPTEMBER = date(2024, 7, 8), date(2024, 8, 20), date(2024, 9, 1)
FIT = AppointmentProposed(
    id="a1",
    class_id=CLASS,
    teacher="t09",
    name="陈老师",
    on=JULY,
    teaches="语文",
    attested="赵校长",
    training=AUGUST,
    mentor="t03",
    certificate="C-1",
)


def candidate(**changes: Any) -> AppointmentProposed:
    """A fit newcomer, but for what a test changes."""
    return attrs.evolve(FIT, **changes)


def proposal(**changes: Any) -> Propose:
    """The command that proposes a fit newcomer, but for what a test changes."""
    proposed = candidate(**changes)
    names = [field.name for field in attrs.fields(Propose) if field.name != "evidence"]
    return Propose(**{name: getattr(proposed, name) for name in names})


def excused(*conditions: str, reason: str = "外出支教", approved_by: str = "赵校长") -> tuple[Waiver, ...]:
    """Exceptions for some conditions."""
    return tuple(Waiver(condition=one, reason=reason, approved_by=approved_by) for one in conditions)


def recorded(events: Iterable[Event], after: int = 0, actor: str = "张干事") -> tuple[Recorded[Any], ...]:
    """Events as a store keeps them, a minute apart."""
    noon = datetime(2024, 7, 1, 12, tzinfo=UTC)
    return tuple(
        Recorded(
            stream="s",
            version=n,
            position=n,
            recorded_at=noon + timedelta(minutes=n),
            actor=actor,
            command=f"c{n}",
            event=event,
        )
        for n, event in enumerate(events, after + 1)
    )


Events = tuple[ClassAppointmentEvent | RegisterEvent, ...]


@attrs.define
class Office:
    """A class's appointments and the register, to which commands are given one after the other."""

    state: ClassAppointments = attrs.field(factory=lambda: class_appointments.initial(CLASS))
    register: SchoolRegister = REGISTER
    history: list[Recorded[Any]] = attrs.field(factory=list)
    _next: int = 0

    def when(self, command: AppointmentCommand) -> Events | Refused:
        """Decide on a command and take what comes of it into account, in both streams."""
        decision = class_appointments.decide(self.state, self.register, command)
        if isinstance(decision, Refused):
            return decision
        page = recorded(decision.own, self.state.version)
        self.history += page
        self.state = replay(class_appointments.evolve, self.state, [page])
        tenures = recorded(decision.register, self.register.version)
        self.register = school_register.replay_events(self.register, [tenures])
        return decision.events

    def propose(self, **changes: Any) -> Events | Refused:
        """Propose a fit newcomer, but for what is changed."""
        self._next += 1
        return self.when(proposal(**{"id": f"a{self._next}", **changes}))

    def decide(self, on: date = JULY, **more: Any) -> Events | Refused:
        """Decide on the candidate."""
        return self.when(Advance(step="decide", on=on, **more))

    def publish(self, on: date = JULY, **more: Any) -> Events | Refused:
        """Publish the list."""
        return self.when(Advance(step="publish", on=on, **more))

    def start(self, on: date = SEPTEMBER, **more: Any) -> Events | Refused:
        """Issue the letter."""
        return self.when(Start(on=on, **more))

    def end(self, on: date, reason: str = "调走", **more: Any) -> Events | Refused:
        """End the appointment."""
        return self.when(End(on=on, reason=reason, **more))


def published(**changes: Any) -> Office:
    """An office whose candidate was published."""
    office = Office()
    for found in (office.propose(**changes), office.decide(), office.publish()):
        assert not isinstance(found, Refused), found
    return office


def serving(**term: Any) -> Office:
    """An office whose candidate has the class from 1 September 2024."""
    office = published()
    found = office.start(**term)
    assert not isinstance(found, Refused), found
    return office


def says(found: object) -> tuple[str, str, str]:
    """The words of a refusal: Chinese, English, clause."""
    assert isinstance(found, Refused), found
    return found.reason.zh, found.reason.en, found.clause

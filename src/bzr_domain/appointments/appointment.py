"""One appointment (聘任): the candidate, every step taken so far, how far it has come, and the tenure it makes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import attrs

from bzr_domain.appointments.events import (
    AppointmentEnded,
    AppointmentProposed,
    AppointmentStarted,
    Waiver,
)
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.names import is_among
from bzr_domain.register.roster import Tenure

StepName = Literal["propose", "decide", "publish", "start", "end"]
AppointmentState = Literal["proposed", "decided", "published", "appointed", "ended", "dropped"]
STEP_WORDS: Mapping[StepName, Message] = {
    "propose": Message("拟定", "proposing"),
    "decide": Message("确定", "deciding"),
    "publish": Message("公布", "publishing"),
    "start": Message("上任", "beginning"),
    "end": Message("结束", "ending"),
}
STATE_WORDS: Mapping[AppointmentState, Message] = {
    "proposed": Message("已拟定", "proposed"),
    "decided": Message("已确定", "decided"),
    "published": Message("已公布", "published"),
    "appointed": Message("在聘", "appointed"),
    "ended": Message("已结束", "ended"),
    "dropped": Message("未聘", "dropped"),
}
_STATES: Mapping[StepName, AppointmentState] = {
    "propose": "proposed",
    "decide": "decided",
    "publish": "published",
    "start": "appointed",
}


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
    """One appointment: the candidate with the evidence for them, and every step so far."""

    proposed: AppointmentProposed
    steps: tuple[Step, ...]
    started: AppointmentStarted | None = None
    ended: AppointmentEnded | None = None

    @property
    def id(self) -> str:
        """Its own id, as proposed."""
        return self.proposed.id

    @property
    def last_step(self) -> Step:
        """The step taken last."""
        return self.steps[-1]

    @property
    def state(self) -> AppointmentState:
        """How far it has come (拟定、确定、公布、在聘、结束、未聘)."""
        if self.ended is not None:
            return "dropped" if self.started is None else "ended"
        return _STATES[self.last_step.step]

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
        candidate = self.proposed
        return Tenure(
            teacher=candidate.teacher,
            name=candidate.name,
            class_id=candidate.class_id,
            start=self.started.on,
            end=last,
            years_before=candidate.years_before,
        )

    def concerns(self, teacher: str | None) -> bool:
        """Whether it is that teacher's, named by id or name; None means whoever it is."""
        return teacher is None or is_among(teacher, [self.proposed.teacher, self.proposed.name])

    def is_open_on(self, day: date) -> bool:
        """Whether it has not ended, and the term agreed upon is not over that day."""
        until = None if self.started is None else self.started.until
        return self.ended is None and (until is None or day <= until)

"""The desk of a class's appointments (聘任的经办): it holds the actor and the class, no state; each step returns the list."""

from collections.abc import Collection
from datetime import date

from bzr_adapters.front_door.arguments import read_day, read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import Report
from bzr_domain.appointments.class_appointments import (
    Advance,
    AppointmentCommand,
    End,
    NameSubstitute,
    Propose,
    Start,
)
from bzr_domain.appointments.events import Waiver
from bzr_domain.kernel.messages import Lang

Day = date | str | None
"""A day; None is today, or none where that is said."""


class AppointmentDesk:
    """The steps of a class's appointments; the teacher is named by id or name, and `on` is the day a step takes effect."""

    def __init__(self, actor: Commanding, class_: str) -> None:
        """Stand on an actor and a class, by id or name."""
        self._actor = actor
        self._class = class_

    @property
    def lang(self) -> Lang:
        """The language of its texts."""
        return self._actor.lang

    @raises_ours
    def propose(  # noqa: PLR0913 (keywords)
        self,
        teacher: str,
        /,
        *,
        name: str = "",
        on: Day = None,
        teaches: str = "",
        years_before: int = 0,
        training: Day = None,
        certificate: str | None = None,
        attested_by: str | None = None,
        mentor: str | None = None,
        excused: Collection[str] = (),
        approved_by: str = "",
        note: str = "",
        command: str | None = None,
    ) -> Report:
        """Put a candidate on the list (拟定).

        Args:
            name: The name of a newcomer.
            teaches: What the candidate teaches the class.
            years_before: Whole school years as head teacher elsewhere.
            training: The day of the pre-service training; None where the facts tell, or there was none.
            certificate: The number of the mental-health certificate.
            attested_by: Who attests that the conditions of selection are met.
            mentor: Who guides a first-timer.
            excused: The conditions that are lacking and excused, with `approved_by` and the reason in `note`.
        """
        return self._take_step(
            Propose(
                teacher=read_text("teacher", teacher),
                name=name,
                on=self._read_day("on", on),
                teaches=teaches,
                years_before=years_before,
                training=None if training is None else read_day("training", training),
                certificate=certificate,
                attested=attested_by,
                mentor=mentor,
                waivers=_build_waivers(excused, approved_by, note),
                note=note,
            ),
            command,
        )

    @raises_ours
    def decide(
        self, *, on: Day = None, teacher: str | None = None, note: str = "", command: str | None = None
    ) -> Report:
        """Decide on the candidate (确定)."""
        return self._take_step(Advance(step="decide", on=self._read_day("on", on), teacher=teacher, note=note), command)

    @raises_ours
    def publish(
        self, *, on: Day = None, teacher: str | None = None, note: str = "", command: str | None = None
    ) -> Report:
        """Publish the list (公布)."""
        return self._take_step(
            Advance(step="publish", on=self._read_day("on", on), teacher=teacher, note=note), command
        )

    @raises_ours
    def start(  # noqa: PLR0913 (keywords)
        self,
        *,
        on: Day = None,
        until: Day = None,
        teacher: str | None = None,
        excused: Collection[str] = (),
        approved_by: str = "",
        note: str = "",
        correct_past: str | None = None,
        command: str | None = None,
    ) -> Report:
        """Let the tenure begin (上任); without a last day it lasts until it is ended.

        Where it touches what was published or paid it is refused, unless `correct_past` says why it was wrong all along.
        """
        step = Start(
            on=self._read_day("on", on),
            teacher=teacher,
            until=None if until is None else read_day("until", until),
            waivers=_build_waivers(excused, approved_by, note),
            note=note,
            correct_past=correct_past,
        )
        return self._take_step(step, command)

    @raises_ours
    def end(
        self,
        *,
        reason: str,
        on: Day = None,
        teacher: str | None = None,
        correct_past: str | None = None,
        command: str | None = None,
    ) -> Report:
        """End the appointment (结束), with the reason; `on` is the last day. `correct_past` is as of `start`."""
        day, why = self._read_day("on", on), read_text("reason", reason)
        step = End(on=day, teacher=teacher, reason=why, correct_past=correct_past)
        return self._take_step(step, command)

    @raises_ours
    def substitute(
        self,
        teacher: str,
        /,
        *,
        reason: str,
        name: str = "",
        start: Day = None,
        end: Day = None,
        command: str | None = None,
    ) -> Report:
        """Name who stands in (代理) from a first to a last day, both included; without a last day for one day."""
        first = self._read_day("start", start)
        step = NameSubstitute(
            teacher=read_text("teacher", teacher),
            name=name,
            start=first,
            end=first if end is None else read_day("end", end),
            reason=read_text("reason", reason),
        )
        return self._take_step(step, command)

    def _read_day(self, name: str, day: Day) -> date:
        return self._actor.today() if day is None else read_day(name, day)

    def _take_step(self, step: AppointmentCommand, command: str | None) -> Report:
        return self._actor.take_appointment_step(read_text("class_", self._class), step, command)


def _build_waivers(conditions: Collection[str], approved_by: str, reason: str) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(condition=condition, reason=reason, approved_by=approved_by) for condition in dict.fromkeys(conditions)
    )

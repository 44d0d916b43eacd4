"""The document `bzr.appointments/1`: appointments, substitutes and studios (聘任、代理、工作室)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import attrs

from bzr_domain.appointments.appointment import Appointment, Step
from bzr_domain.appointments.class_appointments import ClassAppointments, Substitution
from bzr_domain.appointments.rules import lasts_school_year
from bzr_domain.appointments.studio import Membership, Studio
from bzr_domain.register.calendar import Calendar


@attrs.frozen(kw_only=True)
class Listed:
    """What is listed, and what is needed to write it.

    Attributes:
        classes: Class id → its appointments, in the order of the register.
        studios: Studio → its members.
        names: Class id → name.
    """

    classes: Mapping[str, ClassAppointments]
    studios: Mapping[str, Studio]
    names: Mapping[str, str]
    calendar: Calendar
    zone: tzinfo

    def short(self, appointment: Appointment) -> bool:
        """Whether an appointment ended, or is to end, before a whole school year (未满一学年)."""
        tenure = appointment.tenure
        return tenure is not None and not lasts_school_year(self.calendar, tenure.start, tenure.end)


def appointments_document(listed: Listed, as_of: datetime) -> dict[str, Any]:
    """`bzr.appointments/1`."""
    classes = listed.classes.values()
    return {
        "schema": "bzr.appointments/1",
        "as_of": as_of.isoformat(),
        "appointments": [
            _appointment(appointment, listed) for state in classes for appointment in state.all.values()
        ],
        "substitutes": [
            _substitute(substitute, listed.zone) for state in classes for substitute in state.substitutes
        ],
        "studios": [
            {
                "studio": name,
                "members": [_member(member, listed.zone) for member in in_order(studio.members.values())],
            }
            for name, studio in listed.studios.items()
        ],
    }


def in_order(members: Iterable[Membership]) -> Sequence[Membership]:
    """Members by their first day, then by name."""
    return sorted(members, key=lambda member: (member.joined.start, member.joined.name))


def _appointment(appointment: Appointment, listed: Listed) -> dict[str, Any]:
    proposed, tenure = appointment.proposed, appointment.tenure
    return {
        "id": appointment.id,
        "class": proposed.class_id,
        "teacher": proposed.teacher,
        "name": proposed.name,
        "state": appointment.state,
        "from": None if tenure is None else tenure.start.isoformat(),
        "to": None if tenure is None else _day(tenure.end),
        "under_a_year": listed.short(appointment),
        "first_time": proposed.first_time,
        "teaches": proposed.teaches,
        "years_before": proposed.years_before,
        "training": _day(proposed.training),
        "mentor": proposed.mentor,
        "certificate": proposed.certificate,
        "attested": proposed.attested,
        "facts": list(proposed.facts),
        "steps": [_step(step, listed.zone) for step in appointment.steps],
        "exceptions": [
            {"condition": waiver.condition, "reason": waiver.reason, "approved_by": waiver.approved_by}
            for waiver in appointment.waivers
        ],
    }


def _step(step: Step, zone: tzinfo) -> dict[str, Any]:
    return {
        "step": step.step,
        "on": step.on.isoformat(),
        "by": step.actor,
        "recorded_at": step.recorded_at.astimezone(zone).isoformat(),
        "note": step.note,
    }


def _substitute(substitution: Substitution, zone: tzinfo) -> dict[str, Any]:
    named = substitution.named
    return {
        "class": named.class_id,
        "teacher": named.teacher,
        "name": named.name,
        "from": named.start.isoformat(),
        "to": named.end.isoformat(),
        "reason": named.reason,
        "by": substitution.actor,
        "recorded_at": substitution.recorded_at.astimezone(zone).isoformat(),
    }


def _member(membership: Membership, zone: tzinfo) -> dict[str, Any]:
    joined = membership.joined
    return {
        "member": joined.member,
        "name": joined.name,
        "role": joined.role,
        "from": joined.start.isoformat(),
        "to": _day(joined.end),
        "note": joined.note,
        "by": membership.actor,
        "recorded_at": membership.recorded_at.astimezone(zone).isoformat(),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

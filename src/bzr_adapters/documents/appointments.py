"""The document `bzr.appointments/1`: appointments, substitutes and studios (聘任、代理、工作室)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

import attrs

from bzr_adapters.documents.values import Document, fields, timestamp
from bzr_domain.appointments.appointment import Appointment, Step
from bzr_domain.appointments.class_appointments import ClassAppointments
from bzr_domain.appointments.conditions import lasts_school_year
from bzr_domain.appointments.events import StudioJoined, SubstituteNamed
from bzr_domain.appointments.studio import MEMBER_ROLES, Studio
from bzr_domain.kernel.recorded import Recorded
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

    @property
    def appointments(self) -> list[Appointment]:
        """Every appointment, class by class."""
        return [appointment for state in self.classes.values() for appointment in state.all.values()]

    def is_under_a_year(self, appointment: Appointment) -> bool:
        """Whether an appointment ended, or is to end, before a whole school year (未满一学年)."""
        tenure = appointment.tenure
        return tenure is not None and not lasts_school_year(self.calendar, tenure.start, tenure.end)


def appointments_document(listed: Listed, as_of: datetime) -> Document:
    """`bzr.appointments/1`."""
    return {
        "schema": "bzr.appointments/1",
        "as_of": as_of.isoformat(),
        "appointments": [_appointment(appointment, listed) for appointment in listed.appointments],
        "substitutes": [
            {
                **fields(substitution.event, "class", "teacher", "name", "from", "to", "reason"),
                **_recorded(substitution, listed.zone),
            }
            for state in listed.classes.values()
            for substitution in state.substitutes
        ],
        "studios": [
            {
                "studio": name,
                "members": [
                    {
                        **fields(member.event, "member", "name", "role", "from", "to", "note"),
                        "role_title": MEMBER_ROLES[member.event.role],
                        **_recorded(member, listed.zone),
                    }
                    for member in sort_members(studio.members.values())
                ],
            }
            for name, studio in listed.studios.items()
        ],
    }


def sort_members(members: Iterable[Recorded[StudioJoined]]) -> Sequence[Recorded[StudioJoined]]:
    """Members by their first day, then by name."""
    return sorted(members, key=lambda member: (member.event.start, member.event.name))


def _appointment(appointment: Appointment, listed: Listed) -> Document:
    proposed, tenure = appointment.proposed, appointment.tenure
    return {
        **fields(proposed, "id", "class", "teacher", "name"),
        "state": appointment.state,
        **({"from": None, "to": None} if tenure is None else fields(tenure, "from", "to")),
        "under_a_year": listed.is_under_a_year(appointment),
        **fields(proposed, "first_time", "teaches", "years_before", "training", "mentor"),
        **fields(proposed, "certificate", "attested", "facts"),
        "steps": [
            {**fields(step, "step", "on"), **_recorded(step, listed.zone), "note": step.note}
            for step in appointment.steps
        ],
        "exceptions": [fields(waiver, "condition", "reason", "approved_by") for waiver in appointment.waivers],
    }


def _recorded(entry: Step | Recorded[SubstituteNamed] | Recorded[StudioJoined], zone: tzinfo) -> Document:
    """Who recorded it, and when."""
    return {"by": entry.actor, "recorded_at": timestamp(entry.recorded_at, zone)}

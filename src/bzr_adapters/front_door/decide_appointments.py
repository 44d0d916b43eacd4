"""Appoint head teachers and keep studios (聘任、工作室)."""

from datetime import date
from typing import Literal

from bzr_adapters.front_door.appointment_desk import AppointmentDesk
from bzr_adapters.front_door.arguments import WrongArgument, read_day, read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import Report
from bzr_domain.application.appoint_teachers import Appointer
from bzr_domain.appointments.studio import MEMBER_ROLES, JoinStudio


class AppointmentActor(Commanding):
    """What somebody does to appointments."""

    @raises_ours
    def appoint(self, class_: str, /) -> AppointmentDesk:
        """Return the desk of a class's appointments, by id or name; it holds no state, and each of its steps returns the list."""
        return AppointmentDesk(self, read_text("class_", class_))

    @raises_ours
    def join_studio(  # noqa: PLR0913 (keywords)
        self,
        studio: str,
        teacher: str,
        /,
        *,
        role: Literal["host", "trainee", "adviser"],
        name: str = "",
        start: date | str | None = None,
        end: date | str | None = None,
        note: str = "",
        command: str | None = None,
    ) -> Report:
        """Take a teacher into a studio (工作室), or give a membership another last day; return every appointment and studio.

        Args:
            role: host 主持人, trainee 学员 or adviser 顾问; an adviser may come from outside without a name.
            start, end: The first day, today where it is left out, and the last, none where it is.
        """
        if role not in MEMBER_ROLES:
            raise WrongArgument.of(f"没有身份“{role}”", f"there is no role {role!r}")
        joining = JoinStudio(
            member=read_text("teacher", teacher),
            name=name,
            role=role,
            start=self.today() if start is None else read_day("start", start),
            end=None if end is None else read_day("end", end),
            note=note,
        )
        where = read_text("studio", studio)
        receipt = self._execute(
            Appointer, ["studio", where, joining], command, lambda writer: writer.join_studio(where, joining)
        )
        return self._answer_appointments(receipt)

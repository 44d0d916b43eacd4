"""Appoint teachers (聘任): load → decide → append. A step of the class and the tenure it makes are written together or not."""

import attrs

from bzr_domain.application.load_appointments import load_appointments, load_studio
from bzr_domain.application.load_settled import load_settled
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.appointments import class_appointments, studio
from bzr_domain.appointments.class_appointments import (
    AppointmentCommand,
    Decision,
    NameSubstitute,
    Propose,
    name_right,
)
from bzr_domain.appointments.conditions import find_evidence
from bzr_domain.appointments.studio import JoinStudio
from bzr_domain.events import Event
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused
from bzr_domain.register.events import TenureRegistered, TenureWithdrawn
from bzr_domain.register.settled import SettledPeriod
from bzr_domain.register.teachers import identify_mentor, identify_teacher

Answer = tuple[Event, ...] | Refused
"""The events that a command came to, none where it is done already; or the refusal."""


@attrs.frozen
class Appointer(Writer):
    """Takes the steps of appointments, names substitutes, and keeps studios."""

    @retry_on_conflict
    def take_step(self, class_ref: str, command: AppointmentCommand) -> Answer:
        """Take a step of a class's appointments, or name a substitute; class and teacher may be named in any way.

        Raises:
            UnknownReference: When the class or the teacher is unknown, or several are meant.
        """
        reader = self.reader()
        class_id = reader.find_class_id(class_ref)
        identified = self._identify_teacher(reader, command)
        appointments, register = load_appointments(self.store, class_id), reader.register
        decision = self.check_right(reader, name_right(command)) or class_appointments.decide(
            appointments, register, identified
        )
        if not isinstance(decision, Refused):
            settled = _load_settled(reader, decision)
            decision = class_appointments.decide(appointments, register, identified, settled)
        if isinstance(decision, Refused):
            return decision
        # The register's version is demanded even where nothing is added to it: the decision rests on it.
        batches = (
            Batch(stream=streams.of_appointments(class_id), after=appointments.version, events=decision.own),
            Batch(stream=streams.REGISTER, after=register.version, events=decision.register),
        )
        self.append(batches if decision.events else ())
        return decision.events

    def _identify_teacher(self, reader: SchoolReader, command: AppointmentCommand) -> AppointmentCommand:
        """Return a command with the teacher's id and name; a candidate also gets an id and the evidence of the facts."""
        register = reader.register
        if not isinstance(command, Propose | NameSubstitute):
            return command
        teacher, name = identify_teacher(register, command.teacher, command.name)
        if isinstance(command, NameSubstitute):
            return attrs.evolve(command, teacher=teacher, name=name)
        return attrs.evolve(
            command,
            id=self.ids(),
            teacher=teacher,
            name=name,
            mentor=command.mentor and identify_mentor(register, command.mentor),
            evidence=find_evidence(reader.facts_about_teacher(teacher), command.on),
        )

    @retry_on_conflict
    def join_studio(self, name: str, command: JoinStudio) -> Answer:
        """Take somebody into a studio; only an adviser may come from outside without a name."""
        reader = self.reader()
        outside = command.member if command.role == "adviser" else ""
        member, member_name = identify_teacher(reader.register, command.member, command.name or outside)
        joining = attrs.evolve(command, member=member, name=member_name)
        state = load_studio(self.store, name)
        decided = self.check_right(reader, "appoint.studio") or studio.decide(state, joining)
        if not isinstance(decided, Refused):
            batch = Batch(stream=streams.of_studio(name), after=state.version, events=decided)
            self.append([batch] if decided else [])
        return decided


def _load_settled(reader: SchoolReader, decision: Decision) -> tuple[SettledPeriod, ...]:
    """Return what was published or paid and can depend on the tenures that a decision registers or withdraws."""
    register = reader.whole_register
    withdrawn = [event.tenure for event in decision.register if isinstance(event, TenureWithdrawn)]
    registered = [event.tenure for event in decision.register if isinstance(event, TenureRegistered)]
    left = [tenure for tenure in register.tenures if tenure not in withdrawn]
    return load_settled(reader, attrs.evolve(register, tenures=(*left, *registered))) if decision.register else ()

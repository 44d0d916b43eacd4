"""Appointing (聘任): load → decide → append. A step of the class and the tenure it makes are written together or not."""

import attrs

from bzr_domain.application.appointments import appointments_of, studio_named
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.appointments import decisions as appointing
from bzr_domain.appointments import studio
from bzr_domain.appointments import substitution as standing_in
from bzr_domain.appointments.class_appointments import StepName
from bzr_domain.appointments.decisions import AppointmentCommand, Propose
from bzr_domain.appointments.events import AppointmentProposed, StudioJoined, SubstituteNamed
from bzr_domain.appointments.evidence import shown
from bzr_domain.events import Event
from bzr_domain.facts import streams
from bzr_domain.facts.history import list_current_facts
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Refused, did_you_mean
from bzr_domain.kernel.names import by_name, plain_name
from bzr_domain.register.events import TenureRegistered, TenureWithdrawn

Answer = tuple[Event, ...] | Refused
"""The events that a wish came to, none where it is done already; or the refusal."""
_OF_REGISTER = (TenureRegistered, TenureWithdrawn)


@attrs.frozen
class Appointer(Writer):
    """Takes the steps of appointments, names substitutes, and keeps studios."""

    def propose(self, candidate: AppointmentProposed) -> Answer:
        """Put a candidate on the list; class and teacher may be named in any way, what facts show is added."""

        def once() -> Answer:
            reader = self.reader()
            teacher, name = teacher_named(reader, candidate.teacher, candidate.name)
            facts = list_current_facts(reader.history(f"teacher:{teacher}"))
            known = shown(facts, candidate.on)
            filled = attrs.evolve(
                candidate,
                id=self.ids(),
                class_id=reader.find_class_id(candidate.class_id),
                teacher=teacher,
                name=name,
                training=candidate.training or known.training,
                certificate=candidate.certificate or known.certificate,
                mentor=candidate.mentor and _mentor(reader, candidate.mentor),
                facts=known.facts,
            )
            return self._step(reader, filled.class_id, "propose", Propose(candidate=filled))

        return retry_on_conflict(once)

    def step(self, class_ref: str, name: StepName, command: AppointmentCommand) -> Answer:
        """Take one of the later steps."""

        def once() -> Answer:
            reader = self.reader()
            return self._step(reader, reader.find_class_id(class_ref), name, command)

        return retry_on_conflict(once)

    def _step(
        self, reader: SchoolReader, class_id: str, name: StepName, command: AppointmentCommand
    ) -> Answer:
        state = appointments_of(self.store, class_id)
        decided = self.allowed(reader, f"appoint.{name}") or appointing.decide(
            state, reader.register, class_id, command
        )
        if isinstance(decided, Refused) or not decided:
            return decided
        own = tuple(one for one in decided if not isinstance(one, _OF_REGISTER))
        tenures = tuple(one for one in decided if isinstance(one, _OF_REGISTER))
        # The register's version is demanded even where nothing is added to it: the decision rests on it.
        self.append(
            [
                Batch(stream=streams.of_appointments(class_id), after=state.version, events=own),
                Batch(stream=streams.REGISTER, after=reader.register.version, events=tenures),
            ]
        )
        return decided

    def stand_in(self, wish: SubstituteNamed) -> Answer:
        """Name a substitute; class and teacher may be named in any way."""

        def once() -> Answer:
            reader = self.reader()
            class_id = reader.find_class_id(wish.class_id)
            teacher, name = teacher_named(reader, wish.teacher, wish.name)
            named = attrs.evolve(wish, class_id=class_id, teacher=teacher, name=name)
            state = appointments_of(self.store, class_id)
            known = [one.named for one in state.substitutes]
            decided = self.allowed(reader, "appoint.substitute") or standing_in.decide(
                known, reader.register, standing_in.StandIn(named=named)
            )
            if not isinstance(decided, Refused) and decided:
                stream = streams.of_appointments(class_id)
                self.append([Batch(stream=stream, after=state.version, events=decided)])
            return decided

        return retry_on_conflict(once)

    def join(self, wish: StudioJoined) -> Answer:
        """Take somebody into a studio; only an adviser may come from outside without `--name`."""

        def once() -> Answer:
            reader = self.reader()
            outside = wish.member if wish.role == "adviser" else ""
            member, name = teacher_named(reader, wish.member, wish.name or outside)
            joined = attrs.evolve(wish, member=member, name=name)
            state = studio_named(self.store, wish.studio)
            decided = self.allowed(reader, "appoint.studio") or studio.decide(state, joined)
            if not isinstance(decided, Refused) and decided:
                stream = streams.of_studio(wish.studio)
                self.append([Batch(stream=stream, after=state.version, events=decided)])
            return decided

        return retry_on_conflict(once)


def teacher_named(reader: SchoolReader, ref: str, name: str) -> tuple[str, str]:
    """The id and the name of a teacher: of one who has or had a class, or of a newcomer whose name is given.

    Raises:
        UnknownReference: When nobody or several people are meant, or a known id is given another name.
    """
    known = {tenure.teacher: tenure.name for tenure in reader.register.tenures}
    meant = sorted(by_name(known.items()).get(plain_name(ref), ()))
    if len(meant) > 1:
        ids = "、".join(meant)
        raise UnknownReference(
            Message(f"教师“{ref}”有{len(meant)}位,请写编号:{ids}", f"{ref!r} can mean {ids}; write the id")
        )
    if meant:
        own = known[meant[0]]
        if name and plain_name(name) not in (plain_name(own), plain_name(ref)):
            raise UnknownReference(
                Message(f"教师{meant[0]}叫{own},不叫{name}", f"teacher {meant[0]} is {own}, not {name}")
            )
        return meant[0], own
    if not name:
        near = did_you_mean(ref, [*known, *known.values()])
        raise UnknownReference(
            Message(
                f"没有教师“{ref}”;初次登记的教师请加 --name 姓名;{near.zh}",
                f"there is no teacher {ref!r}; a newcomer needs --name NAME; {near.en}",
            )
        )
    return ref, name


def _mentor(reader: SchoolReader, ref: str) -> str:
    """The mentor's id where it is a teacher of the register, else the name as it was said."""
    known = by_name((tenure.teacher, tenure.name) for tenure in reader.register.tenures)
    meant = sorted(known.get(plain_name(ref), ()))
    return meant[0] if len(meant) == 1 else ref

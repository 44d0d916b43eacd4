"""Set the school up (学校登记): make the register read as a school file declares it."""

from datetime import date

import attrs

from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.application.ports import Batch
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.events import Event
from bzr_domain.facts import class_history, teacher_history
from bzr_domain.facts.fact_history import find_fact_said
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.replay import replay
from bzr_domain.kernel.streams import REGISTER
from bzr_domain.register import school_register
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.people import SETUP
from bzr_domain.register.rights import check_right_to_amend
from bzr_domain.register.school_register import DeclareSchool, SchoolRegister

ClassDays = tuple[tuple[str, date], ...]
"""Pairs (class id, day)."""


@attrs.frozen
class SchoolSetup(Writer):
    """Amends the register."""

    def setup(self, declared: Declaration) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; returns the events this took."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            register = replay(school_register.evolve, school_register.initial(), self.store.read(REGISTER))
            refused = check_right_to_amend(register, self.actor, self.shelf.usual_right(SETUP))
            if refused is not None:
                return refused
            decided = school_register.decide(
                register,
                DeclareSchool(
                    declaration=declared,
                    appointed=load_appointed_tenures(self.store),
                    used_days=self._list_used_days(register, declared),
                    current_days=self._list_current_days(register, declared),
                ),
            )
            if isinstance(decided, Refused) or not decided or isinstance(decided[0], Problem):
                return decided
            self.append([Batch(stream=REGISTER, after=register.version, events=decided)])
            return decided

        return retry_on_conflict(once)

    def _list_used_days(self, register: SchoolRegister, declared: Declaration) -> ClassDays:
        """The classes and days of facts, read only where a declaration could leave some behind.

        What a fact said before it was corrected counts too: voiding the correction brings it back.
        """
        keeps_classes = set(register.classes) <= {school_class.id for school_class in declared.classes}
        if keeps_classes and set(register.terms.values()) <= set(declared.terms):
            return ()
        streams = [*self.store.streams(class_history.PREFIX), *self.store.streams(teacher_history.PREFIX)]
        recorded = (event for stream in streams for page in self.store.read(stream) for event in page)
        facts = (fact for event in recorded if (fact := find_fact_said(event.event)) is not None)
        return tuple((fact.class_id, fact.on) for fact in facts if fact.class_id in register.classes)

    def _list_current_days(self, register: SchoolRegister, declared: Declaration) -> ClassDays:
        """The classes and days of facts as they read at present, of the classes whose own days a declaration changes."""
        changed = [
            school_class.id
            for school_class in declared.classes
            if (before := register.classes.get(school_class.id))
            and (before.start, before.end) != (school_class.start, school_class.end)
        ]
        reader = self.reader()
        facts = [fact for class_id in changed for fact in reader.current_facts(class_id)]
        return tuple((fact.fact.class_id, fact.fact.on) for fact in facts if fact.voided_by is None)

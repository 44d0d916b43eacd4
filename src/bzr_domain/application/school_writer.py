"""Write to a school's store: declare the school (学校登记), record sheets, amend facts; each load → decide → append."""

from datetime import date

import attrs

from bzr_domain.application.amend_facts import FactAmender
from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.application.ports import Batch
from bzr_domain.application.record_sheets import SheetRecorder
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.facts.events import find_fact_said
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.register import school_register
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.declaration_guards import can_leave_facts_behind, list_classes_with_other_days
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.kept_rulebooks import keep_adopted_rulebooks
from bzr_domain.register.people import SETUP
from bzr_domain.register.rights import check_right_to_amend
from bzr_domain.register.school_register import DeclareSchool, SchoolRegister

ClassDays = tuple[tuple[str, date], ...]


@attrs.frozen
class SchoolWriter(SheetRecorder, FactAmender):
    """Sets the school up, records sheets, voids and corrects; each command first asks whether its giver may."""

    @retry_on_conflict
    def setup(self, declaration: Declaration) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; return the events this took, or why it cannot be."""
        register = self._load_register()
        self.demand_new_command()
        return check_right_to_amend(register, self.actor, self.shelf.usual_right(SETUP)) or self.try_setup(declaration)

    def _load_register(self) -> SchoolRegister:
        return school_register.replay_events(school_register.initial(), self.store.read(streams.REGISTER))

    def try_setup(self, declaration: Declaration) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
        """Do what `setup` does, whoever asks."""
        register = self._load_register()
        declaration = keep_adopted_rulebooks(register, declaration)
        command = DeclareSchool(
            declaration=declaration,
            appointed=load_appointed_tenures(self.store),
            used_days=_load_used_days(self, register, declaration),
            current_days=_load_current_days(self, register, declaration),
        )
        decided = school_register.decide(register, command)
        if isinstance(decided, Refused):
            return decided
        if not decided:
            self.append([])
        elif not isinstance(decided[0], Problem):
            self.append([Batch(stream=streams.REGISTER, after=register.version, events=decided)])
        return decided


def _load_used_days(writer: Writer, register: SchoolRegister, declared: Declaration) -> ClassDays:
    """Return the classes and days of facts; they are read only where a declaration could leave some behind.

    What a fact said before it was corrected counts too: voiding the correction brings it back.
    """
    if not can_leave_facts_behind(register.classes, register.terms.values(), declared):
        return ()
    store = writer.store
    names = [*store.streams("class:"), *store.streams("teacher:")]
    facts = (find_fact_said(recorded.event) for name in names for page in store.read(name) for recorded in page)
    return tuple((fact.class_id, fact.on) for fact in facts if fact and fact.class_id in register.classes)


def _load_current_days(writer: Writer, register: SchoolRegister, declared: Declaration) -> ClassDays:
    """Return the classes and days of facts as they read now, of the classes whose own days a declaration changes."""
    reader = writer.reader()
    classes = list_classes_with_other_days(register.classes, declared)
    facts = (current for class_id in classes for current in reader.current_facts(class_id))
    return tuple((current.fact.class_id, current.fact.on) for current in facts if current.voided_by is None)

"""Write to a school's store: declare the school (学校登记), record sheets, amend facts; each load → decide → append."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from bzr_domain.application.amend_facts import FactAmender
from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.application.load_settled import load_settled
from bzr_domain.application.ports import Batch
from bzr_domain.application.record_sheets import SheetRecorder
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.facts.events import find_fact_said
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import BadRulebook, Problem, Refused
from bzr_domain.register import school_register
from bzr_domain.register.commands import DeclareSchool
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.declaration_guards import (
    add_appointed_tenures,
    can_leave_facts_behind,
    list_classes_with_other_past,
)
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.kept_rulebooks import keep_adopted_rulebooks
from bzr_domain.register.past_guard import find_classes_without_first_day
from bzr_domain.register.people import SETUP
from bzr_domain.register.rights import check_right_to_amend
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.register.settled import SettledPeriod
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

ClassDays = tuple[tuple[str, date], ...]


@attrs.frozen
class SchoolWriter(SheetRecorder, FactAmender):
    """Sets the school up, records sheets, voids and corrects; each command first asks whether its giver may."""

    @retry_on_conflict
    def setup(
        self, declaration: Declaration, correct_past: str | None = None
    ) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; return the events this took, or why it cannot be.

        Args:
            correct_past: Why what was published, paid or recorded on already is to read otherwise; None: it must not.
        """
        register = self._load_register()
        self.demand_new_command()
        refusal = check_right_to_amend(register, self.actor, self.shelf.usual_right(SETUP))
        return refusal or self.try_setup(declaration, correct_past)

    def _load_register(self) -> SchoolRegister:
        return school_register.replay_events(school_register.initial(), self.store.read(streams.REGISTER))

    def try_setup(
        self, declaration: Declaration, correct_past: str | None = None
    ) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
        """Do what `setup` does, whoever asks."""
        register, appointed = self._load_register(), load_appointed_tenures(self.store)
        declaration = keep_adopted_rulebooks(register, declaration)
        problems = _find_rulebook_problems(register, declaration)
        if problems:
            return problems
        command = DeclareSchool(
            declaration=declaration,
            appointed=appointed,
            used_days=_load_used_days(self, register, declaration),
            current_days=_load_current_days(self, register, declaration),
            earlier_facts=_find_earlier_facts(self, register, declaration, appointed),
            settled=_load_settled(self, register, declaration, appointed),
            correct_past=correct_past,
        )
        decided = school_register.decide(register, command)
        if isinstance(decided, Refused):
            return decided
        if not decided:
            self.append([])
        elif not isinstance(decided[0], Problem):
            self.append([Batch(stream=streams.REGISTER, after=register.version, events=decided)])
        return decided


def _find_rulebook_problems(register: SchoolRegister, declared: Declaration) -> tuple[Problem, ...]:
    """Find what is wrong with the rulebooks that are drafted or adopted for the first time; those the register has stay as they are."""
    problems: list[Problem] = []
    for text in {text.digest: text for text in (*declared.drafted, *declared.rulebooks)}.values():
        if text.digest not in register.rulebooks:
            try:
                parse_rulebook(text.text, text.kinds)
            except BadRulebook as error:
                problems += [attrs.evolve(problem, sheet=text.name) for problem in error.problems]
    return tuple(problems)


def _load_used_days(writer: Writer, register: SchoolRegister, declared: Declaration) -> ClassDays:
    """Return the classes and days of facts; they are read only where a declaration could leave some behind.

    What a fact said before it was corrected counts too: voiding the correction brings it back.
    """
    if not can_leave_facts_behind(register.classes, register.terms.values(), declared):
        return ()
    facts = _list_facts_said(writer)
    return tuple((fact.class_id, fact.on) for fact in facts if fact.class_id in register.classes)


def _list_facts_said(writer: Writer) -> Iterator[Fact]:
    """Yield every fact as recorded, and as every correction says it."""
    store = writer.store
    names = [*store.streams("class:"), *store.streams("teacher:")]
    facts = (find_fact_said(recorded.event) for name in names for page in store.read(name) for recorded in page)
    return (fact for fact in facts if fact is not None)


def _load_current_days(writer: Writer, register: SchoolRegister, declared: Declaration) -> ClassDays:
    """Return the classes and days of facts as they read now, of the classes whose own days or first attributes change."""
    reader = writer.reader()
    classes = list_classes_with_other_past(register.classes, declared)
    facts = (current for class_id in classes for current in reader.current_facts(class_id))
    find_day = register.calendar.find_counting_day
    return tuple((each.fact.class_id, find_day(each.fact.on)) for each in facts if each.voided_by is None)


def _find_earlier_facts(
    writer: Writer, register: SchoolRegister, declared: Declaration, appointed: Sequence[Tenure]
) -> dict[str, date]:
    """Return new class without a first day → the day of a fact older than its first head teacher; facts are read only for it."""
    new = find_classes_without_first_day(register.classes, declared, appointed) if register.school else {}
    days = (
        (class_id, next((f.on for f in _list_facts_said(writer) if f.on < first), None))
        for class_id, first in new.items()
    )
    return {class_id: day for class_id, day in days if day is not None}


def _load_settled(
    writer: Writer, register: SchoolRegister, declared: Declaration, appointed: Sequence[Tenure]
) -> tuple[SettledPeriod, ...]:
    """Return what was published or paid and can depend on what a declaration changes; it is read only where something changes."""
    complete = add_appointed_tenures(declared, appointed)
    if register.school is None or isinstance(complete, tuple):
        return ()
    return load_settled(writer.reader(), register.read_as(complete))

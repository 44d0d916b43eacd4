"""A school over many years: each summer a grade leaves, two are promoted and one enters, and the teachers stay for years."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

import attrs

from bzr_adapters.intake.rulebook_files import build_registered_text, read_rulebook_text
from bzr_adapters.storage import create_store
from bzr_domain.application.ports import Command
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Problem
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Adoption, ClassChange, RulebookText, SchoolClass, SchoolProfile, Tenure
from tests.benchmarks import year
from tests.benchmarks.year import batches
from tests.support import stores

GRADES = 3
_GRADE_NAMES = ("高一", "高二", "高三")
SATURDAY = 5
_CAREER = 4
"""How many classes in turn a teacher has."""


@attrs.frozen
class Cohorts:
    """A school from one summer to another.

    Attributes:
        first, last: The autumns in which its first and its last school year begin.
        classes: How many there are at a time.
        facts: How many are recorded a year.
        rulebooks: How many versions of the rulebook its last school years have, one a year; the years before have the first.
    """

    first: int
    last: int
    classes: int
    facts: int
    rulebooks: int = 1

    @property
    def years(self) -> range:
        """Every school year, by its autumn."""
        return range(self.first, self.last + 1)

    def terms(self, until: int) -> tuple[Term, ...]:
        """The terms up to a school year."""
        return tuple(term for autumn in range(self.first, until + 1) for term in _terms_of(autumn))

    def declare(self, now: int) -> Declaration:
        """The school as it is declared in the autumn of a year: who has left has a last day."""
        entered = range(self.first - GRADES + 1, now + 1)
        numbers = range(self.classes // GRADES)
        adopted = {max(1, autumn - self.last + self.rulebooks): autumn for autumn in range(now, self.first - 1, -1)}
        return Declaration(
            school=SchoolProfile(name="某高级中学", timezone="Asia/Shanghai"),
            terms=self.terms(now),
            classes=tuple(_class_of(autumn, number, now) for autumn in entered for number in numbers),
            tenures=tuple(_tenure_of(autumn, number, now) for autumn in entered for number in numbers),
            rulebooks=tuple(_rulebook(version) for version in adopted),
            adoptions=tuple(
                Adoption(rulebook=_rulebook(version).digest, start=date(autumn, 9, 1))
                for version, autumn in adopted.items()
            ),
        )

    def facts_of(self, autumn: int) -> Iterator[Fact]:
        """What is recorded in a school year: the facts of the one year that is the same each time, moved to it."""
        calendar = Calendar(_terms_of(autumn))
        days = calendar.school_days
        ids = [
            (class_id(entered, number), _teacher(entered, number))
            for entered in range(autumn, autumn - GRADES, -1)
            for number in range(self.classes // GRADES)
        ]
        for n, fact in enumerate(year.facts(self.facts)):
            class_, teacher = ids[n % len(ids)]
            on = days[n * len(days) // self.facts]
            yield attrs.evolve(fact, on=on, class_id=class_, teacher=teacher if fact.teacher else None)

    def build(self, path: Path) -> None:
        """Declare and record everything year by year in a new store."""
        store = create_store(f"sqlite:///{path}")
        for autumn in self.years:
            clock = partial(datetime, autumn, 8, 30, tzinfo=UTC)
            declared = stores.build_writer(store, "教务处", clock).setup(self.declare(autumn))
            assert isinstance(declared, tuple), declared
            assert not any(isinstance(part, Problem) for part in declared), declared
            store.append(
                batches(self.facts_of(autumn), Calendar(_terms_of(autumn))),
                command=Command(id=f"year-{autumn}", actor="教务处"),
                now=datetime(autumn + 1, 7, 1, tzinfo=UTC),
            )
        store.close()


def _terms_of(autumn: int) -> tuple[Term, Term]:
    return (
        Term(
            id=f"{autumn}-autumn",
            start=date(autumn, 9, 2),
            end=date(autumn + 1, 1, 17),
            holidays=tuple(day for n in range(1, 8) if (day := date(autumn, 10, n)).weekday() < SATURDAY),
        ),
        Term(id=f"{autumn + 1}-spring", start=date(autumn + 1, 2, 17), end=date(autumn + 1, 6, 27)),
    )


def class_id(entered: int, number: int) -> str:
    """The id of a class, by the autumn it entered in and its number in its grade."""
    return f"c{entered}-{number + 1:02}"


def class_name(years: int, number: int) -> str:
    """The name of a class so many years after it entered."""
    return f"{_GRADE_NAMES[years]}({number + 1})班"


@cache
def _rulebook(version: int) -> RulebookText:
    text = read_rulebook_text("monthly-quantified")
    return build_registered_text(text.replace("version = 1", f"version = {version}", 1))


def _last_day(entered: int, now: int) -> date | None:
    return date(entered + GRADES, 7, 31) if entered + GRADES <= now else None


def _class_of(entered: int, number: int, now: int) -> SchoolClass:
    first, *promotions = (
        ClassChange(start=date(entered + n, 9, 1), name=class_name(n, number), grade=grade, students=45 - n)
        for n, grade in enumerate(_GRADE_NAMES)
        if n == 0 or entered + n <= now
    )
    return SchoolClass(
        id=class_id(entered, number),
        stage="senior",
        end=_last_day(entered, now),
        changes=tuple(promotions),
        **first.values,
        start=first.start,
    )


def _teacher(entered: int, number: int) -> str:
    """A teacher has one class after another; every so many classes somebody else begins."""
    return f"t{entered % GRADES}-{number + 1:02}-{entered // GRADES // _CAREER}"


def _tenure_of(entered: int, number: int, now: int) -> Tenure:
    teacher = _teacher(entered, number)
    return Tenure(
        teacher=teacher,
        name=f"{teacher}老师",
        class_id=class_id(entered, number),
        start=date(entered, 9, 1),
        end=_last_day(entered, now),
    )

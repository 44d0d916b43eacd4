"""Score facts without a store (只算分): a rulebook, plain facts and a small school give a statement.

The facts are admitted as the rows of a sheet are, so that a kind, a field or a word that nobody knows is named, and not
left out of the score in silence.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

import attrs

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.normalize import row_of_fact
from bzr_domain.kernel.messages import BzrError, Message, Problem, report_unknown
from bzr_domain.kernel.periods import (
    Period,
    parse_month,
    parse_months,
    parse_quarter,
    parse_school_year,
    parse_weeks,
    year_of,
)
from bzr_domain.register.calendar import Term, find_calendar_problems
from bzr_domain.register.roster import STAGES, Adoption, SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book, LoadedRulebook, take_book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement

_TERM = re.compile(r"([0-9]{4})-(autumn|spring)")


class Unscorable(BzrError):
    """What was handed in gives no statement; `problems` names every fault, with the number of the fact as its row."""

    code = "statement.faulty-facts"


@attrs.frozen(kw_only=True)
class SmallSchool:
    """A school of one class and one head teacher: as much of a register as one rulebook needs (一个班的学校).

    Attributes:
        class_id: The class; empty: the one that the facts name.
        stage, college, grade, students, class_type: What rules can ask of it, as a `SchoolClass` has it.
        teacher: Its head teacher, from the first day of the first term on; empty: the one that the facts name.
        years_before: Whole school years as head teacher before that day.
        terms: Its terms; none: those of the school year asked for, `2024-autumn` from 1 September to 31 January and
            `2025-spring` from 1 February to 31 July, with every Monday to Friday a school day.
    """

    class_id: str = ""
    stage: str = "senior"
    grade: str = ""
    students: int | None = None
    class_type: str | None = None
    college: str | None = None
    teacher: str = ""
    years_before: int = 0
    terms: tuple[Term, ...] = ()


def score_facts(
    rulebook: Book | LoadedRulebook,
    facts: Iterable[Fact],
    period: str,
    *,
    school: SmallSchool | None = None,
    as_of: date | None = None,
) -> Statement:
    """Score the facts of one class for a period: a month `2024-09`, a week `2024-W36`, a term, a school year `2024-2025`.

    Args:
        rulebook: As `parse_rulebook` returns it; it is in force on every day.
        facts: In the order recorded; clauses name them f1, f2, …
        school: The school, where the rulebook asks for more of it than nothing.
        as_of: The day of asking; without one, everything is due.

    Raises:
        Unscorable: When a fact has a kind, a field, a step or a number that the rulebook does not know, or there is no
            such period, or nothing to state in it.
    """
    book, listed = take_book(rulebook), tuple(facts)
    _check_types(listed, period)
    register = _build_register(book, _fill_in(school or SmallSchool(), listed, period))
    cell, (class_id,) = _find_period(register, period), register.classes
    day = date.max if as_of is None else as_of
    current_facts = _admit(register, book, listed, day)
    statement = assess_class(register, {book.digest: book}, class_id, cell, current_facts, day)
    if isinstance(statement, Problem):
        raise Unscorable(statement.what, [statement], code=statement.code)
    return statement


def _check_types(facts: Sequence[object], period: object) -> None:
    """Refuse what is of another type, as nothing else would: a float would be scored, and not exactly."""
    for value, wanted in ((period, str), *((fact, Fact) for fact in facts)):
        if not isinstance(value, wanted):
            raise TypeError(f"score_facts takes a {wanted.__name__}, not a {type(value).__name__}")
    for fact in facts:
        for field in attrs.fields(Fact):
            value, form = getattr(fact, field.name), tuple if field.name == "own" else field.type or object
            if not isinstance(value, form):
                raise TypeError(f"the {field.name} of a Fact is {field.type}, not {value!r}")


# The school (学校)


def _fill_in(school: SmallSchool, facts: Sequence[Fact], period: str) -> SmallSchool:
    """Return the school with its class, teacher and terms, whether they were said or not."""
    filled = attrs.evolve(
        school,
        class_id=school.class_id or next((fact.class_id for fact in facts), "class"),
        teacher=school.teacher or next((fact.teacher for fact in facts if fact.teacher), "teacher"),
        terms=school.terms or _list_usual_terms(period),
    )
    problems = find_calendar_problems(filled.terms)
    if school.stage not in STAGES:
        what = Message(f"没有学段“{school.stage}”", f"there is no stage {school.stage!r}")
        problems.append(report_unknown(what, school.stage, STAGES, code="register.unknown-stage", field="stage"))
    if problems:
        raise _refuse(problems)
    return filled


def _build_register(rulebook: Book, school: SmallSchool) -> SchoolRegister:
    class_id, first = school.class_id, min((term.start for term in school.terms), default=date.min)
    school_class = SchoolClass(
        id=class_id,
        name=class_id,
        stage=school.stage,
        grade=school.grade,
        students=school.students,
        class_type=school.class_type,
        college=school.college,
    )
    tenure = Tenure(
        teacher=school.teacher, name=school.teacher, class_id=class_id, start=first, years_before=school.years_before
    )
    return SchoolRegister(
        terms={term.id: term for term in school.terms},
        classes={class_id: school_class},
        tenures=(tenure,),
        adoptions=(Adoption(rulebook=rulebook.digest, start=first),),
    )


def _list_usual_terms(period: str) -> tuple[Term, ...]:
    """List both terms of the school year that a period of that name lies in; none where it names no period."""
    year = _find_school_year(period)
    if year is None:
        return ()
    return (
        Term(id=f"{year:04}-autumn", start=date(year, 9, 1), end=date(year + 1, 1, 31)),
        Term(id=f"{year + 1:04}-spring", start=date(year + 1, 2, 1), end=date(year + 1, 7, 31)),
    )


def _find_school_year(period: str) -> int | None:
    """Find the calendar year in which the school year of a period begins."""
    cell = parse_month(period) or parse_quarter(period) or parse_school_year(period)
    counted, term = parse_weeks(period) or parse_months(period), _TERM.fullmatch(period)
    if term is not None:
        cell = parse_month(f"{term[1]}-{'09' if term[2] == 'autumn' else '02'}")
    day = cell.first if cell is not None else counted[0] if counted is not None else None
    return None if day is None else year_of(day).first.year


def _find_period(register: SchoolRegister, name: str) -> Period:
    period = register.calendar.find_period(name)
    if period is not None:
        return period
    terms = "、".join(register.terms) or "2024-autumn"
    what = Message(f"没有时段“{name}”", f"there is no period {name!r}")
    expected = Message(
        f"请写月份 2024-09、季度 2024-Q4、周 2024-W36、学年 2024-2025,或学期的编号:{terms}",
        f"write a month 2024-09, a quarter 2024-Q4, a week 2024-W36, a school year 2024-2025, or the id of a term: {terms}",
    )
    raise _refuse([Problem(code="statement.unknown-period", what=what, expected=expected)])


# The facts (事实)


def _admit(register: SchoolRegister, rulebook: Book, facts: Sequence[Fact], today: date) -> list[CurrentFact]:
    """Return the facts as they stand once recorded, or raise every problem of every one of them."""
    admission = Admission(register, lambda *_: rulebook, today)
    admitted: list[CurrentFact] = []
    problems: list[Problem] = []
    for number, fact in enumerate(facts, 1):
        answer = admission.admit(attrs.evolve(row_of_fact(fact), teacher_ref=fact.teacher))
        if isinstance(answer, Fact):
            admitted.append(_record(answer, number))
        else:
            problems += [attrs.evolve(problem, row=number) for problem in answer]
    if problems:
        raise _refuse(problems)
    return admitted


def _record(fact: Fact, number: int) -> CurrentFact:
    """Return a fact as if it had been recorded on its own day."""
    return CurrentFact(
        id=f"f{number}",
        fact=fact,
        order=number,
        recorded_at=datetime.combine(fact.on, time(), UTC),
        recorder=fact.recorder or "",
        sheet="",
        voided_by=None,
        corrected_by=(),
    )


def _refuse(problems: Sequence[Problem]) -> Unscorable:
    """Build the error with each problem on a line of its own; where there is one, under its code."""
    code = problems[0].code if len(problems) == 1 else ""
    return Unscorable(Message.joined(map(_describe_problem, problems), "\n", "\n"), problems, code=code)


def _describe_problem(problem: Problem) -> Message:
    number = [] if problem.row is None else [Message(f"第{problem.row}条:", f"fact {problem.row}: ")]
    parts = [problem.what] if problem.expected is None else [problem.what, problem.expected]
    return Message.joined([*number, Message.joined(parts)], "", "")

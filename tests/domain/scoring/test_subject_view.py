"""Classes formed and dissolved within the terms (建班, 撤并): they are scored on their own days, and peers on those alone."""

from datetime import date

import attrs
import pytest

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class, assess_loaded_class, load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement
from tests.support.builders import adopted, as_current_facts
from tests.support.schools import END, cell, findings, five, node, of, rules, total

HALF = date(2024, 10, 14)
TEXT = (
    total("base = 100")
    + node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "total")
    + node("clause", "m", 'facts = "meeting.held"\nper = "week"\nshort_of = 1\npoints = -3', "total")
    + node("outcome", "x", 'scores = "total"\nrank = "high"\namong = "school"\nties = "best"')
    + node("value", "all", 'scores = "classes"\nabout = "school"')
    + node("outcome", "n", 'scores = "all"')
    + node("item", "total.term", 'per = "term"')
    + node("clause", "mean", 'per = "term"\nscores = "total"\ntake = "mean"\nround = 0.01', "total.term")
)


def with_days(register: SchoolRegister, **days: tuple[date | None, date | None]) -> SchoolRegister:
    """The register with first and last days for some classes."""
    changed = {name: attrs.evolve(register.classes[name], start=start, end=end) for name, (start, end) in days.items()}
    return attrs.evolve(register, classes={**register.classes, **changed})


def school(**days: tuple[date | None, date | None]) -> LoadedSchool:
    """Five classes, some with days of their own, b with fifty findings on 3 September."""
    book: Book = rules(TEXT)
    return load_school(with_days(five(book), **days), {book.digest: book}, as_current_facts(findings(b=50)), END)


def assess(loaded: LoadedSchool, class_id: str, period: str | Period) -> Statement:
    """The statement of a class, which has to be there."""
    statement = assess_loaded_class(loaded, class_id, cell(period) if isinstance(period, str) else period)
    assert isinstance(statement, Statement), statement
    return statement


def test_before_it_is_formed_a_class_has_no_statement() -> None:
    """September knows no c; the answer says from when there is one, and where that is written."""
    answer = assess_loaded_class(school(c=(HALF, None)), "c", cell("2024-09"))

    assert (
        Problem(
            code="statement.class-without-school-day",
            what=Message(
                "2024-09没有c上课的日子(2024-10-14建班)",
                "2024-09: class c has no school day (from 2024-10-14)",
            ),
            expected=Message(
                "请看学校文件中这个班级的 from 和 to",
                "see the `from` and `to` of the class in the school file",
            ),
        )
        == answer
    )


def test_a_class_dissolved_has_no_statement_afterwards() -> None:
    """With a first and a last day, both are named."""
    answer = assess_loaded_class(school(c=(date(2024, 9, 2), HALF)), "c", cell("2024-11"))

    assert isinstance(answer, Problem)
    assert "2024-11没有c上课的日子(2024-09-02建班,到2024-10-14为止)" == answer.what.zh
    assert "2024-11: class c has no school day (from 2024-09-02 until 2024-10-14)" == answer.what.en


def test_what_is_missing_is_asked_of_its_own_weeks_alone() -> None:
    """No meeting held: October has four weeks of its own for a class of all of it, and three for one formed on the 14th."""
    loaded = school(c=(HALF, None))

    whole, half = (assess(loaded, name, "2024-10").total for name in ("d", "c"))

    weeks = len(five().calendar.list_assessed_periods("week", cell("2024-10")))
    late = [week for week in five().calendar.list_assessed_periods("week", cell("2024-10")) if week.last >= HALF]
    assert [100 - 3 * weeks, 100 - 3 * len(late)] == [whole, half]
    assert len(late) < weeks


def test_the_mean_of_a_term_is_of_the_months_a_class_was_there() -> None:
    """Class c was formed in the middle of October: its term is the mean of October to January."""
    loaded = school(c=(HALF, None))

    months = [assess(loaded, "c", f"2024-{number}").total for number in (10, 11, 12)]
    months.append(assess(loaded, "c", "2025-01").total)

    assert round(sum(months) / 4, 2) == assess(loaded, "c", "2024-autumn").total


@pytest.mark.parametrize(
    ("days", "places", "classes"),
    [
        ({}, {"a": 1, "b": 5}, 5),
        ({"c": (HALF, None)}, {"a": 1, "b": 4}, 4),
        ({"c": (None, date(2024, 9, 29)), "d": (HALF, None)}, {"a": 1, "b": 3}, 3),
    ],
    ids=["all", "one-later", "one-gone-one-later"],
)
def test_peers_are_the_classes_there_are_at_the_end(
    days: dict[str, tuple[date | None, date | None]], places: dict[str, int], classes: int
) -> None:
    """A class not yet formed, or dissolved before the month's last school day, takes nobody's place."""
    loaded = school(**days)

    outcomes = {name: assess(loaded, name, "2024-09").outcomes["x"] for name in places}

    assert places == outcomes
    assert classes == assess(loaded, "a", "2024-09").outcomes["n"]


def test_a_class_dissolved_within_a_month_is_ranked_among_those_there_were_that_day() -> None:
    """Class b ends on 20 September with the lowest total: fifth of five, while the others are ranked among four."""
    loaded = school(b=(None, date(2024, 9, 20)))

    assert 5 == assess(loaded, "b", "2024-09").outcomes["x"]
    assert 4 == assess(loaded, "a", "2024-09").outcomes["n"]


def test_the_head_teacher_of_a_dissolved_class_is_that_of_its_last_day() -> None:
    """Nobody has it at the end of the month; whoever had it on its own last school day is named."""
    register = with_days(five(), b=(None, date(2024, 9, 20)))
    tenures = tuple(
        attrs.evolve(tenure, end=date(2024, 9, 20)) if tenure.class_id == "b" else tenure for tenure in register.tenures
    )
    book = rules(TEXT)
    known = attrs.evolve(register, tenures=tenures, adoptions=(adopted(book),))

    statement = assess_class(
        known, {book.digest: book}, "b", cell("2024-09"), as_current_facts([of("b", "hygiene.finding")]), END
    )

    assert isinstance(statement, Statement)
    assert statement.teacher is not None
    assert "tb" == statement.teacher.teacher
    assert [date(2024, 9, 20)] == [service.last for service in statement.services]


def test_a_dissolved_class_stands_in_its_head_teachers_mean() -> None:
    """Class b ends on 20 September: what its head teacher comes to in that month is what the class came to."""
    text = TEXT + node("outcome", "own", 'about = "teacher"\nscores = "total"\ntake = "mean"\nround = 0.01')
    last = date(2024, 9, 20)
    book = rules(text)
    register = with_days(five(book), b=(None, last))
    tenures = tuple(attrs.evolve(t, end=last) if t.class_id == "b" else t for t in register.tenures)

    loaded = load_school(
        attrs.evolve(register, tenures=tenures), {book.digest: book}, as_current_facts(findings(b=50)), END
    )

    statement = assess(loaded, "b", "2024-09")
    assert statement.total == statement.outcomes["own"]

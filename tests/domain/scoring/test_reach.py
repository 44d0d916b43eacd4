"""Cells of every length, and what reaches back over several of them."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.register.roster import Tenure
from tests.support.schools import cell, five, node, of, state, total, worth

MONTHLY = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
MONTHS = [
    of("a", "hygiene.finding", day, count=count)
    for day, count in (
        ("2024-09-03", 5),
        ("2024-10-08", 5),
        ("2024-11-05", 1),
        ("2024-12-03", 6),
        ("2025-03-04", 7),
    )
]
"""50, 50, 90, 40, 100; in spring 100, 30, 100 …"""
LOW = 'scores = "total"\nwhere.score.under = 60\n'


def outcome(words: str, heading: str = "outcome") -> str:
    """The monthly rulebook with an outcome x."""
    return MONTHLY + node(heading, "x", words)


@pytest.mark.parametrize(
    ("reach", "period", "expected"),
    [("ever", "2024-10", 2), ("ever", "2024-11", 0), ("ever", "2025-03", 1), ("year", "2025-03", 1)],
)
def test_a_streak_counts_the_latest_cells_in_a_row(reach: str, period: str, expected: int) -> None:
    """Two months running under 60; a good month begins anew; a new term does not."""
    assert expected == worth(outcome(f'{LOW}take = "streak"\nreach = "{reach}"'), *MONTHS, period=period)


@pytest.mark.parametrize(
    ("reach", "period", "expected"),
    [
        ("ever", "2025-03", 4),
        ("year", "2024-12", 3),
        ("term", "2025-03", 1),
        ("term", "2024-12", 3),
        ("cell", "2024-12", 1),
    ],
)
def test_months_are_counted_from_where_it_reaches(reach: str, period: str, expected: int) -> None:
    """Since ever, in the year, in the term, in the month alone."""
    assert expected == worth(outcome(f'{LOW}number = "count"\nreach = "{reach}"'), *MONTHS, period=period)


def test_a_tenure_begins_with_its_head_teacher() -> None:
    """Of four bad months only those since the present head teacher took over count."""
    tenures = (
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1), end=date(2024, 11, 30)),
        Tenure(teacher="t2", name="乙", class_id="a", start=date(2024, 12, 1)),
    )
    text = outcome(f'{LOW}number = "count"\nreach = "tenure"')
    facts = outcome('facts = "hygiene.finding"\nreach = "tenure"')

    assert 2 == worth(text, *MONTHS, period="2025-03", register=five(tenures=tenures))
    assert 13 == worth(facts, *MONTHS, period="2025-03", register=five(tenures=tenures))


def test_the_previous_cell_is_the_due_one_before() -> None:
    """Before March comes February, and before February January: months without school are no cells."""
    text = outcome('scores = "total"\nreach = "previous"')

    assert [None, 50, 100] == [worth(text, *MONTHS, period=month) for month in ("2024-09", "2024-10", "2025-02")]


def test_facts_of_the_previous_cell_count_again() -> None:
    """What is carried over stands in one month and in the next."""
    text = outcome('facts = "hygiene.finding"\nreach = "previous"')

    assert [0, 5, 5, 0] == [
        worth(text, *MONTHS, period=month) for month in ("2024-09", "2024-10", "2024-11", "2025-02")
    ]


def test_a_term_reads_the_previous_term() -> None:
    """The months of the term before, from a term's own cell."""
    text = MONTHLY + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"\nreach = "previous"')

    assert Decimal("66.00") == state(text, MONTHS, period="2025-spring").total
    assert 0 == state(text, MONTHS, period="2024-autumn").total


def test_weeks_are_counted_from_the_first_of_the_term() -> None:
    """Every two weeks something is due: the autumn's first pair ends on 15 September."""
    text = total() + node("clause", "x", 'per = "2 weeks"\nfacts = "meeting.held"\nshort_of = 1\npoints = -1', "total")
    held = [of("a", "meeting.held", day, level="班会", grade="完整") for day in ("2024-09-12", "2024-09-30")]

    result = state(text, held).results["x"]

    assert ["2024-W36+2", "2024-W38+2", "2024-W40+2"] == [value.period.name for value in result.period_values]
    assert [0, -1, 0] == [value.value for value in result.period_values]


def test_since_and_until_of_scores_ask_for_the_last_day() -> None:
    """An outcome brought in on 15 October is in force for October."""
    text = outcome('scores = "total"\nsince = 2024-10-15')

    assert [None, 50] == [worth(text, *MONTHS, period=month) for month in ("2024-09", "2024-10")]


def test_what_reaches_back_is_not_cut_by_since() -> None:
    """A clause since October counts September's facts, which it reaches."""
    text = outcome('facts = "hygiene.finding"\nreach = "term"\nsince = 2024-10-01')

    assert 10 == worth(text, *MONTHS, period="2024-10")


def test_terms_and_weeks_outside_the_calendar_are_no_cells() -> None:
    """In the summer there is no term; its first days belong to the term whose week they are in."""
    calendar = five().calendar

    assert calendar.period_of("term", date(2025, 7, 15)) is None
    assert calendar.period_of("2 weeks", date(2025, 7, 15)) is None
    week = calendar.period_of("2 weeks", date(2024, 9, 1))
    term = calendar.period_of("term", date(2025, 6, 28))
    assert (week, term) != (None, None)
    assert calendar.find_previous_period(cell("2024-09")) is None


def test_the_roster_is_read_like_scores() -> None:
    """Students, classes, years, school days, days served, the month's and the term's number."""
    text = total() + "".join(
        node("value", f"x.{name}", f'about = "{about}"\nscores = "{name}"\nper = "month"')
        for name, about in (
            ("students", "grade"), ("classes", "school"), ("years", "class"), ("school_days", "class"),
            ("days_served", "class"), ("month_no", "class"), ("term_no", "class"),
        )
    )  # fmt: skip
    names = ("students", "classes", "years", "school_days", "days_served", "month_no", "term_no")

    assert [123, 5, 3, 21, 21, 3, 2] == [worth(text, key=f"x.{name}", period="2025-03") for name in names]


def test_what_the_roster_does_not_know_is_nothing() -> None:
    """No head teacher, no head count."""
    register = five(tenures=())
    classes = {name: attrs.evolve(each, students=None) for name, each in register.classes.items()}
    text = total() + node("value", "x", 'scores = "years"') + node("value", "y", 'scores = "students"')
    text += node("value", "z", 'about = "teacher"\nscores = "years"')

    unknown = attrs.evolve(register, classes=classes)

    assert [None, None, None] == [worth(text, key=name, register=unknown) for name in ("x", "y", "z")]


def test_broken_service_counts_cumulatively() -> None:
    """Three years before a break and two whole years since, as the later tenure begins in a school year's midst."""
    tenures = (
        Tenure(
            teacher="t1",
            name="甲",
            class_id="a",
            start=date(2018, 9, 1),
            end=date(2021, 7, 10),
            years_before=4,
        ),
        Tenure(teacher="t1", name="甲", class_id="b", start=date(2022, 3, 1), end=date(2024, 7, 10)),
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2024, 9, 1)),
    )
    text = total() + node("value", "x", 'about = "teacher"\nscores = "years"')

    assert 9 == worth(text, register=five(tenures=tenures))


def test_a_teacher_is_seen_with_the_facts_of_every_class_held() -> None:
    """What happened in the class held before counts for the teacher, what happened after leaving it does not."""
    tenures = (
        Tenure(teacher="t1", name="甲", class_id="b", start=date(2021, 9, 1), end=date(2024, 9, 20)),
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2024, 9, 21)),
        Tenure(teacher="t2", name="乙", class_id="b", start=date(2024, 9, 21)),
    )
    facts = [
        of("b", "hygiene.finding", "2024-09-03"),
        of("b", "hygiene.finding", "2024-09-24", count=10),
        of("a", "hygiene.finding", "2024-09-24", count=2),
    ]
    text = total() + node("value", "x", 'about = "teacher"\nfacts = "hygiene.finding"\nreach = "tenure"')
    text += node("value", "y", 'about = "school"\nscores = "x"\ntake = "highest"')
    text += node("outcome", "z", 'scores = "y"')

    assert 2 == worth(text, *facts, register=five(tenures=tenures))
    statement = state(text, facts, register=five(tenures=tenures))
    assert 10 == statement.results["y"].value
    assert ["t1", "t2"] == [row.source for row in statement.results["y"].period_values[0].rows]


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [("2024-11-30", "2024-12-01", 5), ("2025-01-17", "2025-02-17", 5), ("2024-11-29", "2024-12-03", 2)],
    ids=["next-day", "holidays", "school-day-between"],
)
def test_a_tenure_in_two_lines_is_one_unless_a_school_day_parts_them(end: str, start: str, expected: int) -> None:
    """Five bad months since September; a Monday without the teacher begins anew, a winter holiday does not."""
    tenures = (
        Tenure(teacher="t0", name="丙", class_id="a", start=date(2020, 9, 1), end=date(2021, 8, 31)),
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1), end=date.fromisoformat(end)),
        Tenure(teacher="t1", name="甲", class_id="a", start=date.fromisoformat(start)),
    )
    bad = (*MONTHS, of("a", "hygiene.finding", "2024-11-06", count=4))
    text = outcome(f'{LOW}number = "count"\nreach = "tenure"')

    assert expected == worth(text, *bad, period="2025-03", register=five(tenures=tenures))


def test_a_wider_value_that_a_month_reads_is_read_whole() -> None:
    """The year's findings beside the month's total: the year is no part of the month's own figures."""
    text = MONTHLY + node("value", "y", 'per = "year"\nfacts = "hygiene.finding"')
    text += node("outcome", "x", 'scores = "y"')

    statement = state(text, MONTHS, period="2024-09")

    assert (24, False) == (statement.outcomes["x"], "y" in statement.results)

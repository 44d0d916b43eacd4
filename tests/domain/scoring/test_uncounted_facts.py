"""Facts that no period counts: where each period in which a clause takes one has no school day."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.register.calendar import Term
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.uncounted_facts import describe_uncounted, list_periods_without_school_day
from tests.support.builders import AUTUMN
from tests.support.schools import cell, five, node, of, rules, state, total

WINTER = Term(
    id="2025-spring",
    start=date(2025, 2, 1),
    end=date(2025, 6, 27),
    holidays=tuple(date(2025, 2, day) for day in range(1, 29) if date(2025, 2, day).isoweekday() <= 5),
)
"""A term whose February is all holidays; its first day is a Saturday."""
PER_MONTH = total() + node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "total")
PER_WEEK = total() + node("clause", "c", 'per = "week"\nfacts = "hygiene.finding"\npoints = -1', "total")
PER_DAY = total() + node("clause", "c", 'per = "day"\nfacts = "hygiene.finding"\npoints = -1\nmost = 5', "total")
MEAN_OF_DAYS = total('take = "mean"') + node("item", "day", 'per = "day"\nbase = 10', "total")
MEAN_OF_DAYS += node("clause", "c", 'per = "day"\nfacts = "hygiene.finding"\npoints = -3', "day")
IN_FEBRUARY = of("a", "hygiene.finding", "2025-02-10")
ON_A_SATURDAY = of("a", "hygiene.finding", "2024-09-07")


def periods(text: str, fact: Fact, **changes: object) -> list[str]:
    """The periods without a school day in which a fact would count."""
    terms = {term.id: term for term in (AUTUMN, WINTER)}
    register = five(rules(text), **{"terms": terms, **changes})
    return [period.name for period in list_periods_without_school_day(register, rules(text), fact)]


@pytest.mark.parametrize(
    ("text", "fact", "names"),
    [
        (PER_MONTH, IN_FEBRUARY, ["2025-02"]),
        (PER_WEEK, IN_FEBRUARY, ["2025-W07"]),
        (PER_DAY, IN_FEBRUARY, ["2025-02"]),
        (MEAN_OF_DAYS, IN_FEBRUARY, ["2025-02-10"]),
        (PER_MONTH, ON_A_SATURDAY, []),
        (PER_WEEK, ON_A_SATURDAY, []),
        (PER_DAY, ON_A_SATURDAY, []),
        (MEAN_OF_DAYS, ON_A_SATURDAY, ["2024-09-07"]),
        (PER_WEEK, of("a", "hygiene.finding", "2025-02-28"), ["2025-W09"]),
        (PER_MONTH + node("value", "w", 'per = "week"\nfacts = "hygiene.finding"'), IN_FEBRUARY, ["2025-02", "2025-W07"]),
        (PER_MONTH + node("value", "t", 'per = "term"\nfacts = "hygiene.finding"'), IN_FEBRUARY, []),
        (PER_MONTH + node("value", "t", 'reach = "term"\nfacts = "hygiene.finding"'), IN_FEBRUARY, []),
        (PER_MONTH + node("value", "t", 'reach = "previous"\nfacts = "hygiene.finding"'), IN_FEBRUARY, ["2025-02"]),
        (PER_MONTH, of("a", "safety.violation", "2025-02-10"), []),
        (PER_MONTH, of("a", "unheard.of", "2025-02-10"), []),
        (PER_MONTH.replace("points", "until = 2024-12-31\npoints"), IN_FEBRUARY, []),
        (total() + node("clause", "c", 'per = "term"\nfacts = "hygiene.finding"'), of("a", "hygiene.finding", "2025-08-10"), []),
    ],
)  # fmt: skip
def test_a_fact_counts_where_some_period_of_it_has_a_school_day(text: str, fact: Fact, names: list[str]) -> None:
    """By month, week and day; a clause that reaches back or is per term counts it there; one that takes it not says nothing."""
    assert names == periods(text, fact)


def test_a_classs_own_school_days_decide_and_a_teachers_are_the_schools() -> None:
    """A class formed on Saturday 14 September, no workday: that week is a teaching week of the school, not its own."""
    formed = five().classes["a"]
    classes = {"a": attrs.evolve(formed, start=date(2024, 9, 21))}
    saturday = of("a", "hygiene.finding", "2024-09-21")

    assert ["2024-W38"] == periods(PER_WEEK, saturday, classes=classes)
    assert [] == periods(PER_WEEK.replace("facts", 'about = "teacher"\nfacts'), saturday, classes=classes)


def test_the_sentence_names_day_and_periods() -> None:
    """In both languages."""
    what = describe_uncounted(date(2025, 2, 10), [cell("2025-02"), cell("2025-W07")]).what

    assert "2025-02-10的事实没有一个时段计入:2025-02、2025-W07没有上课日" == what.zh
    assert "no period counts the fact of 2025-02-10: no school day in 2025-02, 2025-W07" == what.en


def test_a_month_of_holidays_is_no_part_of_the_year_whatever_was_recorded_in_it() -> None:
    """The mean of its months leaves it out; the fact stands among those that no clause counts."""
    text = total("base = 20") + node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "total")
    text += node("item", "total.year", 'per = "year"\nscores = "total"\ntake = "mean"')
    register = five(terms={term.id: term for term in (AUTUMN, WINTER)})

    without = state(text, period="2024-2025", register=register)
    recorded = state(text, [IN_FEBRUARY], period="2024-2025", register=register)

    assert without.total == recorded.total == Decimal(20)
    assert ("f1",) == recorded.not_scored == recorded.uncounted


@pytest.mark.parametrize("take", ["mean", "lowest"])
def test_a_week_of_holidays_is_no_part_of_the_month_whether_gathered_or_read(take: str) -> None:
    """Weeks from 100; five findings on 3 October."""
    october = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2024, 10, 31), holidays=tuple(
        date(2024, 9, 30) if day == 0 else date(2024, 10, day) for day in range(5)))  # fmt: skip
    week = 'per = "week"\nbase = 100'
    clause = 'per = "week"\nfacts = "hygiene.finding"\npoints = -1'
    read = node("item", "total", f'scores = "week"\ntake = "{take}"') + node("item", "week", week)
    gathered = total(f'take = "{take}"') + node("item", "week", week, "total")
    facts = [of("a", "hygiene.finding", "2024-10-03", count=5)]
    register = five(terms={"2024-autumn": october})

    for text in (read, gathered):
        rules_text = text + node("clause", "c", clause, "week")
        for month in ("2024-09", "2024-10"):
            assert 100 == state(rules_text, facts, period=month, register=register).total


def test_days_off_are_added_up_without_the_base_of_a_school_day() -> None:
    """Ten points a school day, summed over the month; three are lost on a Saturday."""
    text = total() + node("item", "day", 'per = "day"\nbase = 10', "total")
    text += node("clause", "c", 'per = "day"\nfacts = "hygiene.finding"\npoints = -3', "day")

    assert state(text).total - 3 == state(text, [ON_A_SATURDAY]).total


def test_a_week_in_which_a_class_of_the_teacher_has_no_school_day_is_no_part_of_the_teachers_mean() -> None:
    """Class b is formed on Saturday 30 November: its findings of that day are no part of its head teacher's November."""
    text = node("item", "total", 'about = "teacher"\nscores = "own"\ntake = "mean"') + node("item", "own", "base = 20")
    text += node("clause", "c", 'facts = "hygiene.finding"\npoints = -5', "own")
    school = five()
    classes = {"a": school.classes["a"], "b": attrs.evolve(school.classes["b"], start=date(2024, 11, 30))}
    held = Tenure(teacher="ta", name="师a", class_id="b", start=date(2024, 11, 30))
    tenures = (school.tenures[0], held)
    register = five(classes=classes, tenures=tenures)
    facts = [of("b", "hygiene.finding", "2024-11-30")]

    assert 20 == state(text, facts, period="2024-11", register=register).total


def test_a_month_that_has_not_begun_is_provisional_also_as_a_mean_of_weeks() -> None:
    """And so is one in which a week of the mean has not begun."""
    weeks = total('take = "mean"') + node("item", "week", 'per = "week"\nbase = 100', "total")
    weeks += node("clause", "c", 'per = "week"\nfacts = "hygiene.finding"\npoints = -1', "week")

    early = [state(text, period="2024-10", as_of=date(2024, 9, 30)) for text in (PER_MONTH, weeks)]
    running = [state(text, period="2024-10", as_of=date(2024, 10, 9)) for text in (PER_MONTH, weeks)]

    assert [(True, False), (True, False)] == [(each.provisional, each.begun) for each in early]
    assert [(False, True), (True, True)] == [(each.provisional, each.begun) for each in running]
    assert not state(weeks, period="2024-10").provisional

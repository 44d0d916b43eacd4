"""The questions a store answers: what each loads, and that it is the projection of it."""

from datetime import date
from decimal import Decimal

from bzr_domain.application.queries import (
    compare_recorded_totals,
    compare_totals,
    explain_class,
    forecast_budget,
    give_feedback,
    list_duties,
    list_seniority,
    list_statements,
    list_term_results,
    suspect_swapped_rows,
)
from bzr_domain.facts.incoming_sheet import IncomingSheet, PrintedTotal
from bzr_domain.kernel.messages import Problem
from bzr_domain.projections.monthly import collect_statements
from bzr_domain.projections.semester import project_semester
from tests.life.living import BEFORE, Life, school, tenure
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def recorded() -> Life:
    """Two classes; one fact each in September and October."""
    life = school(tenures=(*BEFORE[:1], tenure("t2", "c2", since=date(2023, 9, 1))))
    for class_id, on in (("c1", "2024-09-10"), ("c2", "2024-10-10")):
        life.record(class_id, on)
    return life


def test_statements_and_term_results_are_those_of_each_class() -> None:
    """In the order of the register, or as named; what is done is told as it goes."""
    reader = recorded().by().reader()
    steps: list[tuple[int, int]] = []

    every = list_statements(reader, SEPTEMBER, progress=lambda done, of: steps.append((done, of)))
    autumn = reader.register.calendar.find_period("2024-autumn")

    assert [reader.statement(name, SEPTEMBER) for name in ("c1", "c2")] == list(every.statements)
    assert [(1, 2), (2, 2)] == steps
    assert every.statements[1:] == list_statements(reader, SEPTEMBER, ["c2"]).statements
    assert autumn is not None
    assessed = collect_statements(autumn, reader.statements(autumn))
    assert project_semester(assessed) == list_term_results(reader, autumn)


def test_an_explanation_accounts_for_the_facts_of_the_class() -> None:
    """Of one item where it is named; where there is no statement, the reason is returned."""
    reader = recorded().by().reader()

    whole, august = (explain_class(reader, "c1", cell(name)) for name in ("2024-09", "2024-08"))

    assert not isinstance(whole, Problem)
    (fact,) = reader.current_facts("c1")
    assert {fact.id} == set(whole.facts)
    item = next(one.item.id for one in whole.accounts if one.lines)
    only = explain_class(reader, "c1", SEPTEMBER, item)
    assert not isinstance(only, Problem)
    assert [item] == [account.item.id for account in only.accounts]
    week = reader.register.calendar.find_period("2024-W37")
    assert week is not None
    assert isinstance(august, Problem)
    assert isinstance(explain_class(reader, "c1", week), Problem)


def test_feedback_and_duties_speak_of_the_same_period() -> None:
    """A duty with a fact in it is not among those for which nothing was recorded; a void fact is not counted."""
    life = recorded()
    (fact,) = life.by().reader().current_facts("c1")

    feedback = give_feedback(life.by().reader(), "c1", SEPTEMBER)
    record = list_duties(life.by().reader(), "c1", SEPTEMBER)
    life.void(fact.id)

    assert not isinstance(feedback, Problem)
    with_facts = {line.duty.id for line in record.lines if line.facts}
    assert with_facts.isdisjoint({one.duty.id for one in feedback.unrecorded})
    assert [fact.fact] == [*record.unfiled, *(one for line in record.lines for one in line.facts)]
    void = list_duties(life.by().reader(), "c1", SEPTEMBER)
    assert [] == [*void.unfiled, *(one for line in void.lines for one in line.facts)]


def test_seniority_and_budget_are_read_from_the_roster() -> None:
    """Three whole years and one; a rulebook without a budget of the school has none."""
    reader = recorded().by().reader()

    assert [("t1", 3), ("t2", 1)] == [(one.teacher, one.years) for one in list_seniority(reader, SEPTEMBER)]
    assert [] == forecast_budget(reader, SEPTEMBER)


def printed(life: Life, on: str, **totals: int) -> None:
    """A sheet that prints a total for each class, of assemblies missed."""
    rows = tuple(
        PrintedTotal(class_ref=name, on=date.fromisoformat(on), total=Decimal(total), sheet="表", row=row)
        for row, (name, total) in enumerate(totals.items(), 2)
    )
    done = life.by("记录员").record(
        [IncomingSheet(name="表", rows=(), totals=rows, kinds=("assembly.missed",))]
    )
    assert not done.problems


def test_rows_that_print_each_others_totals_seem_swapped() -> None:
    """One assembly missed costs 5: c1's row prints c2's 0, and c2's row c1's 5; both are told of either class."""
    life = recorded()
    printed(life, "2024-09-10", c1=0, c2=5)
    printed(life, "2024-10-10", c2=5)
    reader = life.by().reader()

    for class_id in ("c1", "c2"):
        (group,) = suspect_swapped_rows(reader, class_id)
        assert ("exchanged", {"c1", "c2"}) == (group.why, {row.printed.class_id for row in group.rows})
    assert [False, True] == [one.agrees for one in reversed(compare_totals(reader, "c2", SEPTEMBER))] + [
        one.agrees for one in compare_totals(reader, "c2", cell("2024-10"))
    ]


def test_only_what_a_recording_touched_is_compared() -> None:
    """Of the sheet by its name and of the class by its day; without sheets nothing is read."""
    life = recorded()
    printed(life, "2024-09-10", c1=5, c2=1)
    reader, day = life.by().reader(), date(2024, 9, 10)

    (mine,) = compare_recorded_totals(reader, {"表"}, {("c1", day)})

    assert ("c1", True) == (mine.printed.class_id, mine.agrees)
    assert [] == compare_recorded_totals(reader, {"表"}, {("c1", date(2024, 9, 11))})
    assert [] == compare_recorded_totals(reader, {"别的"}, {("c1", day)})
    assert [] == compare_recorded_totals(reader, (), {("c1", day)})


def test_without_printed_totals_nothing_is_compared() -> None:
    """And nothing seems swapped."""
    reader = recorded().by().reader()

    assert [] == compare_totals(reader, "c1", SEPTEMBER)
    assert [] == suspect_swapped_rows(reader, "c1")

"""Laws of the feedback sheet: nothing is both good and bad, and no point that was lost goes unsaid."""

from datetime import timedelta
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.statement import ClauseLine
from bzr_domain.testing.strategies import Case, cases
from tests.support.books import books
from tests.support.builders import as_current_facts, monthly
from tests.support.effort import fewer
from tests.support.schools import END, cell, five, node, of, rules, total

# A month that has not begun tells nothing yet.
MONTHS = cases(monthly(), per="month").filter(lambda case: case.period.first <= case.as_of)


def told(case: Case) -> Feedback:
    """What the head teacher of a case is told."""
    school = load_school(case.register, case.books, as_current_facts(case.facts), case.as_of)
    found = project_feedback(school, case.class_id, case.period)
    assert isinstance(found, Feedback), found
    return found


def leaves(line: ClauseLine) -> list[ClauseLine]:
    """The clauses of a line that have no parts."""
    return [leaf for part in line.parts for leaf in leaves(part)] if line.parts else [line]


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_every_clause_that_cost_points_is_a_shortcoming(case: Case) -> None:
    """Whatever stands on the statement below zero is told, with the clause's own words and place."""
    found = told(case)
    lines = [leaf for item in found.statement.items for one in item.clauses for leaf in leaves(one)]

    told_of = {(one.key, one.title, one.cite) for one in found.shortcomings}
    assert {(one.key, one.title, one.cite) for one in lines if one.points < 0} <= told_of


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_every_clause_without_a_grade_is_a_shortcoming(case: Case) -> None:
    """What the statement lists as not assessed, and no other clause, is told as not assessed."""
    found = told(case)
    lines = [leaf for item in found.statement.items for one in item.clauses for leaf in leaves(one)]

    assert {one.key for one in lines if one.state == "not-assessed"} == {
        one.key for one in found.shortcomings if one.says == "not-assessed"
    }


@fewer(50, nightly=100)
@given(data=st.data(), book=books())
def test_nothing_is_both(data: st.DataObject, book: Book) -> None:
    """Under any rulebook, no clause and no item speaks for and against, and none is told twice."""
    found = told(data.draw(cases(book, max_facts=8)))

    keys = [one.key for one in (*found.strengths, *found.shortcomings, *found.silent)]
    assert len(keys) == len(set(keys))
    assert not any(one.lost for one in (*found.strengths, *found.silent))


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_nothing_is_praised_that_was_not_recorded(case: Case) -> None:
    """Every strength has facts behind it, and what has none is told apart."""
    found = told(case)

    assert all(one.facts for one in found.strengths)
    assert not any(one.facts for one in found.silent)


@fewer(50, nightly=100)
@given(data=st.data(), book=books())
def test_the_plan_holds_every_point_lost(data: st.DataObject, book: Book) -> None:
    """Under any rulebook, the duties of the plan add up to the shortcomings, the most first."""
    found = told(data.draw(cases(book, max_facts=8)))

    lost = [need.lost for need in found.plan]
    assert sum((one.lost for one in found.shortcomings), Decimal(0)) == sum(lost)
    assert sorted(lost, reverse=True) == lost
    assert all(need.lost == sum(one.lost for one in need.findings) >= 0 for need in found.plan)


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_the_plan_adds_up_to_the_deductions_of_the_statement(case: Case) -> None:
    """The column 扣分 of all items is what the duties lost together."""
    found = told(case)

    assert sum(item.deducted for item in found.statement.items) == sum(need.lost for need in found.plan)


@fewer(50, nightly=100)
@given(data=st.data(), book=books())
def test_every_fact_told_of_is_the_clauses_own(data: st.DataObject, book: Book) -> None:
    """Under any rulebook, behind a clause stand only facts of the kinds that it counts, and each of them is there."""
    found = told(data.draw(cases(book, max_facts=8)))

    for one in (*found.strengths, *found.shortcomings, *found.silent):
        assert {found.facts[fact].fact.kind for fact in one.facts} <= set(one.kinds)


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_what_is_left_is_at_least_what_was_lost(case: Case) -> None:
    """Winning back a deduction is never worth less than the deduction."""
    for one in told(case).shortcomings:
        assert one.left is None or one.left >= one.lost
        assert one.points == one.gained - one.lost


@fewer(50, nightly=100)
@given(case=MONTHS)
def test_a_duty_is_bare_where_no_work_for_it_lies_in_the_month(case: Case) -> None:
    """Each duty has work done as its evidence in the class's month or is told to have none, and none is advised to fail."""
    found, kinds, find_day = told(case), monthly().kinds, case.register.calendar.find_counting_day
    seen = {
        kinds[fact.kind].duty
        for fact in case.facts
        if fact.class_id == case.class_id and kinds[fact.kind].tell(fact) == "work"
        if case.period.covers(find_day(fact.on))
    }

    assert set(monthly().duties) - seen == {one.duty.id for one in found.unrecorded}
    assert {"work"} >= {kind.shows for one in found.unrecorded for kind in one.kinds}


@fewer(40)
@given(case=cases(monthly()), data=st.data())
def test_nobody_is_told_of_anothers_days(case: Case, data: st.DataObject) -> None:
    """Wherever the head teacher changes, each fact told of happened on the days of the one who is told."""
    (tenure,) = case.register.tenures
    change = data.draw(st.sampled_from(case.register.calendar.school_days))
    new = attrs.evolve(tenure, teacher="t99", name="新", start=change)
    old = attrs.evolve(tenure, end=change - timedelta(days=1))
    register = attrs.evolve(case.register, tenures=(old, new))

    found = told(attrs.evolve(case, register=register))

    facts = [found.facts[fact].fact for one in (*found.strengths, *found.shortcomings) for fact in one.facts]
    heads = {head.teacher for fact in facts if (head := register.tenure_on(case.class_id, fact.on))}
    assert found.statement.teacher is not None
    assert not found.partial or heads <= {found.statement.teacher.teacher}


MARKS = st.lists(st.integers(0, 100), min_size=2, max_size=4)


def marked(marks: list[int], peers: list[int], before: list[int]) -> Feedback:
    """What class a is told of October, with a mark of 0–100 for each of some clauses, and those of b and of September."""
    clauses = "".join(
        node("clause", f"m{n}", f'facts = "class.score"\nwhere.place = "{n}"\nnumber = "value"\ntake = "mean"', "total")
        for n in range(len(marks))
    )
    book = rules(total('take = "mean"') + clauses)
    facts = [
        of(name, "class.score", day, value=str(mark), place=str(n))
        for name, day, listed in (("a", "2024-10-08", marks), ("b", "2024-10-08", peers), ("a", "2024-09-10", before))
        for n, mark in enumerate(listed[: len(marks)])
    ]
    school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)
    found = project_feedback(school, "a", cell("2024-10"))
    assert isinstance(found, Feedback)
    return found


@fewer(60, nightly=200)
@given(marks=MARKS, peers=MARKS, before=MARKS)
def test_the_lowest_mark_is_no_strength_where_the_highest_is_a_shortcoming(
    marks: list[int], peers: list[int], before: list[int]
) -> None:
    """Whatever the others have, no mark that is praised is lower than one that is blamed."""
    found = marked(marks, peers, before)

    praised = [marks[int(one.id[1:])] for one in found.strengths]
    blamed = [marks[int(one.id[1:])] for one in found.shortcomings if one.says == "low"]
    assert not praised or not blamed or min(praised) > max(blamed)


@fewer(60, nightly=200)
@given(marks=MARKS, peers=MARKS, before=MARKS, better=st.integers(0, 100))
def test_a_better_mark_never_fares_worse(marks: list[int], peers: list[int], before: list[int], better: int) -> None:
    """Improving a mark turns no strength into anything else, and nothing that is no shortcoming into one."""
    improved = [max(marks[0], better), *marks[1:]]
    was, now = (_rank(marked(each, peers, before)) for each in (marks, improved))

    assert was <= now


def _rank(found: Feedback) -> int:
    """Whether the first clause is a shortcoming (0), neither (1), or a strength (2)."""
    if any(one.id == "m0" for one in found.strengths):
        return 2
    return 0 if any(one.id == "m0" for one in found.shortcomings) else 1

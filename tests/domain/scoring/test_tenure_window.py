"""A head teacher is told of the own days alone, where others had the class in the period as well (任内的日子)."""

from datetime import date

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, five, node, of, rules, total

ITEM = total() + node("item", "i", "base = 10\ncap = 10", "total")
FREE = total() + node("item", "i", "", "total")
COST = node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "i")
RATED = node(
    "clause",
    "r",
    'facts = "contact.rating"\nprice.grade = { "好" = 10, "一般" = 4, "无" = 0 }\ntake = "last"',
    "i",
)
DAYS = node("clause", "d", 'facts = "attendance.rate"\nwhere.value.under = 80\ntake = "days"\npoints = -2', "i")
TERM = node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
CHANGE = (
    Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1), end=date(2024, 10, 14)),
    Tenure(teacher="t2", name="乙", class_id="a", start=date(2024, 10, 15)),
)
"""Another head teacher from the middle of October on."""


def sheet(text: str, *facts: Fact, period: str = "2024-10", tenures: tuple[Tenure, ...] = CHANGE) -> Feedback:
    """What class a's head teacher is told."""
    book = rules(text)
    feedback = project_feedback(
        load_school(five(book, tenures=tenures), {book.digest: book}, as_current_facts(facts), END),
        "a",
        cell(period),
    )
    assert isinstance(feedback, Feedback), feedback
    return feedback


def list_findings(feedback: Feedback) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """Clause, what it says, points and facts of everything told."""
    findings = (*feedback.strengths, *feedback.silent, *feedback.shortcomings)
    return [(f.id, f.says, int(f.points), f.facts) for f in findings]


def test_a_fact_of_the_predecessors_days_is_not_told() -> None:
    """Three findings before the change, one after: one point is told of, and that others had the class."""
    before = of("a", "hygiene.finding", "2024-10-08", count=3)
    after = of("a", "hygiene.finding", "2024-10-22")

    feedback = sheet(ITEM + COST, before, after)

    assert [("c", "cost", -1, ("f2",))] == list_findings(feedback)
    assert (True, None) == (feedback.partial, feedback.previous)


def test_what_only_the_predecessor_did_says_nothing() -> None:
    """Nothing after the change: the clause is silent, and the duty has no evidence."""
    feedback = sheet(ITEM + COST, of("a", "hygiene.finding", "2024-10-08"))

    assert [] == list_findings(feedback)
    assert "class-management" in {line.duty.id for line in feedback.unrecorded}


def test_days_are_counted_among_the_own_ones() -> None:
    """One bad day before the change, two after: two are told of."""
    rates = [of("a", "attendance.rate", f"2024-10-{day}", value="70") for day in ("08", "22", "23")]

    assert [("d", "cost", -4, ("f2", "f3"))] == list_findings(sheet(ITEM + DAYS, *rates))


def test_a_grade_of_the_predecessors_days_leaves_the_clause_unassessed() -> None:
    """Graded before the change alone: not assessed; graded afterwards too: that grade."""
    early = of("a", "contact.rating", "2024-10-08", grade="好")
    late = of("a", "contact.rating", "2024-10-22", grade="一般")

    assert [("r", "not-assessed", 0, ())] == list_findings(sheet(FREE + RATED, early))
    assert [("r", "low", 4, ("f2",))] == list_findings(sheet(FREE + RATED, early, late))


def test_whole_months_belong_to_who_ends_them() -> None:
    """Of a term, September is the predecessor's and October the successor's: meetings missing, nothing recorded against an item."""
    short = node("clause", "m", 'facts = "meeting.held"\nshort_of = 1\npoints = -2', "i")
    september = of("a", "hygiene.finding", "2024-09-03")

    assert [("m", "cost", -8, ())] == list_findings(sheet(ITEM + short + TERM, period="2024-autumn"))
    assert [("i", "silent", 40, ())] == list_findings(sheet(ITEM + COST + TERM, september, period="2024-autumn"))


def test_a_quotient_and_a_place_are_not_divided() -> None:
    """Five in the month over two, and the only place: both belong to who ends the month."""
    ratio = node("clause", "q", 'facts = "hygiene.finding"\ndivide_by = 2', "i")
    place = node(
        "clause",
        "p",
        'facts = "hygiene.finding"\nrank = "high"\namong = "school"\nties = "best"\npoints = 2',
        "i",
    )
    facts = [of("a", "hygiene.finding", "2024-10-08"), of("a", "hygiene.finding", "2024-10-22", count=5)]

    assert [("q", "gave", 3, ("f2",)), ("p", "low", 2, ("f2",))] == list_findings(sheet(FREE + ratio + place, *facts))


def test_scores_belong_to_who_ends_their_cell() -> None:
    """A clause that reads a value of each month tells of the months since the change."""
    value = node("value", "v", 'facts = "hygiene.finding"') + node("clause", "s", 'scores = "v"\npoints = -1', "i")
    facts = [of("a", "hygiene.finding", "2024-09-03"), of("a", "hygiene.finding", "2024-11-05", count=2)]

    assert [-2] == [
        int(finding.points) for finding in sheet(ITEM + value + TERM, *facts, period="2024-autumn").shortcomings
    ]


def test_days_without_a_head_teacher_are_nobodys() -> None:
    """A gap between two tenures: what happened in it is told to neither."""
    gap = (CHANGE[0], attrs.evolve(CHANGE[1], start=date(2024, 10, 21)))

    assert [] == list_findings(sheet(ITEM + COST, of("a", "hygiene.finding", "2024-10-16"), tenures=gap))


def test_one_head_teacher_is_told_of_everything() -> None:
    """Also where nobody had the class at first, or nobody has it now."""
    late = (attrs.evolve(CHANGE[1], start=date(2024, 10, 15)),)
    for tenures in (late, ()):
        feedback = sheet(ITEM + COST, of("a", "hygiene.finding", "2024-10-08"), tenures=tenures)
        assert [("c", "cost", -1, ("f1",))] == list_findings(feedback)
        assert not feedback.partial

"""Feedback sheets worked by hand from shipped rulebooks: what is high is praised, what is low is a shortcoming (A9 四4, A16 二6)."""

from collections.abc import Mapping
from typing import Any

import pytest

from bzr_adapters.intake.rulebook_files import read_shipped_rulebook
from bzr_domain.facts.fact import Fact
from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.projections.findings import Finding
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import KINDS, as_current_facts
from tests.support.schools import END, cell, five, node, of, rules, total


def told(name: str, *facts: Fact, period: str = "2024-autumn") -> Feedback:
    """What class a's head teacher is told by a shipped rulebook; a, b and c are the classes of the grade."""
    book = parse_rulebook(read_shipped_rulebook(name), KINDS)
    found = project_feedback(
        load_school(five(book), {book.digest: book}, as_current_facts(facts), END), "a", cell(period)
    )
    assert isinstance(found, Feedback), found
    return found


def says(found: Feedback) -> Mapping[str, tuple[str, ...]]:
    """Clause → what it says and by which comparisons; items and what was not assessed aside."""
    findings: tuple[Finding, ...] = (*found.strengths, *found.shortcomings, *found.fair)
    return {one.id: (one.says, *one.because) for one in findings if one.says != "not-assessed"}


def test_a_grade_high_on_its_scale_is_a_strength() -> None:
    """B8: 优秀 is 4 of 1–4; 良好 lies at two thirds and 合格 at one third, so the first alone is high by itself."""
    grades = [("教学工作", "优秀"), ("学生管理", "良好"), ("家校合作", "合格"), ("班级活动", "不合格")]
    facts = [
        of("a", "indicator.grade", "2024-12-10", item=item, level="互评", grade=grade, teacher="ta")
        for item, grade in grades
    ]
    found = told("graded-indicators/1", *facts, period="2024-2025")

    assert {
        "teaching.peer": ("gave", "scale"),
        "students.peer": ("fair",),
        "home.peer": ("low", "scale"),
        "activities.peer": ("low", "scale"),
    } == says(found)
    assert [("activities", "不合格"), ("home", "合格")] == [
        (need.item, found.facts[need.findings[0].facts[0]].fact.grade) for need in found.plan
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("40", ("low", "scale")),
        ("59.99", ("low", "scale")),
        ("60", ("fair",)),
        ("80", ("gave", "scale")),
        ("95", ("gave", "scale")),
    ],
)
def test_a_mark_out_of_a_hundred(value: str, expected: tuple[str, ...]) -> None:
    """A16: 40 of 100 is no strength, 95 is; 80 is the first that is, and 60 the first that is no shortcoming."""
    fact = of("a", "quantitative.score", "2024-12-10", level="班级管理", value=value)

    assert {"quantitative.class": expected} == says(told("rubric-four-domains/1", fact))


@pytest.mark.parametrize(
    ("value", "others", "expected"),
    [
        ("70", "65", ("gave", "peers")),
        ("70", "90", ("fair",)),
        ("65", "90", ("low", "peers")),
        ("65", "50", ("fair",)),
        ("85", "99", ("gave", "scale")),
        ("55", "40", ("low", "scale")),
    ],
)
def test_the_grade_speaks_where_the_scale_leaves_it_open(value: str, others: str, expected: tuple[str, ...]) -> None:
    """A16: between 60 and 80 the median of three classes decides; beyond, the scale does."""
    marks = {"a": value, "b": others, "c": others}
    facts = [of(name, "quantitative.score", "2024-12-10", level="班级管理", value=mark) for name, mark in marks.items()]

    assert {"quantitative.class": expected} == says(told("rubric-four-domains/1", *facts))


@pytest.mark.parametrize(("before", "expected"), [("66", ("gave", "before")), ("75", ("fair",))])
def test_the_period_before_speaks_where_there_are_no_peers(before: str, expected: tuple[str, ...]) -> None:
    """A16: 70 after 66 is better than last term; after 75 it is not, and 70 of 100 is not low either."""
    facts = [
        of("a", "quantitative.score", day, level="班级管理", value=mark)
        for day, mark in (("2024-12-10", before), ("2025-04-10", "70"))
    ]

    assert {"quantitative.class": expected} == says(told("rubric-four-domains/1", *facts, period="2025-spring"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("125.39", ("low", "scale")),
        ("125.4", ("fair",)),
        ("167.19", ("fair",)),
        ("167.2", ("gave", "scale")),
        ("220", ("gave", "scale")),
    ],
)
def test_hours_on_duty_are_low_where_nothing_is_paid_and_high_where_all_is(
    value: str, expected: tuple[str, ...]
) -> None:
    """A21 第十九条 of 209 hours: 125.4 are 60 % and 167.2 are 80 %; less than the one is no strength."""
    hours = of("a", "duty.hours", "2024-09-30", value=value, count=209, teacher="ta")

    assert {"total": expected} == says(told("seniority-and-duty", hours, period="2024-09"))


@pytest.mark.parametrize(("others", "expected"), [("50", "gave"), ("90", "low"), ("70", "fair")])
def test_a_rate_without_limits_is_what_the_grade_says(others: str, expected: str) -> None:
    """70 hours of 100, in a rulebook that names no most: better than 50, worse than 90, level with 70."""
    book = rules(total('facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"\npoints = 100'))
    facts = [
        of(name, "duty.hours", "2024-10-15", value=hours, count=100, teacher=f"t{name}")
        for name, hours in (("a", "70"), ("b", others), ("c", others))
    ]
    school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)
    found = project_feedback(school, "a", cell("2024-10"))

    assert isinstance(found, Feedback), found
    assert expected == says(found)["total"][0]


def test_a_domain_that_nobody_graded_is_a_part_missing() -> None:
    """A4 has four domains of equal weight: with one graded the total is provisional and names the other three."""
    grade = of("a", "rubric.grade", "2024-12-10", item="教学准备", grade="良好", teacher="ta")

    assert {"students", "home", "self"} == set(told("rubric-four-domains", grade).statement.missing_parts)


def test_what_others_judge_is_no_work_done() -> None:
    """A9, A21, A8: a questionnaire, an observation, a check and a word on the plan are no evidence of a duty."""
    for name in ("weighted-indicators", "seniority-and-duty", "routine-and-effect"):
        book = parse_rulebook(read_shipped_rulebook(name), KINDS)
        own = ("questionnaire.score", "observation.score", "regular.check", "plan.realistic")
        assert {"measure"} == {book.kinds[kind].shows for kind in own if kind in book.kinds}


def test_a_deduction_of_nothing_where_something_was_inspected_is_a_strength() -> None:
    """B9 5.2: rates of 92 and 80 take nothing, so attendance was looked into and is full; nobody looked at fees."""
    rates = [of("a", "attendance.rate", day, value=rate) for day, rate in (("2024-09-03", "92"), ("2024-09-04", "80"))]
    found = told("monthly-quantified/1", *rates, period="2024-09")

    kept = {one.id: one.facts for one in found.strengths if one.says == "kept"}
    assert {"attendance": ("f1", "f2"), "5.2": ("f1", "f2")} == kept
    assert {"hygiene", "assembly", "retention"} <= {one.id for one in found.silent}


def test_what_merely_happened_is_no_inspection() -> None:
    """B9 3.4, 7.1: a warning and a withdrawal by procedure cost nothing under these clauses, and praise nobody."""
    facts = [
        of("a", "safety.sanction", "2024-09-03", level="警告"),
        of("a", "retention.lost", "2024-09-03", level="正常退学"),
    ]
    found = told("monthly-quantified/1", *facts, period="2024-09")

    assert {"3.4", "7.1"}.isdisjoint(one.id for one in found.strengths)


def test_meetings_held_as_asked_are_a_strength() -> None:
    """B9 6.2: the themed meeting of September was held, and the class meeting in two of five weeks: 3 × −3."""
    meetings = [of("a", "meeting.held", f"2024-09-{day}", level="主题班会", grade="完整") for day in ("03", "10")]
    found = says(told("monthly-quantified/1", *meetings, period="2024-09"))

    assert ("kept", "scale", "peers") == found["6.2.theme"]
    assert "cost" == found["6.2.week"][0]


def test_marks_of_a_weighted_rulebook_lie_in_their_own_range() -> None:
    """B6 1.1 is out of 5 and 1.2 out of 10: 4.5 is high and 5.5 is low, though it is more."""
    facts = [
        of("a", "indicator.points", "2024-12-10", item=item, level="学期末", value=value, teacher="ta")
        for item, value in (("1.1", "4.5"), ("1.2", "5.5"))
    ]

    assert {"1.1": ("gave", "scale"), "1.2": ("low", "scale")} == says(told("six-areas-points/1", *facts))


def test_a_place_is_high_or_low_among_the_placed() -> None:
    """Of five, each place two points: the first gets 50 and the last 42; the third lies in the middle."""
    ranked = 'facts = "hygiene.finding"\nrank = "low"\namong = "school"\nties = "best"\nbase = 52\npoints = -2'
    text = total() + node("item", "i", "", "total") + node("clause", "p", ranked, "i")

    def stands(**counts: int) -> tuple[str, ...]:
        book = rules(text)
        facts = [of(name, "hygiene.finding", count=count) for name, count in counts.items()]
        school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)
        found = project_feedback(school, "a", cell("2024-09"))
        assert isinstance(found, Feedback)
        return says(found)["p"]

    others: dict[str, Any] = {"b": 2, "c": 3, "d": 4, "e": 5}
    assert "gave" == stands(a=1, **others)[0]
    assert "low" == stands(a=9, **others)[0]


def test_the_plan_is_not_empty_for_graded_rulebooks() -> None:
    """A10 三3: 40 of 100 for 班级管理 asks for training, and what was attended since is beside it; nothing lost, nothing hidden."""
    facts = [
        of("a", "quantitative.score", "2024-10-10", level="班级管理", value="40"),
        of("a", "training.attended", "2024-09-10", teacher="ta", level="校级"),
        of("a", "training.attended", "2024-11-10", teacher="ta", level="市级"),
    ]
    (need,) = told("rubric-four-domains/1", *facts).plan

    assert "quantitative" == need.item
    assert not need.lost
    assert ["quantitative.class"] == [one.id for one in need.findings]
    assert [str(one) for one in need.suggestions]
    assert ["市级"] == [current.fact.level for current in need.attended]

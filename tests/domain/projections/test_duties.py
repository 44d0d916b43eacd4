"""Duties (职责): work filed under them is evidence, what went wrong is none, and a regulation is told point by point."""

import attrs

from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_domain.facts.fact import Fact
from bzr_domain.projections.duties import DutyRecord, project_duties
from bzr_domain.rulebook.duty_points import DutyFiling, DutyPoint, FactName, Regulation, gather_points
from tests.support.builders import fact, monthly, small_book

BOOK = monthly()
FILING = DutyFiling(duties=BOOK.duties, kinds=BOOK.kinds, regulations=read_regulations())
PLAN = FactName(kind="papers.submitted", level="计划")
POINT = DutyPoint(
    number="二1",
    title="计划,联系",
    duties=("home-school",),
    kinds=(PLAN, FactName(kind="contact.rating")),
    failures=(FactName(kind="retention.lost"),),
)
OURS = Regulation(id="X", title="试", points=(POINT,))


def told(*facts: Fact, regulation: Regulation | None = None) -> DutyRecord:
    """What some facts say about the duties."""
    return project_duties(FILING, {}, facts, regulation)


def test_work_is_filed_under_the_duty_of_its_kind() -> None:
    """In its order; a duty without facts stays, and a fact of an unknown kind is filed under none."""
    early, late = (fact("contact.home", on) for on in ("2024-09-03", "2024-09-05"))
    strange = attrs.evolve(early, kind="own.strange")

    record = told(early, strange, late)

    by_duty = {line.duty.id: line.facts for line in record.lines}
    assert list(BOOK.duties) == list(by_duty)
    assert {"home-school": (early, late)} == {duty: facts for duty, facts in by_duty.items() if facts}
    assert (strange,) == record.unfiled


def test_what_went_wrong_and_what_was_measured_is_no_evidence() -> None:
    """A criminal case speaks to safety as a failure; a rate of attendance is a figure; the lowest grade is a failure."""
    crime, rate = fact("safety.criminal"), fact("attendance.rate", value=70)
    poor, good = fact("tasks.rating", grade="差"), fact("tasks.rating", grade="好")

    lines = {line.duty.id: line for line in told(crime, rate, poor, good).lines}

    assert ((), (crime,), ()) == (lines["safety"].facts, lines["safety"].failures, lines["safety"].measures)
    assert ((), (rate,)) == (lines["class-management"].facts, lines["class-management"].measures)
    assert ((good,), (poor,)) == (lines["cooperation"].facts, lines["cooperation"].failures)


def test_no_kind_of_failure_is_suggested_as_evidence() -> None:
    """A class without any record is advised to record work, never a case or a lost student."""
    suggested = {kind.id for duty in FILING.duties for kind in FILING.kinds_of(duty)}

    assert {"work.safety_education", "contact.home"} <= suggested
    assert not {kind for kind in suggested if BOOK.kinds[kind].shows != "work"}
    assert suggested.isdisjoint({"safety.criminal", "retention.lost", "staff.meeting_missed", "hygiene.finding"})


def test_a_point_has_its_evidence_what_is_missing_and_what_went_wrong() -> None:
    """The plan alone is evidence, not the summary; a grade of none and a lost student are listed beside it."""
    plan, summary = (fact("papers.submitted", level=level, grade="完整") for level in ("计划", "总结"))
    none, lost = fact("contact.rating", grade="无"), fact("retention.lost", level="非正常流失")

    (line,) = told(plan, summary, none, lost, fact("retention.lost", level="正常退学"), regulation=OURS).points

    assert {PLAN: (plan,)} == line.recorded
    assert (FactName(kind="contact.rating"),) == line.missing
    assert [("contact.rating", (none,)), ("retention.lost", (lost,))] == [
        (name.kind, facts) for name, facts in line.failures.items()
    ]


def test_only_the_duties_that_a_regulation_lists_are_told() -> None:
    """A15 lists no self-improvement; the point's own numbers stand beside each duty."""
    record = told(regulation=read_regulations()["A15"])

    cites = {line.duty.id: line.cites["A15"] for line in record.lines}
    assert "self-improvement" not in cites
    assert "二4" == cites["home-school"]
    assert 13 == len(record.points)


def test_duties_of_ones_own_make_a_regulation() -> None:
    """A duty that cites its own text is a point; a failure filed under it is no evidence."""
    book = small_book(
        '[[duty]]\nid = "dormitory"\ntitle = "宿舍"\ncites.X1 = "第3条"\n'
        '[[kind]]\nid = "dorm.visit"\ntitle = "查寝"\nduty = "dormitory"\n'
        '[[kind]]\nid = "dorm.fight"\ntitle = "打架"\nduty = "dormitory"\nshows = "failure"\n'
    )

    (point,) = gather_points(book.duties.values(), book.kinds.values())["X1"].points

    assert ("第3条", "宿舍", ("dormitory",)) == (point.number, point.title, point.duties)
    assert ((FactName(kind="dorm.visit"),), (FactName(kind="dorm.fight"),)) == (point.kinds, point.failures)

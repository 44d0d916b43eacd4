"""The feedback sheet: what speaks for and against a class, what would win points back, and the training plan."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Problem
from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.projections.findings import Finding
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, findings, five, node, of, rules, total

ITEM = total() + node("item", "i", "base = 10\ncap = 10", "total")
COST = node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "i")
RATED = 'facts = "contact.rating"\nprice.grade = { "好" = 10, "一般" = 4, "无" = 0 }\ntake = "last"'


def told(
    text: str,
    *facts: Fact,
    period: str = "2024-10",
    register: SchoolRegister | None = None,
) -> Feedback | Problem:
    """What class a's head teacher is told about October."""
    book = rules(text)
    known = attrs.evolve(register or five(), adoptions=five(book).adoptions)
    school = load_school(known, {book.digest: book}, as_current_facts(facts), END)
    return project_feedback(school, "a", cell(period))


def sheet(text: str, *facts: Fact, **changes: Any) -> Feedback:
    """A feedback sheet that has to come about."""
    found = told(text, *facts, **changes)
    assert isinstance(found, Feedback), found
    return found


def only(found: tuple[Finding, ...]) -> Finding:
    """The one clause or item told of."""
    (one,) = found
    return one


def words(*values: object) -> tuple[object, ...]:
    """Values of several types, to be compared at once."""
    return values


def october(kind: str, **fields: Any) -> Fact:
    """A fact of class a on 8 October."""
    return of("a", kind, "2024-10-08", **fields)


def test_a_clause_that_cost_points_is_a_shortcoming() -> None:
    """Two findings: two points to win back by no more of them, and the item is not in full."""
    one = only(sheet(ITEM + COST, october("hygiene.finding", count=2)).shortcomings)

    assert ("cost", "c", -2, 2, 2, "avoid") == words(one.says, one.id, one.points, one.lost, one.left, one.way)
    assert (("f1",), ("hygiene.finding",), "class-management") == words(one.facts, one.kinds, one.duty)


def test_an_item_that_lost_nothing_is_kept_in_full() -> None:
    """Ten of ten, a fact speaking for it: a strength with that fact; without a standard score nothing can be full."""
    gain = node("clause", "g", 'facts = "award.student"\npoints = 1', "i")
    kept, gave = sheet(ITEM + COST + gain, october("award.student", level="校级")).strengths
    bare = sheet(ITEM.replace("\ncap = 10", "") + COST)

    assert ("kept", "i", 10, "g") == words(kept.says, kept.id, kept.points, gave.id)
    assert kept.facts == gave.facts != ()
    assert ((), (), ()) == (bare.strengths, bare.shortcomings, bare.silent)


def test_full_points_of_an_item_of_which_nothing_was_recorded_are_no_praise() -> None:
    """Ten of ten since nobody recorded a finding: that is said, and is no strength."""
    found = sheet(ITEM + COST)
    silent = only(found.silent)

    assert ("silent", "i", 10, ()) == (*words(silent.says, silent.id, silent.points), silent.facts)
    assert ((), ()) == (found.strengths, found.shortcomings)


def test_an_item_made_full_again_after_a_loss_is_not_kept() -> None:
    """A decision gives back what a finding took: the decision speaks for, the finding against."""
    council = 'per = ["month", "fact"]\nfacts = "council.decision"\nwhere.item = "i"\nnumber = "chosen"'
    back = october("council.decision", item="i", points="1", note="会议")
    found = sheet(ITEM + COST + node("clause", "d", council, "i"), october("hygiene.finding"), back)

    assert [("gave", "d", None)] == [(one.says, one.id, one.left) for one in found.strengths]
    assert ["c"] == [one.id for one in found.shortcomings]


def test_missing_records_are_asked_for() -> None:
    """Where too few meetings cost points, more meetings win them back."""
    short = node("clause", "c", 'facts = "meeting.held"\nshort_of = 3\npoints = -2', "i")
    none, few = sheet(ITEM + short), sheet(ITEM + short, october("meeting.held", level="班会"))

    assert [("record", 6), ("record", 4)] == [
        words(only(one.shortcomings).way, only(one.shortcomings).left) for one in (none, few)
    ]


def test_a_grade_that_gave_nothing_can_be_bettered() -> None:
    """无 gives nothing of ten; 一般 gives four and leaves six, which is low; no grade is not assessed and leaves ten."""
    text = total() + node("item", "i", "", "total") + node("clause", "c", RATED, "i")
    bad, fair = (sheet(text, october("contact.rating", grade=grade)) for grade in ("无", "一般"))
    none = sheet(text)

    assert ("nothing", 10, "improve") == _said(only(bad.shortcomings))
    assert ("low", 6, "improve") == _said(only(fair.shortcomings))
    assert ("not-assessed", 10, "record") == _said(only(none.shortcomings))


def _said(one: Finding) -> tuple[object, ...]:
    return words(one.says, one.left, one.way)


def test_what_one_fact_forfeits_is_won_by_none() -> None:
    """A bonus for a month without findings: with one it gives nothing of three, and none would give it."""
    bonus = 'facts = "hygiene.finding"\ntable = [{ is = 0, gives = 3 }, { gives = 0 }]'
    text = ITEM + node("clause", "b", bonus, "i").replace('into = "i"', 'into = "i"\njoins = "outside"')

    one = only(sheet(text, october("hygiene.finding")).shortcomings)

    assert (("nothing", 3, "avoid"), ("f1",)) == (_said(one), one.facts)


def test_a_cap_says_what_can_still_be_had() -> None:
    """Three awards at most: one is low and leaves two; a cap that a deduction never climbs to says nothing."""
    text = ITEM + node("clause", "b", 'facts = "award.student"\npoints = 1\ncap = 3', "i")
    award, capped = (
        october("award.student", level="校级"),
        COST.replace("points = -1", "points = -1\ncap = 5"),
    )

    assert 2 == only(sheet(text, award).shortcomings).left
    assert 1 == only(sheet(ITEM + capped, october("hygiene.finding")).shortcomings).left


def test_what_can_still_rise_is_not_low_yet() -> None:
    """One award of three: on 20 October neither high nor low, at the end of the month low."""
    book = rules(ITEM + node("clause", "b", 'facts = "award.student"\npoints = 1\ncap = 3', "i"))
    facts = as_current_facts([october("award.student", level="校级")])

    def stands(as_of: date) -> str:
        found = project_feedback(load_school(five(book), {book.digest: book}, facts, as_of), "a", cell("2024-10"))
        assert isinstance(found, Feedback)
        return only(tuple(one for one in (*found.fair, *found.shortcomings) if one.id == "b")).says

    assert ["fair", "low"] == [stands(date(2024, 10, 20)), stands(date(2024, 10, 31))]


def test_what_was_asked_for_and_not_done_is_a_shortcoming() -> None:
    """Half a point a meeting, ten at most: none in October gives nothing of ten once October is over; a bonus asks for nothing."""
    clause = node("clause", "m", 'facts = "meeting.held"\npoints = 0.5\ncap = 10', "i")
    book = rules(total() + node("item", "i", "", "total") + clause)

    def stands(as_of: date) -> list[tuple[str, Decimal | None]]:
        found = project_feedback(load_school(five(book), {book.digest: book}, [], as_of), "a", cell("2024-10"))
        assert isinstance(found, Feedback)
        return [(one.says, one.left) for one in found.shortcomings]

    assert [[], [("nothing", Decimal(10))]] == [stands(date(2024, 10, 30)), stands(date(2024, 10, 31))]
    bonus = clause.replace('into = "i"', 'into = "i"\njoins = "outside"')
    assert () == sheet(total() + node("item", "i", "", "total") + bonus).shortcomings


def test_a_bonus_is_high_whatever_could_be_had() -> None:
    """One of three points outside the bounds of the item is a strength."""
    text = ITEM + node("clause", "b", 'joins = "outside"\nfacts = "award.student"\npoints = 1\ncap = 3', "i")

    assert "gave" == sheet(text, october("award.student", level="校级")).strengths[-1].says


def test_a_mark_without_limits_is_what_the_others_say() -> None:
    """A survey of no highest mark: 40 is neither; above the other classes it is high, and below the month before low."""
    text = total() + node("item", "i", "", "total")
    text += node("clause", "s", 'facts = "survey.score"\nnumber = "value"\ntake = "mean"\nround = 0.01', "i")
    own = of("a", "survey.score", "2024-10-08", level="学生", value="40", item="i", teacher="ta")
    others = of("b", "survey.score", "2024-10-08", level="学生", value="30", item="i", teacher="tb")
    earlier = of("a", "survey.score", "2024-09-08", level="学生", value="50", item="i", teacher="ta")

    assert ["fair"] == [one.says for one in sheet(text, own).fair]
    assert [("gave", ("peers",))] == [(one.says, one.because) for one in sheet(text, own, others).strengths]
    low = sheet(text, own, earlier)
    assert [("low", ("before",))] == [(one.says, one.because) for one in low.shortcomings]
    assert [(None, "i")] == [(need.duty, need.item) for need in low.plan], (
        "the fact names its indicator, which is the need"
    )


def test_what_does_not_apply_or_reads_nothing_recorded_says_nothing() -> None:
    """A clause for junior classes, and a deduction by a score that is 0, are not told of."""
    junior = COST.replace("points = -1", 'points = -1\nwhen.stage = "junior"')
    value = node("value", "v", 'facts = "hygiene.finding"')
    found = sheet(
        total()
        + node("item", "i", "", "total")
        + junior
        + value
        + node("clause", "s", 'scores = "v"\npoints = -1', "i")
    )

    assert ((), (), (), ()) == (found.strengths, found.shortcomings, found.fair, found.silent)


def test_a_class_of_another_version_is_compared_where_it_has_the_clause() -> None:
    """Of three classes of the grade, one stands under a version without the clause: two are compared."""
    mark = node("clause", "m", 'facts = "class.score"\nnumber = "value"\ntake = "mean"\nround = 0.01', "total")
    book, other = rules(total() + mark), rules(total() + COST.replace('into = "i"', 'into = "total"'))
    adoptions = (*five(book).adoptions, *(attrs.evolve(one, class_id="c") for one in five(other).adoptions))
    school = load_school(
        attrs.evolve(five(), adoptions=adoptions),
        {one.digest: one for one in (book, other)},
        as_current_facts([of(name, "class.score", "2024-10-08", value="90") for name in "abc"]),
        END,
    )
    found = project_feedback(school, "a", cell("2024-10"))

    assert isinstance(found, Feedback)
    assert 2 == len(only(found.strengths).standing.peers)


def test_what_multiplies_is_neither_good_nor_bad() -> None:
    """A factor of a half gives no points and takes none."""
    half = node("clause", "f", 'joins = "factor"\nfacts = "hygiene.finding"\ntable = [{ gives = 0.5 }]', "i")

    found = sheet(ITEM + half, october("hygiene.finding"))

    assert ((), ()) == (found.strengths, found.shortcomings)


def test_a_term_tells_of_the_clauses_of_its_months() -> None:
    """Two months with findings: the term's mean has no items, so the months' clauses are added up."""
    term = node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
    text = ITEM + COST + node("clause", "r", RATED, "i") + term
    september = findings(a=2)

    found = sheet(text, *september, october("hygiene.finding"), period="2024-autumn")

    cost, rated = found.shortcomings
    assert (-3, ("f1", "f2")) == words(cost.points, cost.facts)
    assert ("not-assessed", 50) == words(rated.says, rated.left)


def test_months_that_have_not_begun_tell_nothing() -> None:
    """Asked in December about a term of five months: an item kept in full was kept in four, and January is no month yet."""
    book = rules(ITEM + COST + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"'))
    school = load_school(five(book), {book.digest: book}, as_current_facts([]), date(2024, 12, 10))

    found = project_feedback(school, "a", cell("2024-autumn"))

    assert isinstance(found, Feedback)
    kept = {one.id: one.points for one in found.silent}
    assert Decimal(40) == kept["i"]


def test_a_total_that_counts_by_itself_is_its_own_clause() -> None:
    """A total of one measure has no items."""
    one = only(sheet(total('facts = "award.student"'), october("award.student", level="校级")).strengths)

    assert ("total", 1, None) == words(one.id, one.points, one.left)


def test_a_total_that_reads_the_roster_says_nothing() -> None:
    """Forty students speak neither for nor against."""
    found = sheet(total('scores = "students"'))

    assert ((), ()) == (found.strengths, found.shortcomings)


def test_a_clause_that_reads_scores_names_the_facts_behind_them() -> None:
    """A value of findings is read by a clause: the kind is found through it; a figure of the roster has none."""
    value = node("value", "v", "") + node("clause", "w", 'facts = "hygiene.finding"', "v")
    text = ITEM + value + node("clause", "c", 'scores = "v"\npoints = -1', "i")
    found = sheet(text + node("clause", "s", 'scores = "students"\npoints = -1', "i"), october("hygiene.finding"))

    assert [("hygiene.finding",), ()] == [one.kinds for one in found.shortcomings]
    assert ["class-management", ""] == [one.duty for one in found.shortcomings]


def test_it_is_compared_with_the_due_period_before() -> None:
    """Three findings in September, one in October: two points better; September itself has nothing before it."""
    text, facts = ITEM + COST, (*findings(a=3), october("hygiene.finding"))
    later, first = sheet(text, *facts), sheet(text, *facts, period="2024-09")

    assert later.previous is not None
    assert ("2024-09", -3, 2) == words(
        later.previous.period.name,
        only(later.shortcomings).before,
        only(later.shortcomings).change,
    )
    assert (None, None) == (first.previous, only(first.shortcomings).change)


def test_another_rulebook_is_nothing_to_compare_with() -> None:
    """Where the month before stood under none, or under another, nothing is compared."""
    book = rules(ITEM + COST)
    other = attrs.evolve(book, id="other", digest="other")
    late = [attrs.evolve(one, start=cell("2024-10").first) for one in five(book).adoptions]
    early = [attrs.evolve(one, end=cell("2024-09").last) for one in five(other).adoptions]
    for adoptions in (tuple(late), (*early, *late)):
        register = attrs.evolve(five(), adoptions=adoptions)
        school = load_school(register, {one.digest: one for one in (book, other)}, [], END)
        found = project_feedback(school, "a", cell("2024-10"))
        assert isinstance(found, Feedback)
        assert found.previous is None


def test_the_plan_puts_the_duty_that_lost_most_first() -> None:
    """Safety lost five, class management one; a clause of no facts stands under no duty."""
    safety = node("clause", "s", 'facts = "safety.criminal"\npoints = -5', "i")
    figure = node("clause", "n", 'scores = "classes"\npoints = -2', "i")
    found = sheet(ITEM + COST + safety + figure, october("hygiene.finding"), october("safety.criminal"))

    assert [("safety", 5), (None, 2), ("class-management", 1)] == [
        words(need.duty and need.duty.id, need.lost) for need in found.plan
    ]
    assert {"safety", "class-management"} <= {one.duty.id for one in found.unrecorded}, "a failure is no evidence"
    assert Decimal(8) == sum(one.lost for one in found.shortcomings)


def test_the_training_of_the_school_year_is_named() -> None:
    """The head teacher's own, whichever class it stands with; not another's and not last year's."""
    trained = [
        of("a", "training.attended", "2025-03-03", teacher="ta", level="市级"),
        of("b", "training.attended", "2024-09-10", teacher="ta", level="校级"),
        of("b", "training.attended", "2024-09-10", teacher="tb", level="校级"),
        of("a", "training.attended", "2024-07-10", teacher="ta", level="校级"),
    ]
    alone = attrs.evolve(five(), tenures=())

    assert ["f2", "f1"] == [one.id for one in sheet(ITEM, *trained).training]
    assert () == sheet(ITEM, *trained, register=alone).training


def test_without_a_statement_there_is_no_feedback() -> None:
    """August is not assessed; a rulebook of months has no term."""
    assert isinstance(told(ITEM, period="2024-08"), Problem)
    assert isinstance(told(ITEM, period="2024-autumn"), Problem)

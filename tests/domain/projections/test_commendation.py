"""The list for commendation (先进班主任): who can be proposed, best total first, and who cannot and why."""

from datetime import date

from bzr_domain.facts.fact import Fact
from bzr_domain.projections.commendation import Nominee, bars_anybody, rank_nominees
from bzr_domain.register.roster import Tenure
from tests.support.schools import END, five, node, of, rules, state, total

YES = "table = [{ from = 1, gives = true }, { gives = false }]"
RULES = (
    total("base = 100")
    + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
    + node("outcome", "commendation.barred", "")
    + node("clause", "criminal", f'facts = "safety.criminal"\n{YES}', "commendation.barred")
    + node("clause", "order", f'facts = "safety.public_order"\n{YES}', "commendation.barred")
    + node("outcome", "commendation.hint", f'facts = "hygiene.finding"\n{YES}')
    + node("outcome", "unqualified.low", f'about = "teacher"\nfacts = "staff.poor_record"\n{YES}')
    + node("outcome", "veto", f'about = "teacher"\nfacts = "staff.meeting_missed"\n{YES}')
)


def listed(*facts: Fact, tenures: tuple[Tenure, ...] = (), as_of: date = END) -> list[Nominee]:
    """The list of the five classes for September."""
    register = five(tenures=tenures) if tenures else five()
    found = [state(RULES, facts, name, as_of=as_of, register=register) for name in "abcde"]
    return list(rank_nominees(found))


def said(found: list[Nominee]) -> list[tuple[str, int | None, list[str]]]:
    """Class, place and reasons of each."""
    return [
        (one.statement.school_class.id, one.place, [f"{bar.why} {bar.id}".strip() for bar in one.bars]) for one in found
    ]


def test_the_best_total_is_first_and_equal_ones_share_a_place() -> None:
    """Two findings, one, one: places 3, 1 and 1; what else speaks of commendation bars nobody."""
    facts = [of(name, "hygiene.finding", count=count) for name, count in (("a", 2), ("b", 1), ("c", 1))]

    assert [("b", 1, []), ("c", 1, []), ("a", 3, [])] == said(listed(*facts))[:3]


def test_who_cannot_be_proposed_is_told_every_reason() -> None:
    """Two clauses bar a, b's head teacher is unqualified, c's vetoed; of d and e nothing was recorded."""
    facts = [
        of("a", "safety.criminal"),
        of("a", "safety.public_order"),
        of("b", "staff.poor_record", teacher="tb"),
        of("c", "staff.meeting_missed", teacher="tc"),
    ]

    assert [
        ("a", None, ["barred criminal", "barred order"]),
        ("b", None, ["unqualified unqualified.low"]),
        ("c", None, ["veto veto"]),
        ("d", None, ["not-recorded"]),
        ("e", None, ["not-recorded"]),
    ] == said(listed(*facts))


def test_a_predecessors_verdict_bars_nobody_else() -> None:
    """The veto struck who left, and stands there; the new head teacher can be proposed, and a class without one cannot."""
    tenures = (
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1), end=date(2024, 9, 10)),
        Tenure(teacher="t2", name="乙", class_id="a", start=date(2024, 9, 11)),
    )
    facts = [of("a", "staff.meeting_missed", teacher="t1"), of("b", "hygiene.finding")]

    found = said(listed(*facts, tenures=tenures))

    assert [("a", 1, []), ("a", None, ["veto veto", "left"]), ("b", None, ["no-teacher"])] == found[:3]


def test_what_can_still_change_is_no_candidate_yet() -> None:
    """A month whose meetings are not due is provisional."""
    short = node("clause", "m", 'facts = "meeting.held"\nshort_of = 1\npoints = -1', "total")
    found = rank_nominees([state(RULES + short, [of("a", "hygiene.finding")], as_of=date(2024, 9, 5))])

    assert [("a", None, ["provisional"])] == said(list(found))


def test_only_a_rulebook_that_bars_makes_a_list() -> None:
    """An outcome of the month bars in the month alone."""
    assert [True, False] == [bars_anybody(rules(RULES), per) for per in ("month", "term")]
    assert not bars_anybody(rules(total()), "month")

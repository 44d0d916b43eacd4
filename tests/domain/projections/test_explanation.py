"""A statement followed back to its facts, void ones and corrected ones too."""

from datetime import date

from bzr_domain.facts.class_history import initial
from bzr_domain.facts.events import ClassEvent, FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import list_amendments, list_current_facts, replay_events
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.scoring.assessment import assess_class, find_scope, load_school
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.testing.recorded_facts import record_event
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import SEPTEMBER, adopted, fact, monthly, school, stated

AS_OF = date(2025, 1, 31)
BOOKS = {monthly().digest: monthly()}


def explained(*facts: Fact, void: tuple[str, ...] = (), only: str | None = None) -> Explanation:
    """September explained, with some facts void."""
    events: list[ClassEvent] = [FactRecorded(id=f"f{n}", fact=one) for n, one in enumerate(facts, 1)]
    events += [FactVoided(id=f"v-{target}", target=target, reason="误记") for target in void]
    page = [record_event(event, n) for n, event in enumerate(events, 1)]
    history = replay_events(initial("h"), [page])
    register, found = school(adopted(monthly())), list_current_facts(history)
    scope = find_scope(load_school(register, BOOKS, found, AS_OF), CLASS, SEPTEMBER)
    assert isinstance(scope, Scope)
    amendments = {one.id: list_amendments(history, one.id) for one in found if one.voided_by}
    return explain_statement(
        scope, stated(assess_class(register, BOOKS, CLASS, SEPTEMBER, found, AS_OF)), found, amendments, only
    )


def test_every_point_leads_to_its_fact() -> None:
    """The base, then each fact in the order of the days."""
    found = explained(
        fact("hygiene.finding", "2024-09-20"), fact("hygiene.finding", "2024-09-10", count=2), only="hygiene"
    )

    (account,) = found.accounts
    assert [("hygiene", (), 20), ("2.1", ("f2",), -2), ("2.1", ("f1",), -1)] == [
        (line.clause, line.facts, int(line.counts)) for line in account.lines
    ]
    assert {"f1", "f2"} == set(found.facts)


def test_a_bound_says_how_much_it_gave() -> None:
    """20 − 15 − 15 − 15: each fact costs what its clause says, and 扣完为止 gives 25 back."""
    findings = [fact("hygiene.finding", f"2024-09-{day}", count=15) for day in (10, 11, 12)]
    (account,) = explained(*findings, only="hygiene").accounts

    assert [("base", 20, None)] + [("clause", -15, None)] * 3 + [("bound", 25, "floor")] == [
        (line.kind, int(line.counts), line.bound) for line in account.lines
    ]


def test_an_item_that_does_not_end_at_its_floor_does_not_name_it() -> None:
    """It was at nothing on the 10th and ends at 3: the account says neither 扣完为止 nor 满分."""
    facts = [
        fact("hygiene.finding", "2024-09-10", count=20),
        fact("council.decision", "2024-09-11", item="hygiene", points=3, note="会议"),
    ]
    (account,) = explained(*facts, only="hygiene").accounts

    assert 3 == account.item.score
    assert [None, None, None] == [line.bound for line in account.lines]


def test_an_award_stops_at_the_cap() -> None:
    """20 + 3 is 20: the decision is shown with what it says, and the cap takes it."""
    decision = fact("council.decision", "2024-09-11", item="hygiene", points=3, note="会议")
    (account,) = explained(decision, only="hygiene").accounts

    assert [("base", 20), ("clause", 3), ("bound", -3)] == [(line.kind, int(line.counts)) for line in account.lines]
    assert "cap" == account.lines[-1].bound


def test_a_void_fact_is_shown_where_it_would_have_counted() -> None:
    """It stands beside the account with who voided it, and changes nothing."""
    found = explained(fact("hygiene.finding"), fact("hygiene.finding"), void=("f1",), only="hygiene")

    (account,) = found.accounts
    assert {"2.1": ("f1",)} == account.voided
    assert ["v-f1"] == [amendment.id for amendment in found.amendments["f1"]]
    assert 19 == account.item.score


def test_a_void_meeting_of_another_months_week_is_not_ours() -> None:
    """A meeting on Monday 30 September belongs to September's weeks, one on 1 September's Sunday to August's."""
    meetings = [fact("meeting.held", day, level="班会", grade="完整") for day in ("2024-09-30", "2024-09-01")]
    (account,) = explained(*meetings, void=("f1", "f2"), only="discipline").accounts

    assert {"6.2.week": ("f1",)} == account.voided


def test_all_items_are_explained_unless_one_is_asked_for() -> None:
    """Seven accounts, one for each item."""
    assert 7 == len(explained().accounts)

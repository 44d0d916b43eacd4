"""Laws of disputes: leaving a fact out in thought is what voiding it would come to, and what is not named does not move."""

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from bzr_domain.counterfactual.compare_statements import ClassPeriod
from bzr_domain.counterfactual.without_fact import Dispute, score_without_fact
from bzr_domain.facts import class_history as amendments
from bzr_domain.facts.class_history import initial
from bzr_domain.facts.fact_history import CurrentFact, VoidEntry, list_current_facts, replay_events
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class, assess_loaded_class, load_school
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.recorded_facts import record_event, record_facts
from bzr_domain.testing.strategies import Case, cases
from tests.support.books import books
from tests.support.builders import as_current_facts, monthly
from tests.support.effort import fewer


def disputed(case: Case, fact: CurrentFact) -> Dispute:
    """The case without one of its facts."""
    school = load_school(case.register, case.books, as_current_facts(case.facts), case.as_of)
    found = score_without_fact(school, fact, case.class_id, case.period)
    assert isinstance(found, Dispute), found
    return found


def voided(case: Case, fact: str) -> list[CurrentFact]:
    """The case's facts, had one of them really been voided."""
    events = record_facts(case.facts)
    history = replay_events(initial("h"), [events])
    decided = amendments.decide(history, VoidEntry(id="v", target=fact, reason="误记"))
    assert isinstance(decided, tuple)
    events += tuple(record_event(event, len(events) + 1) for event in decided)
    return list_current_facts(replay_events(initial("h"), [events]))


def scored(case: Case, facts: list[CurrentFact], class_id: str, cell: Period) -> Statement | object:
    """A statement of the case computed by itself."""
    return assess_class(case.register, case.books, class_id, cell, facts, case.as_of)


def stated_places(case: Case) -> list[ClassPeriod]:
    """Every class with every month, term and year that has begun and has a statement, and what the case asks about."""
    calendar = case.register.calendar
    cells = [
        cell
        for per in ("month", "term", "year")
        for cell in calendar.list_periods_between(per, calendar.school_days[0], case.as_of)
    ]
    school = load_school(case.register, case.books, [], case.as_of)
    places = [(one, cell) for one in case.register.classes for cell in dict.fromkeys((*cells, case.period))]
    return [place for place in places if isinstance(assess_loaded_class(school, *place), Statement)]


def moved_places(case: Case, fact: CurrentFact) -> set[ClassPeriod]:
    """Where a statement reads differently once a fact is voided, each side computed by itself."""
    sides = [
        load_school(case.register, case.books, facts, case.as_of)
        for facts in (as_current_facts(case.facts), voided(case, fact.id))
    ]
    return {
        place
        for place in stated_places(case)
        if _numbers(assess_loaded_class(sides[0], *place)) != _numbers(assess_loaded_class(sides[1], *place))
    }


def whole(found: Dispute) -> set[ClassPeriod]:
    """Every statement that a dispute says moves."""
    moved = [*found.beyond, *([found.difference] if found.touches else [])]
    return {(one.before.school_class.id, one.before.period) for one in moved}


@fewer(30)
@given(data=st.data(), book=books())
def test_without_a_fact_equals_voiding_it(data: st.DataObject, book: Book) -> None:
    """Under any rulebook, both sides of the dispute are what the record says with the fact and after its void."""
    case = data.draw(cases(book, max_facts=6))
    assume(case.facts)
    fact = data.draw(st.sampled_from(as_current_facts(case.facts)))

    own = disputed(case, fact).difference

    for side, facts in ((own.before, as_current_facts(case.facts)), (own.after, voided(case, fact.id))):
        expected = scored(case, facts, case.class_id, case.period)
        assert isinstance(expected, Statement)
        assert list_figures(expected) == list_figures(side)


@fewer(30)
@given(data=st.data(), book=books())
def test_what_moves_besides_is_what_voiding_would_move(data: st.DataObject, book: Book) -> None:
    """Every statement of another class or period that is named reads as it would after the void."""
    case = data.draw(cases(book, max_facts=6))
    assume(case.facts)
    fact = data.draw(st.sampled_from(as_current_facts(case.facts)))

    for one in disputed(case, fact).beyond:
        expected = scored(case, voided(case, fact.id), one.after.school_class.id, one.after.period)
        assert isinstance(expected, Statement)
        assert list_figures(expected) == list_figures(one.after)


@fewer(30)
@given(data=st.data(), book=books())
def test_whoever_is_not_named_does_not_move(data: st.DataObject, book: Book) -> None:
    """Every month, term and year of every class that moves when a fact is voided is named, and no other that has begun."""
    case = data.draw(cases(book, max_facts=6))
    assume(case.facts)
    fact = data.draw(st.sampled_from(as_current_facts(case.facts)))

    found = disputed(case, fact)

    assert moved_places(case, fact) == whole(found) & set(stated_places(case))


@fewer(30)
@given(data=st.data(), book=books())
def test_what_moves_is_the_same_wherever_it_is_asked_from(data: st.DataObject, book: Book) -> None:
    """Asked about another class or another period, a dispute names the same statements."""
    case = data.draw(cases(book, max_facts=6))
    assume(case.facts)
    fact = data.draw(st.sampled_from(as_current_facts(case.facts)))
    asked = data.draw(st.sampled_from(stated_places(case)))
    elsewhere = attrs.evolve(case, class_id=asked[0], period=asked[1])

    assert whole(disputed(case, fact)) == whole(disputed(elsewhere, fact))


@fewer(30)
@given(case=cases(monthly(), max_facts=8))
def test_leaving_out_what_is_not_there_changes_nothing(case: Case) -> None:
    """A fact that the school's record does not hold touches nothing."""
    assume(case.facts)

    found = disputed(attrs.evolve(case, facts=()), as_current_facts(case.facts)[0])

    assert (False, ()) == (found.touches, found.beyond)


@fewer(30)
@given(case=cases(monthly(), max_facts=8))
def test_where_nothing_is_compared_only_the_facts_own_class_moves(case: Case) -> None:
    """Under the monthly rulebook no class reads another: what moves besides are the class's own term and year."""
    assume(case.facts)

    found = disputed(case, as_current_facts(case.facts)[-1])

    assert {case.class_id} >= {one.before.school_class.id for one in found.beyond}
    assert all(one.before.period != case.period for one in found.beyond)


@fewer(30)
@given(data=st.data(), book=books())
def test_a_dispute_is_the_same_in_whatever_order_the_others_were_recorded(data: st.DataObject, book: Book) -> None:
    """The difference a fact makes does not depend on which day was recorded first."""
    case = data.draw(cases(book, max_facts=5))
    assume(len({fact.on for fact in case.facts}) == len(case.facts) > 0)
    backwards = attrs.evolve(case, facts=tuple(reversed(case.facts)))

    one = disputed(case, as_current_facts(case.facts)[0]).difference
    two = disputed(backwards, as_current_facts(backwards.facts)[-1]).difference

    assert (list_figures(one.before), list_figures(one.after)) == (
        list_figures(two.before),
        list_figures(two.after),
    )


def _numbers(found: object) -> object:
    assert isinstance(found, Statement)
    clauses = tuple((item.id, clause.id, clause.points) for item in found.items for clause in item.clauses)
    return found.total, tuple((item.id, item.score) for item in found.items), clauses, found.outcomes

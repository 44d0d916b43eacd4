"""Laws of recomputing: the same rulebook changes nothing, differences add up, and what is taken over is what would come out."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.counterfactual.compare_statements import StatementDifference, compare_statements
from bzr_domain.counterfactual.other_rulebook import RulebookComparison, score_under_rulebook
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.register.roster import Adoption
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.language import Total
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import Case, cases
from tests.support.books import books
from tests.support.builders import KINDS, RULEBOOKS, as_current_facts, monthly, scored
from tests.support.effort import fewer

WEEK = timedelta(weeks=1)
TEXT = (RULEBOOKS / "monthly-quantified.toml").read_text(encoding="utf-8")


@st.composite
def variants(draw: st.DrawFn) -> Book:
    """The monthly rulebook with one of its prices changed: another reading of the same regulation."""
    prices = list(re.finditer(r"^points = (-?[0-9.]+)$", TEXT, re.MULTILINE))
    price = draw(st.sampled_from(prices))
    new = draw(st.sampled_from(["-3", "-0.5", "0", "2"]))
    return _read(f"{TEXT[: price.start(1)]}{new}{TEXT[price.end(1) :]}")


@cache
def _read(text: str) -> Book:
    return parse_rulebook(text, KINDS)


def school(case: Case) -> LoadedSchool:
    """The loaded school of a generated case."""
    return load_school(case.register, case.books, as_current_facts(case.facts), case.as_of)


def under(case: Case, book: Book) -> Case:
    """The same case, had the rulebook been adopted in the first place."""
    adoptions = tuple(attrs.evolve(one, rulebook=book.digest) for one in case.register.adoptions)
    register = attrs.evolve(case.register, adoptions=adoptions)
    return attrs.evolve(case, register=register, books={book.digest: book})


def whatif(case: Case, book: Book) -> RulebookComparison:
    """The case recomputed in its own period."""
    return score_under_rulebook(school(case), book, [case.period], [case.class_id])


@fewer(30)
@given(data=st.data(), book=books())
def test_the_same_rulebook_changes_nothing(data: st.DataObject, book: Book) -> None:
    """Whatever the rulebook and the history, put in its own place it moves no statement."""
    case = data.draw(cases(book, max_facts=6))

    found = whatif(case, book)

    assert ((), 1, ZERO, ZERO, {}) == (
        found.changes,
        found.unchanged,
        found.gained,
        found.lost,
        found.unknown,
    )
    assert all(before == after for before, after in found.pay.values())


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_recomputing_equals_having_adopted_it(case: Case, book: Book) -> None:
    """What is taken over from the first school is what would come out anyway: both ways read the same to the last figure."""
    found = whatif(case, book)

    expected = compare_statements(scored(case), scored(under(case, book)))
    assert [True] * len(found.changes) == [_same(one, expected) for one in found.changes]
    assert expected.changed == bool(found.changes)


@fewer(30)
@given(data=st.data(), one=books(), two=books())
def test_two_rulebooks_that_have_nothing_in_common_are_compared_too(data: st.DataObject, one: Book, two: Book) -> None:
    """Ids may stand for something else in the other rulebook; nothing is taken over that is not the same."""
    case = data.draw(cases(one, max_facts=5))

    found = whatif(case, two)

    if two.total_of(case.period.per) is None:
        assert ([case.class_id], 0) == ([class_id for class_id, _, _ in found.missing], found.unchanged)
    else:
        expected = compare_statements(scored(case), scored(under(case, two)))
        assert [expected.points] * len(found.changes) == [change.points for change in found.changes]
        assert all(_same(change, expected) for change in found.changes)


@fewer(30)
@given(data=st.data(), case=cases(monthly(), max_facts=8), book=variants())
def test_from_a_day_on_it_is_what_adopting_it_that_day_comes_to(data: st.DataObject, case: Case, book: Book) -> None:
    """An amendment tried from any day, within the period or outside, reads as the register would with it adopted."""
    day = data.draw(st.dates(case.period.first - WEEK, case.period.last + WEEK))
    adopted = (*case.register.adoptions, Adoption(rulebook=book.digest, start=day))
    register = attrs.evolve(case.register, adoptions=adopted)
    amended = attrs.evolve(case, register=register, books={**case.books, book.digest: book})

    found = score_under_rulebook(school(case), book, [case.period], [case.class_id], since=day)

    expected = compare_statements(scored(case), scored(amended))
    assert expected.changed == bool(found.changes)
    assert all(_same(expected, one) for one in found.changes)


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_from_before_everything_it_is_the_whole_replacement_and_after_everything_nothing(
    case: Case, book: Book
) -> None:
    """On the first day of all the day makes no difference; after the last one nothing moves and nothing is unknown."""
    days = case.register.calendar.school_days
    whole, last = whatif(case, book), max(case.period.last, days[-1]) + WEEK
    first = min(one.start for one in case.register.adoptions)

    begun, over = (
        score_under_rulebook(school(case), book, [case.period], [case.class_id], since=day) for day in (first, last)
    )

    assert len(whole.changes) == len(begun.changes)
    assert all(_same(one, two) for one, two in zip(whole.changes, begun.changes, strict=True))
    assert (whole.gained, whole.lost, whole.unknown) == (begun.gained, begun.lost, begun.unknown)
    assert ((), {}) == (over.changes, over.unknown)


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_there_and_back_is_the_opposite(case: Case, book: Book) -> None:
    """What one rulebook gains over another, the other loses against it, clause by clause."""
    there, back = whatif(case, book), whatif(under(case, book), monthly())

    assert (there.gained, there.lost) == (-back.lost, -back.gained)
    assert [_clauses(one) for one in there.changes] == [
        {key: -moved for key, moved in _clauses(one).items()} for one in back.changes
    ]


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_the_clauses_of_an_item_add_up_to_its_move_unless_a_bound_takes_some(case: Case, book: Book) -> None:
    """Where no bound is met, an item moves by what its clauses move; the total by what its items move."""
    for one in whatif(case, book).changes:
        moved = {item.id: item.difference for item in one.items}
        for item, after in zip(one.before.items, one.after.items, strict=True):
            if _within_bounds(one, item.id):
                clauses = sum((c.difference for c in one.clauses if c.item == item.id), ZERO)
                assert after.score - item.score == clauses == moved.get(item.id, ZERO)
        if _plain(one.before.book.total_of(one.before.period.per)):
            assert sum(moved.values(), ZERO) == one.points


def months(case: Case, book: Book) -> RulebookComparison:
    """Every month of the case's calendar, and its terms, recomputed in one go."""
    calendar = case.register.calendar
    days = calendar.school_days
    cells = [cell for per in ("month", "term") for cell in calendar.list_periods_between(per, days[0], days[-1])]
    return score_under_rulebook(school(case), book, cells)


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_a_stretch_is_the_same_as_each_of_its_periods_alone(case: Case, book: Book) -> None:
    """What is kept for one period and read by another is what that other would compute by itself."""
    for one in months(case, book).changes:
        alone = attrs.evolve(case, period=one.before.period)
        assert _same(one, compare_statements(scored(alone), scored(under(alone, book))))


@fewer(30)
@given(case=cases(monthly(), max_facts=8), book=variants())
def test_gains_losses_and_pay_are_the_sums_of_the_changes(case: Case, book: Book) -> None:
    """Points and pay over everybody differ by exactly what the changes differ; no move is followed by a bigger one."""
    found = months(case, book)
    moves = [one.points for one in found.changes]

    assert found.gained + found.lost == sum(moves, ZERO)
    assert sorted(map(abs, moves), reverse=True) == [abs(move) for move in moves]
    for name, (before, after) in found.pay.items():
        moved = [one.difference for change in found.changes for one in change.pay if one.id == name]
        assert after - before == sum(moved, ZERO)


def _within_bounds(one: StatementDifference, item: str) -> bool:
    sides = [next(line for line in side.items if line.id == item) for side in (one.before, one.after)]
    return all(line.base + line.earned - line.deducted + line.bonus == line.score for line in sides)


def _plain(total: Node | None) -> bool:
    return total is not None and total.gathers and isinstance(total.measure, Total) and not total.bound.limits


def _clauses(one: StatementDifference) -> Mapping[tuple[str, str], Decimal]:
    return {(moved.item, moved.id): moved.difference for moved in one.clauses}


def _same(one: StatementDifference, two: StatementDifference) -> bool:
    return list_figures(one.before) == list_figures(two.before) and list_figures(one.after) == list_figures(two.after)

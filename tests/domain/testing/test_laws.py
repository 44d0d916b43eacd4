"""The published laws bite: a scorer that breaks one is listed out."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import ItemLine, Statement
from bzr_domain.testing import LAWS, Case
from bzr_domain.testing.strategies import CLASS, Scorer
from tests.support.builders import SEPTEMBER, adopted, fact, monthly, school, small_book, stated

FACTS = (
    fact("attendance.rate", "2024-09-10", value=70),
    fact("hygiene.score", "2024-09-04", value=96),
    fact("bearing.rating", "2024-09-03", grade="好"),
    fact("hygiene.finding", "2024-09-20", count=3),
)


def case(*facts: Fact) -> Case:
    """September of the one class."""
    return Case(
        register=school(adopted(monthly())),
        books={monthly().digest: monthly()},
        class_id=CLASS,
        period=SEPTEMBER,
        facts=facts,
        as_of=date(2025, 1, 31),
    )


def broken(change: Callable[[Statement, list[CurrentFact]], Statement]) -> Scorer:
    """The reference scorer with its statement tampered with."""

    def scorer(
        register: Any, books: Any, class_id: str, month: Any, facts: Iterable[CurrentFact], as_of: date
    ) -> Statement:
        listed = list(facts)
        _asked.append(as_of)
        return change(stated(assess_class(register, books, class_id, month, listed, as_of)), listed)

    return scorer


def first(statement: Statement, **changes: Any) -> Statement:
    """The statement with its first item changed, and the total with it."""
    old = statement.items[0]
    new: ItemLine = attrs.evolve(old, **changes)
    return attrs.evolve(statement, items=(new, *statement.items[1:]), total=statement.total + new.score - old.score)


def worse_score(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """An item's score that does not follow from its columns."""
    return first(statement, score=statement.items[0].score - 1)


def lost_points(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """Clauses that do not add up to the columns."""
    clauses = statement.items[0].clauses
    return first(statement, clauses=(attrs.evolve(clauses[0], points=Decimal(-9)), *clauses[1:]))


def wrong_total(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total that is not the sum."""
    return attrs.evolve(statement, total=statement.total + 1)


def below_the_floor(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """An item under its floor."""
    return first(statement, score=Decimal(-5))


def above_the_cap(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """An item over its cap."""
    return first(statement, score=Decimal(50))


def by_order(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total that depends on what was recorded first."""
    earliest = min(facts, key=lambda current: current.order)
    return attrs.evolve(statement, total=statement.total + earliest.fact.on.day)


def counting_void(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total in which void facts still count."""
    return attrs.evolve(statement, total=statement.total - len(facts))


def never_restored(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total in which what was ever touched counts double, wherever it stands now."""
    total = sum((Fraction(current.order) for current in facts if current.voided_by is None), Fraction(0))
    return attrs.evolve(statement, total=Decimal(int(total)))


def by_waiting(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total that grows while nothing happens; which day it is, a tampered scorer is told by the marker below."""
    return attrs.evolve(statement, total=statement.total + _asked[-1].toordinal())


def with_others(statement: Statement, facts: list[CurrentFact]) -> Statement:
    """A total in which every class's facts count."""
    return attrs.evolve(statement, total=statement.total - len(facts))


_asked: list[date] = []
NAMED = {law.name: law for law in LAWS}
BREAKS = [
    ("the-total-is-the-sum", worse_score),
    ("the-total-is-the-sum", lost_points),
    ("the-total-is-the-sum", wrong_total),
    ("items-keep-their-bounds", below_the_floor),
    ("items-keep-their-bounds", above_the_cap),
    ("the-account-adds-up", worse_score),
    ("the-account-adds-up", lost_points),
    ("order-is-free", by_order),
    ("void-is-never", counting_void),
    ("void-is-never", never_restored),
    ("waiting-changes-nothing-final", by_waiting),
    ("others-do-not-matter", with_others),
]


@pytest.mark.parametrize(
    ("name", "change"), BREAKS, ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_a_scorer_that_breaks_a_law_is_found_out(name: str, change: Callable[..., Statement]) -> None:
    """Each law says no to a statement that was tampered with, and yes to the one that was not."""
    law = NAMED[name]
    assert law.find_break(case(*FACTS)) is None

    message = law.find_break(attrs.evolve(case(*FACTS), scorer=broken(change)))

    assert message is not None
    assert message.zh.startswith("不成立:")
    assert message.en.startswith("broken: ")


def test_a_bound_is_named_only_where_the_item_ended_there() -> None:
    """Thirty findings end at the floor; a statement that says part of the score is a bonus ended elsewhere."""
    floored, law = case(fact("hygiene.finding", count=30)), NAMED["the-account-adds-up"]
    assert law.find_break(floored) is None

    def with_bonus(statement: Statement, facts: list[CurrentFact]) -> Statement:
        return first(statement, bonus=Decimal(1))

    message = law.find_break(attrs.evolve(floored, scorer=broken(with_bonus)))

    assert message is not None
    assert message.zh == "不成立:hygiene floor"


def test_a_case_is_printed_for_a_person() -> None:
    """Class, month, day of asking, terms, facts — never the whole rulebook."""
    text = repr(case(fact("hygiene.finding", count=2)))

    assert text.startswith("g1c1 2024-09, as of 2025-01-31\n  Term(id='2024-autumn'")
    assert text.endswith("{'date': '2024-09-03', 'class': 'g1c1', 'fact': 'hygiene.finding', 'count': '2'}")
    assert len(text) < 600


def test_hypothesis_prints_a_case_the_same_way() -> None:
    """A counterexample can be read."""
    printed: list[str] = []

    class Printer:
        text = staticmethod(printed.append)

    drawn = case()
    drawn._repr_pretty_(Printer, False)

    assert [repr(drawn)] == printed


def test_what_is_provisional_may_change_by_waiting() -> None:
    """A statement of a month that is not over promises nothing, so the law asks nothing of it."""
    running = attrs.evolve(case(*FACTS), as_of=date(2024, 9, 20), scorer=broken(by_waiting))

    assert NAMED["waiting-changes-nothing-final"].find_break(running) is None


def test_where_classes_are_ranked_others_matter() -> None:
    """A place depends on the other classes, so the law asks nothing of a rulebook that gives one."""
    rank = 'id = "place"\ntitle = "名次"\nscores = "total"\nrank = "high"\namong = "school"\nties = "best"'
    book = small_book(f"base = 20\n[[outcome]]\n{rank}\n")
    ranked = attrs.evolve(case(), register=school(adopted(book)), books={book.digest: book}, scorer=broken(with_others))

    assert NAMED["others-do-not-matter"].find_break(ranked) is None

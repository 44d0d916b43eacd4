"""Laws of scoring, as functions: each takes one case and one scorer, and returns what broke, or None where it holds.

The scorer is an argument, so that a second engine is held to the same laws as the reference one.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from bzr_domain.facts import class_history
from bzr_domain.facts.fact_history import CurrentFact, VoidEntry, list_current_facts, replay_events
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import CENT, ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import TOTAL, Book, is_total
from bzr_domain.rulebook.language import Total
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.scale import apply_bound
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.recorded_facts import record_event, record_facts
from bzr_domain.testing.strategies import Case

_LONG = timedelta(days=800)
Scorer = Callable[[SchoolRegister, Mapping[str, Book], str, Period, Iterable[CurrentFact], date], Statement | Problem]
"""What `bzr_domain.scoring.assessment.assess_class` is: register, books, class, month, facts, day of asking → statement."""
Law = Callable[[Case, Scorer], Message | None]
"""Case and scorer → what broke, or None where the law holds."""


def the_total_is_the_sum(case: Case, scorer: Scorer) -> Message | None:
    """Every printed number follows from those beside it: clauses → item → total (总分为各项之和).

    Asked of items and totals that add up; a mean, a factor or a weight is no sum.
    """
    statement = _score(case, scorer)
    nodes = statement.book.nodes
    for item in statement.items:
        node = nodes[item.id]
        if not _is_sum(statement.book, node):
            continue
        inside = apply_bound(node.bound, Fraction(item.base + item.earned - item.deducted))
        if item.score != inside + item.bonus:
            return _report_broken(f"{item.id}:{item.score} ≠ {inside} + {item.bonus}")
        points = sum((clause.points for clause in item.clauses), ZERO)
        if points != item.earned - item.deducted + item.bonus:
            return _report_broken(f"{item.id}:{points} ≠ {item.earned} − {item.deducted} + {item.bonus}")
    top = statement.book.total_of(statement.period.per)
    if top is None or not _is_sum(statement.book, top):
        return None
    joined = [item.score for item in statement.items]
    base = top.base if isinstance(top.base, Decimal) else ZERO
    total = apply_bound(top.bound, Fraction(base + sum(joined, ZERO)))
    return None if statement.total == total else _report_broken(f"{TOTAL}:{statement.total} ≠ {total}")


def _is_sum(book: Book, node: Node) -> bool:
    """Whether a node is the plain sum of what goes into it, inside its bounds and outside of them."""
    plain = isinstance(node.measure, Total) and node.gathers and not node.labels and node.otherwise is None
    bound = node.bound
    numbers = all(isinstance(limit, Decimal | None) for limit in (bound.most, bound.floor, bound.cap))
    return (
        plain
        and numbers
        and bound.step == CENT
        and all(
            child.weight == 1 and child.joins in ("inside", "outside") and not child.labels
            for child in book.children(node.key)
        )
        and (not is_total(node.key) or all(child.joins == "inside" for child in book.children(node.key)))
    )


def items_keep_their_bounds(case: Case, scorer: Scorer) -> Message | None:
    """What an item gives before its bonus lies within its floor and its cap (扣完为止, 标准分)."""
    statement = _score(case, scorer)
    for item in statement.items:
        if not _is_sum(statement.book, statement.book.nodes[item.id]):
            continue
        bound, score = statement.book.nodes[item.id].bound, item.score - item.bonus
        low = isinstance(bound.floor, Decimal) and score < bound.floor
        high = isinstance(bound.cap, Decimal) and score > bound.cap
        if low or high:
            return _report_broken(f"{item.id}:{score}")
    return None


def order_is_free(case: Case, scorer: Scorer) -> Message | None:
    """The days may be recorded in any order; only what one day records keeps its own (顺序无关)."""
    backwards = sorted(case.facts, key=lambda fact: fact.on, reverse=True)
    return _compare(_score(case, scorer), _score(case, scorer, record_facts(backwards)))


def void_is_never(case: Case, scorer: Scorer) -> Message | None:
    """A void fact counts as one never recorded, and a void of its void restores it (作废如同从未记录)."""
    everything = _score(case, scorer)
    for index in range(len(case.facts)):
        events = record_facts(case.facts)
        history = replay_events(class_history.initial("h"), [events])
        for name, target in (("v", f"f{index + 1}"), ("vv", "v")):
            decided = class_history.decide(history, VoidEntry(id=name, target=target, reason="作废"))
            assert isinstance(decided, tuple)
            events += tuple(record_event(event, len(events) + 1) for event in decided)
            history = replay_events(class_history.initial("h"), [events])
            without = (*case.facts[:index], *case.facts[index + 1 :])
            expected = _score(case, scorer, record_facts(without)) if name == "v" else everything
            broken = _compare(expected, _score(case, scorer, events))
            if broken is not None:
                return broken
    return None


def waiting_changes_nothing_final(case: Case, scorer: Scorer) -> Message | None:
    """A statement that is not provisional stays as it is, however long one waits (时间不改已定)."""
    today = _score(case, scorer)
    if today.provisional:
        return None
    return _compare(today, _score(attrs.evolve(case, as_of=case.as_of + _LONG), scorer))


def others_do_not_matter(case: Case, scorer: Scorer) -> Message | None:
    """Facts of another class change nothing (互不影响), where the rulebook neither ranks nor groups."""
    (book,) = case.books.values()
    if book.needs_peers(case.period.per):
        return None
    other = attrs.evolve(case.register.classes[case.class_id], id="other", name="别班")
    register = attrs.evolve(case.register, classes={**case.register.classes, "other": other})
    foreign = tuple(attrs.evolve(fact, class_id="other", teacher=None) for fact in case.facts)
    wider = attrs.evolve(case, register=register, facts=(*case.facts, *foreign))
    return _compare(_score(case, scorer), _score(wider, scorer))


LAWS: Mapping[str, Law] = {
    "the-total-is-the-sum": the_total_is_the_sum,
    "items-keep-their-bounds": items_keep_their_bounds,
    "order-is-free": order_is_free,
    "void-is-never": void_is_never,
    "waiting-changes-nothing-final": waiting_changes_nothing_final,
    "others-do-not-matter": others_do_not_matter,
}
"""Name → law: all that hold for every rulebook."""


def _score(case: Case, scorer: Scorer, events: Iterable[Recorded[Any]] | None = None) -> Statement:
    """The statement of a case, of its facts as they are or of what some events made of them."""
    pages = [record_facts(case.facts) if events is None else events]
    standing = list_current_facts(replay_events(class_history.initial("h"), pages))
    statement = scorer(case.register, case.books, case.class_id, case.period, standing, case.as_of)
    assert isinstance(statement, Statement), statement
    return statement


def list_figures(statement: Statement) -> tuple[object, ...]:
    """List every figure of a statement, without the ids that stand behind them."""
    items = [(item.id, item.base, item.earned, item.deducted, item.bonus, item.score) for item in statement.items]
    clauses = [(clause.id, clause.tally, clause.points) for item in statement.items for clause in item.clauses]
    lists = (statement.not_assessed, statement.not_yet_due, statement.unset, len(statement.not_scored))
    flags = (statement.recorded, statement.provisional)
    return (statement.total, tuple(items), tuple(clauses), lists, flags, tuple(statement.outcomes.items()))


def _compare(first: Statement, second: Statement) -> Message | None:
    """What broke where two statements are not equal in every figure."""
    if list_figures(first) == list_figures(second):
        return None
    totals = f"{first.total:.2f}、{second.total:.2f}"
    return _report_broken(f"{totals}:{list_figures(first)} ≠ {list_figures(second)}")


def _report_broken(text: str) -> Message:
    return Message(f"不成立:{text}", f"broken: {text}")

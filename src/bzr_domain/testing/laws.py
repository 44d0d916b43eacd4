"""The laws of scoring (规律): what holds for every history under every rulebook."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.facts import class_history
from bzr_domain.facts.fact_history import VoidEntry, replay_events
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import CENT, ZERO, add_up, round_to_step
from bzr_domain.rulebook.book import TOTAL, Book, is_total
from bzr_domain.rulebook.language import Total
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.scale import apply_limits, round_value
from bzr_domain.scoring.statement import ItemLine, Statement
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.scoring.total_account import build_total_account
from bzr_domain.testing.law import Law
from bzr_domain.testing.recorded_facts import read_history, record_event, record_facts
from bzr_domain.testing.strategies import Case

_LONG = timedelta(days=800)


def the_total_is_the_sum(case: Case) -> bool | Message:
    """Every number follows from those beside it, exactly, and is rounded once: clauses → item → total (总分为各项之和).

    Asked of items and totals that add up; a mean, a factor or a weight is no sum.
    """
    statement = case.score()
    nodes = statement.book.nodes
    for item in statement.items:
        node = nodes[item.id]
        if not _is_sum(statement.book, node):
            continue
        result = statement.results[item.id]
        inside = apply_limits(node.bound, Fraction(item.base) + result.earned - result.deducted)
        score = round_value(node, inside + result.bonus)
        if item.score != round_to_step(score) or result.exact_points != score:
            return _report_broken(f"{item.id}:{item.score} ≠ {inside} + {result.bonus}")
        points = add_up(statement.results[clause.key].exact_points for clause in item.clauses)
        printed = all(clause.points == statement.results[clause.key].points for clause in item.clauses)
        if not printed or points != result.earned - result.deducted + result.bonus:
            return _report_broken(f"{item.id}:{points} ≠ {item.earned} − {item.deducted} + {item.bonus}")
    top = statement.book.total_of(statement.period.per)
    if top is None or not _is_sum(statement.book, top):
        return True
    joined = add_up(statement.results[item.id].exact_points for item in statement.items)
    base = Fraction(top.base if isinstance(top.base, Decimal) else 0)
    total = round_to_step(round_value(top, apply_limits(top.bound, base + joined)))
    return True if statement.total == total else _report_broken(f"{TOTAL}:{statement.total} ≠ {total}")


def _is_sum(book: Book, node: Node) -> bool:
    """Whether a node is the plain sum of what goes into it, inside its bounds and outside of them."""
    plain = isinstance(node.measure, Total) and node.gathers and not node.labels and node.otherwise is None
    bound = node.bound
    numbers = all(isinstance(limit, Decimal | None) for limit in (bound.most, bound.floor, bound.cap))
    return (
        plain
        and numbers
        and node.rounding_step in (None, CENT)
        and all(
            child.weight == 1 and child.joins in ("inside", "outside") and not child.labels
            for child in book.children(node.key)
        )
        and (not is_total(node.key) or all(child.joins == "inside" for child in book.children(node.key)))
    )


def items_keep_their_bounds(case: Case) -> bool | Message:
    """What an item gives before its bonus lies within its floor and its cap (扣完为止, 标准分)."""
    statement = case.score()
    for item in statement.items:
        if not _is_sum(statement.book, statement.book.nodes[item.id]):
            continue
        result = statement.results[item.id]
        score, bound = result.exact_points - result.bonus, result.node.bound
        shown = item.score - item.bonus  # each of the two is rounded, so it may miss its bound by a cent
        low = isinstance(bound.floor, Decimal) and (score < bound.floor or shown < bound.floor - CENT)
        high = isinstance(bound.cap, Decimal) and (score > bound.cap or shown > bound.cap + CENT)
        if low or high:
            return _report_broken(f"{item.id}:{shown}")
    return True


def the_account_adds_up(case: Case) -> bool | Message:
    """Base + clause lines + bound lines = score, and no line says what the statement does not (说明合得上).

    Where an item is a sum, each clause's lines come to its points, and a floor or cap is named only where it ended there.
    """
    school = load_school(case.register, case.books, read_history(record_facts(case.facts)), case.as_of)
    scope, statement = find_scope(school, case.class_id, case.period), case.score()
    assert isinstance(scope, Scope), scope
    for item in statement.items:
        lines = build_ledger(scope, statement.book.nodes[item.id], statement.results)
        if sum((line.counts for line in lines), ZERO) != item.score:
            return _report_broken(f"{item.id}:{' '.join(str(line.counts) for line in lines)} ≠ {item.score}")
        node = statement.book.nodes[item.id]
        wrong = _find_wrong_line(item, node, lines) if _is_sum(statement.book, node) and item.assessed else None
        if wrong is not None:
            return _report_broken(f"{item.id} {wrong}")
    total = statement.book.total_of(case.period.per)
    assert total is not None, "a statement is of a period that has a total"
    lines = build_total_account(scope, total, statement.results)
    told = sum((line.counts for line in lines), ZERO)
    adds_up = not lines or told == statement.total
    return adds_up or _report_broken(f"total:{' '.join(str(line.counts) for line in lines)} ≠ {statement.total}")


def _find_wrong_line(item: ItemLine, node: Node, lines: Iterable[Line]) -> str | None:
    """Find the clause whose lines come to something else than its points, or the bound at which the item did not end."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.clause] = sums.get(line.clause, ZERO) + line.counts
        limit = getattr(node.bound, line.bound) if line.clause == item.id and line.bound in ("floor", "cap") else None
        if limit is not None and item.score - item.bonus != limit:
            return str(line.bound)
    for clause in item.clauses:
        if not clause.parts and sums.get(clause.key, ZERO) != clause.points:
            return f"{clause.id}:{sums.get(clause.key, ZERO)} ≠ {clause.points}"
    return None


def order_is_free(case: Case) -> bool | Message:
    """The days may be recorded in any order; only what one day records keeps its own (顺序无关)."""
    backwards = sorted(case.facts, key=lambda fact: fact.on, reverse=True)
    return _compare(case.score(), case.score(record_facts(backwards)))


def void_is_never(case: Case) -> bool | Message:
    """A void fact counts as one never recorded, and a void of its void restores it (作废如同从未记录)."""
    everything = case.score()
    for index in range(len(case.facts)):
        events = record_facts(case.facts)
        history = replay_events(class_history.initial("h"), [events])
        for name, target in (("v", f"f{index + 1}"), ("vv", "v")):
            decided = class_history.decide(history, VoidEntry(id=name, target=target, reason="作废"))
            assert isinstance(decided, tuple)
            events += tuple(record_event(event, len(events) + 1) for event in decided)
            history = replay_events(class_history.initial("h"), [events])
            without = (*case.facts[:index], *case.facts[index + 1 :])
            expected = case.score(record_facts(without)) if name == "v" else everything
            equal = _compare(expected, case.score(events))
            if isinstance(equal, Message):
                return equal
    return True


def waiting_changes_nothing_final(case: Case) -> bool | Message:
    """A statement that is not provisional stays as it is, however long one waits (时间不改已定)."""
    today = case.score()
    if today.provisional:
        return True
    return _compare(today, attrs.evolve(case, as_of=case.as_of + _LONG).score())


def others_do_not_matter(case: Case) -> bool | Message:
    """Facts of another class change nothing (互不影响), where the rulebook neither ranks nor groups."""
    if case.book.needs_peers(case.period.per):
        return True
    other = attrs.evolve(case.register.classes[case.class_id], id="other", name="别班")
    register = attrs.evolve(case.register, classes={**case.register.classes, "other": other})
    foreign = tuple(attrs.evolve(fact, class_id="other", teacher=None) for fact in case.facts)
    wider = attrs.evolve(case, register=register, facts=(*case.facts, *foreign))
    return _compare(case.score(), wider.score())


LAWS: tuple[Law, ...] = (
    Law(
        name="the-total-is-the-sum",
        sentence=Message("总分为各项之和", "the total is the sum"),
        holds=the_total_is_the_sum,
    ),
    Law(
        name="items-keep-their-bounds",
        sentence=Message("各项在其限度之内", "items keep their bounds"),
        holds=items_keep_their_bounds,
    ),
    Law(
        name="the-account-adds-up",
        sentence=Message("说明各行相加即得分", "the account adds up"),
        holds=the_account_adds_up,
    ),
    Law(
        name="order-is-free",
        sentence=Message("与记录的先后无关", "the order of recording is free"),
        holds=order_is_free,
    ),
    Law(
        name="void-is-never",
        sentence=Message("作废如同从未记录", "void is as if never recorded"),
        holds=void_is_never,
    ),
    Law(
        name="waiting-changes-nothing-final",
        sentence=Message("已定的结果不因时间而变", "waiting changes nothing final"),
        holds=waiting_changes_nothing_final,
    ),
    Law(
        name="others-do-not-matter",
        sentence=Message("别班的记录不影响本班", "other classes do not matter"),
        holds=others_do_not_matter,
    ),
)
"""All that hold for every rulebook."""


def list_figures(statement: Statement) -> tuple[tuple[str, object], ...]:
    """List every figure of a statement under its name, without the ids that stand behind them."""
    items = [
        (f"{item.id}.{name}", getattr(item, name))
        for item in statement.items
        for name in ("score", "base", "earned", "deducted", "bonus")
    ]
    clauses = [
        (f"{item.id} {clause.id}.{name}", getattr(clause, name))
        for item in statement.items
        for clause in item.clauses
        for name in ("tally", "points")
    ]
    remarks = [
        (name, getattr(statement, name)) for name in ("not_assessed", "not_yet_due", "unset", "recorded", "provisional")
    ]
    not_scored = ("not_scored", len(statement.not_scored))
    return ((TOTAL, statement.total), *items, *clauses, *remarks, not_scored, *statement.outcomes.items())


def _compare(first: Statement, second: Statement) -> bool | Message:
    """Whether two statements are equal in every figure; else which of them differ."""
    figures, others = list_figures(first), list_figures(second)
    changed = [
        f"{name} {figure} ≠ {other}"
        for (name, figure), (_, other) in zip(figures, others, strict=False)
        if figure != other
    ]
    return True if figures == others else _report_broken("; ".join(changed))


def _report_broken(text: str) -> Message:
    return Message(f"不成立:{text}", f"broken: {text}")

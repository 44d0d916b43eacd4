"""The ledger (分类账): the account of an item in lines, which add up to its score.

An item that sums starts from its base, every clause line adds what its clause says by itself, and where a bound binds, a
line of its own says how much it took or gave (扣完为止, 封顶). A mean, a product or a ceiling has one line that names the
operation, with what it works on as its parts. What a fact changes in the result is another question: see `counterfactual`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import CENT, ZERO, add_up, round_to_step, to_fraction
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Bound, Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.aggregate_over_periods import find_aggregating_parent, list_joining_values
from bzr_domain.scoring.combine import combine_inside
from bzr_domain.scoring.result import PeriodValue, Result, Results, add_up_values, to_addend
from bzr_domain.scoring.subject_view import Scope

Kind = Literal["base", "clause", "bound", "operation"]
"""基础分, 条款, 限度, 运算."""
BoundWord = Literal["most", "floor", "cap", "round"]
Operation = Literal[
    "mean", "highest", "lowest", "last", "days", "streak", "quotient", "place", "left-out", "factor", "ceiling",
    "otherwise",
]  # fmt: skip
_LIMITS: tuple[Literal["most", "floor", "cap"], ...] = ("most", "floor", "cap")
_MEASURES: dict[type, Operation] = {
    lang.Mean: "mean",
    lang.Highest: "highest",
    lang.Lowest: "lowest",
    lang.Last: "last",
    lang.Days: "days",
    lang.Streak: "streak",
}


@attrs.frozen(kw_only=True)
class Line:
    """One line of an account.

    Attributes:
        clause: The key of the clause; of the item or part whose base, bound or operation it is.
        on: The day of the fact, or the last day of the period for what a whole period came to.
        points: What it says by itself, before bounds and weights; None where its facts come to nothing (去高低, 有效人数).
        exact: What it adds to the item's score: `points` by its weight, not rounded.
        weight: What multiplies it on its way into the item (权重).
        facts: The facts behind it; empty where absence counts.
        bound: On a bound line, which bound it is; `round` is 取整.
        operation: How its facts, or its parts, are taken together; None where they are added up.
        parts: The lines that an operation works on; they add nothing by themselves.
        order: Its place in the order of recording.
    """

    kind: Kind
    clause: str
    on: date
    points: Decimal | None
    exact: Fraction
    weight: Fraction = Fraction(1)
    facts: tuple[str, ...] = ()
    bound: BoundWord | None = None
    operation: Operation | None = None
    parts: tuple["Line", ...] = ()
    order: int = 0

    @property
    def counts(self) -> Decimal:
        """What it adds to the item's score, in points: the lines of an item add up to its score."""
        return self.points if self.weight == 1 and self.points is not None else round_to_step(self.exact)

    def list_facts(self) -> Iterator[str]:
        """List the facts behind it and behind its parts."""
        yield from self.facts
        for part in self.parts:
            yield from part.list_facts()


@attrs.frozen(kw_only=True)
class _Account:
    """What the lines of a period are built from: the results of the nodes in it."""

    book: Book
    calendar: Calendar
    results: Results
    period: Period

    def restrict(self, period: Period) -> "_Account":
        """Restrict the results to one of the shorter periods within."""
        results = {key: self._restrict_result(result, period) for key, result in self.results.items()}
        return attrs.evolve(self, results=results, period=period)

    def _restrict_result(self, result: Result, period: Period) -> Result:
        values = tuple(
            each for each in result.period_values if self.calendar.find_wider_period(period.per, each.period) == period
        )
        value = add_up_values([each.exact for each in values if each.exact is not None])
        return Result(
            node=result.node,
            state="not-assessed" if value is None else "valued",
            exact=value,
            period_values=values,
        )


def build_ledger(scope: Scope, item: Node, results: Results) -> tuple[Line, ...]:
    """Build the lines of an item, which add up to its score: base, clauses by day, bounds and operations."""
    account = _Account(book=scope.schedule.book, calendar=scope.calendar, results=results, period=scope.period)
    result = results[item.key]
    lines = _sort(_list_lines(account, result))
    if result.exact is None:
        return tuple(lines)
    lines = [line for line in lines if line.kind != "bound" or line.counts]
    rest = result.points - sum((line.counts for line in lines), ZERO)
    if rest:
        lines.append(_build_bound_line(item.key, "round", to_fraction(rest), _find_last_day(account, lines)))
    return tuple(lines)


def _list_lines(account: _Account, result: Result) -> list[Line]:
    """List the lines of a node, which add up to its value exactly; where it has none, the facts that came to nothing."""
    node = result.node
    if not node.gathers:
        lines = [line for value in result.period_values for line in _list_value_lines(value)]
    elif result.period_values:
        lines = [line for value in result.period_values for line in _list_own_period_lines(account, value)]
    else:
        lines = _list_gathered_lines(account, result)
    if result.exact is None:
        return [attrs.evolve(line, exact=Fraction(0)) for line in lines if line.points is None]
    number = to_addend(result.exact)
    if add_up(line.exact for line in lines) == number:
        return lines if node.gathers else [*lines, *_list_printing_line(account, result, lines)]
    operation: Operation | None = "otherwise"
    if result.period_values:
        operation = _find_aggregation(account, node)
    else:
        lines = [line for line in lines if line.facts]
    kind: Kind = "operation" if lines else "clause"
    on = _find_last_day(account, lines)
    return [_build_line(kind, node.key, on, number, operation=operation, parts=tuple(_sort(lines)))]


def _find_aggregation(account: _Account, node: Node) -> Operation | None:
    """How the shorter periods of a node are taken together in the statement's own."""
    parent = find_aggregating_parent(account.book, node, account.period.per)
    return None if parent is None else _MEASURES.get(type(parent.measure))


def _list_own_period_lines(account: _Account, value: PeriodValue) -> list[Line]:
    """List the lines of an item in one of its own periods, which are shorter than the statement's."""
    within = account.restrict(value.period)
    result = Result(node=value.node, state="not-assessed" if value.exact is None else "valued", exact=value.exact)
    return _list_lines(within, result)


# What gathers: base + inside, bounded, + outside, × factors, ≤ ceilings, rounded


def _list_gathered_lines(account: _Account, result: Result) -> list[Line]:
    node = result.node
    children = [account.results[child.key] for child in account.book.children(node.key) if child.key in account.results]
    lines = _list_inside_lines(account, node, [child for child in children if child.node.joins == "inside"])
    if not isinstance(result.exact, Fraction):
        return lines
    lines += _list_limit_lines(node, add_up(line.exact for line in lines), _find_last_day(account, lines))
    for child in children:
        if child.node.joins == "outside":
            lines += _list_weighed_lines(account, node, child)
    for joins in ("factor", "ceiling"):
        for child in children:
            if child.node.joins == joins and child.exact is not None:
                lines.append(_build_joining_line(account, child, lines))
    number = add_up(line.exact for line in lines)
    rounded = scale.round_value(node, number)
    return [*lines, *_list_rounding_line(node, rounded, number, _find_last_day(account, lines))]


def _list_inside_lines(account: _Account, node: Node, inside: Sequence[Result]) -> list[Line]:
    """The base and what joins inside; where that is not added up, one line for the operation with it as its parts."""
    lines = [line for child in inside for line in _list_weighed_lines(account, node, child)]
    entries = [(child.node, value) for child in inside for value in list_joining_values(node, child)]
    entries = [(child, value) for child, value in entries if value is not None]
    base = to_fraction(node.base if isinstance(node.base, Decimal) else 0)
    operation = _MEASURES.get(type(node.measure))
    if operation is not None and entries:
        base = Fraction(0) if operation == "mean" else base
        number, on = combine_inside(node, entries) - base, _find_last_day(account, lines)
        lines = [_build_line("operation", node.key, on, number, operation=operation, parts=tuple(_sort(lines)))]
    return [_build_line("base", node.key, account.period.first, base), *lines] if base else lines


def _list_weighed_lines(account: _Account, node: Node, child: Result) -> list[Line]:
    """The lines of a child, by the weight with which it joins; a node that is no sum takes each shorter period of it."""
    values = [value for value in list_joining_values(node, child) if value is not None]
    lines, weight = _list_lines(account, attrs.evolve(child, exact=add_up_values(values))), child.node.weight
    if weight == 1:
        return lines
    return [attrs.evolve(line, weight=line.weight * weight, exact=line.exact * weight) for line in lines]


def _build_joining_line(account: _Account, child: Result, lines: Sequence[Line]) -> Line:
    """The line of a factor (乘) or a ceiling (不高于): what it changes in what stands so far."""
    before, number = add_up(line.exact for line in lines), to_addend(child.exact)
    is_factor = child.node.joins == "factor"
    after = before * number if is_factor else min(before, number)
    return _build_line(
        "operation",
        child.node.key,
        _find_last_day(account, lines),
        after - before,
        operation="factor" if is_factor else "ceiling",
        parts=tuple(_sort(_list_lines(account, child))),
    )


# What counts facts or reads scores


def _list_value_lines(value: PeriodValue) -> list[Line]:
    """The lines of a clause in one period: fact by fact where each adds up, else one; then what its bounds took or gave."""
    node = value.node
    number = None if value.exact is None else to_addend(value.exact)
    unbounded = _find_unbounded(value)
    if unbounded is None or number is None:
        return [_build_clause_line(value, number)] if value.rows or number else []
    if value.rows and adds_up_by_fact(node):
        lines = _list_fact_lines(value)
    else:
        rounded = _round_unbounded(node, unbounded)
        lines = [_build_clause_line(value, rounded)] if value.rows or rounded else []
    on = lines[-1].on if lines else value.period.last
    lines += _list_limit_lines(node, add_up(line.exact for line in lines), on)
    return [*lines, *_list_rounding_line(node, number, add_up(line.exact for line in lines), on)]


def _find_unbounded(value: PeriodValue) -> Fraction | None:
    """What a clause came to in a period before its bounds; None where that is nothing, a label, or a mean of places."""
    node = value.node
    figures = (figure for figure in node.figures if figure is not node.divide_by)
    is_split = node.rank is not None and node.rank.ties == "split"
    if value.tally is None or is_split or not isinstance(value.exact, Fraction) or not all(map(_is_number, figures)):
        return None
    if isinstance(node.scale, lang.Linear):
        assert isinstance(node.scale.points, Fraction), node.scale
        base = node.scale.base if isinstance(node.scale.base, Decimal | Fraction) else 0
        return Fraction(base) + value.tally * node.scale.points
    unbounded = scale.apply_scale(node.scale, value.tally)
    return unbounded if isinstance(unbounded, Fraction) else None


def _is_number(figure: object) -> bool:
    """Whether a figure is a number by now, not what another node comes to: without a fact nothing was read."""
    return not isinstance(figure, lang.Ref | lang.Share | lang.Unset)


def adds_up_by_fact(node: Node) -> bool:
    """Whether a node changes fact by fact: nothing of it stands for what is absent, for a place or a quotient."""
    return (
        isinstance(node.source, lang.FactRows)
        and isinstance(node.measure, lang.Total)
        and isinstance(node.scale, lang.Linear | None)
        and node.divide_by is None
        and node.rank is None
        and node.linear.short_of is None
        and not node.linear.base
    )


def _list_fact_lines(value: PeriodValue) -> list[Line]:
    """What it came to after each of its facts less what it came to before, so that the lines add up to all of it."""
    node, total, before, lines = value.node, Fraction(0), Fraction(0), []
    for row in sorted(value.rows, key=lambda row: (row.on, row.order)):
        total += row.number
        so_far = scale.apply_scale(node.scale, total)
        assert isinstance(so_far, Fraction)
        after = _round_unbounded(node, so_far)
        line = Line(
            kind="clause",
            clause=node.key,
            on=row.on,
            points=round_to_step(after) - round_to_step(before),
            exact=after - before,
            facts=(row.fact,),
            order=row.order,
        )
        lines.append(line)
        before = after
    return lines


def _build_clause_line(value: PeriodValue, number: Fraction | None) -> Line:
    """All of a period in one line, with the facts behind it in the order of the days; None: they come to nothing."""
    rows = sorted(value.rows, key=lambda row: (row.on, row.order))
    on, order = (rows[-1].on, rows[-1].order) if rows else (value.period.last, 0)
    facts = tuple(row.fact for row in rows if row.fact)
    details = {"facts": facts, "order": order, "operation": _find_operation(value)}
    line = _build_line("clause", value.node.key, on, number or Fraction(0), **details)
    return attrs.evolve(line, points=None) if number is None else line


def _find_operation(value: PeriodValue) -> Operation | None:
    """How the rows of a clause are taken together; None where they are added up, or there are none."""
    if value.left_out or not value.rows:
        return "left-out" if value.left_out else None
    if value.place is not None:
        return "place"
    return "quotient" if value.node.divide_by is not None else _MEASURES.get(type(value.node.measure))


# Bounds


def _list_limit_lines(node: Node, number: Fraction, on: date) -> list[Line]:
    """A line for each bound that binds: most (封顶), floor (扣完为止), cap, in this order."""
    lines = []
    for word in _LIMITS:
        limit = getattr(node.bound, word)
        bounded = number if limit is None else scale.apply_limits(Bound(**{word: limit}), number)
        if bounded != number:
            lines.append(_build_bound_line(node.key, word, bounded - number, on))
        number = bounded
    return lines


def _list_printing_line(account: _Account, result: Result, lines: Sequence[Line]) -> list[Line]:
    """The line that says by how much the lines of a clause, as they are printed, miss its points; none where they do not."""
    rest = result.points - sum((line.counts for line in lines), ZERO)
    on = _find_last_day(account, lines)
    key = result.node.key
    line = Line(kind="bound", clause=key, on=on, points=rest, exact=Fraction(0), bound="round")
    return [line] if rest and isinstance(result.exact, Fraction) else []


def _list_rounding_line(node: Node, value: Fraction, number: Fraction, on: date) -> list[Line]:
    """The line that says what rounding took or gave (取整); none where it did not."""
    rest = value - number
    return [_build_bound_line(node.key, "round", rest, on)] if rest else []


def _build_bound_line(key: str, word: BoundWord, number: Fraction, on: date) -> Line:
    return _build_line("bound", key, on, number, bound=word)


def _round_unbounded(node: Node, number: Fraction) -> Fraction:
    """Round what stands before the bounds where the node rounds, but no coarser than to cents: the rest has its own line."""
    if node.rounding_step is None or node.rounding_step <= CENT:
        return scale.round_value(node, number)
    return to_fraction(round_to_step(number))


# Lines


def _build_line(kind: Kind, key: str, on: date, number: Fraction, **details: Any) -> Line:
    return Line(kind=kind, clause=key, on=on, points=round_to_step(number), exact=number, **details)


def _sort(lines: Iterable[Line]) -> list[Line]:
    """Sort lines by day: the base of a day first, then facts in the order of recording, then bounds and operations."""
    places = {"base": 0, "clause": 1, "bound": 2, "operation": 2}
    return sorted(lines, key=lambda line: (line.on, places[line.kind], line.order))


def _find_last_day(account: _Account, lines: Iterable[Line]) -> date:
    """The day of what stands below some lines: the last of the period, or of its last week."""
    return max([account.period.last, *(line.on for line in lines)])

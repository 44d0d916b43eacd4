"""Findings (优点与不足): every clause and item of a statement as it speaks for or against a class."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO, add_up, round_to_step
from bzr_domain.projections.standing import (
    HIGH,
    LOW,
    Comparison,
    Standing,
    Verdict,
    compare_result,
    judge,
    list_comparisons,
    score_peers,
)
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.improvement import WayToImprove, find_kinds_counted, find_way_to_improve
from bzr_domain.scoring.point_range import find_point_range
from bzr_domain.scoring.result import PeriodValue, Result, Results
from bzr_domain.scoring.select_rows import selects_fact
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.tenure_window import TenureWindow

Says = Literal["gave", "kept", "silent", "fair", "low", "cost", "nothing", "not-assessed"]
"""得分, 满分, full points since nothing was recorded against it (没有记录), 居中, 得分低, 扣分, judged and given nothing (未得分), 未评."""


@attrs.frozen(kw_only=True)
class Finding:
    """One clause or item as it speaks for or against a class, in points before bounds and weights.

    Attributes:
        key, id, title, cite: The clause as printed.
        item, item_title: The item of the statement it stands in.
        points: What it came to; `gained` less `lost`, both at least 0.
        left: How many points can still be had or won back; None where the rulebook's words set no limit.
        facts: The ids of the facts behind it.
        kinds: The kinds of facts that it counts.
        way: How facts of these kinds would give more.
        duty: The id of the duty that the first of these kinds is filed under; empty where it is under none, or where its
            facts name the indicator they judge (项目).
        before: What the same clause came to in the period before; None where there was none.
        standing: What its points are compared with.
        because: The comparisons that say that it is high or low.
    """

    says: Says
    key: str
    id: str
    title: str
    cite: str
    item: str
    item_title: str
    points: Decimal
    gained: Decimal
    lost: Decimal
    left: Decimal | None
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    way: WayToImprove
    duty: str
    before: Decimal | None
    standing: Standing
    because: tuple[Comparison, ...]

    @property
    def is_shortcoming(self) -> bool:
        """Whether it speaks against the class (不足)."""
        return self.says in ("low", "cost", "nothing", "not-assessed")

    @property
    def is_strength(self) -> bool:
        """Whether something recorded speaks for the class (优点): silence is no praise."""
        return self.says in ("gave", "kept")

    @property
    def change(self) -> Decimal | None:
        """How much better (above 0) or worse than in the period before; None where there is nothing to compare."""
        return None if self.before is None else self.points - self.before


@attrs.frozen(kw_only=True)
class Sheet:
    """What findings are made of.

    Attributes:
        window: The days that are told of.
        results: What every node came to on these days.
        peers: What the clauses came to for each class of the grade; empty where these days are not all.
        before: The results of the period before; empty where there is none.
    """

    window: TenureWindow
    results: Results
    peers: Sequence[Results]
    before: Results

    @property
    def book(self) -> Book:
        """The rulebook of the statement."""
        return self.window.scope.schedule.book


def list_findings(window: TenureWindow, statement: Statement, before: Results) -> tuple[Finding, ...]:
    """Return every item kept in full, and every clause that speaks for, against or neither, in their order.

    Args:
        window: The days that are told of.
        before: The results of the period before; empty where there is none.
    """
    book = window.scope.schedule.book
    items = list_items(book, window.scope.period)
    keys = [node.key for item in items for node in (item, *list_leaves(book, item))]
    results = {key: window.restrict(result) for key, result in statement.results.items()}
    peers = score_peers(window.scope, keys) if window.teacher is None else []
    sheet = Sheet(window=window, results=results, peers=peers, before=before)
    return tuple(finding for item in items for finding in _list_findings_of_item(sheet, item))


def _list_findings_of_item(sheet: Sheet, item: Node) -> list[Finding]:
    """The finding of an item kept in full, and those of its clauses."""
    leaves = [sheet.results[leaf.key] for leaf in list_leaves(sheet.book, item) if leaf.key in sheet.results]
    findings = [finding for result in leaves if (finding := _find_finding(sheet, result, item)) is not None]
    nothing_lost = not any(finding.lost for finding in findings)
    if not item.gathers or not nothing_lost or not _is_kept_in_full(item, sheet.results[item.key]):
        return findings
    kept = _build_finding(sheet, "kept", sheet.results[item.key], item)
    counted = _tell_silence(kept, [value for result in leaves for value in result.period_values])
    inspected = tuple(dict.fromkeys(fact for finding in findings if finding.says == "kept" for fact in finding.facts))
    return [attrs.evolve(kept, facts=inspected) if counted.says == "silent" and inspected else counted, *findings]


def _tell_silence(finding: Finding, values: Sequence[PeriodValue]) -> Finding:
    """Return a finding in favour with the facts behind it; where nothing was counted, it only says that nothing was recorded."""
    counted = [row for value in values for row in value.counted]
    facts = tuple(dict.fromkeys(row.fact for row in counted if row.fact))
    read = any(row.source for row in counted)
    if facts or read:
        return attrs.evolve(finding, facts=facts)
    return attrs.evolve(finding, facts=(), says="silent", because=())


def list_items(book: Book, period: Period) -> tuple[Node, ...]:
    """Return the items of a period's total; where that only reads the score of shorter periods, those of that score."""
    total = book.total_of(period.per)
    while total is not None and isinstance(total.source, lang.ScoreRows):
        total = book.nodes.get(total.source.node)
    if total is None:
        return ()
    return tuple(_list_addends(book, total)) if total.gathers else (total,)


def list_leaves(book: Book, node: Node) -> Iterator[Node]:
    """Yield the clauses that add to an item or take from it, all the way down."""
    if not node.gathers:
        yield node
    for child in _list_addends(book, node):
        yield from list_leaves(book, child)


def _list_addends(book: Book, node: Node) -> list[Node]:
    """What is added to a node; what multiplies it or is its ceiling is not."""
    return [child for child in book.children(node.key) if child.joins in ("inside", "outside")]


def _is_kept_in_full(item: Node, result: Result) -> bool:
    """Whether an item reached its standard score (标准分) in each of its periods."""
    values, cap = result.add_up_by_period() or [result.exact], item.bound.cap
    top = Fraction(cap) if isinstance(cap, Decimal) else None
    reached = (top is not None and isinstance(value, Fraction) and 0 < top <= value for value in values)
    return all(reached)


# What a clause says


def _find_finding(sheet: Sheet, result: Result, item: Node) -> Finding | None:
    """What a clause says; None where it says nothing either way."""
    if result.state == "not-assessed":
        return _build_finding(sheet, "not-assessed", result, item)
    if result.deducted:
        return _build_finding(sheet, "cost", result, item)
    if result.earned:
        return _judge_points(sheet, result, item)
    if result.state != "valued":
        return None
    most = find_point_range(sheet.book, result.node).highest
    if most is not None and most > 0 and _is_judged(sheet, result):
        return _build_finding(sheet, "nothing", result, item)
    inspected = _list_inspections(sheet, result) if most == 0 and not result.waiting else ()
    return attrs.evolve(_build_finding(sheet, "kept", result, item), facts=inspected) if inspected else None


def _judge_points(sheet: Sheet, result: Result, item: Node) -> Finding:
    """A clause that gave points: high, low, or neither. A bonus is high, and what can still rise by its period's end is not low yet."""
    standing = compare_result(sheet.book, result, sheet.peers, sheet.before)
    verdict: Verdict = "high" if result.node.joins == "outside" else judge(result.node, standing)
    if verdict == "low" and _can_still_rise(sheet, result):
        verdict = "fair"
    return _build_finding(sheet, _SAYS[verdict], result, item)


_SAYS: Mapping[Verdict, Says] = {"high": "gave", "fair": "fair", "low": "low"}


def _is_judged(sheet: Sheet, result: Result) -> bool:
    """Whether something was counted, or what had to be done for points within an item was not done by the end."""
    if any(part.counted for part in result.period_values):
        return True
    asked_for = isinstance(result.node.measure, lang.Total | lang.Days) and result.node.joins == "inside"
    return asked_for and bool(result.period_values) and not _can_still_rise(sheet, result)


def _can_still_rise(sheet: Sheet, result: Result) -> bool:
    """Whether the last period of a clause that adds up is not over."""
    adds_up = isinstance(result.node.measure, lang.Total | lang.Days)
    return adds_up and any(value.period.last > sheet.window.scope.view.school.as_of for value in result.period_values)


def _list_inspections(sheet: Sheet, result: Result) -> tuple[str, ...]:
    """The facts that show that a clause which only takes points was looked into: measurements, grades, and what it asks for.

    A fact that merely happened, such as a case of another degree, shows nothing of the kind.
    """
    node = result.node
    if node.linear.short_of is not None:
        return tuple(row.fact for value in result.period_values for row in value.counted if row.fact)
    if not isinstance(node.source, lang.FactRows):
        return ()
    rule, scope = find_inspections(node.source), sheet.window.scope
    return tuple(
        current.id
        for current in scope.current_facts
        if sheet.window.covers(current.fact.on)
        and scope.period.covers(current.fact.on)
        and (current.fact.value is not None or current.fact.grade is not None)
        and selects_fact(sheet.book, rule, current)
    )


def find_inspections(rule: lang.FactRows) -> lang.FactRows:
    """Return the rule that selects the facts of a clause whatever they measured or were graded."""
    selectors = [
        lang.Selector(each.kind, {name: test for name, test in each.where.items() if name not in ("value", "grade")})
        for each in rule.selectors
    ]
    return attrs.evolve(rule, selectors=tuple(selectors))


def _build_finding(sheet: Sheet, says: Says, result: Result, item: Node) -> Finding:
    book, node, values = sheet.book, result.node, _find_deciding_values(says, result)
    kinds, before = find_kinds_counted(book, node), sheet.before
    standing = compare_result(book, result, sheet.peers, before)
    finding = Finding(
        says=says,
        key=node.key,
        id=node.id,
        title=node.title,
        cite=node.cite,
        item=item.id,
        item_title=item.title,
        points=result.points,
        gained=round_to_step(result.earned),
        lost=round_to_step(result.deducted),
        left=None if says == "kept" else _compute_left(sheet, result),
        facts=tuple(row.fact for value in values for row in value.counted if row.fact),
        kinds=kinds,
        way=find_way_to_improve(values),
        duty=_find_duty(book, kinds),
        before=before[node.key].points if node.key in before else None,
        standing=standing,
        because=(),
    )
    told = attrs.evolve(finding, because=_list_reasons(finding))
    return _tell_silence(told, values) if says == "gave" else told


def _find_duty(book: Book, kinds: Sequence[str]) -> str:
    """The duty of the first kind; none where its facts name the indicator they judge, which says more than the kind's duty."""
    first = book.kinds[kinds[0]] if kinds else None
    return "" if first is None or first.field("item") is not None else first.duty


def _list_reasons(finding: Finding) -> tuple[Comparison, ...]:
    """Which comparisons say what a finding says; the period before only where its points moved the same way."""
    says, standing = finding.says, finding.standing
    direction = {"gave": 1, "kept": 1, "low": -1, "cost": -1, "nothing": -1}.get(says)
    if direction is None:
        return ()
    position = standing.position
    judged_high = says == "kept" or (position is not None and position >= HIGH)
    judged_low = says in ("cost", "nothing") or (position is not None and position < LOW)
    by_scale = judged_high if direction > 0 else judged_low
    reasons = list_comparisons(standing, direction=direction, by_scale=by_scale)
    moved = (finding.change or ZERO) * direction > 0
    return tuple(reason for reason in reasons if reason != "before" or moved)


def _find_deciding_values(says: Says, result: Result) -> list[PeriodValue]:
    """The values of the periods that took points, of those that gave some, or of those that were judged."""
    sign = {"cost": -1, "gave": 1}.get(says)
    if sign is None:
        return [part for part in result.period_values if part.counted]
    return [part for part in result.period_values if isinstance(part.exact, Fraction) and part.exact * sign > 0]


def _compute_left(sheet: Sheet, result: Result) -> Decimal | None:
    """What the clause could give at best in its periods, less what it gave; else what it took, in points."""
    highest = find_point_range(sheet.book, result.node).highest
    if highest is None:
        return round_to_step(result.deducted) if result.deducted else None
    due = sheet.window.list_due_periods(result.node.per)
    periods = {*due, *(part.period for part in result.period_values)}
    numbers = [value for value in result.add_up_by_period() if isinstance(value, Fraction)]
    points = add_up(numbers) if numbers else result.exact_points
    return max(ZERO, round_to_step(highest * len(periods) - points))

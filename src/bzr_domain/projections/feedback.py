"""The feedback sheet (个人反馈): strengths, shortcomings with what would win the points back, and the training plan.

“将考核结果以个人形式反馈给班主任,明确优点和不足,并提供改进意见和培训机会。” Nothing here is an opinion: every line is a clause
of the rulebook with what it counted, and every duty is the one that its facts are filed under.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.duties import project_duties
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.known_kinds import KnownKinds
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.assessment import assess_loaded_class, score_class
from bzr_domain.scoring.improvement import (
    WayToImprove,
    find_highest_points,
    find_kinds_counted,
    find_way_to_improve,
)
from bzr_domain.scoring.loaded_school import LoadedSchool, day_and_order
from bzr_domain.scoring.result import PeriodValue, Result, Results
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.tenure_window import TenureWindow, restrict_to_tenure

# This name is stored: it stands in histories already.
TRAINING = "training.attended"
"""The kind of fact that says that a head teacher was trained (培训)."""
Says = Literal["gave", "kept", "silent", "cost", "nothing", "not-assessed"]
"""得分, 满分, full points since nothing was recorded against it (没有记录), 扣分, judged and given nothing (未得分), 未评."""


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
        duty: The id of the duty that the first of these kinds is filed under; empty where it is under none.
        before: What the same clause came to in the period before; None where there was none.
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

    @property
    def is_shortcoming(self) -> bool:
        """Whether it speaks against the class (不足)."""
        return self.says in ("cost", "nothing", "not-assessed")

    @property
    def is_strength(self) -> bool:
        """Whether something recorded speaks for the class (优点): silence is no praise."""
        return self.says in ("gave", "kept")

    @property
    def change(self) -> Decimal | None:
        """How much better (above 0) or worse than in the period before; None where there is nothing to compare."""
        return None if self.before is None else self.points - self.before


@attrs.frozen(kw_only=True)
class UnrecordedDuty:
    """A duty (职责) for which nothing was recorded in the period, and the kinds that would speak to it."""

    duty: Duty
    kinds: tuple[str, ...]


@attrs.frozen(kw_only=True)
class TrainingNeed:
    """A duty in which points were lost (培训需要).

    Attributes:
        duty: None for clauses whose facts are filed under no duty.
        lost: How many points, before the bounds of their items.
        findings: The clauses that took them.
    """

    duty: Duty | None
    lost: Decimal
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class Feedback:
    """What a head teacher is told about a period.

    Attributes:
        previous: The class's statement of the due period of the same length before, where there is one under a
            rulebook of the same id, and both have a total. None where the head teacher changed within the period.
        partial: Whether only the present head teacher's own days are told of: others had the class as well.
        strengths, shortcomings: The clauses and items that speak for and against, in the order of the statement.
        silent: Those with full points or some since nothing was recorded against them; they praise nobody.
        unrecorded: The duties without any evidence in the period.
        plan: The duties in which points were lost, the most first (培训计划).
        training: What training the head teacher has had in the school year.
        facts: Every fact spoken of, by id, as it reads now.
        kinds: Every kind spoken of.
    """

    statement: Statement
    previous: Statement | None
    partial: bool
    strengths: tuple[Finding, ...]
    shortcomings: tuple[Finding, ...]
    silent: tuple[Finding, ...]
    unrecorded: tuple[UnrecordedDuty, ...]
    plan: tuple[TrainingNeed, ...]
    training: tuple[CurrentFact, ...]
    facts: Mapping[str, CurrentFact]
    kinds: Mapping[str, Kind]


def project_feedback(school: LoadedSchool, class_id: str, period: Period) -> Feedback | Problem:
    """Return the feedback sheet of a class's head teacher for a month, a term or a school year, or why there is none.

    Args:
        school: The school, with the facts of the period and of the one before, and those about the head teacher
            in the school year.
    """
    scored = score_class(school, class_id, period)
    if isinstance(scored, Problem):
        return scored
    scope, statement = scored
    window = restrict_to_tenure(scope, statement)
    previous = _find_previous(school, statement) if window.teacher is None else None
    findings = list_findings(window, statement, {} if previous is None else previous.results)
    shortcomings = tuple(finding for finding in findings if finding.is_shortcoming)
    fact_ids = {fact_id for finding in findings for fact_id in finding.facts}
    kinds = KnownKinds(school.books)
    return Feedback(
        statement=statement,
        previous=previous,
        partial=window.teacher is not None,
        strengths=tuple(finding for finding in findings if finding.is_strength),
        silent=tuple(finding for finding in findings if finding.says == "silent"),
        shortcomings=shortcomings,
        unrecorded=tuple(_list_unrecorded_duties(window, statement, kinds)),
        plan=plan_training(shortcomings, statement.book.duties),
        training=_list_training(school, statement),
        facts={current.id: current for current in school.facts if current.id in fact_ids},
        kinds=kinds,
    )


def _find_previous(school: LoadedSchool, statement: Statement) -> Statement | None:
    """The statement of the period before, where it can be compared."""
    period = school.calendar.find_previous_period(statement.period)
    previous = None if period is None else assess_loaded_class(school, statement.school_class.id, period)
    if previous is None or isinstance(previous, Problem):
        return None
    comparable = previous.assessed and statement.assessed and previous.book.id == statement.book.id
    return previous if comparable else None


def _list_unrecorded_duties(
    window: TenureWindow, statement: Statement, kinds: Mapping[str, Kind]
) -> Iterator[UnrecordedDuty]:
    facts = [
        current.fact
        for current in window.scope.view.school.facts_by_class.get(statement.school_class.id, ())
        if statement.period.covers(current.fact.on) and window.covers(current.fact.on)
    ]
    for line in project_duties(statement.book.duties.values(), kinds, facts).lines:
        if not line.facts:
            filed = tuple(kind.id for kind in statement.book.kinds.values() if kind.duty == line.duty.id)
            yield UnrecordedDuty(duty=line.duty, kinds=filed)


def plan_training(shortcomings: Iterable[Finding], duties: Mapping[str, Duty]) -> tuple[TrainingNeed, ...]:
    """Return the training plan (培训计划): each duty in which points were lost, the most first."""
    by_duty: dict[str, list[Finding]] = {}
    for finding in shortcomings:
        if finding.lost:
            by_duty.setdefault(finding.duty, []).append(finding)
    needs = (
        TrainingNeed(
            duty=duties.get(duty_id),
            lost=sum((finding.lost for finding in findings), ZERO),
            findings=tuple(findings),
        )
        for duty_id, findings in by_duty.items()
    )
    return tuple(sorted(needs, key=lambda need: -need.lost))


def _list_training(school: LoadedSchool, statement: Statement) -> tuple[CurrentFact, ...]:
    """What training the head teacher has had in the school year, by (day, order)."""
    if statement.teacher is None:
        return ()
    teacher, year = statement.teacher.teacher, year_of(school.calendar.last_school_day(statement.period))
    attended = (
        current
        for current in school.facts
        if current.voided_by is None
        and current.fact.kind == TRAINING
        and current.fact.teacher == teacher
        and year.covers(current.fact.on)
    )
    return tuple(sorted(attended, key=day_and_order))


# Findings (优点与不足)


def list_findings(window: TenureWindow, statement: Statement, before: Results) -> tuple[Finding, ...]:
    """Return every item kept in full, and every clause that gave points, took some, or was not assessed, in their order.

    Args:
        window: The days that are told of.
        before: The results of the period before; empty where there is none.
    """
    book = window.scope.schedule.book
    results = {key: window.restrict(result) for key, result in statement.results.items()}
    findings: list[Finding] = []
    for item in list_items(book, window.scope.period):
        clause_findings = [
            _build_finding(window, says, results[leaf.key], item, before)
            for leaf in list_leaves(book, item)
            if leaf.key in results and (says := _find_verdict(results[leaf.key])) is not None
        ]
        nothing_lost = not any(finding.lost for finding in clause_findings)
        if item.gathers and nothing_lost and _is_kept_in_full(item, results[item.key]):
            kept = _build_finding(window, "kept", results[item.key], item, before)
            counted = [results[leaf.key] for leaf in list_leaves(book, item) if leaf.key in results]
            findings.append(_tell_silence(kept, [value for result in counted for value in result.period_values]))
        findings += clause_findings
    return tuple(findings)


def _tell_silence(finding: Finding, values: Sequence[PeriodValue]) -> Finding:
    """Return a finding in favour with the facts behind it; where nothing was counted, it only says that nothing was recorded."""
    counted = [row for value in values for row in value.counted]
    facts = tuple(dict.fromkeys(row.fact for row in counted if row.fact))
    read = any(row.source for row in counted)
    return attrs.evolve(finding, facts=facts, says=finding.says if facts or read else "silent")


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
    values, cap = result.add_up_by_period() or [result.value], item.bound.cap
    reached = (isinstance(cap, Decimal) and isinstance(value, Decimal) and 0 < cap <= value for value in values)
    return all(reached)


def _find_verdict(result: Result) -> Says | None:
    """What a clause says; None where it says nothing either way."""
    if result.state == "not-assessed":
        return "not-assessed"
    if result.deducted:
        return "cost"
    if result.earned:
        return "gave"
    judged = any(part.counted for part in result.period_values) and result.state == "valued"
    return "nothing" if judged and (find_highest_points(result.node) or ZERO) > 0 else None


def _build_finding(window: TenureWindow, says: Says, result: Result, item: Node, before: Results) -> Finding:
    book, node, values = window.scope.schedule.book, result.node, _find_deciding_values(says, result)
    kinds = find_kinds_counted(book, node)
    finding = Finding(
        says=says,
        key=node.key,
        id=node.id,
        title=node.title,
        cite=node.cite,
        item=item.id,
        item_title=item.title,
        points=result.points,
        gained=result.earned,
        lost=result.deducted,
        left=None if says == "kept" else _compute_left(result, window.list_due_periods(node.per)),
        facts=tuple(row.fact for value in values for row in value.counted if row.fact),
        kinds=kinds,
        way=find_way_to_improve(values),
        duty=next((book.kinds[kind].duty for kind in kinds), ""),
        before=before[node.key].points if node.key in before else None,
    )
    return _tell_silence(finding, values) if says == "gave" else finding


def _find_deciding_values(says: Says, result: Result) -> list[PeriodValue]:
    """The values of the periods that took points, of those that gave some, or of those that were judged."""
    sign = {"cost": -1, "gave": 1}.get(says)
    if sign is None:
        return [part for part in result.period_values if part.counted]
    return [part for part in result.period_values if isinstance(part.value, Decimal) and part.value * sign > 0]


def _compute_left(result: Result, due: Sequence[Period]) -> Decimal | None:
    """What the clause could give at best in its periods, less what it gave; else what it took, in points."""
    most = find_highest_points(result.node)
    if most is None:
        return result.deducted or None
    periods = {*due, *(part.period for part in result.period_values)}
    numbers = [value for value in result.add_up_by_period() if isinstance(value, Decimal)]
    return max(ZERO, most * len(periods) - (sum(numbers, ZERO) if numbers else result.points))

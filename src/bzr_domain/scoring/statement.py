"""The statement (考核表): what a class earned in a month, a term or a year, item by item — the published number.

It has a line for each item (项目), in it one for each printed clause (条款), the outcomes (结果), and beside the numbers what
has to be known about them (备注): what was not assessed, is not due, has no figure, or was not scored.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import is_duty_record
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period, month_of, rank_length
from bzr_domain.kernel.quantities import ZERO, round_to_step
from bzr_domain.register.roster import SchoolClass, Tenure, Vacancy
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.disqualification import Disqualification, find_disqualifications
from bzr_domain.scoring.evaluate import evaluate_nodes
from bzr_domain.scoring.exact_comparisons import find_exact_comparisons
from bzr_domain.scoring.ranking import Place
from bzr_domain.scoring.result import ExactComparison, Result, Results
from bzr_domain.scoring.select_rows import find_price, selects_fact
from bzr_domain.scoring.services import Service, find_services, find_vacancies
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.scoring.table_gaps import TableGap, find_table_gaps
from bzr_domain.scoring.unassessed_months import (
    find_printed_clauses,
    is_not_assessed,
    list_unassessed_months,
    name_clauses,
)
from bzr_domain.scoring.uncounted_facts import list_periods_without_school_day


@attrs.frozen(kw_only=True)
class ClauseLine:
    """One printed clause of the statement.

    Attributes:
        id: The clause's number as printed.
        tally: What its measure came to; None where there is nothing to measure, or where its parts measure
            different things.
        points: What it changed, with sign.
        facts: The ids of the facts it counted.
        state: Why it is worth what it is: valued, not-assessed, not-due, not-applicable.
        value: What it is worth, where that is no number of points: money, a label, yes or no.
        place: Its place among the peers, where one is asked.
        scores: Whose values of which periods it read, each with its number, where it reads other scores.
        excused, pending: Facts that an exemption leaves out, and those that await their points.
        weight: What multiplies it where it goes into its item (权重).
        parts: The parts of a printed clause that has several.
    """

    key: str
    id: str
    title: str
    cite: str
    reading: str
    tally: Fraction | None
    points: Decimal
    facts: tuple[str, ...]
    state: str
    value: lang.Value | None = None
    place: Place | None = None
    scores: tuple[tuple[str, str, Fraction], ...] = ()
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    weight: Fraction = Fraction(1)
    parts: tuple["ClauseLine", ...] = ()


@attrs.frozen(kw_only=True)
class ItemLine:
    """One item of the statement; `earned`, `deducted` and `bonus` stand before the bounds.

    Attributes:
        standard: Its cap (标准分); None where it has none.
        assessed: Whether it has a score at all; where it has none, `score` is 0.
        weight: What multiplies it where it goes into the total (权重).
    """

    id: str
    title: str
    cite: str
    standard: Decimal | None
    base: Decimal
    earned: Decimal
    deducted: Decimal
    bonus: Decimal
    score: Decimal
    clauses: tuple[ClauseLine, ...]
    assessed: bool = True
    weight: Fraction = Fraction(1)


@attrs.frozen(kw_only=True)
class Statement:
    """What a class earned in a month, a term or a school year.

    Attributes:
        services: Who had the class, in order; the last one is the head teacher where serving at the period's end.
        teacher: The head teacher on the period's last school day; None where there was none.
        vacancies: The stretches of its school days on which the class had no head teacher (没有班主任).
        recorded: Whether anything that some period counts was recorded on its days, or on a day of its last week that lies behind it and counts in it.
        silent_months: Of a longer period of which something was recorded, the months that have begun of which nothing was.
        unassessed_months: Of the other months that a longer period's total reads: month → the names of its printed clauses without a grade.
        begun: Whether its first school day has come.
        provisional: Whether it has not begun, something is not due yet, or awaits its points.
        not_assessed, not_yet_due, unset: The printed clauses without a grade, waiting, or without a figure.
        pending: Facts that await the points a person has to choose (待定).
        not_scored: Facts of the period that no clause selects, or no period counts; the latter alone are `uncounted`.
        duty_records: Of those that no clause selects, the ones that show what was done for a duty (职责凭证).
        outcomes: Outcome id → money, yes/no, or a label.
        verdicts: The same outcomes as lines: what each counted, read, and the place it stands on; before them the
            total, where it has no items and reads other scores.
        disqualifications: Every outcome that is a yes, for whom and when; those of former head teachers among them.
    """

    period: Period
    school_class: SchoolClass
    teacher: Tenure | None
    services: tuple[Service, ...]
    vacancies: tuple[Vacancy, ...] = ()
    book: Book
    recorded: bool
    silent_months: tuple[str, ...] = ()
    unassessed_months: Mapping[str, Message] = attrs.field(factory=dict)
    begun: bool
    provisional: bool
    total: Decimal
    items: tuple[ItemLine, ...]
    not_assessed: tuple[str, ...]
    not_yet_due: tuple[str, ...]
    unset: tuple[str, ...]
    pending: tuple[str, ...]
    not_scored: tuple[str, ...]
    uncounted: tuple[str, ...]
    duty_records: tuple[str, ...] = ()
    outcomes: dict[str, lang.Value | None]
    verdicts: tuple[ClauseLine, ...]
    disqualifications: tuple[Disqualification, ...]
    results: Results = attrs.field(repr=False, eq=False)

    @property
    def exact_comparisons(self) -> tuple[ExactComparison, ...]:
        """What was compared as it is, where two decimals would show something else."""
        return tuple(find_exact_comparisons(self.results.values()))

    @property
    def table_gaps(self) -> tuple[TableGap, ...]:
        """What was measured, and no row of a table takes."""
        return tuple(find_table_gaps(self.results.values()))

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """The parts of a weighted total of which nothing was recorded (缺项), its own and those of totals that it reads."""
        total = self.book.total_of(self.period.per)
        missing = frozenset[str]() if total is None else self.results[total.key].missing
        return tuple(node.id for node in self.book.nodes.values() if node.key in missing) if missing else ()

    @property
    def is_provisional(self) -> bool:
        """Whether its total can still change (暂定): something waits, or a part of it is missing and may come."""
        return self.provisional or bool(self.missing_parts)

    def name_clauses(self, ids: Iterable[str]) -> Message:
        """Name printed clauses, those of an earlier rulebook too: by their number, else in Chinese by their title."""
        carried = (result.node for result in self.results.values())
        return name_clauses([*self.book.nodes.values(), *carried], ids)

    @property
    def assessed(self) -> bool:
        """Whether the total is worth anything at all: what was never assessed is no 0 (没有评定不是0分)."""
        total = self.book.total_of(self.period.per)
        return total is not None and self.results[total.key].exact is not None


def build_statement(scope: Scope) -> Statement | Problem:
    """Build the statement of a class and period; a problem where the rulebook has no total for such a period."""
    book, period = scope.schedule.book, scope.period
    total = book.total_of(period.per)
    if total is None:
        return _explain_no_total(scope)
    register, class_id = scope.view.school.register, scope.school_class.id
    services = find_services(register, scope.calendar, class_id, period)
    teacher = register.tenure_on(class_id, scope.calendar.last_school_day(period))
    results = evaluate_nodes(scope)
    printed = (*(items := book.children(total.key)), *(outcomes := book.outcomes_of(period.per)))
    read = (node for node in book.nodes.values() if node.heading == "value")
    facts = [current for current in scope.current_facts if period.covers(current.fact.on)]
    not_scored = _list_not_scored(scope, facts, results)
    verdicts = outcomes if total.gathers else (total, *outcomes)
    begun = scope.calendar.first_school_day(period) <= scope.view.school.as_of
    return Statement(
        period=period,
        school_class=scope.school_class,
        teacher=teacher,
        services=services,
        vacancies=find_vacancies(register, class_id, period, services),
        book=scope.schedule.last,
        recorded=any(_is_of_period(scope, each) and not _is_uncounted(scope, each) for each in scope.current_facts),
        silent_months=(silent := _list_silent_months(scope, facts)),
        unassessed_months=list_unassessed_months(scope, results, silent),
        begun=begun,
        provisional=not begun or any(result.provisional or result.pending for result in results.values()),
        total=results[total.key].points,
        items=tuple(_build_item_line(book, item, results) for item in items),
        not_assessed=find_printed_clauses(book, printed, [k for k, r in results.items() if is_not_assessed(book, r)]),
        not_yet_due=find_printed_clauses(book, printed, [key for key, r in results.items() if r.waiting]),
        unset=find_printed_clauses(book, (*printed, *read), _list_unset(scope, results)),
        pending=tuple(sorted(frozenset().union(*(result.pending for result in results.values())))),
        not_scored=tuple(each.id for each in not_scored),
        uncounted=tuple(each.id for each in not_scored if _is_uncounted(scope, each)),
        duty_records=tuple(each.id for each in not_scored if _is_duty_record(scope, each)),
        outcomes={node.id: results[node.key].value for node in outcomes},
        verdicts=tuple(_build_clause_line(book, node, results) for node in verdicts),
        disqualifications=_list_disqualifications(scope, outcomes, teacher, services),
        results=results,
    )


def _list_disqualifications(
    scope: Scope, outcomes: tuple[Node, ...], teacher: Tenure | None, services: Iterable[Service]
) -> tuple[Disqualification, ...]:
    served = [service.teacher for service in services]
    return find_disqualifications(scope, outcomes, teacher.teacher if teacher else None, served)


_LENGTHS = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "term": "学期", "year": "学年"}


def _explain_no_total(scope: Scope) -> Problem:
    last, per = scope.schedule.last, scope.period.per
    lengths = dict.fromkeys(node.per for node in last.nodes.values() if node.id.split(".", 1)[0] == TOTAL)
    zh, en = "、".join(map(_name_length, lengths)), ", ".join(lengths)
    return Problem(
        code="statement.no-total",
        what=Message(
            f"规则“{last.title}”不按{_name_length(per)}考核({scope.period.name})",
            f"rulebook {last.id!r} has no total per {per} ({scope.period.name})",
        ),
        expected=Message(f"它的总分按{zh}", f"its totals are per {en}"),
    )


def _name_length(per: str) -> str:
    """Name the length of a period in Chinese: `2 weeks` is 2周."""
    return _LENGTHS.get(per, per.replace(" weeks", "周").replace(" months", "个月"))


# Lines


def _build_item_line(book: Book, item: Node, results: Results) -> ItemLine:
    """One item with its columns and its clauses; an item that counts by itself is its own one clause."""
    result = results[item.key]
    bound = result.node.bound
    clauses = book.children(item.key) or (() if item.gathers else (item,))
    return ItemLine(
        id=item.id,
        title=item.title,
        cite=item.cite,
        standard=round_to_step(Fraction(bound.cap)) if isinstance(bound.cap, Decimal | Fraction) else None,
        base=item.base if isinstance(item.base, Decimal) else ZERO,
        earned=round_to_step(result.earned),
        deducted=round_to_step(result.deducted),
        bonus=round_to_step(result.bonus),
        score=result.points,
        clauses=tuple(_build_clause_line(book, node, results) for node in clauses),
        assessed=result.exact is not None,
        weight=item.weight,
    )


def _build_clause_line(book: Book, node: Node, results: Results) -> ClauseLine:
    """One printed clause with its parts."""
    result = results[node.key]
    children = book.children(node.key)
    parts = tuple(_build_clause_line(book, child, results) for child in children if child.key in results)
    counted = [row for value in result.period_values for row in value.counted]
    facts = tuple(row.fact for row in counted if row.fact)
    return ClauseLine(
        key=node.key,
        id=node.id,
        title=node.title,
        cite=node.cite,
        reading=node.reading,
        tally=result.tally,
        points=result.points,
        facts=facts or tuple(fact for part in parts for fact in part.facts),
        state=result.state,
        value=result.value,
        place=next((value.place for value in result.period_values if value.place is not None), None),
        scores=tuple((row.source, row.period, row.number) for row in counted if row.source),
        excused=tuple(fact for value in result.period_values for fact in value.excused),
        pending=tuple(fact for value in result.period_values for fact in value.pending),
        weight=node.weight,
        parts=parts,
    )


# Remarks


def _list_unset(scope: Scope, results: Results) -> list[str]:
    """The nodes of which some figure is not set (待定), or that counted a fact whose price is not."""
    nodes = scope.schedule.book.nodes
    facts = {current.id: current for current in scope.current_facts}
    keys = [key for key in results if not nodes[key].fixed and lang.UNSET in nodes[key].figures]
    return keys + [key for key, result in results.items() if _counts_unset_price(scope, result, facts)]


def _counts_unset_price(scope: Scope, result: Result, facts: dict[str, CurrentFact]) -> bool:
    rule = result.node.number
    if not isinstance(rule, lang.Priced):
        return False
    rows = (row for value in result.period_values for row in value.counted)
    kinds = scope.schedule.book.kinds
    counted = (facts[row.fact] for row in rows if row.fact in facts)
    return any(find_price(rule, kinds.get(c.fact.kind), c) is None for c in counted)


def _list_not_scored(scope: Scope, facts: list[CurrentFact], results: Results) -> list[CurrentFact]:
    """The facts that no clause selected, nor would select once due or in another period, and the uncounted ones.

    A clause that does not apply takes none; where it is worth something all the same (否则), it speaks for its facts.
    """
    book, school = scope.schedule.book, scope.view.school
    values = (value for result in results.values() for value in result.period_values)
    scored = {row.fact for value in values for row in value.rows}
    silent = [result.node.source for result in results.values() if result.state == "not-applicable"]

    def is_selected(current: CurrentFact) -> bool:
        in_force = school.find_book(current.fact.class_id, current.fact.on) is not None
        rules = (rule for rule in book.rules_of(current.fact.kind) if not any(rule is source for source in silent))
        selected = any(selects_fact(book, rule, current) for rule in rules)
        return in_force and selected and not _is_uncounted(scope, current)

    return [each for each in facts if each.id not in scored and not is_selected(each)]


def _list_silent_months(scope: Scope, facts: list[CurrentFact]) -> tuple[str, ...]:
    """List the months of a longer period that have begun of which nothing was recorded; none where nothing was at all."""
    if rank_length(scope.period.per) <= rank_length("month"):
        return ()
    period, as_of = scope.period, scope.view.school.as_of
    days = [day for day in scope.calendar.school_days_in(period) if day <= as_of]
    months = dict.fromkeys(month_of(day).name for day in days)
    told = {month_of(current.fact.on).name for current in facts}
    return tuple(month for month in months if month not in told) if told else ()


def _is_of_period(scope: Scope, current: CurrentFact) -> bool:
    """Whether a fact belongs to the period: by its day, or as one of a week that counts in it."""
    book, on = scope.schedule.book, current.fact.on
    return scope.period.covers(on) or any(
        scope.period_of(node.per, on) == scope.period and selects_fact(book, node.source, current)
        for node in book.nodes.values()
        if isinstance(node.source, lang.FactRows)
    )


def _is_duty_record(scope: Scope, current: CurrentFact) -> bool:
    """Whether a fact that no clause selects shows what was done for a duty."""
    return is_duty_record(current.fact.kind) and not _is_uncounted(scope, current)


def _is_uncounted(scope: Scope, current: CurrentFact) -> bool:
    """Whether no period counts a fact, since each in which a clause would has no school day."""
    return bool(list_periods_without_school_day(scope.view.school.register, scope.schedule.book, current.fact))

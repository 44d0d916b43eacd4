"""Entitlements (应得): what a month owes each head teacher — the scheme's amount of each class by school days served, and the allowance."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO, apportion
from bzr_domain.pay.events import PayPart
from bzr_domain.pay.schemes import find_named_schemes, split_names
from bzr_domain.pay.seniority_allowance import Allowance, compute_allowances
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.services import Service
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class Entitlement:
    """What a month owes one head teacher (应得), in yuan.

    Attributes:
        parts: What each class gives.
        base, assessment: What the assessment would give at best, and gives: the shares of all parts.
        seniority: The seniority allowance (班主任龄奖励).
    """

    teacher: str
    name: str
    parts: tuple[PayPart, ...] = ()
    base: Decimal = ZERO
    assessment: Decimal = ZERO
    seniority: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The assessment and the allowance together."""
        return self.assessment + self.seniority


@attrs.frozen(kw_only=True)
class ScoredMonth:
    """A month's statements, and its seniority allowances; None where no rulebook of an allowance is named."""

    statements: list[Statement]
    allowances: list[Allowance] | None
    school_days: int

    @property
    def books(self) -> list[Book]:
        """The rulebooks of the statements, each once."""
        return list({statement.book.digest: statement.book for statement in self.statements}.values())


def score_month(school: LoadedSchool, month: Period, classes: Iterable[str], allowance: Book | None) -> ScoredMonth:
    """Score a month for some classes, and the seniority allowance for everybody; a class without a statement is left out."""
    assessed = (assess_loaded_class(school, class_id, month) for class_id in classes)
    return ScoredMonth(
        statements=[statement for statement in assessed if isinstance(statement, Statement)],
        allowances=None if allowance is None else compute_allowances(replace_rulebook(school, allowance), month),
        school_days=len(school.calendar.school_days_in(month)),
    )


def compute_entitlements(scored: ScoredMonth, scheme: str) -> dict[str, Entitlement]:
    """Return what a month owes each head teacher, by teacher, in the order of the classes.

    The seniority allowance makes a line by itself. For days on which a class had nobody, nobody is paid.

    Args:
        scheme: The outcomes that pay, one of each rulebook, as `bzr_domain.pay.schemes.choose_schemes` tells them.
    """
    names: dict[str, str] = {}
    parts: dict[str, list[PayPart]] = {}
    for statement in scored.statements:
        for service, part in _list_parts(statement, scheme, scored.school_days):
            names.setdefault(service.teacher, service.name)
            parts.setdefault(service.teacher, []).append(part)
    allowances = {allowance.teacher: allowance for allowance in scored.allowances or () if allowance.amount}
    for teacher, allowance in allowances.items():
        names.setdefault(teacher, allowance.name)
    base = share_amounts(parts, lambda part: part.full)
    assessment = share_amounts(parts, lambda part: part.amount)
    return {
        teacher: Entitlement(
            teacher=teacher,
            name=name,
            parts=tuple(parts.get(teacher, ())),
            base=sum(base.get(teacher, ()), ZERO),
            assessment=sum(assessment.get(teacher, ()), ZERO),
            seniority=allowances[teacher].amount if teacher in allowances else ZERO,
        )
        for teacher, name in names.items()
    }


def share_amounts(
    parts: Mapping[str, Sequence[PayPart]], amount_of: Callable[[PayPart], Decimal]
) -> dict[str, list[Decimal]]:
    """Share what each class gives among its head teachers by school days served, to the cent; the shares add up to it.

    Args:
        parts: Teacher → parts, as they stand on the sheet.
        amount_of: Which amount of a part's class is shared.

    Returns:
        Teacher → the share of each part, in the order of the parts.
    """
    shares = {teacher: [ZERO for _ in served] for teacher, served in parts.items()}
    places: dict[str, list[tuple[str, int]]] = {}
    for teacher, served in parts.items():
        for place, part in enumerate(served):
            places.setdefault(part.class_id, []).append((teacher, place))
    for of_class in places.values():
        served_parts = [parts[teacher][place] for teacher, place in of_class]
        exact = [Fraction(amount_of(part)) * part.served / part.school_days for part in served_parts]
        for (teacher, place), share in zip(of_class, apportion(exact), strict=True):
            shares[teacher][place] = share
    return shares


def _list_parts(statement: Statement, scheme: str, school_days: int) -> Iterator[tuple[Service, PayPart]]:
    """Yield who served a class with what the class gives; nobody where its rulebook has none of the schemes."""
    chosen = find_named_schemes(statement.book, split_names(scheme))
    node = next((node for node in statement.book.outcomes_of("month") if node.id in chosen), None)
    if node is None:
        return
    value = statement.outcomes.get(node.id)
    amount = value if isinstance(value, Decimal) else ZERO
    for service in statement.services:
        part = PayPart(
            class_id=statement.school_class.id,
            total=statement.total,
            full=_find_highest(node, amount),
            amount=amount,
            served=service.school_days,
            school_days=school_days,
        )
        yield service, part


def _find_highest(node: Node, amount: Decimal) -> Decimal:
    """Return the highest amount that an outcome can give: its cap, or the highest in its table."""
    if isinstance(node.bound.cap, Decimal):
        return node.bound.cap
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    values = [*(row.gives for row in rows), node.otherwise]
    return max([amount, *(value for value in values if isinstance(value, Decimal))])

"""Entitlements (应得): what a month owes each head teacher — the scheme's amount of each class by school days served, and the allowance."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import ZERO, apportion
from bzr_domain.pay.events import PayPart
from bzr_domain.pay.schemes import find_named_schemes, split_names
from bzr_domain.pay.seniority_allowance import Allowance
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
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


def compute_entitlements(
    statements: Iterable[Statement], scheme: str, school_days: int, allowances: Iterable[Allowance] = ()
) -> dict[str, Entitlement]:
    """Return what a month owes each head teacher, by teacher, in the order of the classes.

    Args:
        statements: The statements of all classes under the rulebooks adopted; one without a scheme gives nothing.
        scheme: The outcomes that pay, one of each rulebook, as `bzr_domain.pay.schemes.choose_schemes` tells them.
        school_days: How many the month has; for days on which a class had nobody, nobody is paid.
        allowances: The seniority allowance of each, which makes a line by itself.
    """
    entitlements: dict[str, Entitlement] = {}
    for statement in statements:
        for teacher, name, part in _list_parts(statement, scheme, school_days):
            entitlement = entitlements.get(teacher, Entitlement(teacher=teacher, name=name))
            entitlements[teacher] = attrs.evolve(entitlement, parts=(*entitlement.parts, part))
    for allowance in allowances:
        if allowance.amount:
            entitlement = entitlements.get(
                allowance.teacher, Entitlement(teacher=allowance.teacher, name=allowance.name)
            )
            entitlements[allowance.teacher] = attrs.evolve(entitlement, seniority=allowance.amount)
    parts = {teacher: entitlement.parts for teacher, entitlement in entitlements.items()}
    base = share_amounts(parts, lambda part: part.full)
    assessment = share_amounts(parts, lambda part: part.amount)
    return {
        teacher: attrs.evolve(
            entitlement, base=sum(base[teacher], ZERO), assessment=sum(assessment[teacher], ZERO)
        )
        for teacher, entitlement in entitlements.items()
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
        exact = [_compute_share(parts[teacher][place], amount_of) for teacher, place in of_class]
        for (teacher, place), share in zip(of_class, apportion(exact), strict=True):
            shares[teacher][place] = share
    return shares


def _compute_share(part: PayPart, amount_of: Callable[[PayPart], Decimal]) -> Fraction:
    return Fraction(amount_of(part)) * part.served / part.school_days


def _list_parts(statement: Statement, scheme: str, school_days: int) -> Iterator[tuple[str, str, PayPart]]:
    """Yield each head teacher of a class with what the class gives; nobody where its rulebook has none of the schemes."""
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
        yield service.teacher, service.name, part


def _find_highest(node: Node, amount: Decimal) -> Decimal:
    """Return the highest amount that an outcome can give: its cap, or the highest in its table."""
    if isinstance(node.bound.cap, Decimal):
        return node.bound.cap
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    values = [*(row.gives for row in rows), node.otherwise]
    return max([amount, *(value for value in values if isinstance(value, Decimal))])

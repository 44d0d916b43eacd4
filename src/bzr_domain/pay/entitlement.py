"""What a month gives each head teacher (应得): the scheme's amount of each class by school days served, and the allowance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import ZERO, apportion
from bzr_domain.pay.events import PayPart
from bzr_domain.pay.schemes import named, names
from bzr_domain.pay.seniority_allowance import Allowance
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class Due:
    """What a month gives one head teacher (应得), in yuan.

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
        """All of it."""
        return self.assessment + self.seniority


def due(
    statements: Iterable[Statement], scheme: str, school_days: int, allowances: Iterable[Allowance] = ()
) -> dict[str, Due]:
    """What a month gives each head teacher, by teacher, in the order of the classes.

    Args:
        statements: The statements of all classes under the rulebooks adopted; one without a scheme gives nothing.
        scheme: The outcomes that pay, one of each rulebook, as `bzr_domain.pay.schemes.chosen` tells them.
        school_days: How many the month has; for days on which a class had nobody, nobody is paid.
        allowances: The seniority allowance of each, which makes a line by itself.
    """
    found: dict[str, Due] = {}
    for statement in statements:
        for teacher, name, part in _parts(statement, scheme, school_days):
            known = found.get(teacher, Due(teacher=teacher, name=name))
            found[teacher] = attrs.evolve(known, parts=(*known.parts, part))
    for one in allowances:
        if one.amount:
            known = found.get(one.teacher, Due(teacher=one.teacher, name=one.name))
            found[one.teacher] = attrs.evolve(known, seniority=one.amount)
    parts = {who: one.parts for who, one in found.items()}
    base, assessment = shares(parts, lambda part: part.full), shares(parts, lambda part: part.amount)
    return {
        who: attrs.evolve(one, base=sum(base[who], ZERO), assessment=sum(assessment[who], ZERO))
        for who, one in found.items()
    }


def shares(
    parts: Mapping[str, Sequence[PayPart]], amount: Callable[[PayPart], Decimal]
) -> dict[str, list[Decimal]]:
    """What falls to each part by the school days served, to the cent: those of one class add up to what it gives.

    Args:
        parts: Teacher → parts, as they stand on the sheet.
        amount: What is shared of a part's class.
    """
    found = {who: [ZERO for _ in own] for who, own in parts.items()}
    places: dict[str, list[tuple[str, int]]] = {}
    for who, own in parts.items():
        for place, part in enumerate(own):
            places.setdefault(part.class_id, []).append((who, place))
    for served in places.values():
        exact = [_exact(parts[who][place], amount) for who, place in served]
        for (who, place), one in zip(served, apportion(exact), strict=True):
            found[who][place] = one
    return found


def _exact(part: PayPart, amount: Callable[[PayPart], Decimal]) -> Fraction:
    return Fraction(amount(part)) * part.served / part.school_days


def _parts(statement: Statement, scheme: str, school_days: int) -> Iterable[tuple[str, str, PayPart]]:
    """Whoever had the class, with what it gives them; nobody where its rulebook has none of the schemes."""
    wanted = named(statement.book, names(scheme))
    node = next((one for one in statement.book.outcomes_of("month") if one.id in wanted), None)
    if node is None:
        return
    value = statement.outcomes.get(node.id)
    amount = value if isinstance(value, Decimal) else ZERO
    for service in statement.services:
        yield (
            service.teacher,
            service.name,
            PayPart(
                class_id=statement.school_class.id,
                total=statement.total,
                full=_full(node, amount),
                amount=amount,
                served=service.school_days,
                school_days=school_days,
            ),
        )


def _full(node: Node, amount: Decimal) -> Decimal:
    """The highest that an outcome can give: its cap, or the most that its words print."""
    if isinstance(node.bound.cap, Decimal):
        return node.bound.cap
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    printed = [*(row.gives for row in rows), node.otherwise]
    return max([amount, *(one for one in printed if isinstance(one, Decimal))])

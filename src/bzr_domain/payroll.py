"""What a month's sheet says (计算绩效): each head teacher's pay from the statements, and what paid months owe besides."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.pay_events import Adjustment, PayLine, PayPart
from bzr_domain.quantities import ZERO, to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import Statement

MONEY = "元"
ALLOWANCE = "allowance"


@attrs.frozen(kw_only=True)
class Due:
    """What a month gives one head teacher (应得), in yuan.

    Attributes:
        parts: What each class gives, by the school days served.
        seniority: The seniority allowance (班主任龄奖励).
    """

    teacher: str
    name: str
    parts: tuple[PayPart, ...] = ()
    seniority: Decimal = ZERO

    @property
    def assessment(self) -> Decimal:
        """What the assessment gives, over all classes."""
        return sum((share(part.amount, part) for part in self.parts), ZERO)

    @property
    def base(self) -> Decimal:
        """What the assessment would give at best."""
        return sum((share(part.full, part) for part in self.parts), ZERO)

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.assessment + self.seniority


def schemes(book: Book) -> list[str]:
    """The outcomes of a month that say what its assessment pays: money, and not the allowance."""
    return [one.id for one in book.outcomes_of("month") if one.unit == MONEY and one.id != ALLOWANCE]


def share(amount: Decimal, part: PayPart) -> Decimal:
    """The part of an amount that falls to the school days served, to the cent."""
    return to_step(Fraction(amount) * part.served / part.school_days) if part.school_days else ZERO


def due(
    statements: Iterable[Statement], scheme: str, school_days: int, allowances: Iterable[Statement] = ()
) -> dict[str, Due]:
    """What a month gives each head teacher, by teacher, in the order of the classes.

    Args:
        statements: The statements of all classes under the rulebooks adopted; one without the scheme gives nothing.
        school_days: How many the month has; for days on which a class had nobody, nobody is paid.
        allowances: The statements of the same classes under the rulebook of the seniority allowance.
    """
    found: dict[str, Due] = {}
    for statement in statements:
        for service in statement.services:
            part = PayPart(
                class_id=statement.school_class.id,
                total=statement.total,
                full=_full(statement, scheme),
                amount=_money(statement.outcomes.get(scheme)),
                served=service.school_days,
                school_days=school_days,
            )
            known = found.get(service.teacher, Due(teacher=service.teacher, name=service.name))
            found[service.teacher] = attrs.evolve(known, parts=(*known.parts, part))
    for statement in allowances:
        head = statement.teacher
        amount = _money(statement.outcomes.get(ALLOWANCE))
        if head is not None and head.teacher in found:
            found[head.teacher] = attrs.evolve(found[head.teacher], seniority=amount)
    return found


def _money(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _full(statement: Statement, scheme: str) -> Decimal:
    """The highest that an outcome can give: its cap, or the most that its words print."""
    node = next((one for one in statement.book.outcomes_of("month") if one.id == scheme), None)
    amount = _money(statement.outcomes.get(scheme))
    if node is None:
        return amount
    if isinstance(node.bound.cap, Decimal):
        return node.bound.cap
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    printed = [*(row.gives for row in rows), node.otherwise]
    return max([amount, *(one for one in printed if isinstance(one, Decimal))])


def sheet_lines(
    now: Mapping[str, Due],
    earlier: Mapping[str, Mapping[str, Due]],
    given: Mapping[tuple[str, str], tuple[PayLine, ...]],
) -> tuple[PayLine, ...]:
    """The lines of a sheet: what the month gives, and the difference to what paid months have given so far.

    Nobody is paid less than nothing: what cannot be taken back this month is left for the next sheet.

    Args:
        now: What the month gives, by teacher.
        earlier: For each paid month, what it gives as known now, by teacher.
        given: What the paid sheets gave, as `bzr_domain.paysheet.given` tells it.
    """
    names = {who: one.name for dues in (*earlier.values(), now) for who, one in dues.items()}
    names |= {who: lines[0].name for (_, who), lines in given.items() if who not in names}
    lines = [_line(who, names[who], now.get(who), earlier, given) for who in dict.fromkeys([*now, *names])]
    return tuple(line for line in lines if line.teacher in now or line.adjustments)


def _line(
    who: str,
    name: str,
    own: Due | None,
    earlier: Mapping[str, Mapping[str, Due]],
    given: Mapping[tuple[str, str], tuple[PayLine, ...]],
) -> PayLine:
    mine = own or Due(teacher=who, name=name)
    found = [
        _adjustment(period, dues.get(who), given.get((period, who), ())) for period, dues in earlier.items()
    ]
    adjustments = _affordable(mine.total, [one for one in found if one.amount])
    return PayLine(
        teacher=who,
        name=name,
        base=mine.base,
        assessment=mine.assessment,
        seniority=mine.seniority,
        parts=mine.parts,
        adjustments=adjustments,
        payable=mine.total + sum((one.amount for one in adjustments), ZERO),
    )


def _adjustment(period: str, owed: Due | None, lines: Iterable[PayLine]) -> Adjustment:
    paid = sum((for_month(line, period) for line in lines), ZERO)
    amount = ZERO if owed is None else owed.total
    return Adjustment(period=period, paid=paid, owed=amount, amount=amount - paid)


def for_month(line: PayLine, period: str) -> Decimal:
    """What a line of a paid sheet gave for a month: its own pay, or its adjustment."""
    adjusted = [one.amount for one in line.adjustments if one.period == period]
    return sum(adjusted, ZERO) if adjusted else line.assessment + line.seniority


def _affordable(pay: Decimal, wanted: list[Adjustment]) -> tuple[Adjustment, ...]:
    """Additions whole; then deductions in the order of the months, as far as what there is reaches."""
    left = pay + sum((one.amount for one in wanted if one.amount > 0), ZERO)
    found = []
    for one in wanted:
        amount = one.amount if one.amount > 0 else -min(left, -one.amount)
        left += min(amount, ZERO)
        if amount:
            found.append(attrs.evolve(one, amount=amount))
    return tuple(found)

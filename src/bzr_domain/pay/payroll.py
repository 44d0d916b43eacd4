"""What a month's sheet says (计算绩效): each head teacher's pay, and what paid months owe or are owed besides."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import Due
from bzr_domain.pay.events import Adjustment, PayLine


def sheet_lines(
    now: Mapping[str, Due],
    earlier: Mapping[str, Mapping[str, Due]],
    given: Mapping[tuple[str, str], tuple[PayLine, ...]],
) -> tuple[PayLine, ...]:
    """The lines of a sheet: what the month gives, and the difference to what paid months have given so far.

    Nobody is paid less than nothing: what cannot be taken back this month is left for the next sheet, and stands on this
    one as outstanding, even of somebody who is paid nothing any more.

    Args:
        now: What the month gives, by teacher.
        earlier: For each paid month, what it gives as known now, by teacher.
        given: What the paid sheets gave, as `bzr_domain.pay.pay_sheet.given` tells it.
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


def outstanding(adjustments: Iterable[Adjustment]) -> Decimal:
    """What was paid too much and is not taken back yet (未扣回), in yuan, at least 0."""
    return sum((one.paid + one.amount - one.owed for one in adjustments), ZERO)


def _affordable(pay: Decimal, wanted: list[Adjustment]) -> tuple[Adjustment, ...]:
    """Additions whole; then deductions in the order of the months, as far as what there is reaches: down to 0."""
    left = pay + sum((one.amount for one in wanted if one.amount > 0), ZERO)
    found = []
    for one in wanted:
        amount = one.amount if one.amount > 0 else -min(left, -one.amount)
        left += min(amount, ZERO)
        found.append(attrs.evolve(one, amount=amount))
    return tuple(found)

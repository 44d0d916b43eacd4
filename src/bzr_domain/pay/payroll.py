"""What a month's sheet says (计算绩效): each head teacher's pay, and the adjustments of months already paid."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import attrs

from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import Entitlement
from bzr_domain.pay.events import Adjustment, PayLine, PayPrepared
from bzr_domain.pay.pay_sheet import list_paid_lines
from bzr_domain.pay.schemes import split_names
from bzr_domain.pay.scored_month import choose_month_schemes, recompute_paid_month, score_month
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool

Entitlements = Mapping[str, Entitlement]
"""Teacher → what a month owes."""
PaidLines = Mapping[tuple[str, str], tuple[PayLine, ...]]
"""Month and teacher → the lines of paid sheets with something for that month."""


def fill_in_sheet(
    school: LoadedSchool,
    month: Period,
    scheme: str,
    allowance: str,
    paid: Sequence[PayPrepared],
    books: Mapping[str, Book],
) -> PayPrepared | Refused:
    """Return what a month's sheet says as known now, with what paid months owe as adjustments.

    Args:
        school: The school, with every fact that the month and the paid months are scored from.
        scheme: The outcomes that say what the assessment pays, by name; a rulebook that has only one needs no name.
        allowance: The digest of the rulebook of the seniority allowance; empty where there is none.
        paid: What the paid sheets say.
        books: Digest → rulebook, that of the allowance among them.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named.
    """
    scored = score_month(school, month, books.get(allowance))
    if isinstance(scored, Refused):
        return scored
    chosen = choose_month_schemes(scored, month.name, scheme)
    owed: dict[str, Entitlements] = {}
    for sheet in paid:
        recomputed = recompute_paid_month(school, sheet, books.get(sheet.allowance), split_names(chosen))
        if isinstance(recomputed, Refused):
            return recomputed
        owed[sheet.period] = recomputed
    lines = compute_lines(scored.compute_entitlements(chosen), owed, list_paid_lines(paid))
    return PayPrepared(period=month.name, scheme=chosen, allowance=allowance, lines=lines, on=school.as_of)


def compute_lines(
    month: Entitlements, owed: Mapping[str, Entitlements], paid: PaidLines
) -> tuple[PayLine, ...]:
    """Return the lines of a sheet: what the month owes, and what paid months owe beyond what they have given.

    Nobody is paid less than nothing: what cannot be taken back this month is left for the next sheet, and stands on this
    one as outstanding, even of somebody who is paid nothing any more.

    Args:
        month: What the month owes, by teacher.
        owed: For each paid month, what it owes as known now, by teacher.
        paid: What the paid sheets gave, as `bzr_domain.pay.pay_sheet.list_paid_lines` tells it.
    """
    known = [*owed.values(), month]
    names = {teacher: owed_to.name for entitlements in known for teacher, owed_to in entitlements.items()}
    names |= {teacher: lines[0].name for (_, teacher), lines in paid.items() if teacher not in names}
    lines = (
        _compute_line(month.get(teacher, Entitlement(teacher=teacher, name=names[teacher])), owed, paid)
        for teacher in dict.fromkeys([*month, *names])
    )
    return tuple(line for line in lines if line.teacher in month or line.adjustments)


def _compute_line(entitlement: Entitlement, owed: Mapping[str, Entitlements], paid: PaidLines) -> PayLine:
    teacher = entitlement.teacher
    differences = [
        _compute_difference(period, entitlements.get(teacher), paid.get((period, teacher), ()))
        for period, entitlements in owed.items()
    ]
    adjustments = _limit_deductions(
        entitlement.total, [difference for difference in differences if difference.amount]
    )
    return PayLine(
        teacher=teacher,
        name=entitlement.name,
        base=entitlement.base,
        assessment=entitlement.assessment,
        seniority=entitlement.seniority,
        parts=entitlement.parts,
        adjustments=adjustments,
        payable=entitlement.total + sum((adjustment.amount for adjustment in adjustments), ZERO),
    )


def _compute_difference(period: str, owed: Entitlement | None, lines: Iterable[PayLine]) -> Adjustment:
    """Return the whole difference between what a paid month owes and has given so far."""
    paid = sum((find_amount_for(line, period) for line in lines), ZERO)
    amount = ZERO if owed is None else owed.total
    return Adjustment(period=period, paid=paid, owed=amount, amount=amount - paid)


def find_amount_for(line: PayLine, period: str) -> Decimal:
    """Return what a line of a paid sheet gave for a month, in yuan: its own pay, or its adjustment."""
    adjusted = [adjustment.amount for adjustment in line.adjustments if adjustment.period == period]
    return sum(adjusted, ZERO) if adjusted else line.assessment + line.seniority


def sum_outstanding(adjustments: Iterable[Adjustment]) -> Decimal:
    """Return what was paid too much and is not taken back yet (未扣回), in yuan, at least 0."""
    return sum((adjustment.paid + adjustment.amount - adjustment.owed for adjustment in adjustments), ZERO)


def _limit_deductions(pay: Decimal, differences: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Return additions whole, and deductions in the order of the months until nothing is left to take."""
    differences = list(differences)
    left = pay + sum((difference.amount for difference in differences if difference.amount > 0), ZERO)
    adjustments = []
    for difference in differences:
        amount = difference.amount if difference.amount > 0 else -min(left, -difference.amount)
        left += min(amount, ZERO)
        adjustments.append(attrs.evolve(difference, amount=amount))
    return tuple(adjustments)

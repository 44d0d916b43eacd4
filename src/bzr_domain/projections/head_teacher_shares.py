"""Shares of a class's head teachers (任职各人): what a period comes to for each, where the head teacher changed within it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import ScoredMonth, compute_entitlements
from bzr_domain.pay.schemes import list_schemes
from bzr_domain.register.calendar import Calendar
from bzr_domain.scoring.disqualification import Disqualification
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class HeadTeacherShare:
    """One of several head teachers of a class in a period.

    Attributes:
        first, last: The first and the last school day served.
        school_days: How many school days were served.
        present: Whether it is the head teacher on the period's last school day.
        findings: The outcomes that are a yes for this person: unqualified, vetoed, barred from commendation.
        pay: Scheme → what the months that are over pay for the days served, in yuan.
    """

    teacher: str
    name: str
    first: date
    last: date
    school_days: int
    present: bool
    findings: tuple[Disqualification, ...] = ()
    pay: Mapping[str, Decimal] = attrs.field(factory=dict)


def list_shares(
    statement: Statement, months: Iterable[Statement] = (), calendar: Calendar | None = None
) -> tuple[HeadTeacherShare, ...]:
    """Return the share of each head teacher of a class, in order; none where one person had it throughout.

    Args:
        months: The class's statements of the months within the period.
        calendar: The school's, for the days of a month; None where no months are given.
    """
    present = None if statement.teacher is None else statement.teacher.teacher
    teachers = dict.fromkeys(service.teacher for service in statement.services)
    if len(teachers) <= 1 and set(teachers) <= {present}:
        return ()
    pay = {} if calendar is None else _sum_pay(months, calendar)
    shares = []
    for teacher in teachers:
        services = [service for service in statement.services if service.teacher == teacher]
        share = HeadTeacherShare(
            teacher=teacher,
            name=services[0].name,
            first=services[0].first,
            last=services[-1].last,
            school_days=sum(service.school_days for service in services),
            present=teacher == present,
            findings=tuple(each for each in statement.disqualifications if each.teacher == teacher),
            pay=pay.get(teacher, {}),
        )
        shares.append(share)
    return tuple(shares)


def _sum_pay(months: Iterable[Statement], calendar: Calendar) -> dict[str, dict[str, Decimal]]:
    """Return teacher → scheme → what the months that are over and settled pay by days served."""
    pay: dict[str, dict[str, Decimal]] = {}
    for month in months:
        days = len(calendar.school_days_in(month.period))
        scored = ScoredMonth(statements=[month], allowances=None, school_days=days)
        for scheme in () if month.provisional else list_schemes(month.book):
            for teacher, entitlement in compute_entitlements(scored, scheme).items():
                amounts = pay.setdefault(teacher, {})
                amounts[scheme] = amounts.get(scheme, ZERO) + entitlement.assessment
    return pay

"""Seniority (班主任龄): the whole school years that each head teacher has served, and the allowance for them."""

from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.pay.seniority_allowance import compute_allowances
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import find_services
from bzr_domain.scoring.subjects import count_years_served


@attrs.frozen(kw_only=True)
class Seniority:
    """One head teacher of a month.

    Attributes:
        years: Whole school years served as head teacher at the start of the month.
        allowance: What the month gives for them, in yuan; None where no rulebook in force says so.
    """

    teacher: str
    name: str
    years: int
    allowance: Decimal | None


def project_seniority(school: LoadedSchool, month: Period) -> tuple[Seniority, ...]:
    """Return everybody who had a class on a school day of a month, once each, in the order of the classes."""
    register, calendar = school.register, school.calendar
    amounts = {allowance.teacher: allowance.amount for allowance in compute_allowances(school, month)}
    names = {
        service.teacher: service.name
        for class_id in register.classes
        for service in find_services(register, calendar, class_id, month)
    }
    return tuple(
        Seniority(
            teacher=teacher,
            name=name,
            years=count_years_served(register, calendar, teacher, month),
            allowance=amounts.get(teacher),
        )
        for teacher, name in names.items()
    )

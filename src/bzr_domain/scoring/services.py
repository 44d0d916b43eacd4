"""Services (任职): who had a class for which school days of a period, and on which of them nobody was its head teacher."""

from datetime import date
from itertools import groupby

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import Vacancy
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen(kw_only=True)
class Service:
    """Who had the class for part of the period: first and last school day served, and how many."""

    teacher: str
    name: str
    first: date
    last: date
    school_days: int


def find_services(register: SchoolRegister, calendar: Calendar, class_id: str, period: Period) -> tuple[Service, ...]:
    """Find who had the class on a period's school days, in order; a tenure written in several lines is one service."""
    tenures = [(day, register.tenure_on(class_id, day)) for day in calendar.school_days_in(period)]
    services = []
    for _, stretch in groupby(tenures, key=lambda pair: pair[1] and pair[1].teacher):
        days = list(stretch)
        (first, tenure), (last, _) = days[0], days[-1]
        if tenure is not None:
            teacher, name = tenure.teacher, tenure.name
            services.append(Service(teacher=teacher, name=name, first=first, last=last, school_days=len(days)))
    return tuple(services)


def find_vacancies(
    register: SchoolRegister, class_id: str, period: Period, services: tuple[Service, ...]
) -> tuple[Vacancy, ...]:
    """Find the stretches of a period's school days that belong to no service; where all belong to one, nothing is looked up."""
    days = register.calendars[class_id].school_days_in(period)
    complete = sum(service.school_days for service in services) == len(days)
    return () if complete else register.list_vacancies(class_id, period)

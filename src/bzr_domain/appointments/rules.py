"""What an appointment has to satisfy (聘任条件), each rule with the article that says it."""

from datetime import date

from bzr_domain.appointments.conditions import check_waivers, list_unmet_conditions
from bzr_domain.appointments.events import AppointmentProposed, AppointmentStarted
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import year_of
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.school_register import SchoolRegister

_OCTOBER, _MAY, _LAST_OF_MAY = 10, 5, 31
_TWELVE_MONTHS = 365
"""Days, the first and the last included."""


def is_first_time(register: SchoolRegister, candidate: AppointmentProposed) -> bool:
    """Return whether a teacher was never a head teacher before (初次担任): no earlier tenure, no years before."""
    tenures = [tenure for tenure in register.tenures if tenure.teacher == candidate.teacher]
    earlier = any(tenure.start < candidate.on or tenure.years_before for tenure in tenures)
    return not (earlier or candidate.years_before)


def check_fitness(candidate: AppointmentProposed) -> Refused | None:
    """符合选聘条件后学校方可聘用: what is missing is refused, all of it at once, unless it was excused."""
    name = candidate.name
    names = [candidate.teacher, name]
    if is_among(candidate.mentor or "", names):
        return refuse(f"{name}不能做自己的指导师", f"{name} cannot be their own mentor", "A21 第七条")
    if is_among(candidate.attested or "", names):
        return refuse(
            f"{name}是否符合选聘条件,不能由本人考查",
            f"{name} cannot attest to meeting the selection conditions themselves",
            "A3 第七条",
        )
    return check_waivers(candidate.waivers, list_unmet_conditions(candidate), name)


def lasts_school_year(calendar: Calendar, start: date, until: date | None) -> bool:
    """连续1学年以上: a term covers the days of one school year, or lasts twelve months; open-ended ones do."""
    if until is None:
        return True
    spans = (year_of(date(year, _OCTOBER, 1)) for year in range(start.year - 1, until.year + 1))
    for span in spans:
        # Terms that are not registered yet count from autumn to the end of May.
        days = [
            *calendar.school_days_in(span),
            date(span.first.year, _OCTOBER, 1),
            date(span.last.year, _MAY, _LAST_OF_MAY),
        ]
        if start <= min(days) and max(days) <= until:
            return True
    return (until - start).days + 1 >= _TWELVE_MONTHS


def check_term_length(
    register: SchoolRegister, candidate: AppointmentProposed, letter: AppointmentStarted
) -> Refused | None:
    """担任一个班级的班主任时间一般应连续1学年以上: a shorter term needs an exception."""
    long = lasts_school_year(register.calendar, letter.on, letter.until)
    return check_waivers(letter.waivers, [] if long else ["term"], candidate.name)


def check_training_day(candidate: AppointmentProposed, on: date) -> Refused | None:
    """岗前培训: the training does not come after the first day."""
    trained = candidate.training
    if trained is None or trained <= on:
        return None
    return refuse(
        f"{candidate.name}的岗前培训在{trained},晚于上任的{on}",
        f"{candidate.name} is trained on {trained}, after beginning on {on}",
        "A3 第六条",
    )

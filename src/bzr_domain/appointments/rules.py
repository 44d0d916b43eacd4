"""What an appointment has to satisfy (聘任条件), each rule with the article that says it."""

from datetime import date

from bzr_domain.appointments.class_appointments import Appointment
from bzr_domain.appointments.conditions import excused, unmet
from bzr_domain.appointments.events import AppointmentProposed, AppointmentStarted
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among, plain_name
from bzr_domain.kernel.periods import year_of
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.declaration import ONE_HEAD_TEACHER
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister

_OCTOBER, _MAY, _LAST_OF_MAY = 10, 5, 31
_TWELVE_MONTHS = 365
"""Days, the first and the last included."""


def first_time(register: SchoolRegister, candidate: AppointmentProposed) -> bool:
    """Whether a teacher was never a head teacher before (初次担任): no earlier tenure, no years before."""
    own = [one for one in register.tenures if one.teacher == candidate.teacher]
    earlier = any(one.start < candidate.on or one.years_before for one in own)
    return not (earlier or candidate.years_before)


def fitness(candidate: AppointmentProposed) -> Refused | None:
    """符合选聘条件后学校方可聘用: what is missing is refused, all of it at once, unless it was excused."""
    name = candidate.name
    own = [candidate.teacher, name]
    if is_among(candidate.mentor or "", own):
        reason = Message(f"{name}不能做自己的指导师", f"{name} cannot be their own mentor")
        return Refused(reason=reason, clause="A21 第七条")
    if is_among(candidate.attested or "", own):
        reason = Message(
            f"{name}是否符合选聘条件,不能由本人考查",
            f"{name} cannot attest to meeting the selection conditions themselves",
        )
        return Refused(reason=reason, clause="A3 第七条")
    return excused(candidate.waivers, unmet(candidate), name)


def long_enough(calendar: Calendar, start: date, until: date | None) -> bool:
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


def term(register: SchoolRegister, one: Appointment, event: AppointmentStarted) -> Refused | None:
    """担任一个班级的班主任时间一般应连续1学年以上: a shorter term needs an exception."""
    short = not long_enough(register.calendar, event.on, event.until)
    return excused(event.waivers, ["term"] if short else [], one.proposed.name)


def alone(register: SchoolRegister, tenure: Tenure) -> Refused | None:
    """每个班级应当配备一名班主任: nobody else has the class on a day of the tenure; the very same tenure is no other."""
    others = [one for one in register.tenures if one.class_id == tenure.class_id and one != tenure]
    for other in others:
        if other.overlaps(tenure):
            day = max(other.start, tenure.start)
            reason = Message(
                f"班级“{tenure.class_id}”在{day}的班主任是{other.name}({_span(other).zh});先结束那一任,再聘{tenure.name}",
                f"class {tenure.class_id!r} has {other.name} on {day} ({_span(other).en}); "
                f"end that tenure before {tenure.name} begins",
            )
            return Refused(reason=reason, clause=ONE_HEAD_TEACHER)
    return None


def within_class(register: SchoolRegister, tenure: Tenure) -> Refused | None:
    """担任一个班级的班主任: there is such a class on each day of the tenure (建班, 撤并)."""
    one = register.classes[tenure.class_id]
    if one.holds(tenure.start, tenure.end):
        return None
    reason = Message(
        f"班级“{one.id}”{one.span.zh};聘期{_span(tenure).zh}超出了它的起止",
        f"class {one.id!r} is there {one.span.en}; the term {_span(tenure).en} goes beyond that",
    )
    return Refused(reason=reason, clause=ONE_HEAD_TEACHER)


def one_name(register: SchoolRegister, tenure: Tenure) -> Refused | None:
    """学校建立班主任工作档案: an id is one teacher's, so that the register stays one that a school could declare."""
    for other in register.tenures:
        same_id = plain_name(other.teacher) == plain_name(tenure.teacher)
        if same_id and (other.teacher, other.name) != (tenure.teacher, tenure.name):
            reason = Message(
                f"编号{tenure.teacher}登记的是{other.name}({other.teacher}),不是{tenure.name};"
                "结束这次聘任,换一个编号或姓名再拟定",
                f"the id {tenure.teacher} is that of {other.name} ({other.teacher}), not {tenure.name}; "
                "end this appointment, and propose under another id or name",
            )
            return Refused(reason=reason, clause="A21 第十七条")
    return None


def _span(tenure: Tenure) -> Message:
    if tenure.end is None:
        return Message(f"{tenure.start}起", f"from {tenure.start}")
    return Message(f"{tenure.start}至{tenure.end}", f"{tenure.start} to {tenure.end}")

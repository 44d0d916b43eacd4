"""What an appointment has to satisfy (聘任条件), each rule with the article that says it."""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from bzr_domain.appointment import Appointment
from bzr_domain.appointment_events import AppointmentProposed, AppointmentStarted, Waiver
from bzr_domain.declaration import ONE_HEAD_TEACHER
from bzr_domain.errors import Message, Refused
from bzr_domain.facts import plain_name
from bzr_domain.periods import year_of
from bzr_domain.roster import Tenure
from bzr_domain.school import Register
from bzr_domain.terms import Calendar

ONE_YEAR = "A3 第五条"
"""担任一个班级的班主任时间一般应连续1学年以上."""
_OCTOBER, _MAY, _LAST_OF_MAY = 10, 5, 31
_TWELVE_MONTHS = 365
"""Days, the first and the last included."""


@attrs.frozen(kw_only=True)
class Condition:
    """Something a candidate has to show: its words, the option that states it, and the articles that ask for it."""

    words: Message
    option: Message
    clauses: tuple[str, ...]


CONDITIONS: Mapping[str, Condition] = {
    "training": Condition(
        words=Message("岗前培训", "the pre-service training"),
        option=Message("--training 2024-08-20", "--training 2024-08-20"),
        clauses=("A3 第六条", "A21 第七条"),
    ),
    "mentor": Condition(
        words=Message("结对的指导师", "a mentor"),
        option=Message("--mentor 教师", "--mentor TEACHER"),
        clauses=("A21 第七条",),
    ),
    "certificate": Condition(
        words=Message("心理健康教育C证", "the mental-health C certificate"),
        option=Message("--certificate 编号", "--certificate NUMBER"),
        clauses=("A21 第七条",),
    ),
    "term": Condition(
        words=Message("连续一学年以上的聘期", "a term of a school year or more"),
        option=Message("--to 日期", "--to DAY"),
        clauses=(ONE_YEAR,),
    ),
}
"""What can be missing, and so excused (`--except`)."""


def first_time(register: Register, candidate: AppointmentProposed) -> bool:
    """Whether a teacher was never a head teacher before (初次担任): no earlier tenure, no years before."""
    own = [one for one in register.tenures if one.teacher == candidate.teacher]
    earlier = any(one.start < candidate.on or one.years_before for one in own)
    return not (earlier or candidate.years_before)


def unmet(candidate: AppointmentProposed) -> list[str]:
    """The conditions that a candidate does not meet, excused ones too."""
    wanted = {"certificate": candidate.certificate}
    if candidate.first_time:
        wanted = {"training": candidate.training, "mentor": candidate.mentor} | wanted  # type: ignore[assignment]
    return [name for name, value in wanted.items() if not value]


def fitness(candidate: AppointmentProposed) -> Refused | None:
    """符合选聘条件后学校方可聘用: what is missing is refused, all of it at once, unless it was excused."""
    name = candidate.name
    if candidate.mentor is not None and candidate.mentor in (candidate.teacher, name):
        reason = Message(f"{name}不能做自己的指导师", f"{name} cannot be their own mentor")
        return Refused(reason=reason, clause="A21 第七条")
    return excused(candidate.waivers, unmet(candidate), name)


def excused(waivers: Iterable[Waiver], missing: Iterable[str], name: str) -> Refused | None:
    """Every missing condition needs an exception, with its reason and who approved it; no other may have one."""
    waived = {one.condition: one for one in waivers}
    left = [one for one in missing if one not in waived]
    if left:
        return _missing(left, name)
    for condition, one in waived.items():
        words, clause = CONDITIONS[condition].words, "、".join(CONDITIONS[condition].clauses)
        if condition not in missing:
            reason = Message(
                f"{name}不缺{words.zh},不必作为例外",
                f"{name} does not lack {words.en}: no exception is needed",
            )
            return Refused(reason=reason, clause=clause)
        if not (one.reason.strip() and one.approved_by.strip()):
            reason = Message(
                f"例外“{words.zh}”要写理由和批准人(--reason、--approved-by)",
                f"the exception for {words.en} needs a reason and who approved it (--reason, --approved-by)",
            )
            return Refused(reason=reason, clause=clause)
    return None


def _missing(left: list[str], name: str) -> Refused:
    found = [CONDITIONS[one] for one in left]
    zh = "、".join(f"{one.words.zh}({one.option.zh})" for one in found)
    en = ", ".join(f"{one.words.en} ({one.option.en})" for one in found)
    exceptions = " ".join(f"--except {one}" for one in left)
    reason = Message(
        f"{name}还缺:{zh};确有理由的,记为例外:{exceptions} --reason 理由 --approved-by 批准人",
        f"{name} lacks {en}; with good reason, record an exception: {exceptions} --reason WHY --approved-by WHO",
    )
    clauses = dict.fromkeys(clause for one in found for clause in one.clauses)
    return Refused(reason=reason, clause="、".join(clauses))


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


def term(register: Register, one: Appointment, event: AppointmentStarted) -> Refused | None:
    """担任一个班级的班主任时间一般应连续1学年以上: a shorter term needs an exception."""
    short = not long_enough(register.calendar, event.on, event.until)
    return excused(event.waivers, ["term"] if short else [], one.proposed.name)


def alone(register: Register, tenure: Tenure) -> Refused | None:
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


def one_name(register: Register, tenure: Tenure) -> Refused | None:
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

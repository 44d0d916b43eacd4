"""The conditions of an appointment (选聘条件): what shows that they are met, what excuses a missing one, and their articles."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import attrs

from bzr_domain.appointments.events import AppointmentProposed, AppointmentStarted, Waiver
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import year_of
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.rights import check_right
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister

ONE_YEAR = "A3 第五条"
"""担任一个班级的班主任时间一般应连续1学年以上."""
_OCTOBER, _MAY, _LAST_OF_MAY = 10, 5, 31
_TWELVE_MONTHS = 365
"""Days, the first and the last included."""
_AT_FIRST = ("training", "mentor")
"""What only those need who become head teacher for the first time (初次担任)."""


@attrs.frozen(kw_only=True)
class Condition:
    """Something a candidate has to show: its words, the option that states it, and the articles that ask for it."""

    words: Message
    option: Message
    clauses: tuple[str, ...]


CONDITIONS: Mapping[str, Condition] = {
    "teaches": Condition(
        words=Message("在该班任课", "a subject taught to the class"),
        option=Message("--teaches 学科", "--teaches SUBJECT"),
        clauses=("A3 第五条", "A21 第四条"),
    ),
    "attested": Condition(
        words=Message("选聘条件的考查", "an attestation of the selection conditions"),
        option=Message("--attested-by 考查人", "--attested-by WHO"),
        clauses=("A3 第七条", "A15 一", "A21 第五条"),
    ),
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


@attrs.frozen(kw_only=True)
class Evidence:
    """What the records of a teacher show: the day of the training, the certificate, and the facts that say so."""

    training: date | None = None
    certificate: str | None = None
    facts: tuple[str, ...] = ()


def find_evidence(facts: Iterable[CurrentFact], by: date) -> Evidence:
    """Return what a teacher's facts show by a day: a training for the post (岗前), a certificate (心理健康)."""
    counting = [current for current in facts if current.voided_by is None and current.fact.on <= by]
    trainings = [current for current in counting if _mentions(current, "training.attended", "岗前")]
    certificates = [current for current in counting if _mentions(current, "certificate.held", "心理健康")]
    latest = max(certificates, key=lambda current: (current.fact.on, current.order), default=None)
    return Evidence(
        training=min((current.fact.on for current in trainings), default=None),
        certificate=None if latest is None else latest.fact.note or latest.fact.level,
        facts=tuple(current.id for current in (*trainings, *certificates)),
    )


def _mentions(current: CurrentFact, kind: str, word: str) -> bool:
    return current.fact.kind == kind and word in (current.fact.level or "")


def list_unmet_conditions(candidate: AppointmentProposed) -> list[str]:
    """Return the conditions that a candidate does not meet, excused ones too."""
    needed = [name for name in CONDITIONS if name != "term" and (candidate.first_time or name not in _AT_FIRST)]
    return [name for name in needed if not str(getattr(candidate, name) or "").strip()]


def check_waivers(waivers: Iterable[Waiver], missing: Collection[str], name: str) -> Refused | None:
    """Demand an exception for every missing condition, with its reason and who approved it, and for no other."""
    waived = {waiver.condition: waiver for waiver in waivers}
    unexcused = [condition for condition in missing if condition not in waived]
    if unexcused:
        return _refuse_missing(unexcused, name)
    for condition, waiver in waived.items():
        words, clause = CONDITIONS[condition].words, "、".join(CONDITIONS[condition].clauses)
        if condition not in missing:
            return refuse(
                f"{name}不缺{words.zh},不必作为例外",
                f"{name} does not lack {words.en}: no exception is needed",
                clause,
                code="appointment.exception-not-needed",
            )
        if not (waiver.reason.strip() and waiver.approved_by.strip()):
            return refuse(
                f"例外“{words.zh}”要写理由和批准人(--reason、--approved-by)",
                f"the exception for {words.en} needs a reason and who approved it (--reason, --approved-by)",
                clause,
                code="appointment.exception-incomplete",
            )
    return None


def _refuse_missing(missing: list[str], name: str) -> Refused:
    conditions = [CONDITIONS[condition] for condition in missing]
    needed = Message.listed(c.words + Message(f"({c.option.zh})", f" ({c.option.en})") for c in conditions)
    exceptions = " ".join(f"--except {condition}" for condition in missing)
    reason = Message(
        f"{name}还缺:{needed.zh};确有理由的,记为例外:{exceptions} --reason 理由 --approved-by 批准人",
        f"{name} lacks {needed.en}; with good reason, record an exception: {exceptions} --reason WHY --approved-by WHO",
    )
    clauses = dict.fromkeys(clause for condition in conditions for clause in condition.clauses)
    return Refused(reason=reason, clause="、".join(clauses), code="appointment.conditions-missing")


def check_approvers(
    register: SchoolRegister, candidate: AppointmentProposed, waivers: Iterable[Waiver]
) -> Refused | None:
    """Demand that exceptions were approved by whoever may: not the candidate, and of persons registered, one who decides."""
    for waiver in waivers:
        words = CONDITIONS[waiver.condition].words
        if is_among(waiver.approved_by, [candidate.teacher, candidate.name]):
            return refuse(
                f"例外“{words.zh}”不能由{candidate.name}本人批准",
                f"the exception for {words.en} cannot be approved by {candidate.name}, whom it excuses",
                "、".join(CONDITIONS[waiver.condition].clauses),
                code="appointment.own-approval",
            )
        refusal = check_right(register, waiver.approved_by, "appoint.decide")
        if refusal is not None:
            return refuse(
                f"例外“{words.zh}”的批准人:{refusal.reason.zh}",
                f"who approved the exception for {words.en}: {refusal.reason.en}",
                refusal.clause,
                code="appointment.approver-may-not",
            )
    return None


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
        return refuse(
            f"{name}不能做自己的指导师",
            f"{name} cannot be their own mentor",
            "A21 第七条",
            code="appointment.own-mentor",
        )
    if is_among(candidate.attested or "", names):
        return refuse(
            f"{name}是否符合选聘条件,不能由本人考查",
            f"{name} cannot attest to meeting the selection conditions themselves",
            "A3 第七条",
            code="appointment.own-attestation",
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


def list_unexplained_tenures(register: SchoolRegister, appointed: Collection[Tenure]) -> list[Tenure]:
    """List the tenures under a school year whose reason nobody said; an appointment's exception says that of its own."""
    return [
        tenure
        for tenure in register.tenures
        if not tenure.reason
        and tenure not in appointed
        and not lasts_school_year(register.calendar, tenure.start, tenure.end)
    ]


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
        code="appointment.training-late",
    )

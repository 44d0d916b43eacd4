"""The conditions of an appointment (选聘条件), and what excuses a missing one: an exception with its reason and approver."""

from collections.abc import Collection, Iterable, Mapping

import attrs

from bzr_domain.appointments.events import AppointmentProposed, Waiver
from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.register.rights import check_right
from bzr_domain.register.school_register import SchoolRegister

ONE_YEAR = "A3 第五条"
"""担任一个班级的班主任时间一般应连续1学年以上."""
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
        clauses=("A3 第七条", "A21 第五条"),
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


def list_unmet_conditions(candidate: AppointmentProposed) -> list[str]:
    """Return the conditions that a candidate does not meet, excused ones too."""
    needed = [
        name for name in CONDITIONS if name != "term" and (candidate.first_time or name not in _AT_FIRST)
    ]
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
            )
        if not (waiver.reason.strip() and waiver.approved_by.strip()):
            return refuse(
                f"例外“{words.zh}”要写理由和批准人(--reason、--approved-by)",
                f"the exception for {words.en} needs a reason and who approved it (--reason, --approved-by)",
                clause,
            )
    return None


def _refuse_missing(missing: list[str], name: str) -> Refused:
    conditions = [CONDITIONS[condition] for condition in missing]
    zh = "、".join(f"{condition.words.zh}({condition.option.zh})" for condition in conditions)
    en = ", ".join(f"{condition.words.en} ({condition.option.en})" for condition in conditions)
    exceptions = " ".join(f"--except {condition}" for condition in missing)
    reason = Message(
        f"{name}还缺:{zh};确有理由的,记为例外:{exceptions} --reason 理由 --approved-by 批准人",
        f"{name} lacks {en}; with good reason, record an exception: {exceptions} --reason WHY --approved-by WHO",
    )
    clauses = dict.fromkeys(clause for condition in conditions for clause in condition.clauses)
    return Refused(reason=reason, clause="、".join(clauses))


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
            )
        refusal = check_right(register, waiver.approved_by, "appoint.decide")
        if refusal is not None:
            return refuse(
                f"例外“{words.zh}”的批准人:{refusal.reason.zh}",
                f"who approved the exception for {words.en}: {refusal.reason.en}",
                refusal.clause,
            )
    return None

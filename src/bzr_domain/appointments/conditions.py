"""The conditions of an appointment (选聘条件), and what excuses a missing one: an exception with its reason and approver."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.appointments.events import AppointmentProposed, Waiver
from bzr_domain.kernel.messages import Message, Refused
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


def unmet(candidate: AppointmentProposed) -> list[str]:
    """The conditions that a candidate does not meet, excused ones too."""
    needed = [one for one in CONDITIONS if one != "term" and (candidate.first_time or one not in _AT_FIRST)]
    return [one for one in needed if not str(getattr(candidate, one) or "").strip()]


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


def approved(
    register: SchoolRegister, candidate: AppointmentProposed, waivers: Iterable[Waiver]
) -> Refused | None:
    """Whether exceptions were approved by whoever may: not the candidate, and where persons are registered, one who decides."""
    for one in waivers:
        words = CONDITIONS[one.condition].words
        if is_among(one.approved_by, [candidate.teacher, candidate.name]):
            reason = Message(
                f"例外“{words.zh}”不能由{candidate.name}本人批准",
                f"the exception for {words.en} cannot be approved by {candidate.name}, whom it excuses",
            )
            return Refused(reason=reason, clause="、".join(CONDITIONS[one.condition].clauses))
        no = check_right(register, one.approved_by, "appoint.decide")
        if no is not None:
            reason = Message(
                f"例外“{words.zh}”的批准人:{no.reason.zh}",
                f"who approved the exception for {words.en}: {no.reason.en}",
            )
            return Refused(reason=reason, clause=no.clause)
    return None

"""What a tenure (任期) that an appointment makes must satisfy beside those there are: class days, one name, one head teacher."""

from collections.abc import Iterable

from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.names import normalize_name
from bzr_domain.register.head_teacher_rules import ONE_HEAD_TEACHER
from bzr_domain.register.roster import SchoolClass, Tenure


def check_class_days(school_class: SchoolClass, tenure: Tenure) -> Refused | None:
    """担任一个班级的班主任: there is such a class on each day of the tenure (建班, 撤并)."""
    if school_class.holds(tenure.start, tenure.end):
        return None
    days, span = tenure.span, school_class.span
    return refuse(
        f"班级“{school_class.id}”{span.zh};聘期{days.zh}超出了它的起止",
        f"class {school_class.id!r} is there {span.en}; the term {days.en} goes beyond that",
        ONE_HEAD_TEACHER,
        code="register.tenure-outside-class",
    )


def check_teacher_name(tenures: Iterable[Tenure], tenure: Tenure) -> Refused | None:
    """学校建立班主任工作档案: an id is one teacher's, so that the register stays one that a school could declare."""
    for other in tenures:
        same_id = normalize_name(other.teacher) == normalize_name(tenure.teacher)
        if same_id and (other.teacher, other.name) != (tenure.teacher, tenure.name):
            return refuse(
                f"编号{tenure.teacher}登记的是{other.name}({other.teacher}),不是{tenure.name};"
                "结束这次聘任,换一个编号或姓名再拟定",
                f"the id {tenure.teacher} is that of {other.name} ({other.teacher}), not {tenure.name}; "
                "end this appointment, and propose under another id or name",
                "A21 第十七条",
                code="register.two-names",
            )
    return None


def check_single_head_teacher(tenures: Iterable[Tenure], tenure: Tenure) -> Refused | None:
    """每个班级应当配备一名班主任: nobody else has the class on a day of the tenure; the very same tenure is no other."""
    others = [t for t in tenures if t.class_id == tenure.class_id and t != tenure]
    for other in others:
        if other.overlaps(tenure):
            day, days = max(other.start, tenure.start), other.span
            return refuse(
                f"班级“{tenure.class_id}”在{day}的班主任是{other.name}({days.zh});先结束那一任,再聘{tenure.name}",
                f"class {tenure.class_id!r} has {other.name} on {day} ({days.en}); "
                f"end that tenure before {tenure.name} begins",
                ONE_HEAD_TEACHER,
                code="register.two-head-teachers",
            )
    return None

"""在用: what a declaration may not take away, since facts stand there — a class, its days, a term."""

from collections.abc import Iterable
from datetime import date

from bzr_domain.kernel.clauses import NEVER_OVERWRITTEN
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.declaration import Declaration


def left_behind(known: Calendar, declared: Declaration, used: Iterable[tuple[str, date]]) -> Refused | None:
    """The refusal of a declaration that leaves a fact without its class or its term."""
    classes, calendar = {c.id for c in declared.classes}, Calendar(declared.terms)
    for class_id, day in sorted(used):
        if class_id not in classes:
            return Refused(
                reason=Message(
                    f"“{class_id}”已有事实记录,不能从登记中去掉;请在学校文件中保留它",
                    f"facts are recorded for {class_id!r}: it cannot leave the register; keep it in the school file",
                ),
                clause=NEVER_OVERWRITTEN,
            )
        was, now = known.term_of(day), calendar.term_of(day)
        if was is not None and (now is None or now.id != was.id):
            return Refused(
                reason=Message(
                    f"“{class_id}”在{day}的事实记录在学期“{was.id}”;请保留这个学期,并让它仍包括这一天",
                    f"facts of {class_id!r} on {day} stand in term {was.id!r}: keep that term, and let it cover that day",
                ),
                clause=NEVER_OVERWRITTEN,
            )
    return None


def outside(declared: Declaration, standing: Iterable[tuple[str, date]]) -> Refused | None:
    """The refusal of days of a class (建班, 撤并) that leave a fact of it outside."""
    classes = {one.id: one for one in declared.classes}
    found = [(class_id, day) for class_id, day in sorted(standing) if not classes[class_id].covers(day)]
    if not found:
        return None
    (class_id, day), number = found[0], len(found)
    span = classes[class_id].span
    return Refused(
        reason=Message(
            f"“{class_id}”{span.zh},却有{number}条事实在外,第一条在{day};请先更正到别的班级,再改起止",
            f"class {class_id!r} is there {span.en}, and {number} facts stand outside, the first on {day}: "
            "correct them to another class first, then change its days",
        ),
        clause=NEVER_OVERWRITTEN,
    )

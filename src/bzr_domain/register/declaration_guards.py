"""What a declaration may not take away (登记的守护): facts keep their class and their term, appointments their tenures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message, Problem, Refused, refuse, report_problem
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import SchoolClass, Tenure


def can_leave_facts_behind(classes: Iterable[str], terms: Iterable[Term], declared: Declaration) -> bool:
    """Return whether a declaration drops a registered class, or changes a registered term."""
    return not (set(classes) <= {c.id for c in declared.classes} and set(terms) <= set(declared.terms))


def list_classes_with_other_past(classes: Mapping[str, SchoolClass], declared: Declaration) -> list[str]:
    """Return the ids of the classes that a declaration has otherwise from their first day on, or on other days (建班, 撤并)."""
    known = ((classes.get(c.id), c) for c in declared.classes)
    return [c.id for before, c in known if before is not None and _leave_out_later(before) != _leave_out_later(c)]


def _leave_out_later(school_class: SchoolClass) -> SchoolClass:
    """Return a class as it is at first, without its other names: those may be added at any time."""
    return attrs.evolve(school_class, changes=(), aliases=())


def check_facts_keep_class_and_term(
    calendar: Calendar, declared: Declaration, used_days: Collection[tuple[str, date]]
) -> Refused | None:
    """Refuse a declaration that leaves a recorded fact without its class or its term.

    Args:
        calendar: The calendar as registered so far.
        used_days: Pairs (class id, day) of the facts recorded.
    """
    classes, declared_calendar = {c.id for c in declared.classes}, Calendar(declared.terms)
    gone = sorted({class_id for class_id, _ in used_days} - classes)
    if gone:
        listed_zh, listed_en = "、".join(f"“{class_id}”" for class_id in gone), ", ".join(map(repr, gone))
        is_single = len(gone) == 1
        return refuse(
            f"{listed_zh}已有事实记录,不能从登记中去掉;请在学校文件中保留{'它' if is_single else '它们'}",
            f"facts are recorded for {listed_en}: {'it' if is_single else 'they'} cannot leave the register; "
            f"keep {'it' if is_single else 'them'} in the school file",
            NEVER_OVERWRITTEN,
            code="register.class-has-facts",
        )
    for class_id, day in sorted(used_days):
        before = calendar.term_of(calendar.find_counting_day(day))
        is_late = calendar.term_of(day) is None  # handed in after its term's end
        after = declared_calendar.term_of(declared_calendar.find_counting_day(day) if is_late else day)
        if before is not None and (after is None or after.id != before.id):
            return refuse(
                f"“{class_id}”在{day}的事实记录在学期“{before.id}”;请保留这个学期,并让它仍包括这一天",
                f"facts of {class_id!r} on {day} stand in term {before.id!r}: "
                "keep that term, and let it cover that day",
                NEVER_OVERWRITTEN,
                code="register.term-has-facts",
            )
    return None


def check_facts_within_class_days(declared: Declaration, current_days: Iterable[tuple[str, date]]) -> Refused | None:
    """Refuse days of a class (建班, 撤并) that leave current facts of it outside.

    Args:
        current_days: Pairs (class id, day) of the facts as they read now.
    """
    classes = {c.id: c for c in declared.classes}
    outside = [(class_id, day) for class_id, day in sorted(current_days) if not classes[class_id].covers(day)]
    if not outside:
        return None
    (class_id, day), number = outside[0], len(outside)
    span = classes[class_id].span
    return refuse(
        f"“{class_id}”{span.zh},却有{number}条事实在外,第一条在{day};请先更正到别的班级,再改起止",
        f"class {class_id!r} is there {span.en}, and {number} facts stand outside, the first on {day}: "
        "correct them to another class first, then change its days",
        NEVER_OVERWRITTEN,
        code="register.class-has-facts",
    )


def add_appointed_tenures(declared: Declaration, appointed: Sequence[Tenure]) -> Declaration | tuple[Problem, ...]:
    """Return a declaration with the tenures that appointments made; every contradiction is a problem.

    A tenure stated in the same words is the same one. The file may name other tenures of the class, on other days.
    """
    problems = tuple(
        _describe_contradiction(stated, tenure)
        for tenure in appointed
        for stated in declared.tenures
        if stated != tenure and stated.class_id == tenure.class_id and stated.overlaps(tenure)
    )
    unstated = tuple(tenure for tenure in appointed if tenure not in declared.tenures)
    return problems or attrs.evolve(declared, tenures=declared.tenures + unstated)


def _describe_contradiction(stated: Tenure, appointed: Tenure) -> Problem:
    """Name two tenures of a class on a day, the second of which an appointment made."""
    day = max(stated.start, appointed.start)
    stated_words, appointed_words = _describe_tenure(stated), _describe_tenure(appointed)
    return report_problem(
        f"班级“{appointed.class_id}”在{day}:学校文件写的是{stated_words.zh},聘任的是{appointed_words.zh}",
        f"class {appointed.class_id!r} on {day}: "
        f"the school file has {stated_words.en}, appointed is {appointed_words.en}",
        expected=Message(
            "请在学校文件中改成与聘任一致,或删去这一段任期;要结束聘任,用 bzr appoint end",
            "let the school file agree with the appointment or leave that tenure out; bzr appoint end ends an appointment",
        ),
        code="register.against-appointment",
    )


def _describe_tenure(tenure: Tenure) -> Message:
    end = "" if tenure.end is None else f",to = {tenure.end}"
    years = f",years_before = {tenure.years_before}" if tenure.years_before else ""
    zh = f"{tenure.name}({tenure.teacher},from = {tenure.start}{end}{years})"
    return Message(zh, zh.replace("(", " (").replace(")", ")").replace(",", ", ")) + tenure.exception

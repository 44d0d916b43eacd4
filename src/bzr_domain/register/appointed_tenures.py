"""What a school file may not take away (保留): the tenures that appointments made."""

from collections.abc import Sequence

import attrs

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Tenure


def with_appointed(declared: Declaration, appointed: Sequence[Tenure]) -> Declaration | tuple[Problem, ...]:
    """A declaration together with the tenures that appointments made; every contradiction is a problem.

    A tenure stated in the same words is the same one. The file may name other tenures of the class, on other days.
    """
    problems = tuple(
        _contradiction(stated, made)
        for made in appointed
        for stated in declared.tenures
        if stated != made and stated.class_id == made.class_id and stated.overlaps(made)
    )
    left = tuple(one for one in appointed if one not in declared.tenures)
    return problems or attrs.evolve(declared, tenures=declared.tenures + left)


def _contradiction(stated: Tenure, made: Tenure) -> Problem:
    """Two tenures of a class on a day, one of which an appointment made."""
    day = max(stated.start, made.start)
    return Problem(
        what=Message(
            f"班级“{made.class_id}”在{day}:学校文件写的是{_words(stated).zh},聘任的是{_words(made).zh}",
            f"class {made.class_id!r} on {day}: the school file has {_words(stated).en}, appointed is {_words(made).en}",
        ),
        expected=Message(
            "请在学校文件中改成与聘任一致,或删去这一段任期;要结束聘任,用 bzr appoint end",
            "let the school file agree with the appointment or leave that tenure out; bzr appoint end ends an appointment",
        ),
    )


def _words(one: Tenure) -> Message:
    end = "" if one.end is None else f",to = {one.end}"
    years = f",years_before = {one.years_before}" if one.years_before else ""
    zh = f"{one.name}({one.teacher},from = {one.start}{end}{years})"
    return Message(zh, zh.replace("(", " (").replace(")", ")").replace(",", ", "))

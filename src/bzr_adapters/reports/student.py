"""Who a student is, told to people."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_domain.kernel.messages import Message

_STATES = {
    "erased": Message("已删除,不能恢复", "erased for good"),
    "restricted": Message("限制显示", "restricted: kept and not shown"),
}


def student_lines(answer: Report) -> Iterable[str]:
    """The pseudonym, the class and the name; in the place of a name that is not shown, why."""
    (student,) = answer.rows
    name = student["name"] or _STATES[student["state"]].in_(answer.lang)
    yield f"{student['pseudonym']}  {student['class']}  {name}"

"""`bzr student`: who a student is."""

from bzr_adapters.cli.arguments import JSON, OF_CLASS
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.student import student_lines
from bzr_domain.kernel.messages import Message

STUDENT = Argument(
    "student",
    label=Message("学生", "STUDENT"),
    about=Message("假名 student:…,或姓名、学号", "a pseudonym student:…, or a name or a number"),
)


@command(
    "student",
    Message(
        "查一个学生的假名,或假名是谁;每次查看都记下来",
        "tell a student's pseudonym, or whose one is; each look is recorded",
    ),
    STUDENT,
    OF_CLASS,
    JSON,
    examples=("bzr student 王小明 --class '高一(1)班'", "bzr student student:abcdefghijklmnop"),
)
def student_command(call: Call, student: str, class_ref: str | None, as_json: bool) -> int:
    """Tell who a student is."""
    report = call.acting().identify(student, class_=class_ref)
    return call.show_answer(report, student_lines(report), as_json=as_json)


COMMANDS = {"student": student_command}

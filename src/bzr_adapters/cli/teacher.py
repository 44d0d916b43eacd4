"""`bzr teacher`: a head teacher's results, years of service and records over all periods."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, OUTPUT
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.teacher import teacher_lines
from bzr_domain.kernel.messages import Message

TEACHER = Argument(
    "who", label=Message("班主任", "TEACHER"), about=Message("班主任的编号或姓名", "a head teacher, by id or name")
)


@command(
    "teacher",
    Message(
        "一位班主任历次的考核结果、班主任龄和记录",
        "show a head teacher's results, years of service and records over all periods",
    ),
    TEACHER,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr teacher 张老师", "bzr teacher t01 --output 张老师.xlsx"),
)
def teacher_command(call: Call, who: str, as_json: bool, as_of: str | None) -> int:
    """Show a head teacher's record."""
    report = call.known_at(as_of).teacher(who)
    return call.show_answer(report, teacher_lines(report), as_json=as_json)


COMMANDS = {"teacher": teacher_command}

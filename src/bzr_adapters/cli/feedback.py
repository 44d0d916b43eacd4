"""`bzr feedback`: what a head teacher is told about a period, and the training plan."""

import sys

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, command
from bzr_adapters.cli.moments import cell_named
from bzr_adapters.documents.feedback import feedback_document
from bzr_adapters.reports.feedback import feedback_lines
from bzr_domain.application.give_feedback import give_feedback
from bzr_domain.kernel.messages import Message, Problem

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("编号或名称", "by id or name"))
PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message(
        "月份 2024-09、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, week 2024-W36, term id or school year 2024-2025",
    ),
)


@command(
    "feedback",
    Message(
        "给班主任的个人反馈:优点、不足、建议和培训建议",
        "tell a head teacher strengths, shortcomings, advice and a training plan",
    ),
    CLASS,
    PERIOD,
    JSON,
    AS_OF,
    examples=("bzr feedback g1c1 2024-09", "bzr feedback '高一(1)班' 2024-autumn --json"),
)
def feedback_command(call: Call, class_ref: str, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the feedback sheet of a class's head teacher."""
    reader = call.reader(as_of)
    cell = cell_named(period, reader)
    found = give_feedback(reader, reader.find_class_id(class_ref), cell)
    if isinstance(found, Problem):
        what = Message(f"{cell.name}没有考核表", f"there is no statement for {cell.name}")
        failure.block(call.ink_for(sys.stderr), what, [failure.problem_line(found)])
        return NO
    if as_json:
        call.document(feedback_document(found, in_zone(reader), call.lang))
    else:
        call.show(feedback_lines(found, in_zone(reader), call.lang, call.ink))
    return DONE


COMMANDS = {"feedback": feedback_command}

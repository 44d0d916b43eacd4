"""`bzr feedback`: what a head teacher is told about a period, and the training plan."""

from bzr_adapters.cli.arguments import AS_OF, CLASS, FOR, JSON, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import command
from bzr_adapters.cli.failure import format_problem
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.documents.feedback import feedback_document
from bzr_adapters.reports.feedback import feedback_lines
from bzr_domain.application.give_feedback import give_feedback
from bzr_domain.kernel.messages import Message, Problem


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
    FOR,
    examples=("bzr feedback g1c1 2024-09", "bzr feedback '高一(1)班' 2024-autumn --json"),
)
def feedback_command(call: Call, class_ref: str, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the feedback sheet of a class's head teacher."""
    reader = call.open_reader(as_of)
    assessed = read_period(period, reader)
    feedback = give_feedback(reader, reader.find_class_id(class_ref, assessed), assessed)
    if isinstance(feedback, Problem):
        what = Message(f"{assessed.name}没有考核表", f"there is no statement for {assessed.name}")
        return call.fail(what, [format_problem(feedback)])
    if as_json:
        call.show_document(feedback_document(feedback, reader.local_as_of, call.lang))
    else:
        call.show_lines(feedback_lines(feedback, reader.local_as_of, call.lang, call.ink))
    return DONE


COMMANDS = {"feedback": feedback_command}

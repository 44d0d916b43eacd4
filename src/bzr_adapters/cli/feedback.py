"""`bzr feedback`: what a head teacher is told about a period, and the training plan."""

from bzr_adapters.cli.arguments import AS_OF, CLASS, FOR, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import command
from bzr_adapters.reports.feedback import feedback_lines
from bzr_domain.kernel.messages import Message


@command(
    "feedback",
    Message(
        "给班主任的个人反馈:优点、不足、建议和培训建议",
        "tell a head teacher strengths, shortcomings, advice and a training plan",
    ),
    CLASS,
    PERIOD,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr feedback g1c1 2024-09", "bzr feedback '高一(1)班' 2024-autumn --json"),
)
def feedback_command(call: Call, class_ref: str, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the feedback sheet of a class's head teacher."""
    report = call.known_at(as_of).feedback(class_ref, period)
    return call.show_answer(report, feedback_lines(report, call.ink), as_json=as_json)


COMMANDS = {"feedback": feedback_command}

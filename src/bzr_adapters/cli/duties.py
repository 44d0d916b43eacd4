"""`bzr duties`: which duties of a head teacher the records of a class speak to, and which none speaks to."""

from bzr_adapters.cli.arguments import AS_OF, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.reports.duties import duty_lines
from bzr_domain.kernel.messages import Message

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("班级编号或名称", "a class by id or name"))
LISTED = Option(
    "--listed-in",
    about=Message("只列这份细则写到的职责,如 A2", "only the duties that this regulation lists, such as A2"),
    value=Message("细则", "REGULATION"),
)


@command(
    "duties",
    Message("列出各项职责有无记录", "list which duties have evidence and which have none"),
    CLASS,
    PERIOD,
    LISTED,
    OUTPUT,
    JSON,
    AS_OF,
    examples=("bzr duties g1c1 2024-09", "bzr duties g1c1 2024-autumn --listed-in A2"),
)
def duties_command(
    call: Call, class_ref: str, period: str, listed_in: str | None, as_json: bool, as_of: str | None
) -> int:
    """List the duties."""
    report = call.known_at(as_of).duties(class_ref, period, listed_in=listed_in)
    return call.show_answer(report, duty_lines(report), as_json=as_json)


COMMANDS = {"duties": duties_command}

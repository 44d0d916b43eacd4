"""`bzr duties`: what was done for each duty of a class's head teacher, what went wrong, and for which nothing was done."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.reports.duties import duty_lines
from bzr_domain.kernel.messages import Message

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("班级编号或名称", "a class by id or name"))
REGULATION = Option(
    "--regulation",
    about=Message("按这份细则逐条列出,如 A15", "point by point as this regulation lists them, such as A15"),
    value=Message("细则", "REGULATION"),
)


@command(
    "duties",
    Message("列出各项职责做了什么、出了什么问题", "list what was done for each duty, and what went wrong"),
    CLASS,
    PERIOD,
    REGULATION,
    FOR,
    OUTPUT,
    JSON,
    AS_OF,
    examples=("bzr duties g1c1 2024-09", "bzr duties g1c1 2024-autumn --regulation A15"),
)
def duties_command(
    call: Call, class_ref: str, period: str, regulation: str | None, as_json: bool, as_of: str | None
) -> int:
    """List the duties."""
    report = call.known_at(as_of).duties(class_ref, period, regulation=regulation)
    return call.show_answer(report, duty_lines(report), as_json=as_json)


COMMANDS = {"duties": duties_command}

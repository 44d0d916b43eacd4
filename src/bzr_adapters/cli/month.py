"""`bzr month`: the statements of a month."""

from typing import TYPE_CHECKING

from bzr_adapters.cli.arguments import AS_OF, CLASSES, FOR, JSON, MONTH, OUTPUT
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import command
from bzr_adapters.reports.month import month_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.statements import MonthTable, TermTable


@command(
    "month",
    Message("列出一个月的考核表", "show the statements of a month"),
    MONTH,
    CLASSES,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr month 2024-09", "bzr month 2024-09 g1c1 --as-of 2024-09-20", "bzr month 2024-09 --json"),
)
def month_command(call: Call, month: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a month's statements."""
    table = call.known_at(as_of).month(month, classes=classes)
    if not table.statements and not as_json:
        return explain_no_statement(call, table)
    call.show_answer(table, month_lines(table, call.ink), as_json=as_json)
    return DONE if table.statements else NO


def explain_no_statement(call: Call, table: "MonthTable | TermTable") -> int:
    """Write that there is no statement, with every reason why; return the status that says no."""
    what = Message(f"{table.period.id}没有考核表", f"there is no statement for {table.period.id}")
    return call.fail(what, dict.fromkeys(map(str, table.problems)))


COMMANDS = {"month": month_command}

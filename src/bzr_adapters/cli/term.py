"""`bzr term`: the results of a term, a school year, or a week."""

from itertools import chain

from bzr_adapters.cli.arguments import AS_OF, CLASSES, FOR, JSON, OUTPUT
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.month import explain_no_statement
from bzr_adapters.reports.commendation import standing_lines
from bzr_adapters.reports.month import month_lines
from bzr_domain.kernel.messages import Message

TERM = Argument(
    "term",
    label=Message("学期", "TERM"),
    about=Message(
        "学期编号、学年 2024-2025、季度 2024-Q4、几个月 2024-09+2,或周 2024-W36(几周 2024-W36+2)",
        "a term's id, a school year 2024-2025, a quarter 2024-Q4, months 2024-09+2, or a week 2024-W36 (weeks: 2024-W36+2)",
    ),
)


@command(
    "term",
    Message("列出一个学期、学年或一周的考核结果", "show the results of a term, a school year or a week"),
    TERM,
    CLASSES,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr term 2024-autumn", "bzr term 2024-2025 g1c1 --json", "bzr term 2024-W36"),
)
def term_command(call: Call, term: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a term's results."""
    table = call.known_at(as_of).term(term, classes=classes)
    if not table.rows and not as_json:
        return explain_no_statement(call, table)
    lines = chain(month_lines(table, call.ink), standing_lines(table, call.ink))
    call.show_answer(table, lines, as_json=as_json)
    return DONE if table.rows else NO


COMMANDS = {"term": term_command}

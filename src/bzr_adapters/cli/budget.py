"""`bzr budget`: what seniority and pay will cost, from the roster."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, OUTPUT
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.budget import budget_lines
from bzr_domain.kernel.messages import Message

PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message("学年 2024-2025、学期编号或月份 2024-09", "school year 2024-2025, term id or month 2024-09"),
)


@command(
    "budget",
    Message("按名册预算津贴与绩效", "forecast what allowances and pay will cost, from the roster"),
    PERIOD,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr budget 2024-2025", "bzr budget 2024-2025 --json"),
)
def budget_command(call: Call, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the budget of a period."""
    report = call.known_at(as_of).budget(period)
    if not report.ok:
        what = Message(
            f"采用的规则没有{period}的全校预算", f"no rulebook in force has a budget of the school for {period}"
        )
        todo = Message(
            "规则里写 about = “school” 且 per 相同的 [[outcome]] 即可",
            'write an [[outcome]] with about = "school" and this per',
        )
        return call.fail(what, todo=todo)
    return call.show_answer(report, budget_lines(report), as_json=as_json)


COMMANDS = {"budget": budget_command}

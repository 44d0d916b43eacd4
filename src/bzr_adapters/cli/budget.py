"""`bzr budget`: what seniority and pay will cost, from the roster."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.documents.budget import budget_document
from bzr_adapters.reports.budget import budget_lines
from bzr_domain.application.forecast_budget import forecast_budget
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
    JSON,
    AS_OF,
    FOR,
    examples=("bzr budget 2024-2025", "bzr budget 2024-2025 --json"),
)
def budget_command(call: Call, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the budget of a period."""
    reader = call.open_reader(as_of)
    assessed = read_period(period, reader)
    lines = forecast_budget(reader, assessed)
    if not lines:
        what = Message(
            f"采用的规则没有{assessed.name}的全校预算",
            f"no rulebook in force has a budget of the school for {assessed.name}",
        )
        todo = Message(
            "规则里写 about = “school” 且 per 相同的 [[outcome]] 即可",
            'write an [[outcome]] with about = "school" and this per',
        )
        return call.fail(what, todo=todo)
    if as_json:
        call.show_document(budget_document(assessed, reader.local_as_of, lines))
    else:
        names = reader.class_names_in(assessed) | {tenure.teacher: tenure.name for tenure in reader.register.tenures}
        call.show_lines(budget_lines(reader.school_name, assessed, lines, names, call.lang))
    return DONE


COMMANDS = {"budget": budget_command}

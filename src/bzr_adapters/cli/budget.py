"""`bzr budget`: what seniority and pay will cost, from the roster."""

import sys

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, command
from bzr_adapters.cli.moments import cell_named
from bzr_adapters.cli.month import school_name
from bzr_adapters.documents.budget import budget_document
from bzr_adapters.reports.budget import budget_lines
from bzr_domain.application.forecast_budget import forecast_budget
from bzr_domain.kernel.messages import Message

PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message(
        "学年 2024-2025、学期编号或月份 2024-09", "school year 2024-2025, term id or month 2024-09"
    ),
)


@command(
    "budget",
    Message("按名册预算津贴与绩效", "forecast what allowances and pay will cost, from the roster"),
    PERIOD,
    JSON,
    AS_OF,
    examples=("bzr budget 2024-2025", "bzr budget 2024-2025 --json"),
)
def budget_command(call: Call, period: str, as_json: bool, as_of: str | None) -> int:
    """Show the budget of a period."""
    reader = call.reader(as_of)
    cell = cell_named(period, reader)
    lines = forecast_budget(reader, cell)
    if not lines:
        what = Message(
            f"采用的规则没有{cell.name}的全校预算",
            f"no rulebook in force has a budget of the school for {cell.name}",
        )
        todo = Message(
            "规则里写 about = “school” 且 per 相同的 [[outcome]] 即可",
            'write an [[outcome]] with about = "school" and this per',
        )
        failure.block(call.ink_for(sys.stderr), what, todo=todo)
        return NO
    if as_json:
        call.document(budget_document(cell, in_zone(reader), lines))
        return DONE
    names = {one.id: one.name for one in reader.register.classes.values()}
    names |= {tenure.teacher: tenure.name for tenure in reader.register.tenures}
    call.show(budget_lines(school_name(reader), cell, lines, names, call.lang))
    return DONE


COMMANDS = {"budget": budget_command}

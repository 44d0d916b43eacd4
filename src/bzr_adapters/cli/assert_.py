"""`bzr assert`: published results against recomputed ones, over any range of periods."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, OUTPUT
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.publish import fail_unpublished
from bzr_adapters.reports.published import assert_lines
from bzr_domain.kernel.messages import Message

PERIODS = Argument(
    "periods",
    label=Message("时段", "PERIODS"),
    about=Message(
        "月份、范围 2024-09..2025-01、周 2024-W36、学期编号或学年",
        "month, range 2024-09..2025-01, week 2024-W36, term id or school year",
    ),
)


@command(
    "assert",
    Message("把公示过的结果按当时所知重算,逐一核对", "compute published results again as known then, and compare"),
    PERIODS,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr assert 2024-09", "bzr assert 2024-09..2025-01 --json"),
)
def assert_command(call: Call, periods: str, as_json: bool, as_of: str | None) -> int:
    """Check published results."""
    report = call.known_at(as_of).recheck(periods)
    if not report.rows and not as_json:
        return fail_unpublished(call, periods)
    call.show_answer(report, assert_lines(report), as_json=as_json)
    return DONE if report.rows and report.ok else NO


COMMANDS = {"assert": assert_command}

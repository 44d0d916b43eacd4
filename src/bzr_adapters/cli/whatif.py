"""`bzr whatif`: the points of some periods under another rulebook, beside those under the rulebook in force."""

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, OUTPUT, find_rulebook
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.reports.what_if import whatif_lines
from bzr_domain.kernel.messages import Message

PERIODS = Argument(
    "periods",
    label=Message("时段", "PERIODS"),
    about=Message(
        "月份 2024-09、几个月 2024-09..2025-01、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, months 2024-09..2025-01, week 2024-W36, term id or school year 2024-2025",
    ),
)
RULEBOOK = Option(
    "--rulebook",
    about=Message(
        "改用哪份规则:随程序提供的规则的名称(或名称/版次)、规则文件,或登记过的规则",
        "the rulebook to put in the place of those adopted: a shipped one by name (or name/version), a file, or one registered",
    ),
    value=Message("规则", "RULEBOOK"),
    required=True,
)
FROM = Option(
    "--from",
    "since",
    about=Message(
        "从哪天起改用,如月中的 2024-10-16;不写为从头改用",
        "from which day on, such as 2024-10-16 within a month; from the beginning when left out",
    ),
    value=Message("日期", "DAY"),
)


@command(
    "whatif",
    Message(
        "如果换一份规则:每个班每个月前后对照,谁加分、谁减分、因为哪一条",
        "what if another rulebook held: every class and month both ways, who gains, who loses, by which clause",
    ),
    PERIODS,
    RULEBOOK,
    FROM,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=(
        "bzr whatif --rulebook 新细则.toml 2024-09",
        "bzr whatif --rulebook 新细则.toml 2024-09..2025-01",
        "bzr whatif --rulebook 新细则.toml 2024-10 --from 2024-10-16",
        "bzr whatif --rulebook monthly-quantified 2024-autumn --json",
    ),
)
def whatif_command(call: Call, periods: str, rulebook: str, since: str | None, as_json: bool, as_of: str | None) -> int:
    """Show what another rulebook would have come to."""
    comparison = call.known_at(as_of).whatif(find_rulebook(rulebook), periods, since=since)
    if not as_json and not comparison.changes and not comparison.unchanged:
        what = Message(f"{periods}没有可以比较的考核表", f"there is nothing to compare for {periods}")
        return call.fail(what, dict.fromkeys(map(str, comparison.problems)))
    return call.show_answer(comparison, whatif_lines(comparison, call.ink), as_json=as_json)


COMMANDS = {"whatif": whatif_command}

"""`bzr check`: the laws of scoring tried on generated histories for one rulebook, and its worked examples."""

from bzr_adapters.cli.arguments import JSON, find_rulebook
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_domain.kernel.messages import Message

RULEBOOK = Argument(
    "rulebook",
    label=Message("规则", "RULEBOOK"),
    about=Message("随程序提供的规则的名称,或规则文件", "the name of a shipped rulebook, or a file"),
)
EXAMPLES = Option(
    "--examples",
    about=Message("每条规律试多少段历史", "how many histories each law is tried on"),
    value=Message("个数", "N"),
    type=int,
    default=100,
    show_default=True,
)


@command(
    "check",
    Message("用生成的历史检验一份规则", "try a rulebook on generated histories"),
    RULEBOOK,
    EXAMPLES,
    JSON,
    examples=("bzr check monthly-quantified", "bzr check 本校.toml --examples 1000"),
)
def check_command(call: Call, rulebook: str, examples: int, as_json: bool) -> int:
    """Check a rulebook."""
    from bzr_adapters import check_rulebook
    from bzr_adapters.reports.check import check_lines

    report = check_rulebook(
        find_rulebook(rulebook), examples=examples, lang=call.lang, show_progress=call.show_progress
    )
    call.show_answer(report, check_lines(report), as_json=as_json)
    return DONE if report.holds else NO


COMMANDS = {"check": check_command}

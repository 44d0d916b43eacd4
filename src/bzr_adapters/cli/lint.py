"""`bzr lint`: every place where a rulebook is silent or contradicts itself."""

from bzr_adapters.cli.arguments import JSON, find_rulebook
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.lint import lint_lines
from bzr_domain.kernel.messages import Message

RULEBOOK = Argument(
    "rulebook",
    label=Message("规则", "RULEBOOK"),
    about=Message("随程序提供的规则的名称,或规则文件", "the name of a shipped rulebook, or a rulebook's file"),
)


@command(
    "lint",
    Message("列出规则未写明和自相矛盾之处", "list where a rulebook is silent or contradicts itself"),
    RULEBOOK,
    JSON,
    examples=("bzr lint monthly-quantified", "bzr lint 我校细则.toml --json"),
)
def lint_command(call: Call, rulebook: str, as_json: bool) -> int:
    """Hold a rulebook against itself; the status says no while a fault is not acknowledged."""
    from bzr_adapters import lint_rulebook

    report = lint_rulebook(find_rulebook(rulebook), lang=call.lang)
    call.show_answer(report, lint_lines(report, call.lang, call.ink), as_json=as_json)
    return NO if report.open else DONE


COMMANDS = {"lint": lint_command}

"""`bzr audit`: the whole trail of a class, a teacher, a student or a rulebook, in the order recorded."""

import sys
from typing import Literal

import click

from bzr_adapters.cli.arguments import AS_OF, OUTPUT
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.audit_trail import format_trail, hint_lines, trail_lines
from bzr_domain.kernel.messages import Message

WHO = Argument(
    "who",
    label=Message("班级、教师、学生或规则", "CLASS|TEACHER|STUDENT|RULEBOOK"),
    about=Message(
        "班级或教师的编号或名称,学生的假名,或规则的编号",
        "a class or a teacher by id or name, a student by pseudonym, or a rulebook by id",
    ),
)
FORMAT = Option(
    "--format",
    "output_format",
    about=Message("输出的格式", "the form of the output"),
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)


@command(
    "audit",
    Message("按记录的先后列出全部轨迹", "show the whole trail in the order recorded"),
    WHO,
    FORMAT,
    OUTPUT,
    AS_OF,
    examples=("bzr audit g1c1", "bzr audit 张老师 --format csv > 张老师.csv", "bzr audit monthly-quantified"),
)
def audit_command(call: Call, who: str, output_format: Literal["table", "csv", "jsonl"], as_of: str | None) -> int:
    """Show a trail."""
    if call.output is not None and output_format != "table":
        raise WrongCall.of("--output 不和 --format 一起写", "--output does not go with --format")
    report = call.known_at(as_of).audit(who)
    if call.output is not None:
        return call.show_answer(report, (), as_json=False)
    if output_format == "table":
        call.show_lines([*trail_lines(report), *hint_lines(report)])
        return DONE
    call.show_text([format_trail(report, output_format).removesuffix("\n")])
    # A row of CSV or JSON Lines is an event, and a hint is none.
    sys.stderr.write("".join(f"{call.error_ink.show(line)}\n" for line in hint_lines(report)))
    return DONE


COMMANDS = {"audit": audit_command}

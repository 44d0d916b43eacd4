"""`bzr erase`, `bzr redact` and `bzr restrict`: personal data erased for good, or kept and not shown."""

from typing import TYPE_CHECKING

import click

from bzr_adapters.cli.amend import FACT
from bzr_adapters.cli.arguments import JSON, OF_CLASS, OUTPUT, REASON
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.forgotten import forgotten_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.forgetting import Field

PERSON = Argument(
    "person",
    label=Message("人员", "PERSON"),
    about=Message(
        "教师编号或姓名,学生的假名,或任何人的姓名", "a teacher's id or name, a student's pseudonym, or anybody's name"
    ),
)
FIELD = Argument(
    "field",
    label=Message("栏目", "FIELD"),
    about=Message("note 备注或 reason 理由;不写为全部", "note or reason; both when left out"),
    type=click.Choice(("note", "reason")),
    required=False,
)
IS_FACT = Option("--fact", about=Message("写的是事实的编号", "what is named is a fact, by its id"), is_flag=True)
LIFT = Option("--lift", about=Message("恢复显示", "show it again"), is_flag=True)


@command(
    "erase",
    Message(
        "删除一个人的姓名和写到此人的文字,不能恢复", "erase a person's names and the texts that name them, for good"
    ),
    PERSON,
    OF_CLASS,
    REASON,
    JSON,
    examples=("bzr erase 王小明 --class '高一(1)班' --reason 监护人要求删除",),
)
def erase_command(call: Call, person: str, class_ref: str | None, reason: str, as_json: bool) -> int:
    """Erase a person."""
    report = call.acting().erase(person, class_=class_ref, reason=reason)
    return call.show_answer(report, forgotten_lines(report), as_json=as_json)


@command(
    "redact",
    Message("隐去一条事实的文字,不能恢复", "erase the free texts of a fact, for good"),
    FACT,
    FIELD,
    REASON,
    JSON,
    examples=("bzr redact 3fa9c1d2e4 note --reason 备注写了学生姓名",),
)
def redact_command(call: Call, fact: str, field: "Field | None", reason: str, as_json: bool) -> int:
    """Redact a fact's texts."""
    report = call.acting().redact(fact, field, reason=reason)
    return call.show_answer(report, forgotten_lines(report), as_json=as_json)


@command(
    "restrict",
    Message("限制显示一个人的姓名和文字:保留而不显示", "keep a person's names and texts without showing them"),
    PERSON,
    OF_CLASS,
    IS_FACT,
    LIFT,
    REASON,
    JSON,
    examples=("bzr restrict 张老师 --reason 核实期间", "bzr restrict 张老师 --lift --reason 核实完毕"),
)
def restrict_command(
    call: Call, person: str, class_ref: str | None, fact: bool, lift: bool, reason: str, as_json: bool
) -> int:
    """Restrict what is shown."""
    report = call.acting().restrict(person, class_=class_ref, reason=reason, fact=fact, lift=lift)
    return call.show_answer(report, forgotten_lines(report), as_json=as_json)


@command(
    "access-log",
    Message("列出谁在何时用哪个命令看过姓名和文字", "list who was shown names and texts, when, by which command"),
    JSON,
    OUTPUT,
    examples=("bzr access-log",),
)
def access_log_command(call: Call, as_json: bool) -> int:
    """List who was shown what."""
    report = call.acting().access_log()
    return call.show_answer(report, block_lines(report.build_sheet().blocks[0]), as_json=as_json)


COMMANDS = {
    "erase": erase_command,
    "redact": redact_command,
    "restrict": restrict_command,
    "access-log": access_log_command,
}

"""`bzr rulebook`: the shipped rulebooks listed, or one as a document to read and to approve."""

from typing import Literal

import click

from bzr_adapters.cli.arguments import JSON, TABLES, find_rulebook, parse_output
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.rulebook import format_rulebook, list_lines
from bzr_domain.kernel.messages import Message

DOES = Argument(
    "does",
    label=Message("list|show", "list|show"),
    about=Message("list 列出,show 显示一份", "list them, or show one"),
    type=click.Choice(["list", "show"]),
)
RULEBOOK = Argument(
    "rulebook",
    label=Message("规则", "RULEBOOK"),
    about=Message(
        "show 哪一份:名称(最新一版)、名称/版次或规则文件",
        "which one to show: a name (its newest version), a name/version or a file",
    ),
    required=False,
)
FORMAT = Option(
    "--format",
    "output_format",
    about=Message("文档的格式", "the document's format"),
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
)
OUTPUT = Option(
    "--output",
    about=Message(
        "写到这个文件,不写到屏幕;list 写成 .xlsx 或 .csv",
        "write to this file instead of the screen; a list is an .xlsx or .csv",
    ),
    value=Message("文件", "FILE"),
)


@command(
    "rulebook",
    Message(
        "列出随程序提供的规则,或把一份规则显示为可读的文档",
        "list the shipped rulebooks, or show one as a document",
    ),
    DOES,
    RULEBOOK,
    FORMAT,
    OUTPUT,
    JSON,
    examples=(
        "bzr rulebook list",
        "bzr rulebook show monthly-quantified",
        "bzr rulebook show 本校.toml --format html --output 本校.html",
    ),
)
def rulebook_command(
    call: Call,
    does: str,
    rulebook: str | None,
    output_format: Literal["markdown", "html"],
    output: str | None,
    as_json: bool,
) -> int:
    """List the shipped rulebooks, or show one."""
    from bzr_adapters import list_rulebooks, load_rulebook
    from bzr_adapters.front_door.tables import write_text

    if does == "list":
        shelf = list_rulebooks(lang=call.lang)
        call.output = None if output is None else parse_output(output)
        return call.show_answer(shelf, list_lines(shelf.rulebooks, call.lang), as_json=as_json)
    if rulebook is None:
        raise WrongCall.of("缺少“规则”:show 哪一份", "RULEBOOK is missing: which one to show")
    path = None if output is None else parse_output(output, endings=())
    if path is not None and path.suffix.lower() in TABLES:
        raise WrongCall.of(
            "show 写的是文档,不是表格:文件名以 .md 或 .html 结尾",
            "show writes a document, and no table: the file's name ends in .md or .html",
        )
    text = format_rulebook(load_rulebook(find_rulebook(rulebook), lang=call.lang), output_format, call.lang)
    if path is None:
        call.show_lines(text.removesuffix("\n").split("\n"))
    else:
        write_text(path, text)
        call.show_message(Message(f"已写入 {path}", f"written to {path}"))
    return DONE


COMMANDS = {"rulebook": rulebook_command}

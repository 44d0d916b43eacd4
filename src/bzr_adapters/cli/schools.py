"""`bzr schools`: the stores of several schools, each looked at."""

from pathlib import Path

import click

from bzr_adapters.cli.arguments import JSON, OUTPUT
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.aligned import block_lines
from bzr_domain.kernel.messages import Message

FILE = Argument(
    "file",
    label=Message("文件", "FILE"),
    about=Message("学校清单,每所一段 [[school]],写 id 和 address", "the list: [[school]] with id and address for each"),
    type=click.Path(path_type=Path),
)


@command(
    "schools",
    Message(
        "列出各校的存储:在哪里,连不连得上,记到哪里", "list the stores of several schools: whether each can be reached"
    ),
    FILE,
    OUTPUT,
    JSON,
    examples=("bzr schools schools.toml", "bzr month 2024-09 --store 'schools.toml#一中'"),
)
def schools_command(call: Call, file: Path, as_json: bool) -> int:
    """List the stores."""
    from bzr_adapters import Schools

    with Schools(file, lang=call.lang) as schools:
        listed = schools.list_stores()
    (block,) = listed.build_sheet().blocks
    call.show_answer(listed, [*block_lines(block, call.ink), *map(call.ink.red, block.notes)], as_json=as_json)
    return DONE if listed.ok else NO


COMMANDS = {"schools": schools_command}

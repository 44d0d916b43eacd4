"""`bzr backup` and `bzr migrate`: the whole store copied, and both compared."""

from pathlib import Path

import click

from bzr_adapters.cli.arguments import JSON
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.language import say
from bzr_adapters.reports.moving import copy_lines, tell_closed, tell_keys
from bzr_domain.kernel.messages import Message

FILE = Argument(
    "file",
    label=Message("文件", "FILE"),
    about=Message("新文件,已有的不会被覆盖", "a new file; one that is there is not replaced"),
    type=click.Path(path_type=Path),
)
ADDRESS = Argument(
    "address",
    label=Message("地址", "URL"),
    about=Message("空的存储,各种地址都可以", "an empty store, at an address of any kind"),
)
KEYS = Option(
    "--keys",
    about=Message(
        "密钥(人名和文字的)存到这个新文件,不写为“文件.keys”",
        "keep the keys, of names and texts, in this new file; FILE.keys when left out",
    ),
    value=Message("文件", "FILE"),
    type=click.Path(path_type=Path),
)
KEEP = Option(
    "--keep",
    about=Message("原存储仍可写入", "let the store left behind be written to as before"),
    is_flag=True,
)


@command(
    "backup",
    Message("把整个存储复制到新文件,读回并核对", "copy the whole store into a new file, read it again and compare"),
    FILE,
    KEYS,
    JSON,
    examples=(
        "bzr backup 2024-12-31.db --keys /safe/2024-12-31.keys",
        "bzr month 2024-12 --store sqlite:///2024-12-31.db",
    ),
)
def backup_command(call: Call, file: Path, keys: Path | None, as_json: bool) -> int:
    """Copy the store."""
    report = call.school.backup(file, keys=keys)
    return call.show_answer(report, [*copy_lines(report), say(tell_keys(report))], as_json=as_json)


@command(
    "migrate",
    Message("把整个存储迁到另一个地址,并证明两边相同", "move the whole store to another address, and prove both equal"),
    ADDRESS,
    KEEP,
    JSON,
    examples=("bzr migrate postgresql://bzr@db.school/bzr", "bzr migrate sqlite:///back.db"),
)
def migrate_command(call: Call, address: str, keep: bool, as_json: bool) -> int:
    """Move the store."""
    report = call.school.migrate(address, keep=keep)
    return call.show_answer(report, [*copy_lines(report), say(tell_closed(report))], as_json=as_json)


COMMANDS = {"backup": backup_command, "migrate": migrate_command}

"""Help pages, in the language of the call."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from bzr_adapters.cli.words import say
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Message

_USAGE = Message("用法", "usage")
_OPTIONS = Message("[选项]", "[options]")
_TITLES = {
    "arguments": Message("参数:", "arguments:"),
    "options": Message("选项:", "options:"),
    "commands": Message("命令:", "commands:"),
    "examples": Message("例:", "examples:"),
}
_MORE = Message("bzr 命令 --help 显示一个命令的帮助", "bzr COMMAND --help shows the help of a command")


def help_text(ctx: click.Context, command: click.Command, about: Message, examples: Sequence[str]) -> str:
    """The help page of a command."""
    return "\n".join(_lines(ctx, command, about, examples))


def usage(ctx: click.Context) -> str:
    """One line: how a command is written."""
    words = [say(_argument(one)) for one in ctx.command.params if isinstance(one, click.Argument)]
    words += [say(Message("命令 …", "COMMAND …"))] if isinstance(ctx.command, click.Group) else []
    return " ".join([f"{say(_USAGE)}{say(Message(':', ':'))}", ctx.command_path, say(_OPTIONS), *words])


def _lines(
    ctx: click.Context, command: click.Command, about: Message, examples: Sequence[str]
) -> Iterator[str]:
    yield usage(ctx)
    yield ""
    yield say(about)
    params = command.get_params(ctx)
    arguments = [(say(_label(one)), say(_about(one))) for one in params if isinstance(one, click.Argument)]
    yield from _section("arguments", arguments)
    if isinstance(command, click.Group):
        found = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        yield from _section("commands", [(name, say(_about(one))) for name, one in found])
    options = [(_option(one), say(_about(one))) for one in params if isinstance(one, click.Option)]
    yield from _section("options", options)
    yield from _section("examples", [(example,) for example in examples])
    if isinstance(command, click.Group):
        yield ""
        yield say(_MORE)


def _section(name: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield ""
        yield say(_TITLES[name])
        yield from aligned(rows, indent="  ")


def _option(option: click.Option) -> str:
    value: Message | None = getattr(option, "value", None)
    return ", ".join(option.opts) + (f" {say(value)}" if value is not None else "")


def _argument(argument: click.Argument) -> Message:
    label = _label(argument)
    end = "…" if argument.nargs == -1 else ""
    if argument.required:
        return Message(f"{label.zh}{end}", f"{label.en}{end}")
    return Message(f"[{label.zh}{end}]", f"[{label.en}{end}]")


def _label(argument: click.Argument) -> Message:
    found: Message = getattr(argument, "label", Message(str(argument.name), str(argument.name)))
    return found


def _about(one: Any) -> Message:
    found: Message = getattr(one, "about", Message("", ""))
    return found

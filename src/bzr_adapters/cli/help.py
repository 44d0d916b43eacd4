"""Help pages, in the language of the call."""

from collections.abc import Iterable, Iterator, Sequence

import click

from bzr_adapters.cli.language import say
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Message

_USAGE = Message("用法:", "usage:")
_OPTIONS = Message("[选项]", "[options]")
_COMMAND = Message("命令 …", "COMMAND …")
_TITLES = {
    "arguments": Message("参数:", "arguments:"),
    "options": Message("选项:", "options:"),
    "commands": Message("命令:", "commands:"),
    "examples": Message("例:", "examples:"),
}
_MORE = Message("bzr 命令 --help 显示一个命令的帮助", "bzr COMMAND --help shows the help of a command")


def format_help(ctx: click.Context, command: click.Command, about: Message, examples: Sequence[str]) -> str:
    """Return the help page of a command."""
    return "\n".join(_list_lines(ctx, command, about, examples))


def _list_lines(ctx: click.Context, command: click.Command, about: Message, examples: Sequence[str]) -> Iterator[str]:
    parameters = command.get_params(ctx)
    arguments = [parameter for parameter in parameters if isinstance(parameter, click.Argument)]
    options = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
    commands = _list_commands(ctx, command)
    words = [*map(_spell_argument, arguments), *([say(_COMMAND)] if commands else [])]
    yield " ".join([say(_USAGE), ctx.command_path, say(_OPTIONS), *words])
    yield ""
    yield say(about)
    yield from _section("arguments", [(_label(argument), _about(argument)) for argument in arguments])
    yield from _section("commands", commands)
    yield from _section("options", [(_spell_option(option), _about(option)) for option in options])
    yield from _section("examples", [(example,) for example in examples])
    if commands:
        yield ""
        yield say(_MORE)


def _list_commands(ctx: click.Context, command: click.Command) -> list[tuple[str, str]]:
    if not isinstance(command, click.Group):
        return []
    return [(name, _about(command.get_command(ctx, name))) for name in command.list_commands(ctx)]


def _section(name: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield ""
        yield say(_TITLES[name])
        yield from aligned(rows, indent="  ")


def _spell_option(option: click.Option) -> str:
    value: Message | None = getattr(option, "value", None)
    return ", ".join(option.opts) + (f" {say(value)}" if value is not None else "")


def _spell_argument(argument: click.Argument) -> str:
    word = _label(argument) + ("…" if argument.nargs == -1 else "")
    return word if argument.required else f"[{word}]"


def _label(argument: click.Argument) -> str:
    label: Message = getattr(argument, "label", Message.same(str(argument.name)))
    return say(label)


def _about(shown: object) -> str:
    about: Message = getattr(shown, "about", Message.same(""))
    return say(about)

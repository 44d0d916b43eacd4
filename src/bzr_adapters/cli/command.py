"""Commands, options and arguments whose help is said in the language of the call."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from bzr_adapters.cli.call import Call
from bzr_adapters.cli.help import format_help
from bzr_adapters.cli.language import say
from bzr_domain.kernel.messages import Message


class Option(click.Option):
    """An option that says in both languages what it is for."""

    def __init__(self, *names: str, about: Message, value: Message | None = None, **settings: Any) -> None:
        """Take the explanation and what its value is called, beside what click takes."""
        super().__init__(names, **settings)
        self.about = about
        self.value = value


class Argument(click.Argument):
    """An argument with a name and an explanation in both languages."""

    def __init__(self, name: str, *, label: Message, about: Message, **settings: Any) -> None:
        """Take the name and the explanation, beside what click takes."""
        super().__init__([name], **settings)
        self.label = label
        self.about = about


class Command(click.Command):
    """A command of bzr."""

    def __init__(self, name: str, *, about: Message, examples: Sequence[str] = (), **settings: Any) -> None:
        """Take the explanation and the examples, beside what click takes."""
        super().__init__(name, **settings)
        self.about = about
        self.examples = tuple(examples)

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help page."""
        return format_help(ctx, self, self.about, self.examples)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:  # noqa: ARG002 (click asks so)
        """Return the `--help` option."""
        return _help_option()


class Group(click.Group):
    """A command that has commands below it, each imported when it is first asked for.

    Attributes:
        modules: Command → the module that has it in its `COMMANDS`.
    """

    def __init__(self, name: str, *, about: Message, modules: Mapping[str, str], **settings: Any) -> None:
        """Take the explanation and the modules, beside what click takes."""
        super().__init__(name, no_args_is_help=False, invoke_without_command=True, **settings)
        self.about = about
        self.examples: tuple[str, ...] = ()
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """Return the commands in the order in which a school meets them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click asks so)
        """Return the command of that name, or None."""
        if cmd_name not in self.modules:
            return None
        command = import_module(f"bzr_adapters.cli.{self.modules[cmd_name]}").COMMANDS[cmd_name]
        assert isinstance(command, click.Command)
        return command

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help page."""
        return format_help(ctx, self, self.about, self.examples)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:  # noqa: ARG002 (click asks so)
        """Return the `--help` option."""
        return _help_option()


def _help_option() -> click.Option:
    def show_help(ctx: click.Context, _: click.Parameter, chosen: bool) -> None:
        if chosen and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    about = Message("显示帮助", "show this help")
    return Option("--help", about=about, is_flag=True, is_eager=True, expose_value=False, callback=show_help)


def list_shared_options() -> list[click.Parameter]:
    """Return the options that every command takes, before its name or after it."""
    return [
        Option(
            "--store",
            about=Message(
                "存储的地址,或“学校清单.toml#学校”;默认 BZR_STORE 或 sqlite:///bzr.db",
                "address of the store, or schools.toml#SCHOOL; default BZR_STORE or sqlite:///bzr.db",
            ),
            value=Message("地址", "URL"),
            expose_value=False,
            callback=keep_in_call("store_url"),
        ),
        Option(
            "--lang",
            about=Message("语言:zh 或 en,默认 BZR_LANG 或 zh", "language: zh or en; default BZR_LANG or zh"),
            value=Message("语言", "LANG"),
            expose_value=False,
            type=click.Choice(["zh", "en"]),
        ),
        Option(
            "--by",
            about=Message(
                "谁在操作,默认 BZR_USER 或本机用户",
                "who is asking; default BZR_USER or the user of this machine",
            ),
            value=Message("姓名", "NAME"),
            expose_value=False,
            callback=keep_in_call("by"),
        ),
        Option(
            "--clock",
            about=Message(
                "时钟与上次记录相差太远时,说明它为什么没有错(会记录下来)",
                "why the clock is right where it is far from the last record (this is recorded)",
            ),
            value=Message("原因", "REASON"),
            expose_value=False,
            callback=keep_in_call("clock"),
        ),
    ]


def keep_in_call(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return what keeps an option's value in the call, so that no command has to pass it on."""

    def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value is not None:
            setattr(ctx.find_root().obj, name, value)

    return keep


Runs = Callable[..., int]
"""What a command does: takes the call and its parameters by name, and returns the exit status."""


def command(
    name: str, about: Message, *parameters: click.Parameter, examples: Sequence[str] = ()
) -> Callable[[Runs], Command]:
    """Return what makes a command of a function."""

    def build_command(run: Runs) -> Command:
        def run_with_call(**values: Any) -> int:
            call = click.get_current_context().find_root().obj
            assert isinstance(call, Call)
            status = run(call, **values)
            call.note_shown(name)
            return status

        return Command(
            name,
            about=about,
            examples=examples,
            callback=run_with_call,
            params=[*parameters, *list_shared_options()],
        )

    return build_command


def name_parameter(parameter: click.Parameter) -> str:
    """Return what a parameter is called in messages and in help."""
    if isinstance(parameter, Argument):
        return say(parameter.label)
    return parameter.opts[0] if parameter.opts else str(parameter.name)

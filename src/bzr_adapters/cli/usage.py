"""What click finds wrong with a call, in our words: what, and what to do."""

import re

import click

from bzr_adapters.cli.frame import row_of_fact
from bzr_domain.kernel.messages import Message, did_you_mean


def complaint(error: click.ClickException) -> Message:
    """What is wrong with the call."""
    match error:
        case click.NoSuchCommand():
            return _unknown_command(error)
        case click.NoSuchOption():
            return _unknown_option(error)
        case click.MissingParameter() if error.param is not None:
            name = row_of_fact(error.param)
            return Message(f"缺少“{name}”", f"{name} is missing")
        case click.BadOptionUsage():
            return _bad_option(error)
        case click.BadParameter() if error.param is not None:
            return _bad_value(error.param, error)
        case _:
            return _other(error)


def todo(error: click.ClickException) -> Message:
    """Where to look it up."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "bzr"
    return Message(f"用 {path} --help 看写法", f"{path} --help shows how it is written")


def _unknown_command(error: click.NoSuchCommand) -> Message:
    context = error.ctx
    known = (
        context.command.list_commands(context)
        if context is not None and isinstance(context.command, click.Group)
        else []
    )
    near = did_you_mean(error.command_name, known)
    return Message(
        f"没有命令“{error.command_name}”;{near.zh}", f"there is no command {error.command_name!r}; {near.en}"
    )


def _unknown_option(error: click.NoSuchOption) -> Message:
    context = error.ctx
    params = context.command.get_params(context) if context is not None else []
    known = [name for one in params if isinstance(one, click.Option) for name in one.opts]
    near = did_you_mean(error.option_name, known)
    return Message(
        f"没有选项“{error.option_name}”;{near.zh}", f"there is no option {error.option_name!r}; {near.en}"
    )


def _bad_option(error: click.BadOptionUsage) -> Message:
    name = error.option_name
    if "does not take" in error.message:
        return Message(f"选项{name}不带值", f"the option {name} takes no value")
    return Message(f"选项{name}后面缺少值", f"the option {name} needs a value")


def _bad_value(parameter: click.Parameter, error: click.BadParameter) -> Message:
    name = row_of_fact(parameter)
    if isinstance(parameter.type, click.Choice):
        choices = ", ".join(map(str, parameter.type.choices))
        return Message(f"{name}只能是:{choices}", f"{name} is one of: {choices}")
    return Message(f"“{name}”不对:{error.message}", f"{name} is wrong: {error.message}")


def _other(error: click.ClickException) -> Message:
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message)
    if extra is not None:
        return Message(f"多出了“{extra[1]}”", f"{extra[1]!r} is too much")
    return Message(f"写法不对:{error.message}", error.message)

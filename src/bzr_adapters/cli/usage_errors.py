"""Say in our own words what click finds wrong with a call, and where its spelling is shown."""

import re

import click

from bzr_adapters.cli.command import name_parameter
from bzr_domain.kernel.messages import Message, did_you_mean


def describe_usage_error(error: click.ClickException) -> Message:
    """Return what is wrong with the call."""
    match error:
        case click.NoSuchCommand():
            return _describe_unknown_command(error)
        case click.NoSuchOption():
            return _describe_unknown_option(error)
        case click.MissingParameter() if error.param is not None:
            name = name_parameter(error.param)
            return Message(f"缺少“{name}”", f"{name} is missing")
        case click.BadOptionUsage():
            return _describe_bad_option(error)
        case click.BadParameter() if error.param is not None:
            return _describe_bad_value(error.param, error)
        case _:
            return _describe_other(error)


def suggest_help(error: click.ClickException) -> Message:
    """Return which help page shows how the call is written."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "bzr"
    return Message(f"用 {path} --help 看写法", f"{path} --help shows how it is written")


def _describe_unknown_command(error: click.NoSuchCommand) -> Message:
    context = error.ctx
    group = None if context is None else context.command
    known = group.list_commands(context) if context and isinstance(group, click.Group) else []
    near = did_you_mean(error.command_name, known)
    return Message(
        f"没有命令“{error.command_name}”;{near.zh}", f"there is no command {error.command_name!r}; {near.en}"
    )


def _describe_unknown_option(error: click.NoSuchOption) -> Message:
    context = error.ctx
    parameters = context.command.get_params(context) if context is not None else []
    known = [name for parameter in parameters if isinstance(parameter, click.Option) for name in parameter.opts]
    near = did_you_mean(error.option_name, known)
    return Message(f"没有选项“{error.option_name}”;{near.zh}", f"there is no option {error.option_name!r}; {near.en}")


def _describe_bad_option(error: click.BadOptionUsage) -> Message:
    name = error.option_name
    if "does not take" in error.message:
        return Message(f"选项{name}不带值", f"the option {name} takes no value")
    return Message(f"选项{name}后面缺少值", f"the option {name} needs a value")


def _describe_bad_value(parameter: click.Parameter, error: click.BadParameter) -> Message:
    name = name_parameter(parameter)
    if isinstance(parameter.type, click.Choice):
        choices = ", ".join(map(str, parameter.type.choices))
        return Message(f"{name}只能是:{choices}", f"{name} is one of: {choices}")
    if isinstance(parameter.type, type(click.INT)):
        return Message(f"{name}要写整数", f"{name} takes a whole number")
    return Message(f"“{name}”不对:{error.message}", f"{name} is wrong: {error.message}")


def _describe_other(error: click.ClickException) -> Message:
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message)
    if extra is not None:
        return Message(f"多出了“{extra[1]}”", f"{extra[1]!r} is too much")
    return Message(f"写法不对:{error.message}", error.message)

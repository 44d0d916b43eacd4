"""The command group: which commands there are, and how a failure becomes a block and a status."""

import sys
from collections.abc import Mapping

import click

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, WRONG, Call
from bzr_adapters.cli.command import Group, Option, list_shared_options
from bzr_adapters.cli.usage_errors import describe_usage_error, suggest_help
from bzr_adapters.extras import DISTRIBUTION
from bzr_domain.kernel.messages import BzrError, Message

MODULES = {
    "demo": "demo",
    "init": "init",
    "setup": "setup",
    "new-year": "new_year",
    "appoint": "appoint",
    "record": "record",
    "facts": "facts",
    "void": "amend",
    "correct": "amend",
    "month": "month",
    "term": "term",
    "publish": "publish",
    "notice": "publish",
    "appeal": "appeal",
    "appeals": "appeal",
    "decide": "appeal",
    "final": "publish",
    "pay": "pay",
    "explain": "explain",
    "feedback": "feedback",
    "audit": "audit",
    "assert": "assert_",
    "whatif": "whatif",
    "rulebook": "rulebook",
    "lint": "lint",
    "check": "check",
    "budget": "budget",
    "duties": "duties",
    "teacher": "teacher",
    "schema": "schema",
    "verify": "verify",
    "checkpoint": "verify",
    "backup": "moving",
    "migrate": "moving",
    "schools": "schools",
    "student": "student",
    "erase": "forget",
    "redact": "forget",
    "restrict": "forget",
    "access-log": "forget",
}
"""Command → module, in the order in which a school meets them."""


def _show_version(ctx: click.Context, _: click.Parameter, chosen: bool) -> None:
    if chosen:
        from importlib.metadata import version

        click.echo(f"bzr {version(DISTRIBUTION)}")
        ctx.exit()


def build_group() -> Group:
    """Return the command `bzr` itself."""

    def show_help_without_command() -> int:
        context = click.get_current_context()
        if context.invoked_subcommand is not None:
            return DONE
        sys.stderr.write(context.get_help() + "\n")
        return WRONG

    about = Message(
        "班主任考核:记录事实,按规则算分", "head-teacher assessment: facts are recorded, points are computed"
    )
    version_option = Option(
        "--version",
        about=Message("显示版本", "show the version"),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
    )
    return Group(
        "bzr",
        about=about,
        modules=MODULES,
        params=[*list_shared_options(), version_option],
        callback=show_help_without_command,
    )


def run(arguments: list[str], environ: Mapping[str, str]) -> int:
    """Run one call and return its status; every failure that can be foreseen becomes a block on standard error."""
    call = Call(environ=environ)
    try:
        status = build_group().main(arguments, prog_name="bzr", standalone_mode=False, obj=call)
    except click.ClickException as error:
        failure.show_failure(call.error_ink, describe_usage_error(error), todo=suggest_help(error))
        return WRONG
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except BzrError as error:
        failure.show_error(call.error_ink, error)
        return _choose_status(error)
    finally:
        call.close()
    return status if isinstance(status, int) else DONE


def _choose_status(error: BzrError) -> int:
    """Return whether the call was wrong — a name that is nowhere, a store that is none — or the world says no."""
    if error.code.startswith(("argument.", "call.", "extra.")) or error.code == "store.bad-address":
        return WRONG
    is_unknown = isinstance(error, LookupError)  # NotFound is one
    return WRONG if is_unknown and error.code != "statement.none" else NO

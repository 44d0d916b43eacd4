"""`bzr setup`: registers or amends the school, calendar, classes, tenures and adopted rulebooks."""

from pathlib import Path
from typing import TYPE_CHECKING

from bzr_adapters.cli.arguments import CORRECT_PAST, DRY_RUN, is_there
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.preview import preview_lines
from bzr_adapters.reports.register_changes import declared_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters import Receipt

FILE = Argument(
    "file",
    label=Message("文件", "FILE"),
    about=Message("学校文件 school.toml", "the school file, school.toml"),
)

WHY = Option(
    "--reason",
    about=Message("更正既往的理由", "why the past is corrected"),
    value=Message("理由", "WHY"),
)


@command(
    "setup",
    Message(
        "登记或修改学校、校历、班级、任期和采用的规则",
        "register or amend the school, calendar, classes, tenures and rulebooks",
    ),
    FILE,
    DRY_RUN,
    CORRECT_PAST,
    WHY,
    examples=(
        "bzr setup school.toml",
        "bzr setup school.toml --dry-run",
        "bzr setup school.toml --correct-past --reason 开学时人数登记错了",
    ),
)
def setup_command(call: Call, file: str, dry_run: bool, correct_past: bool, reason: str | None) -> int:
    """Make the register read like a school file."""
    from bzr_adapters import Invalid, Refused

    path = Path(file)
    if correct_past != (reason is not None):
        raise WrongCall.of("--correct-past 与 --reason 一起写", "--correct-past and --reason go together")
    if not is_there(path):
        raise WrongCall.of(f"没有文件“{file}”", f"there is no file {file!r}")
    try:
        receipt = _try(call, path, reason) if dry_run else _declare(call, path, reason)
        lines = declared_lines(receipt, call.lang)
        if dry_run:
            return call.show_preview(receipt, lines)
        call.show_lines([*([] if receipt.preview is None else preview_lines(receipt.preview, call.ink)), *lines])
    except Refused as error:
        if error.source is not None:
            call.show_lines(preview_lines(error.source, call.ink))
        raise
    except Invalid as error:
        if not error.problems:
            raise
        number = len(error.problems)
        what = Message(
            f"学校文件“{path.name}”有{number}处问题,没有登记任何内容",
            f"problems in the school file {path.name!r}: {number}; nothing was registered",
        )
        return call.fail(
            what, map(str, error.problems), Message("改正后再运行一次", "mend the file and run this again")
        )
    return DONE


def _try(call: Call, path: Path, correct_past: str | None) -> "Receipt":
    """Declare the school without writing; in a store in memory where there is none."""
    from bzr_adapters import NotFound, School

    try:
        actor = call.acting()
    except NotFound:
        school = School.create("memory:", path, by=call.actor, lang=call.lang)
        assert school.founding is not None
        return school.founding
    return actor.declare(path, correct_past=correct_past, dry_run=True)


def _declare(call: Call, path: Path, correct_past: str | None) -> "Receipt":
    """Declare the school, in a store that is created where there is none."""
    from bzr_adapters import NotFound

    try:
        actor = call.acting()
    except NotFound:
        school = call.create_school(path)
        assert school.founding is not None
        call.show_message(Message(f"新建存储 {school.store_name}", f"created the store {school.store_name}"))
        return school.founding
    return actor.declare(path, correct_past=correct_past)


COMMANDS = {"setup": setup_command}

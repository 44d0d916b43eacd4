"""`bzr setup`: registers or amends the school, calendar, classes, tenures and adopted rulebooks."""

from collections.abc import Sequence
from pathlib import Path

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.failure import WrongCall, format_problem
from bzr_adapters.cli.register_changes import describe_changes, describe_kept_tenures
from bzr_adapters.intake.school_file import read_school
from bzr_adapters.storage import NotAStore
from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.kernel.messages import Message, Problem, Refused, UnknownReference
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.school_register import SchoolRegister

FILE = Argument(
    "file",
    label=Message("文件", "FILE"),
    about=Message("学校文件 school.toml", "the school file, school.toml"),
)


@command(
    "setup",
    Message(
        "登记或修改学校、校历、班级、任期和采用的规则",
        "register or amend the school, calendar, classes, tenures and rulebooks",
    ),
    FILE,
    examples=("bzr setup school.toml",),
)
def setup_command(call: Call, file: str) -> int:
    """Make the register read like a school file."""
    path = Path(file)
    if not path.is_file():
        raise WrongCall.of(f"没有文件“{file}”", f"there is no file {file!r}")
    declared = read_school(path)
    if not isinstance(declared, Declaration):
        return _show_problems(call, path, declared)
    problems = tuple(find_declaration_problems(declared))
    if problems:
        return _show_problems(call, path, problems)
    return _declare(call, path, declared)


def _declare(call: Call, path: Path, declared: Declaration) -> int:
    before = _load_register(call)
    writer, created = call.open_or_create_writer()
    if created:
        call.show_message(Message(f"新建存储 {writer.store.name}", f"created the store {writer.store.name}"))
    answer = writer.setup(declared)
    if isinstance(answer, Refused):
        return call.refuse(answer)
    problems = [problem for problem in answer if isinstance(problem, Problem)]
    if problems:
        return _show_problems(call, path, problems)
    events = [event for event in answer if not isinstance(event, Problem)]
    tenures = [tenure for tenure in load_appointed_tenures(writer.store) if tenure not in declared.tenures]
    call.show_lines(describe_changes(before, events, call.lang))
    call.show_lines(describe_kept_tenures(tenures, call.lang))
    return DONE


def _load_register(call: Call) -> SchoolRegister:
    """Return the register as it is before; an empty one where there is no store or no school yet."""
    try:
        return call.open_reader().register
    except (NotAStore, UnknownReference):
        return SchoolRegister()


def _show_problems(call: Call, path: Path, problems: Sequence[Problem]) -> int:
    number = len(problems)
    what = Message(
        f"学校文件“{path.name}”有{number}处问题,没有登记任何内容",
        f"problems in the school file {path.name!r}: {number}; nothing was registered",
    )
    todo = Message("改正后再运行一次", "mend the file and run this again")
    return call.fail(what, map(format_problem, problems), todo)


COMMANDS = {"setup": setup_command}

"""`bzr setup`: registers or amends the school, calendar, classes, tenures and adopted rulebooks."""

import sys
from pathlib import Path

from bzr_adapters import bootstrap
from bzr_adapters.cli import failure
from bzr_adapters.cli.amended import changes, kept
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import Argument, command
from bzr_adapters.cli.moments import WrongCall
from bzr_adapters.intake.school_file import read_school
from bzr_adapters.storage import NotAStore
from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Problem, Refused
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
        raise WrongCall(Message(f"没有文件“{file}”", f"there is no file {file!r}"))
    declared = read_school(path)
    problems = tuple(find_declaration_problems(declared)) if isinstance(declared, Declaration) else declared
    if problems or not isinstance(declared, Declaration):
        return _faulty(call, path, problems)
    before = _register(call)
    recorder, created = call.new_recorder()
    if created:
        call.tell(Message(f"新建存储 {recorder.store.name}", f"created the store {recorder.store.name}"))
    decided = recorder.setup(declared)
    if isinstance(decided, Refused):
        failure.refused(call.ink_for(sys.stderr), decided)
        return NO
    found = [one for one in decided if isinstance(one, Problem)]
    if found:
        return _faulty(call, path, found)
    call.show(changes(before, [one for one in decided if not isinstance(one, Problem)], call.lang))
    call.show(
        kept(
            (one for one in load_appointed_tenures(recorder.store) if one not in declared.tenures), call.lang
        )
    )
    return DONE


def _register(call: Call) -> SchoolRegister:
    """The register as it is before; an empty one where there is no store or no school yet."""
    try:
        store = bootstrap.open_for_reading(call.url)
    except NotAStore:
        return SchoolRegister()
    try:
        return bootstrap.reader(store).register
    except UnknownReference:
        return SchoolRegister()
    finally:
        store.close()


def _faulty(call: Call, path: Path, problems: tuple[Problem, ...] | list[Problem]) -> int:
    number = len(problems)
    what = Message(
        f"学校文件“{path.name}”有{number}处问题,没有登记任何内容",
        f"problems in the school file {path.name!r}: {number}; nothing was registered",
    )
    failure.block(call.ink_for(sys.stderr), what, failure.problem_lines(problems), _MEND)
    return NO


_MEND = Message("改正后再运行一次", "mend the file and run this again")

COMMANDS = {"setup": setup_command}

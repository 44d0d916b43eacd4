"""How a call says no: one readable block on standard error — what, where, what was expected, what to do."""

import sys
from collections.abc import Iterable, Sequence

from bzr_adapters.cli.words import say
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.errors import BzrError
from bzr_domain.kernel.messages import Message, Problem, Refused


def block(ink: Ink, what: Message, lines: Iterable[str] = (), todo: Message | None = None) -> None:
    """Write one block: what is wrong, its details one a line, and what to do."""
    head = say(Message(f"错误:{what.zh}", f"error: {what.en}"))
    text = [ink.red(head), *(f"  {line}" for line in lines)]
    if todo is not None:
        text.append(say(Message(f"怎么办:{todo.zh}", f"what to do: {todo.en}")))
    sys.stderr.write("".join(f"{line}\n" for line in text))


def raised(ink: Ink, error: BzrError) -> None:
    """The block of an exception with the problems behind it."""
    said = {str(error.message)}
    problems = [problem for problem in error.problems if not any(problem.what.zh in one for one in said)]
    block(ink, error.message, [problem_line(problem) for problem in problems])


def refused(ink: Ink, no: Refused) -> None:
    """The block of a rule that says no."""
    clause = say(Message(f"依据:{no.clause}", f"by: {no.clause}"))
    block(ink, no.reason, [clause] if no.clause else [])


def problem_line(problem: Problem) -> str:
    """A problem in one line: sheet, row, column, what is wrong, what was expected."""
    place = _place(problem)
    expected = f";{problem.expected.zh}" if problem.expected else ""
    expected_en = f"; {problem.expected.en}" if problem.expected else ""
    message = Message(f"{problem.what.zh}{expected}", f"{problem.what.en}{expected_en}")
    return say(Message(f"{place.zh}{message.zh}", f"{place.en}{message.en}"))


def _place(problem: Problem) -> Message:
    zh, en = [problem.sheet] if problem.sheet else [], [problem.sheet] if problem.sheet else []
    if problem.row is not None:
        zh.append(f"第{problem.row}行")
        en.append(f"row {problem.row}")
    if problem.column:
        zh.append(f"{problem.column}列")
        en.append(f"column {problem.column}")
    return Message(" ".join(zh) + ":", " ".join(en) + ": ") if zh else Message("", "")


def unexpected(ink: Ink, error: BaseException) -> None:
    """The block of an exception nobody foresaw."""
    name = type(error).__name__
    block(
        ink,
        Message(f"bzr自身出错({name}:{error})", f"bzr itself failed ({name}: {error})"),
        todo=Message(
            "这是程序的缺陷,请把这一段和所用的命令报告给维护者;设BZR_DEBUG=1再运行可看到细节",
            "this is a fault of the program: please report this block and the command; BZR_DEBUG=1 shows the details",
        ),
    )


def unwritable(ink: Ink, error: OSError) -> None:
    """The block of a file or an output that the system does not let us use."""
    name = f"“{error.filename}”" if error.filename else ""
    name_en = f" {error.filename!r}" if error.filename else ""
    said = error.strerror or str(error)
    what = Message(
        f"文件或输出{name}不能读写:{said}", f"cannot read or write the file or output{name_en}: {said}"
    )
    block(ink, what, todo=Message("请检查磁盘空间和权限", "see to disk space and permissions"))


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """One line for each problem."""
    return [problem_line(problem) for problem in problems]

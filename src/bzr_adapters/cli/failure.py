"""How a call says no: one readable block on standard error — what, where, what was expected, what to do."""

import sys
from collections.abc import Iterable
from typing import Any

from bzr_adapters.cli.language import say
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import BzrError, Message, Problem, Refused


class WrongCall(BzrError):
    """The call itself is wrong: a word that cannot be read as what it should be, or options that do not go together."""

    code = "call.wrong"


def show_failure(ink: Ink, what: Message, lines: Iterable[str] = (), todo: Message | None = None) -> None:
    """Write one block: what is wrong, its details one a line, and what to do."""
    block = [ink.red(say(Message("错误:", "error: ") + what)), *(f"  {line}" for line in lines)]
    if todo is not None:
        block.append(say(Message("怎么办:", "what to do: ") + todo))
    sys.stderr.write("".join(f"{line}\n" for line in block))


def show_error(ink: Ink, error: BzrError) -> None:
    """Write the block of an exception: the problems behind it that its message does not name already, and the clause that refuses."""
    message = say(error.message)
    lines = [line for problem in error.problems for what, line in [_describe(problem)] if what not in message]
    clause = getattr(error, "clause", "")
    if clause:
        lines.append(say(Message("依据:", "by: ") + Message.same(clause)))
    show_failure(ink, error.message, lines)


def _describe(problem: Any) -> tuple[str, str]:
    """Return what is wrong, and the whole line that says so."""
    if isinstance(problem, Problem):
        return say(problem.what), format_problem(problem)
    return problem.text, str(problem)


def show_refusal(ink: Ink, refused: Refused) -> None:
    """Write the block of a rule that says no, with its clause."""
    clause = say(Message("依据:", "by: ") + Message.same(refused.clause))
    show_failure(ink, refused.reason, [clause] if refused.clause else [])


def show_crash(ink: Ink, error: BaseException) -> None:
    """Write the block of an exception nobody foresaw."""
    name = type(error).__name__
    show_failure(
        ink,
        Message(f"bzr自身出错({name}:{error})", f"bzr itself failed ({name}: {error})"),
        todo=Message(
            "这是程序的缺陷,请把这一段和所用的命令报告给维护者;设BZR_DEBUG=1再运行可看到细节",
            "this is a fault of the program: please report this block and the command; BZR_DEBUG=1 shows the details",
        ),
    )


def show_unwritable(ink: Ink, error: OSError) -> None:
    """Write the block of a file or an output that the system does not let us use."""
    name = Message(f"“{error.filename}”", f" {error.filename!r}") if error.filename else Message.same("")
    reason = error.strerror or str(error)
    what = Message(
        f"文件或输出{name.zh}不能读写:{reason}", f"cannot read or write the file or output{name.en}: {reason}"
    )
    show_failure(ink, what, todo=Message("请检查磁盘空间和权限", "see to disk space and permissions"))


def format_problem(problem: Problem) -> str:
    """Return a problem in one line: sheet, row, column, what is wrong, what was expected."""
    parts = [problem.what, *([problem.expected] if problem.expected else [])]
    return say(_locate(problem) + Message.joined(parts))


def _locate(problem: Problem) -> Message:
    places = [Message.same(problem.sheet)] if problem.sheet else []
    if problem.row is not None:
        places.append(Message(f"第{problem.row}行", f"row {problem.row}"))
    if problem.column:
        places.append(Message(f"{problem.column}列", f"column {problem.column}"))
    place = Message.joined(places, " ", " ")
    return place + Message(":", ": ") if places else place

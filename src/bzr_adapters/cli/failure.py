"""How a call says no: one readable block on standard error — what, where, what was expected, what to do."""

import sys
from collections.abc import Iterable
from typing import Any

from bzr_adapters.cli.language import say
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.hidden_characters import show_hidden
from bzr_domain.kernel.messages import BzrError, Message
from bzr_domain.kernel.readings import describe_clause

_LINES_MAX = 50
_CHARACTERS_MAX = 2_000


class WrongCall(BzrError):
    """The call itself is wrong: a word that cannot be read as what it should be, or options that do not go together."""

    code = "call.wrong"


def show_failure(ink: Ink, what: Message, lines: Iterable[str] = (), todo: Message | None = None) -> None:
    """Write one block: what is wrong, its details one a line, the first fifty and how many more, and what to do."""
    details = list(map(_show_line, lines))
    more = len(details) - _LINES_MAX
    if more > 0:
        details[_LINES_MAX:] = [say(Message(f"还有{more:,}处", f"and {more:,} more"))]
    block = [ink.red(_show_line(say(Message("错误:", "error: ") + what))), *(f"  {line}" for line in details)]
    if todo is not None:
        block.append(_show_line(say(Message("怎么办:", "what to do: ") + todo)))
    sys.stderr.write("".join(f"{line}\n" for line in block))


def _show_line(line: str) -> str:
    """Return a line of a block, without what nobody sees, and no longer than a person reads."""
    return show_hidden(line if len(line) <= _CHARACTERS_MAX else f"{line[:_CHARACTERS_MAX]}…")


def show_error(ink: Ink, error: BzrError) -> None:
    """Write the block of an exception: the problems behind it that its message does not name already, and the clause that refuses.

    Where nobody knows whether a command was carried out, its id stands there too.
    """
    message, clause, command = say(error.message), getattr(error, "clause", ""), getattr(error, "command", "")
    problems: Iterable[Any] = error.problems
    lines = [str(problem) for problem in problems if problem.text not in message]
    if clause:
        lines.append(say(Message("依据:", "by: ") + describe_clause(clause)))
    if command:
        what = Message("不知道这个命令办成没有;命令编号:", "whether the command was carried out is not known; its id: ")
        lines.append(say(what + Message.same(command)))
    show_failure(ink, error.message, lines)


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
    from bzr_adapters.front_door.errors import describe_unusable

    name = Message(f"“{error.filename}”", f" {error.filename!r}") if error.filename else Message.same("")
    reason = describe_unusable(error)
    what = Message(
        f"文件或输出{name.zh}不能读写:{reason.zh}", f"cannot read or write the file or output{name.en}: {reason.en}"
    )
    show_failure(ink, what, todo=Message("请检查磁盘空间和权限", "see to disk space and permissions"))

"""What the front door says when it cannot do what it was asked (错误): one family of exceptions, each with a stable code::

    BzrError
    ├── NotFound          a name that is nowhere registered, a store that is not there (404)
    ├── Invalid           the data handed in is wrong; every problem at once (422)
    │   └── CommandReused the id of a command that asked for something else (422)
    ├── Refused           a rule says no, whoever asks (409)
    │   └── Forbidden     this person may not; who may (403)
    ├── Conflict          others wrote first for as long as we tried; the same command may be sent again (409)
    └── StoreUnavailable  locked, full, gone, closed (503)
        └── StoreDamaged  a record that cannot be trusted (500)

A wrong type is Python's own TypeError, and an exception of a handler stays the handler's.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar

import attrs

from bzr_adapters.documents.output import UnwritableFile, describe_os_error
from bzr_adapters.documents.recording import PROBLEMS_LISTED
from bzr_adapters.storage import errors as stores
from bzr_domain.application import ports
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.hidden_characters import show_hidden
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.register.clock import WrongClock

_SHOWN_MAX = 50
_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


@attrs.frozen(kw_only=True)
class Problem:
    """One thing wrong with what was handed in (问题).

    Attributes:
        code: A stable word such as `fact.unknown-class`.
        at: Where: (row from 0, field) of rows handed in; (sheet, row from 1, column) of a sheet; empty where there is no place.
        expected: What would be right; empty where `text` says it.
        text: What is wrong, in the school's language.
        line: The place, what is wrong and what would be right, in one line; `str` of the problem.
    """

    code: str
    at: tuple[str | int, ...]
    expected: str
    text: str
    line: str = attrs.field(default="", repr=False, eq=False)

    def __str__(self) -> str:
        """The problem in one line."""
        return self.line or self.text

    def to_dict(self) -> dict[str, Any]:
        """Return the problem as a JSON object."""
        return {"code": self.code, "at": list(self.at), "text": self.text, "expected": self.expected}


class BzrError(kernel.BzrError):
    """The base of every exception that leaves the front door for data, state and stores.

    Attributes:
        code: A stable word for programs, such as `fact.unknown-class`.
        retryable: Whether the same call may succeed when it is made again.
        near: The names most like one that is unknown.
        clause: The clause of the rule that refuses; empty where none does.
        who: Who may, where this person may not.
        source: What the reports write the error from, beside its problems; no part of the public interface.
    """

    problems: tuple[Problem, ...]  # type: ignore[assignment]  # in the school's language, and with a place
    retryable: ClassVar[bool] = False
    near: tuple[str, ...] = ()
    clause: str = ""
    who: tuple[str, ...] = ()
    source: Any = None

    def __init__(
        self, message: Message, *, lang: Lang = "zh", code: str = "", problems: Iterable[Problem] = ()
    ) -> None:
        """Keep the message in both languages; `str` of it is in the school's."""
        super().__init__(Message(show_hidden(message.zh), show_hidden(message.en)))
        self.lang = lang
        self.code = code
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """What is wrong and what to do, in the school's language, with the first fifty problems, each on a line of its own."""
        more = len(self.problems) - _SHOWN_MAX
        rest = [Message(f"还有{more:,}处", f"and {more:,} more").in_(self.lang)] if more > 0 else []
        return "\n".join([self.text(self.lang), *(f"  {problem}" for problem in [*self.problems[:_SHOWN_MAX], *rest])])

    def text(self, lang: Lang) -> str:
        """Return what is wrong and what to do in a language."""
        return self.message.in_(lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the error as a JSON object."""
        return {
            "schema": "bzr.error/1",
            "error": type(self).__name__,
            "code": self.code,
            "text": self.text(self.lang),
            "retryable": self.retryable,
            "near": list(self.near),
            "clause": self.clause,
            "who": list(self.who),
            "problems": [problem.to_dict() for problem in self.problems[:PROBLEMS_LISTED]],
            "more": max(len(self.problems) - PROBLEMS_LISTED, 0),
        }


class NotFound(BzrError, KeyError):
    """A name that is nowhere registered, or a store that is not there; `near` are the names most like it."""


class Invalid(BzrError, ValueError):
    """The data handed in is wrong; `problems` names everything at once."""


class CommandReused(Invalid):
    """The id of a command that asked for something else before: take a new id for a new command."""


class Refused(BzrError):
    """A rule says no, whoever asks; `clause` is the one that refuses.

    Where it refuses some of several classes, `others` are those that it lets through when they are asked for alone.
    """

    others: tuple[str, ...] = ()


class Forbidden(Refused):
    """The person who asks may not; `who` may."""


class Conflict(BzrError):
    """Others wrote first for as long as the school tries; nothing was written, and the same command may be sent again."""

    retryable = True


class StoreUnavailable(BzrError):
    """The store is locked, full, gone or closed.

    Nothing was written where `command` is empty. Else it is the id of a command that may have been carried out: sent again
    under this id, it is carried out if it was not.
    """

    retryable = True
    command: str = ""


class StoreDamaged(StoreUnavailable):
    """A record of the store cannot be trusted; `position` is its place where that is known."""

    retryable = False
    position: int | None = None


class _Speaks(Protocol):
    @property
    def lang(self) -> Lang: ...


_Speaker = TypeVar("_Speaker", bound=_Speaks)


def raises_ours(
    method: Callable[Concatenate[_Speaker, _Arguments], _Answer],
) -> Callable[Concatenate[_Speaker, _Arguments], _Answer]:
    """Let a method of the front door raise its own exceptions alone, in the language of the school."""

    @wraps(method)
    def call(self: _Speaker, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        with raising_ours(self):
            return method(self, *args, **kwargs)

    return call


@contextmanager
def raising_ours(speaker: _Speaks) -> Iterator[None]:
    """Raise the front door's own exceptions in the place of those from within, in the language of the school."""
    try:
        yield
    except BzrError:
        raise
    except kernel.BzrError as error:
        raise publish_error(error, speaker.lang) from error
    except Exception as error:
        damage = _find_damage(speaker)
        if damage is None:
            raise
        raise damage from error


def _find_damage(speaker: object) -> "StoreDamaged | None":
    """Return what is wrong with the store behind an error that nobody foresaw; None where the store is sound.

    What somebody wrote into a store by hand can be of any sense: where it can still be read, and nothing can be made of
    it, this looks for where it was changed.
    """
    from bzr_adapters.storage.evidence.verify import Evidence, verify_log
    from bzr_adapters.storage.store import ReadingLog

    school: Any = getattr(getattr(speaker, "_actor", speaker), "_school", None)
    log = getattr(school, "log", None)
    if not isinstance(log, ReadingLog):
        return None
    try:
        checks = verify_log(log, Evidence(), lambda *_: None)
    except kernel.BzrError:
        return None
    problems = publish_problems((problem for check in checks for problem in check.problems), school.lang)
    if not problems:
        return None
    message = Message(
        f"存储{log.name}被人改过,这个问题无法回答;请查明是谁改的,从备份恢复",
        f"store {log.name} was altered by hand, and this cannot be answered: find out who did it, and restore a backup",
    )
    return StoreDamaged(message, lang=school.lang, code="store.damaged", problems=problems)


def guard_iterator(values: Iterator[_Answer], speaker: _Speaks) -> Iterator[_Answer]:
    """Yield some values, raising the front door's own exceptions alone."""
    with raising_ours(speaker):
        yield from values


def publish_error(error: kernel.BzrError, lang: Lang) -> BzrError:
    """Return the public exception for one from within."""
    by_class = next((public for within, public in _KINDS if isinstance(error, within)), Invalid)
    kind = _KINDS_BY_CODE.get(error.code, by_class)
    problems = publish_problems(error.problems, lang)
    public = kind(error.message, lang=lang, code=error.code, problems=problems)
    if isinstance(public, NotFound):
        public.near = getattr(error, "near", ())
    if isinstance(public, StoreDamaged):
        public.position = getattr(error, "position", None)
    return public


_KINDS: tuple[tuple[type[kernel.BzrError], type[BzrError]], ...] = (
    (kernel.UnknownReference, NotFound),
    (ports.Conflict, Conflict),
    (ports.CommandReused, CommandReused),
    (UnwritableFile, StoreUnavailable),
    (stores.BadRecord, StoreDamaged),
    (stores.NotAStore, NotFound),
    (stores.BadEvent, Invalid),
    (WrongClock, Refused),
    (ports.StoreError, StoreUnavailable),
)
"""Exceptions from within → the public one, the first that fits; every other is a fault of what was handed in."""
_KINDS_BY_CODE: dict[str, type[BzrError]] = {
    "store.bad-address": Invalid,
    "store.bad-value": Invalid,
    "store.damaged": StoreDamaged,
    "store.altered-tables": StoreDamaged,
}
"""Of errors of the stores that have no class of their own, the code tells the public one."""


def publish_problems(problems: Iterable[kernel.Problem], lang: Lang) -> tuple[Problem, ...]:
    """Return some problems with their places, in a language."""
    return tuple(_publish_problem(problem, lang) for problem in problems)


def _publish_problem(problem: kernel.Problem, lang: Lang) -> Problem:
    place: tuple[str | int | None, ...] = (problem.row, problem.field or problem.column)
    if problem.sheet:
        place = (problem.sheet, problem.row, problem.column or problem.field)
    return Problem(
        code=problem.code,
        at=tuple(part for part in place if part not in (None, "")),
        expected="" if problem.expected is None else show_hidden(problem.expected.in_(lang)),
        text=show_hidden(problem.what.in_(lang)),
        line=show_hidden(_describe_problem(problem).in_(lang)),
    )


def _describe_problem(problem: kernel.Problem) -> Message:
    """Return where, what is wrong, and what was expected, in one line."""
    places = [Message.same(problem.sheet)] if problem.sheet else []
    if problem.row is not None:
        places.append(Message(f"第{problem.row}行", f"row {problem.row}"))
    if problem.column:
        places.append(Message(f"{problem.column}列", f"column {problem.column}"))
    place = Message.joined(places, " ", " ") + Message(":", ": ") if places else Message.same("")
    return place + Message.joined(filter(None, [problem.what, problem.expected]))


def describe_unusable(error: OSError) -> Message:
    """Return why the system does not let us use a file or an output, in words for people."""
    return describe_os_error(error)


def build_refused(refused: kernel.Refused, lang: Lang) -> Refused:
    """Return the exception for the refusal of a rule; that of a missing right says who may."""
    kind = Forbidden if isinstance(refused, kernel.Forbidden) else Refused
    public = kind(refused.reason, lang=lang, code=refused.code, problems=publish_problems(refused.problems, lang))
    public.clause = refused.clause
    if isinstance(public, Forbidden) and isinstance(refused, kernel.Forbidden):
        public.who = refused.who
    return public


def build_invalid(problems: Iterable[kernel.Problem], lang: Lang) -> Invalid:
    """Return the exception for data that is wrong, with every problem."""
    public = publish_problems(problems, lang)
    number = len(public)
    message = Message(f"有{number}处问题,什么都没有写", f"problems: {number}; nothing was written")
    return Invalid(message, lang=lang, code=public[0].code if public else "", problems=public)

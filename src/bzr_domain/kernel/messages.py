"""What is said to people (消息), in Chinese and in English, and the three ways to say no.

A *rule* refuses: a `Refused` value with its clause. *Data* is bad: every `Problem` is collected, then nothing is done.
The *caller* is wrong, or the world is: one of our exceptions is raised::

    BzrError
    ├── BadRulebook      a rulebook text that cannot be read; carries all its problems
    ├── UnknownReference a name that is nowhere registered
    └── StoreError       raised by the stores (see bzr_adapters.storage)

Each of the three carries a code (代码), a word for programs such as `fact.unknown-class`: one for each kind of fault, whatever
the language and the data. docs/reference/error-codes.md lists them all; a code that is published never changes.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import ClassVar, Literal, Self

import attrs

Lang = Literal["zh", "en"]
_SHOWN = 12
"""How many known names are listed at most."""
_COMPARED = 200
"""How many characters of a word are compared with the known names."""


@attrs.frozen
class Message:
    """One sentence for a person, in Chinese and in English.

    >>> print(Message("没有这个班级", "no such class"))
    没有这个班级
    >>> Message("没有这个班级", "no such class").in_("en")
    'no such class'
    """

    zh: str
    en: str

    def __str__(self) -> str:
        """The Chinese sentence: the default language of every message."""
        return self.zh

    def __add__(self, other: "Message") -> "Message":
        """Both, one after the other, in each language."""
        return Message(self.zh + other.zh, self.en + other.en)

    def in_(self, lang: Lang) -> str:
        """The sentence in the language asked for."""
        return self.en if lang == "en" else self.zh

    @classmethod
    def same(cls, text: str) -> "Message":
        """A text that reads alike in both languages: a name, a number, an id."""
        return cls(text, text)

    @classmethod
    def joined(cls, parts: Iterable["Message"], zh: str = ";", en: str = "; ") -> "Message":
        """Return some messages as one, with a separator of each language between them.

        >>> str(Message.joined([Message("没有登记", "not registered"), Message("请先登记", "register it first")]))
        '没有登记;请先登记'
        """
        known = list(parts)
        return cls(zh.join(part.zh for part in known), en.join(part.en for part in known))

    @classmethod
    def listed(cls, names: Iterable["Message | str"]) -> "Message":
        """Return names as a list in a sentence.

        >>> Message.listed(["高一(1)班", "高一(2)班"])
        Message(zh='高一(1)班、高一(2)班', en='高一(1)班, 高一(2)班')
        """
        return cls.joined((cls.same(name) if isinstance(name, str) else name for name in names), "、", ", ")


@attrs.frozen(kw_only=True)
class Problem:
    """One thing wrong with the data handed in, said completely (问题).

    Attributes:
        code: The kind of fault, for programs.
        what: What is wrong.
        expected: What would be right, and so what to do; None when `what` says it already.
        field: The field concerned by its English header ("class", "level" …); empty for the whole row.
        sheet: Where the row stands: file, or file and worksheet; empty when there is no sheet.
        row: The row's number in its sheet as a person counts, from 1; None when unknown.
        column: The column's letter or header in that sheet; empty when unknown.
        near: The known names most like the one written, the nearest first.
    """

    code: str
    what: Message
    expected: Message | None = None
    field: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    near: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Refused:
    """A rule said no (拒绝), to whoever asks: the kind of refusal for programs, the reason, and the clause or the reading that refuses.

    Attributes:
        problems: What it refuses one by one, where the reason says it of several things.
    """

    code: str
    reason: Message
    clause: str
    problems: tuple[Problem, ...] = ()


@attrs.frozen(kw_only=True)
class Forbidden(Refused):
    """A rule said no to this person (无权), and would not to another.

    Attributes:
        who: Who may: their names, or the roles it takes where nobody has one; empty when the rule only says who may not.
    """

    who: tuple[str, ...] = ()


def refuse(zh: str, en: str, clause: str, *, code: str) -> Refused:
    """Return the refusal of a rule: its reason in both languages, and the clause that refuses."""
    return Refused(code=code, reason=Message(zh, en), clause=clause)


def forbid(zh: str, en: str, clause: str, *, code: str, who: Iterable[str] = ()) -> Forbidden:
    """Return the refusal of a rule about persons: as of any rule, with who may."""
    return Forbidden(code=code, reason=Message(zh, en), clause=clause, who=tuple(who))


def report_problem(zh: str, en: str, *, code: str, expected: Message | None = None, field: str = "") -> Problem:
    """Return the problem of data: what is wrong in both languages, what would be right, and the field concerned."""
    return Problem(code=code, what=Message(zh, en), expected=expected, field=field)


def report_unknown(what: Message, word: str, known: Iterable[str], *, code: str, field: str = "") -> Problem:
    """Return the problem of a name that is none of the known ones, with those that are most like it."""
    names = sorted(set(known))
    return Problem(code=code, what=what, expected=did_you_mean(word, names), field=field, near=list_near(word, names))


class BzrError(Exception):
    """The caller is wrong, or the world is: base of every exception this project raises.

    Attributes:
        code: The kind of fault, for programs; of the class, or of this error where a class has several.
        message: What is wrong, and what to do.
        problems: The problems behind it.
        retryable: Whether the same call can succeed when it is simply made again.
    """

    code: str
    retryable: ClassVar[bool] = False

    def __init__(self, message: Message, problems: Iterable[Problem] = (), *, code: str = "") -> None:
        """Keep the message in both languages, the problems behind it, and a code of its own if it has one."""
        super().__init__(message.zh)
        self.message = message
        self.problems = tuple(problems)
        if code:
            self.code = code

    @classmethod
    def of(cls, zh: str, en: str, *, code: str = "") -> Self:
        """Return the error with a message in both languages."""
        error = cls(Message(zh, en))
        error.code = code or error.code
        return error


class BadRulebook(BzrError):
    """A rulebook's text cannot be read; `problems` names every fault in it."""

    code = "rulebook.faulty"


class UnknownReference(BzrError):
    """A class, month, fact or rulebook was named that is nowhere registered.

    Attributes:
        near: The names that it can mean, or that are most like it, the nearest first.
    """

    def __init__(
        self, message: Message, problems: Iterable[Problem] = (), *, code: str = "", near: Iterable[str] = ()
    ) -> None:
        """Keep what every error keeps, and the near names."""
        super().__init__(message, problems, code=code)
        self.near = tuple(near)

    @classmethod
    def of(cls, zh: str, en: str, *, code: str = "", near: Iterable[str] = ()) -> Self:
        """Return the error with a message in both languages."""
        return cls(Message(zh, en), code=code, near=near)

    @classmethod
    def among(cls, what: Message, word: str, known: Iterable[str], *, code: str) -> Self:
        """Return the error of a name that is none of those known: what is wrong, then the near name or what there is."""
        names = list(known)
        return cls(Message.joined([what, did_you_mean(word, names)]), code=code, near=list_near(word, names))


def list_near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known words most like the one written, three at most, the nearest first.

    >>> list_near("hygeine.score", ["hygiene.score", "hygiene.finding", "class.score"])
    ('hygiene.score',)
    """
    return _list_near(word, tuple(sorted(set(known))))


@lru_cache(maxsize=1024)
def _list_near(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Compare a word with the names that have a letter in common with it; the longest words are no slips of the pen."""
    letters = set(word[:_COMPARED])
    return tuple(get_close_matches(word[:_COMPARED], [name for name in names if not letters.isdisjoint(name)]))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the one written, or None when none comes near.

    >>> nearest("hygeine.score", ["hygiene.score", "class.score"])
    'hygiene.score'
    """
    return next(iter(list_near(word, known)), None)


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """A clause to end a message with: the near word if there is one, else what there is to choose from.

    The Chinese list begins with the Chinese names, the English one with the ids.
    """
    names = sorted(set(known))
    near = nearest(word, names)
    if near is not None:
        return Message(f"是不是“{near}”?", f"did you mean {near!r}?")
    shown, chinese_first = names[:_SHOWN], sorted(names, key=str.isascii)[:_SHOWN]
    more = "…" if len(names) > len(shown) else ""
    return Message(f"可用的有:{'、'.join(chinese_first)}{more}", f"known: {', '.join(shown)}{more}")

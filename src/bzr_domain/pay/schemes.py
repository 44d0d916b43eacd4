"""Which outcome pays a month's assessment (方案): each rulebook has its own, several are told apart by name.

A scheme is named by its outcome (`pay.scheme-1`), by what follows the outcome's last dot (`scheme-1`), or with its
rulebook before it (`own:scheme-1`), which decides where two rulebooks have outcomes of one name.
"""

import re
from collections.abc import Iterable, Sequence

from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message
from bzr_domain.pay.seniority_allowance import ALLOWANCE
from bzr_domain.rulebook.book import Book

MONEY = "元"
_APART = re.compile(r"[\s,,、]+")


def schemes(book: Book) -> list[str]:
    """The outcomes of a month that say what its assessment pays: money, and not the allowance."""
    return [one.id for one in book.outcomes_of("month") if one.unit == MONEY and one.id != ALLOWANCE]


def names(said: str) -> list[str]:
    """The schemes that are named, set apart by commas.

    >>> names("scheme-1、own:pay.s")
    ['scheme-1', 'own:pay.s']
    """
    return [word for word in _APART.split(said) if word]


def means(word: str, scheme: str) -> bool:
    """Whether a word names a scheme; without a rulebook before it, it names that scheme of any.

    >>> means("scheme-1", "own:pay.scheme-1"), means("own:scheme-1", "own:pay.scheme-1")
    (True, True)
    """
    book, _, outcome = scheme.rpartition(":")
    called = (outcome, outcome.rpartition(".")[2])
    return word in called or (book != "" and word in [f"{book}:{one}" for one in called])


def named(book: Book, said: Sequence[str]) -> list[str]:
    """The schemes of a rulebook that are named; those named with the rulebook, where any is."""
    own = schemes(book)
    exactly = [one for one in own if any(":" in word and means(word, f"{book.id}:{one}") for word in said)]
    return exactly or [one for one in own if any(means(word, one) for word in said)]


def known(books: Iterable[Book], month: str, said: Sequence[str]) -> list[str]:
    """Every scheme of some rulebooks, in order.

    Raises:
        UnknownReference: When a name said is none of them.
    """
    pile = list(books)
    found = list(dict.fromkeys(one for book in pile for one in schemes(book)))
    for word in said:
        if not any(named(book, [word]) for book in pile):
            listed, en = "、".join(found) or "无", ", ".join(found) or "none"
            raise UnknownReference(
                Message(
                    f"{month}的规则里没有方案“{word}”;可用的有:{listed}",
                    f"the rulebook of {month} has no scheme {word!r}; known: {en}",
                )
            )
    return found


def chosen(books: Iterable[Book], month: str, *said: Sequence[str]) -> str:
    """The schemes by which a month is paid, one for each rulebook that has any, set apart by commas.

    Where all are of one name that name says it; otherwise each stands with its rulebook before it.

    Args:
        said: Names, in the order in which they are asked: the first that a rulebook has something of decide for it.

    Raises:
        UnknownReference: When a rulebook has several schemes and none, or more than one, of them is named.
    """
    found: dict[str, str] = {}
    for book in books:
        meant = next((some for words in said if (some := named(book, words))), schemes(book))
        if len(meant) > 1:
            raise _several(book, month, meant)
        found |= {f"{book.id}:{one}": one for one in meant}
    return ",".join(found if len(set(found.values())) > 1 else dict.fromkeys(found.values()))


def _several(book: Book, month: str, meant: Sequence[str]) -> UnknownReference:
    return UnknownReference(
        Message(
            f"请用 --scheme 写明{month}按“{book.title}”的哪一种方案;可用的有:{'、'.join(meant)}",
            f"say with --scheme which scheme of {book.id!r} pays {month}; known: {', '.join(meant)}",
        )
    )

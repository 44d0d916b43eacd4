"""Which outcome pays a month's assessment (方案): each rulebook has its own, several are told apart by name."""

import re
from collections.abc import Iterable, Sequence

from bzr_domain.errors import Message, UnknownReference
from bzr_domain.rulebook.book import Book
from bzr_domain.seniority import ALLOWANCE

MONEY = "元"
_APART = re.compile(r"[\s,,、]+")


def schemes(book: Book) -> list[str]:
    """The outcomes of a month that say what its assessment pays: money, and not the allowance."""
    return [one.id for one in book.outcomes_of("month") if one.unit == MONEY and one.id != ALLOWANCE]


def names(said: str) -> list[str]:
    """The schemes that are named, set apart by commas.

    >>> names("scheme-1、pay.s")
    ['scheme-1', 'pay.s']
    """
    return [word for word in _APART.split(said) if word]


def means(word: str, scheme: str) -> bool:
    """Whether a word names a scheme: by its id, or by what follows the last dot.

    >>> means("scheme-1", "pay.scheme-1")
    True
    """
    return word in (scheme, scheme.rpartition(".")[2])


def known(books: Iterable[Book], month: str, said: Sequence[str]) -> list[str]:
    """Every scheme of some rulebooks, in order.

    Raises:
        UnknownReference: When a name said is none of them.
    """
    found = list(dict.fromkeys(one for book in books for one in schemes(book)))
    for word in said:
        if not any(means(word, one) for one in found):
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

    Args:
        said: Names, in the order in which they are asked: the first that a rulebook has something of decide for it.

    Raises:
        UnknownReference: When a rulebook has several schemes and none, or more than one, of them is named.
    """
    found: dict[str, None] = {}
    for book in books:
        own = schemes(book)
        named = ([one for one in own if any(means(word, one) for word in words)] for words in said)
        meant = next((some for some in named if some), own)
        if len(meant) > 1:
            raise _several(book, month, meant)
        found |= dict.fromkeys(meant)
    return ",".join(found)


def _several(book: Book, month: str, meant: Sequence[str]) -> UnknownReference:
    return UnknownReference(
        Message(
            f"请用 --scheme 写明{month}按“{book.title}”的哪一种方案;可用的有:{'、'.join(meant)}",
            f"say with --scheme which scheme of {book.id!r} pays {month}; known: {', '.join(meant)}",
        )
    )

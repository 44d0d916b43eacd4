"""Which outcome pays a month's assessment (方案): each rulebook has its own, several are told apart by name.

A scheme is named by its outcome (`pay.scheme-1`), by what follows the outcome's last dot (`scheme-1`), or with its
rulebook before it (`own:scheme-1`), which decides where two rulebooks have outcomes of one name.
"""

import re
from collections.abc import Iterable, Sequence

from bzr_domain.kernel.messages import Message, UnknownReference, list_near
from bzr_domain.pay.seniority_allowance import ALLOWANCE
from bzr_domain.rulebook.book import Book

MONEY = "元"
_SEPARATORS = re.compile(r"[\s,,、]+")


def list_schemes(book: Book) -> list[str]:
    """Return the outcomes of a month that say what its assessment pays: those in yuan but the allowance."""
    return [node.id for node in book.outcomes_of("month") if node.unit == MONEY and node.id != ALLOWANCE]


def split_names(text: str) -> list[str]:
    """Return the schemes named in a text, set apart by commas.

    >>> split_names("scheme-1、own:pay.s")
    ['scheme-1', 'own:pay.s']
    """
    return [name for name in _SEPARATORS.split(text) if name]


def is_named(name: str, scheme: str) -> bool:
    """Return whether a name means a scheme; without a rulebook before it, it means that scheme of any.

    >>> is_named("scheme-1", "own:pay.scheme-1"), is_named("own:scheme-1", "own:pay.scheme-1")
    (True, True)
    """
    book, _, outcome = scheme.rpartition(":")
    names = (outcome, outcome.rpartition(".")[2])
    return name in names or (book != "" and name in [f"{book}:{short}" for short in names])


def find_named_schemes(book: Book, names: Sequence[str]) -> list[str]:
    """Return the schemes of a rulebook that are named: those named with the rulebook before it, where any is."""
    schemes = list_schemes(book)
    exact = [
        scheme for scheme in schemes if any(":" in name and is_named(name, f"{book.id}:{scheme}") for name in names)
    ]
    return exact or [scheme for scheme in schemes if any(is_named(name, scheme) for name in names)]


def check_names(books: Sequence[Book], month: str, names: Iterable[str]) -> list[str]:
    """Return every scheme of some rulebooks, in order, once every name is known to mean one of them.

    Raises:
        UnknownReference: When a name means none of them.
    """
    schemes = list(dict.fromkeys(scheme for book in books for scheme in list_schemes(book)))
    for name in names:
        if not any(find_named_schemes(book, [name]) for book in books):
            known = Message.listed(schemes) if schemes else Message("无", "none")
            raise UnknownReference.of(
                f"{month}的规则里没有方案“{name}”;可用的有:{known.zh}",
                f"the rulebook of {month} has no scheme {name!r}; known: {known.en}",
                code="pay.unknown-scheme",
                near=list_near(name, schemes),
            )
    return schemes


def choose_schemes(books: Iterable[Book], month: str, *texts: str) -> str:
    """Return the schemes by which a month is paid, one for each rulebook that has any, set apart by commas.

    Where all are of one name that name says it; otherwise each stands with its rulebook before it.

    Args:
        texts: Texts that name schemes; the first one that names something of a rulebook decides for it.

    Raises:
        UnknownReference: When a rulebook has several schemes and none, or more than one, of them is named.
    """
    chosen: dict[str, str] = {}
    for book in books:
        groups = (find_named_schemes(book, split_names(text)) for text in texts)
        schemes = next((named for named in groups if named), list_schemes(book))
        if len(schemes) > 1:
            known = Message.listed(schemes)
            raise UnknownReference.of(
                f"请用 --scheme 写明{month}按“{book.title}”的哪一种方案;可用的有:{known.zh}",
                f"say with --scheme which scheme of {book.id!r} pays {month}; known: {known.en}",
                code="pay.several-schemes",
                near=schemes,
            )
        chosen |= {f"{book.id}:{scheme}": scheme for scheme in schemes}
    return ",".join(chosen if len(set(chosen.values())) > 1 else dict.fromkeys(chosen.values()))

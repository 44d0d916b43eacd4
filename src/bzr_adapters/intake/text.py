"""How a person reads a cell: blanks, full-width letters and brackets do not count."""

import unicodedata
from functools import lru_cache

_SHOWN_CHARACTERS_MAX = 40


@lru_cache(maxsize=8192)
def normal_name(text: str) -> str:
    """The one form in which names are compared: NFKC, without blanks and invisible characters.

    A class registered as 高一(1)班 and one written 高一（1）班 are the same class, if both go through here.
    Applying it twice changes nothing more.

    >>> normal_name("　高一（１） 班 ")
    '高一(1)班'
    """
    while (tidy := _without_blanks(unicodedata.normalize("NFKC", text))) != text:
        text = tidy
    return text


def normal_header(text: str) -> str:
    """The form in which headers are compared: a normal name in lower case.

    >>> normal_header(" Ｄａｔｅ ")
    'date'
    """
    return normal_name(normal_name(text).casefold())


def normal_number(text: str) -> str:
    """The form in which numbers and dates are read: NFKC, stripped, with every dash a hyphen.

    >>> normal_number("２０２４－９－３ ")
    '2024-9-3'
    """
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def shown(text: str) -> str:
    """A cell's text for a message: on one line, and not longer than a message can bear."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS_MAX else line[:_SHOWN_CHARACTERS_MAX] + "…"


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def _without_blanks(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")

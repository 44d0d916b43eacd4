"""How a person reads a cell: blanks, full-width letters and brackets do not count."""

import unicodedata
from functools import lru_cache

_SHOWN_CHARACTERS_MAX = 40
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


@lru_cache(maxsize=8192)
def normalize_cell(text: str) -> str:
    """Return the one form in which names in cells are compared: NFKC, without blanks and invisible characters.

    A class registered as 高一(1)班 and one written 高一（1）班 are the same class, if both go through here.
    Applying it twice changes nothing more.

    >>> normalize_cell("　高一（１） 班 ")
    '高一(1)班'
    """
    while (tidy := _remove_blanks(unicodedata.normalize("NFKC", text))) != text:
        text = tidy
    return text


def normalize_header(text: str) -> str:
    """Return the form in which headers are compared: a normal name in lower case.

    >>> normalize_header(" Ｄａｔｅ ")
    'date'
    """
    return normalize_cell(normalize_cell(text).casefold())


def normalize_number(text: str) -> str:
    """Return the form in which numbers and dates are read: NFKC, stripped, with every dash a hyphen.

    >>> normalize_number("２０２４－９－３ ")
    '2024-9-3'
    """
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def shorten(text: str) -> str:
    """Return a cell's text for a message: on one line, and not longer than a message can bear."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS_MAX else line[:_SHOWN_CHARACTERS_MAX] + "…"


def _remove_blanks(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")

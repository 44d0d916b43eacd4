"""Characters that nobody sees (看不见的字符): a terminal obeys some, turns text about for others, and shows nothing of the rest."""

import re

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Control characters, line ends among them, marks of direction and of joining, fillers, and halves of characters."""


def show_hidden(text: str) -> str:
    r"""Return a text on one line, each hidden character of it written out.

    >>> show_hidden("张\u202e三\x1b[31m\n") == r"张\u202e三\x1b[31m\n"
    True
    """
    return HIDDEN.sub(lambda match: _write_out(match[0]), text)


def name_hidden(text: str) -> str | None:
    """Return the first hidden character of a text as Unicode names it; None where it has none.

    >>> name_hidden("张三\u200b"), name_hidden("张三")
    ('U+200B', None)
    """
    hidden = HIDDEN.search(text)
    return None if hidden is None else f"U+{ord(hidden[0]):04X}"


def _write_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")

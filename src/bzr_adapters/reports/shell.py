"""Command lines as a POSIX shell takes them: what it would read as its own is quoted."""

import re
import shlex

_PLAIN = re.compile(r"[\w@%+=:,./-]|[^\x00-\x7f]", re.ASCII)


def format_command(*words: str) -> str:
    """Return a call of bzr that can be pasted into a shell; Chinese without parentheses stays bare.

    >>> print(format_command("explain", "高一(2)班", "2024-10", "卫生"))
    bzr explain '高一(2)班' 2024-10 卫生
    """
    return " ".join(["bzr", *map(_quote_word, words)])


def _quote_word(word: str) -> str:
    return word if word and all(map(_PLAIN.match, word)) else shlex.quote(word)

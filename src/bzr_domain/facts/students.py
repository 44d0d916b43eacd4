"""Students as facts and rules know them (学生): by a pseudonym (假名), never by a name."""

import re
from collections.abc import Callable

FindPseudonym = Callable[[str, str], str]
"""A class's id and what its student is called there, a name or a number → the pseudonym of that student of that class."""
PREFIX = "student:"
_PSEUDONYM = re.compile(PREFIX + "[a-z2-7]{16}")


def is_pseudonym(text: str) -> bool:
    """Return whether a text is a pseudonym of a student.

    >>> is_pseudonym("student:abcdefghijklmnop"), is_pseudonym("student:王小明"), is_pseudonym("王小明")
    (True, False, False)
    """
    return _PSEUDONYM.fullmatch(text) is not None


def read_student(text: str) -> str:
    """Return how a fact calls a student.

    Raises:
        ValueError: When it begins as a pseudonym does and is none.
    """
    if text.startswith(PREFIX) and not is_pseudonym(text):
        raise ValueError(text)
    return text


def take_as_written(class_id: str, text: str) -> str:  # noqa: ARG001 (a FindPseudonym)
    """Take what a student is called for a pseudonym: where there is no store, and so no keys."""
    return text

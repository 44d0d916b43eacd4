"""Which meaning rulebooks have (计分含义): it tells a figure that software computes otherwise from one that facts have moved.

What each number changed stands in docs/reference/scoring-meaning.md.
"""

SCORING_MEANING = 3
"""Raised when newer software gives another figure for the same facts and the same rulebook; kept with results and pay sheets."""


def find_scoring_meaning() -> int:
    """Return the number of the meaning by which this software computes."""
    return SCORING_MEANING

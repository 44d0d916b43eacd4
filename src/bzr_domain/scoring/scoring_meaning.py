"""Which meaning rulebooks have (计分含义): it tells a figure that software computes otherwise from one that facts have moved."""

SCORING_MEANING = 1
"""Raised when newer software gives another figure for the same facts and the same rulebook; kept with results and pay sheets."""

"""Lint (检查): it reads a rulebook against itself, and finds every place where the text is silent or contradicts itself.

A module that looks for one family of faults may enter, or one that works out what the text makes possible; no fact does.
"""

from bzr_domain.rulebook.lint.finding import BOOK, Finding
from bzr_domain.rulebook.lint.report import CODES, Report, StatedReading, lint_rulebook

__all__ = ["BOOK", "CODES", "Finding", "Report", "StatedReading", "lint_rulebook"]

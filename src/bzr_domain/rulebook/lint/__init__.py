"""检查 (lint): a rulebook is read against itself, to find every place where it is silent or contradicts itself."""

from bzr_domain.rulebook.lint.finding import BOOK, Finding
from bzr_domain.rulebook.lint.report import CODES, Report, Stated, lint_rulebook

__all__ = ["BOOK", "CODES", "Finding", "Report", "Stated", "lint_rulebook"]

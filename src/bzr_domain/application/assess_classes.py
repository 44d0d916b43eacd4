"""Assess classes for a period (考核): each class is loaded and scored, in the order of the register."""

from collections.abc import Collection

from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.monthly import PeriodStatements, collect_statements


def assess_classes(
    reader: SchoolReader, period: Period, classes: Collection[str] = (), progress: Progress = no_progress
) -> PeriodStatements:
    """Assess some classes for a period (月考核), or every class that there is in it, in the order of the register."""
    return collect_statements(period, reader.statements(period, classes, progress))

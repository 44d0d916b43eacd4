"""Forecast from the roster what allowances and pay will cost (预算), and list the years served (班主任龄)."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.budget import BudgetLine, project_budget
from bzr_domain.projections.seniority import Seniority, project_seniority


def forecast_budget(reader: SchoolReader, period: Period) -> list[BudgetLine]:
    """Forecast allowances and pay of a period from the roster (预算)."""
    return project_budget(reader.load_school_of(reader.register.classes, period), period)


def list_seniority(reader: SchoolReader, period: Period) -> tuple[Seniority, ...]:
    """Return the years served by each head teacher of a period (班主任龄), and what a month gives for them."""
    return project_seniority(reader.load_school_of(reader.register.classes, period), period)

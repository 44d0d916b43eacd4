"""Monthly (月考核): the statements of all classes for one period, a month mostly, and why a class has none."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class PeriodStatements:
    """The statements of some classes for one period.

    Attributes:
        statements: Those that came about, in the order of the classes.
        problems: Class id → why there is no statement.
    """

    period: Period
    statements: tuple[Statement, ...]
    problems: tuple[tuple[str, Problem], ...]


def project_monthly(school: LoadedSchool, period: Period, classes: Iterable[str] = ()) -> PeriodStatements:
    """Assess some classes for a period, or every class of the register that there is in it."""
    class_ids = tuple(classes) or school.register.classes_in(period)
    assessed = ((class_id, assess_loaded_class(school, class_id, period)) for class_id in class_ids)
    return collect_statements(period, assessed)


def collect_statements(period: Period, assessed: Iterable[tuple[str, Statement | Problem]]) -> PeriodStatements:
    """Return the statements of a period apart from the problems: class id → a statement, or why there is none."""
    pairs = list(assessed)
    return PeriodStatements(
        period=period,
        statements=tuple(statement for _, statement in pairs if isinstance(statement, Statement)),
        problems=tuple((class_id, problem) for class_id, problem in pairs if isinstance(problem, Problem)),
    )


def list_month_totals(statement: Statement) -> dict[str, Decimal]:
    """Return month → total, of the months of a term or year that are assessed by themselves: those that its total reads."""
    period_total = statement.book.total_of(statement.period.per)
    result = statement.results.get(TOTAL)
    if result is None or period_total is None or period_total.per == result.node.per:
        return {}
    rows = [row for part in statement.results[period_total.key].period_values for row in part.rows]
    if isinstance(period_total.source, lang.ScoreRows) and period_total.source.node == TOTAL:
        return {row.period: round_to_step(row.number) for row in rows}
    months = dict.fromkeys(part.period for part in result.period_values)
    totals = zip(months, result.add_up_by_period(), strict=True)
    return {month.name: round_to_step(total) for month, total in totals if isinstance(total, Fraction)}

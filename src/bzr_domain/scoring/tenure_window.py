"""Tenure window (任内): restrict a statement to the days on which its present head teacher had the class."""

from collections.abc import Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Per, Period
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.result import PeriodValue, Result, State, add_up_values, split_sides
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.subject_view import Scope


@attrs.frozen(kw_only=True)
class TenureWindow:
    """The days of a period on which its present head teacher had the class.

    Attributes:
        teacher: The head teacher; None where nobody else had the class in the period, so that all days count.
    """

    scope: Scope
    teacher: str | None

    def covers(self, day: date) -> bool:
        """Whether a day is one of them."""
        if self.teacher is None:
            return True
        tenure = self.scope.view.school.register.tenure_on(self.scope.school_class.id, day)
        return tenure is not None and tenure.teacher == self.teacher

    def list_due_periods(self, per: Per) -> list[Period]:
        """List the due periods of a length that have begun and are the head teacher's, who has their last school day."""
        periods = self.scope.calendar.list_assessed_periods(per, self.scope.period)
        return [period for period in periods if self._has_begun(period) and self._covers_end(period)]

    def restrict(self, result: Result) -> Result:
        """Restrict a result to what happened on these days.

        A value that cannot be divided, such as a place or what absence gives, belongs to whoever has the last school day
        of its period. A period that has not begun tells nothing yet, whatever it starts from.
        """
        begun = [value for value in result.period_values if self._has_begun(value.period)]
        if self.teacher is None or not result.period_values:
            return result if len(begun) == len(result.period_values) else _rebuild(result, begun)
        restricted = (self._restrict_value(value) for value in begun)
        return _rebuild(result, [value for value in restricted if value is not None])

    def _has_begun(self, period: Period) -> bool:
        return period.first <= self.scope.view.school.as_of

    def _covers_end(self, period: Period) -> bool:
        return self.covers(self.scope.calendar.last_school_day(period))

    def _restrict_value(self, value: PeriodValue) -> PeriodValue | None:
        """A period's value as the rows of these days make it; None where nothing of it is theirs."""
        rows = tuple(row for row in value.rows if not row.fact or self.covers(row.on))
        counted = tuple(row for row in value.counted if not row.fact or self.covers(row.on))
        restricted = attrs.evolve(value, rows=rows, counted=counted)
        node = value.node
        if all(not row.fact for row in value.rows) or _is_indivisible(node):
            return restricted if self._covers_end(value.period) else None
        if value.left_out or len(rows) == len(value.rows) or not rows:
            return restricted if rows else None
        points = scale.compute_value(node, measure.compute_measure(node.measure, measure.summarise(rows)))
        return attrs.evolve(restricted, exact=points, counted=measure.select_decisive(node.measure, rows))


def restrict_to_tenure(scope: Scope, statement: Statement) -> TenureWindow:
    """Find the days of a statement's present head teacher."""
    teacher = None if statement.teacher is None else statement.teacher.teacher
    alone = all(service.teacher == teacher for service in statement.services)
    return TenureWindow(scope=scope, teacher=None if alone else teacher)


def _compute_value_of_nothing(node: Node) -> object:
    return scale.compute_value(node, measure.compute_measure(node.measure, measure.IDENTITY))


def _is_indivisible(node: Node) -> bool:
    """Whether a period of a node is one judgement: a place, a quotient, what absence gives, or nothing for want of a limit."""
    divides = node.rank is not None or node.divide_by is not None or not node.fixed
    return divides or _compute_value_of_nothing(node) not in (None, 0)


def _has_no_value_of_nothing(node: Node) -> bool:
    """Whether no facts give no value; so it is where a figure is read from another node, which is not read here."""
    return not node.fixed or _compute_value_of_nothing(node) is None


def _rebuild(result: Result, period_values: Sequence[PeriodValue]) -> Result:
    """A result of some of its period values; without any it is not assessed where no facts give no value, else nothing."""
    values = [each.exact for each in period_values if each.exact is not None]
    earned, deducted = split_sides(values)
    value, node = add_up_values(values), result.node
    is_nothing = value is None and not node.gathers and _has_no_value_of_nothing(node)
    missing: State = "not-applicable" if node.optional else "not-assessed"
    return attrs.evolve(
        result,
        state=missing if is_nothing else result.state,
        exact=value,
        earned=earned,
        deducted=deducted,
        period_values=tuple(period_values),
    )

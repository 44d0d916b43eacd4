"""任内的日子: what of a period happened on the days on which its present head teacher had the class."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Per, Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.result import PeriodValue, Result, together
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.subject_view import Scope


@attrs.frozen(kw_only=True)
class TenureWindow:
    """The days of a period that are its present head teacher's own.

    Attributes:
        teacher: Whose; None where nobody else had the class in the period, so that all days are meant.
    """

    scope: Scope
    teacher: str | None

    def covers(self, day: date) -> bool:
        """Whether a day is among them."""
        if self.teacher is None:
            return True
        tenure = self.scope.view.school.register.tenure_on(self.scope.school_class.id, day)
        return tenure is not None and tenure.teacher == self.teacher

    def due(self, per: Per) -> list[Period]:
        """The due cells of a length that have begun and belong to the head teacher: a cell is that of its last school day."""
        cells = self.scope.calendar.list_assessed_periods(per, self.scope.period)
        return [one for one in cells if self._begun(one) and self._end(one)]

    def of(self, result: Result) -> Result:
        """A clause as what happened on these days makes it; whole cells that nobody can divide go by their end.

        A cell that has not begun tells nothing yet, whatever it starts from.
        """
        begun = [part for part in result.parts if self._begun(part.cell)]
        if self.teacher is None or not result.parts:
            return result if len(begun) == len(result.parts) else _made(result, begun)
        found = (self._part(part) for part in begun)
        return _made(result, tuple(part for part in found if part is not None))

    def _begun(self, cell: Period) -> bool:
        return cell.first <= self.scope.view.school.as_of

    def _end(self, cell: Period) -> bool:
        return self.covers(self.scope.calendar.last_school_day(cell))

    def _part(self, part: PeriodValue) -> PeriodValue | None:
        """A part as these days make it; None where nothing of it is theirs."""
        kept = tuple(row for row in part.rows if not row.fact or self.covers(row.on))
        counted = tuple(row for row in part.counted if not row.fact or self.covers(row.on))
        own = attrs.evolve(part, rows=kept, counted=counted)
        if _whole(part.node) or all(not row.fact for row in part.rows):
            return own if self._end(part.cell) else None
        if len(kept) == len(part.rows) or not kept:
            return own if kept else None
        worth = scale.worth(part.node, measure.result(part.node.measure, measure.summarise(kept)))
        return attrs.evolve(own, value=worth, counted=measure.counted(part.node.measure, kept))


def restrict_to_tenure(scope: Scope, statement: Statement) -> TenureWindow:
    """The days of a statement's present head teacher."""
    teacher = None if statement.teacher is None else statement.teacher.teacher
    alone = all(one.teacher == teacher for one in statement.services)
    return TenureWindow(scope=scope, teacher=None if alone else teacher)


def _whole(node: Node) -> bool:
    """Whether a cell of a node is one judgement: a place, a quotient, or what absence gives."""
    if node.rank is not None or node.divide_by is not None:
        return True
    return scale.worth(node, measure.result(node.measure, measure.IDENTITY)) not in (None, 0)


def _nothing(node: Node) -> bool:
    """Whether no facts are no measure at all; so it is where a figure is read elsewhere, which has not been read here."""
    return not node.fixed or scale.worth(node, measure.result(node.measure, measure.IDENTITY)) is None


def _made(result: Result, parts: Sequence[PeriodValue]) -> Result:
    """A result of some of its parts; without any it is not assessed where no facts are no measure, else nothing."""
    values = [part.value for part in parts if part.value is not None]
    numbers = [value for value in values if isinstance(value, Decimal)]
    value = together(values)
    node = result.node
    judged = value is not None or node.gathers
    nothing = not judged and _nothing(node)
    return attrs.evolve(
        result,
        state="not-assessed" if nothing else result.state,
        value=value,
        earned=sum((one for one in numbers if one > 0), ZERO),
        deducted=-sum((one for one in numbers if one < 0), ZERO),
        parts=tuple(parts),
    )

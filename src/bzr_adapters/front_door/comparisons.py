"""Statements compared two ways (对照): without a fact, under another rulebook, before and after a decision."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from bzr_adapters.documents.spreadsheet import Cell
from bzr_adapters.front_door.errors import Problem
from bzr_adapters.front_door.statements import Clause
from bzr_adapters.front_door.tables import Table
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference
from bzr_domain.scoring import statement as scoring


@attrs.frozen(kw_only=True)
class Change:
    """How a class's total of a period differs (变动), in points; `clauses` hold by how much each clause differs."""

    class_id: str
    month: str
    before: Decimal
    after: Decimal
    difference: Decimal
    clauses: tuple[Clause, ...]


def publish_change(difference: StatementDifference) -> Change:
    """Return the difference of two statements as the front door gives it."""
    sides = (difference.before, difference.after)
    lines = {(item.id, clause.id): clause for side in sides for item in side.items for clause in item.clauses}
    return Change(
        class_id=difference.before.school_class.id,
        month=difference.before.period.name,
        before=difference.before.total,
        after=difference.after.total,
        difference=difference.points,
        clauses=tuple(_publish_clause_change(line, lines[line.item, line.id]) for line in difference.clauses),
    )


def _publish_clause_change(change: LineChange[Decimal], line: scoring.ClauseLine) -> Clause:
    return Clause(id=change.id, tally="", points=change.difference, facts=line.facts, cite=line.cite)


@attrs.frozen(kw_only=True)
class Comparison(Table):
    """Statements two ways (对照): every one that differs, the biggest difference first, and how many do not.

    Attributes:
        problems: Why a class has no statement to compare; `at` holds its id and the period.
    """

    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...] = ()
    build_document: Callable[[], Mapping[str, Any]] = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return self.build_document()

    def _list_rows(self) -> Iterator[Mapping[str, Cell]]:
        for change in self.changes:
            yield {
                "class": change.class_id,
                "period": change.month,
                "before": change.before,
                "after": change.after,
                "difference": change.difference,
                "clauses": ", ".join(clause.id for clause in change.clauses),
            }

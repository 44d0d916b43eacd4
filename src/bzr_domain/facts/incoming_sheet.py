"""A sheet that comes in to be recorded (登记表): its rows, its printed totals, and what is wrong with it already."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import fold_text


@attrs.frozen(kw_only=True)
class FactRow:
    """One row of a sheet: its cells read, its names not looked up yet.

    Attributes:
        kind: The kind's id or label.
        on: The day it happened.
        class_ref, teacher_ref: Ids or names; None where the cell is empty.
        count: None where the cell is empty.
        own: The filled cells of the kind's own fields: name and text.
        id: The row's own identity (编号), if it has one.
        sheet: The sheet it stands on, and `row`, its number there.
    """

    kind: str
    on: date
    class_ref: str | None = None
    teacher_ref: str | None = None
    count: int | None = None
    value: Decimal | None = None
    grade: str | None = None
    level: str | None = None
    item: str | None = None
    points: Decimal | None = None
    place: str | None = None
    note: str | None = None
    recorder: str | None = None
    own: tuple[tuple[str, str], ...] = ()
    id: str | None = None
    sheet: str = ""
    row: int | None = None


@attrs.frozen(kw_only=True)
class PrintedTotal:
    """The total a table prints for a class on a day (评分汇总): what a recomputed one is held against."""

    class_ref: str
    on: date
    total: Decimal
    sheet: str
    row: int


@attrs.frozen(kw_only=True)
class PassedOver:
    """A part of a sheet that states no fact and was passed over (略过): a row, a column by its letter, or a whole worksheet."""

    sheet: str
    row: int | None = None
    column: str = ""
    text: str
    why: Message


@attrs.frozen(kw_only=True)
class IncomingSheet:
    """One sheet's rows.

    Attributes:
        name: How the sheet is named in messages and kept with its facts.
        rows: Its rows; `origins` has the column letter of each where a table's row holds several.
        columns: Field → the column it stands in, as messages name it.
        problems: What the intake found wrong already.
        totals: Its printed totals, and `kinds`, what they sum.
        on: The day of a wide table; None where none was found, and for a fact sheet.
        passed_over: What of it states no fact.
        stretch: The first and last day that it says it is about; None where it says none.
        bad_days: The days of its bad rows, which are among the days it covers, too.
    """

    name: str
    rows: tuple[FactRow, ...]
    origins: tuple[str, ...] = ()
    columns: dict[str, str] = attrs.field(factory=dict)
    problems: tuple[Problem, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    kinds: tuple[str, ...] = ()
    on: date | None = None
    passed_over: tuple[PassedOver, ...] = ()
    stretch: tuple[date, date] | None = None
    bad_days: tuple[date, ...] = ()

    def place_problem(self, problem: Problem, index: int) -> Problem:
        """Return the problem of a row with its sheet, row and column."""
        column = self.columns.get(problem.field, "")
        if self.origins and problem.field not in ("class", "date"):
            column = self.origins[index]
        return attrs.evolve(problem, sheet=self.name, row=self.rows[index].row, column=column)


def find_repeated_ids(rows: Sequence[FactRow]) -> Iterator[tuple[int, Problem]]:
    """Yield the place and the problem of each row that bears the id (编号) of another row."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row.id is not None:
            places.setdefault(fold_text(row.id), []).append(place)
    for id_, of_id in places.items():
        listed = ", ".join(str(rows[place].row) for place in of_id)
        for place in of_id if len(of_id) > 1 else ():
            yield (
                place,
                report_problem(
                    f"编号“{id_}”在表中重复:第{listed.replace(', ', '、')}行",
                    f"the id {id_!r} is repeated in this sheet: rows {listed}",
                    code="fact.id-repeated",
                    expected=Message("每行一个不同的编号,或不写编号", "an id of its own for each row, or none"),
                    field="id",
                ),
            )


def sort_by_place(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order a person meets them: by sheet, then by row."""
    sheets = list(dict.fromkeys(problem.sheet for problem in problems))
    return tuple(sorted(problems, key=lambda problem: (sheets.index(problem.sheet), problem.row or 0)))

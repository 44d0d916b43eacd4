"""The rows of a wide table: each class's records and its printed total, or every problem with them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from bzr_adapters.intake.grid import Row, letter
from bzr_adapters.intake.layout import Layout
from bzr_adapters.intake.text import normal_header, normal_name, shown
from bzr_adapters.intake.wide_cells import contents, printed
from bzr_adapters.intake.wide_head import WideHead
from bzr_domain.facts.incoming_sheet import FactRow, PrintedTotal
from bzr_domain.kernel.messages import Message, Problem

_NO_CLASS = re.compile("备注|注:|说明|合计|总计|小计|平均|检查人|制表")


@attrs.frozen(kw_only=True)
class Record:
    """A wish, and the letter of the column it comes from."""

    row: FactRow
    column: str


@attrs.frozen(kw_only=True)
class Desk:
    """What is needed to read the rows of one table: its name, its headers, its layout and its day."""

    sheet: str
    head: WideHead
    layout: Layout
    on: date
    seen: dict[str, int] = attrs.field(factory=dict)

    def read(self, rows: Iterable[Row]) -> Iterator[Record | PrintedTotal | Problem]:
        """For every row what it says, or only what is wrong with it; nothing where the classes' column is unknown."""
        if self.head.classes is None:
            return
        for row in rows:
            found = list(self._row(row))
            wrong = [each for each in found if isinstance(each, Problem)]
            yield from wrong or found

    def _row(self, row: Row) -> Iterator[Record | PrintedTotal | Problem]:
        cells = {at: cell.strip() for at, cell in enumerate(row.cells)}
        classes = self.head.classes
        assert classes is not None
        name = normal_name(cells.get(classes, ""))
        if normal_header(name) in self.layout.ignore_rows:
            return
        for at, fault in row.faults.items():
            yield attrs.evolve(fault, row=row.number, column=letter(at))
        headless = [at for at, text in cells.items() if text and at not in self.head.headed]
        yield from (_placed(_NO_HEADER, row, at) for at in headless)
        yield from self._class_problems(name, classes, row)
        for at in self.head.columns:
            if at not in row.faults:
                yield from self._records(name, cells.get(at, ""), at, row)
        if self.head.total is not None and self.head.total not in row.faults:
            yield self._total(name, cells.get(self.head.total, ""), self.head.total, row)

    def _class_problems(self, name: str, at: int, row: Row) -> Iterator[Problem]:
        if not name or _NO_CLASS.match(name):
            what = Message(
                f"这一行不是班级:“{shown(' '.join(row.cells))}”",
                f"the row is of no class: {shown(' '.join(row.cells))!r}",
            )
            expected = Message(
                "写明班级,删去这一行,或在版式的ignore_rows里列出",
                "name the class, delete the row, or list it under ignore_rows",
            )
            yield Problem(field="class", what=what, expected=expected, row=row.number, column=letter(at))
        elif name in self.seen:
            what = Message(
                f"班级“{name}”在第{self.seen[name]}行已有一行",
                f"class {name!r} has row {self.seen[name]} already",
            )
            expected = Message("每个班级一行", "one row for each class")
            yield Problem(field="class", what=what, expected=expected, row=row.number, column=letter(at))
        else:
            self.seen[name] = row.number

    def _records(self, name: str, text: str, at: int, row: Row) -> Iterator[Record | Problem]:
        column = self.head.columns[at]
        for found in contents(text, column, self.layout):
            if isinstance(found, Problem):
                yield attrs.evolve(_placed(found, row, at), field=column.puts)
                continue
            values = {"kind": column.kind, "class_ref": name, **column.fixed, column.puts: found}
            yield Record(
                row=FactRow(on=self.on, sheet=self.sheet, row=row.number, **values), column=letter(at)
            )

    def _total(self, name: str, text: str, at: int, row: Row) -> PrintedTotal | Problem:
        total = printed(text, self.layout)
        if isinstance(total, Problem):
            return _placed(total, row, at)
        return PrintedTotal(class_ref=name, on=self.on, total=total, sheet=self.sheet, row=row.number)


_NO_HEADER = Problem(
    what=Message("这一格上面没有表头", "there is no header above this cell"),
    expected=Message("补上表头,或清空这一格", "write a header, or clear the cell"),
)


def _placed(problem: Problem, row: Row, at: int) -> Problem:
    return attrs.evolve(problem, row=row.number, column=letter(at))

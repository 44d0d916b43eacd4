"""The wide table: class × item, as schools publish them (汇总表), read with a layout."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from bzr_adapters.intake.cells import A_DAY, ListDays, find_days, read_count, read_number, read_value
from bzr_adapters.intake.formula_guard import unguard_row
from bzr_adapters.intake.grid import NO_HEADER, BadFile, Grid, SheetRow, column_letter, place_problem
from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.open_sheets import EMPTY, choose_worksheets
from bzr_adapters.intake.passed_over import IGNORED_ROW, find_row_reason, pass_over_row
from bzr_adapters.intake.sheet_from_file import (
    EVERYTHING,
    Choice,
    SheetFromFile,
    list_with_others,
    report_unusable,
    require_single,
)
from bzr_adapters.intake.text import normalize_cell, normalize_header, normalize_number, shorten
from bzr_adapters.intake.wide_headers import WideHeaders, list_header_paths, list_passed_over, match_layout
from bzr_domain.facts.incoming_sheet import FactRow, PassedOver, PrintedTotal
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.register.class_names import ClassName, read_class_name

_DAY_PLACES = {"title": Message("标题", "the title"), "file": Message("文件名", "the file's name")}
_READERS = {"points": read_number, "value": read_value, "count": read_count}


@attrs.frozen(kw_only=True)
class CellFact:
    """A fact that a cell states, and the letter of the column it comes from."""

    row: FactRow
    column: str


_Content: TypeAlias = CellFact | PrintedTotal | PassedOver | Problem


def read_table(path: Path | str, layout: Layout, *, on: date | None = None) -> SheetFromFile:
    """Return the only table of a CSV or XLSX file; of several filled worksheets none, but a problem that says so.

    Args:
        path: The file.
        layout: How it is to be read.
        on: The day, where the layout says `date = "option"`; elsewhere it must agree with the table.
    """
    return require_single(Path(path), read_tables(path, layout, on=on))


def read_tables(
    path: Path | str, layout: Layout, *, on: date | None = None, choice: Choice = EVERYTHING
) -> list[SheetFromFile]:
    """Return every filled worksheet of a file as a table; never raises for what a file holds."""
    path = Path(path)
    layout = attrs.evolve(layout, ignore=layout.ignore.union(map(normalize_header, choice.ignore)))
    try:
        grids, others = choose_worksheets(path, choice.worksheets, choice.hidden)
        tables = [
            attrs.evolve(
                _read_grid(path, grid, layout, on, choice.list_days),
                hidden=choice.hidden,
                hidden_parts=grid.hidden_parts,
            )
            for grid in grids
        ]
        return list_with_others(tables, others) or [report_unusable(path, EMPTY, kinds=layout.kinds)]
    except BadFile as error:
        return [report_unusable(path, error.problem, kinds=layout.kinds)]


def _read_grid(path: Path, grid: Grid, layout: Layout, on: date | None, list_days: ListDays) -> SheetFromFile:
    try:
        rows = list(grid.rows)
    except BadFile as error:
        return report_unusable(path, error.problem, grid.name, layout.kinds)
    last = layout.header_rows[-1]
    above = {row.number: row.cells for row in rows if row.number <= last}
    paths = list_header_paths([above.get(number, ()) for number in layout.header_rows])
    headers = match_layout(layout, paths)
    title = " ".join(" ".join(above[number]) for number in above if number < layout.header_rows[0])
    day = _find_day(layout, find_days(path.name if layout.date == "file" else title, list_days), on)
    body = [row if headers.reason is None else unguard_row(row) for row in rows if row.number > last]
    reader = _RowReader(
        sheet=grid.name, headers=headers, layout=layout, on=date.min if isinstance(day, Problem) else day
    )
    contents = _leave_out_unprinted(list(reader.read_rows(body)), reader, body)
    faults = [
        *_find_title_problems(layout, title),
        *([day] if isinstance(day, Problem) else []),
        *headers.problems,
    ]
    problems = [*faults, *(content for content in contents if isinstance(content, Problem))]
    places = (("class", headers.classes), ("total", headers.total))
    facts = [content for content in contents if isinstance(content, CellFact) and not faults]
    return SheetFromFile(
        name=grid.name,
        path=path,
        heads=tuple(above.get(number, ()) for number in range(1, last + 1)),
        columns={name: column_letter(position) for name, position in places if position is not None},
        kinds=layout.kinds,
        on=None if faults else reader.on,
        rows=tuple(fact.row for fact in facts),
        origins=tuple(fact.column for fact in facts),
        totals=_print_alike(content for content in contents if isinstance(content, PrintedTotal) and not faults),
        problems=tuple(attrs.evolve(problem, sheet=grid.name) for problem in problems),
        unusable=bool(faults),
        passed_over=(
            *list_passed_over(grid.name, headers.passed_over, paths),
            *(content for content in contents if isinstance(content, PassedOver)),
        ),
    )


def _leave_out_unprinted(contents: list[_Content], reader: "_RowReader", body: Iterable[SheetRow]) -> list[_Content]:
    """Return what rows say without the totals of a column in which none is printed, and how many rows have none instead."""
    totals = [content for content in contents if isinstance(content, PrintedTotal)]
    column, printed = reader.headers.total, {total.row for total in totals}
    if (
        column is None
        or not totals
        or any(row.number in printed and "".join(row.cells[column:][:1]).strip() for row in body)
    ):
        return contents
    why = Message(
        f"整列是空的,{len(totals)}行没有印刷合计", f"the column is empty: {len(totals)} rows have no printed total"
    )
    none = PassedOver(sheet=reader.sheet, column=column_letter(column), text="", why=why)
    return [*(content for content in contents if not isinstance(content, PrintedTotal)), none]


def _print_alike(totals: Iterable[PrintedTotal]) -> tuple[PrintedTotal, ...]:
    """The totals of one table, all with as many places as the longest: 3 beside 2.5 is 3.0, not anything from 2.5 to 3.5."""
    totals = tuple(totals)
    finest = min((total.total for total in totals), key=lambda number: number.as_tuple().exponent, default=Decimal(0))
    step = finest if int(finest.as_tuple().exponent) < 0 else Decimal(1)
    return tuple(attrs.evolve(total, total=total.total.quantize(step)) for total in totals)


def _find_day(layout: Layout, days: list[date], on: date | None) -> date | Problem:
    """Return the one day of a table, from where the layout says it stands; a day from the option must not differ."""
    if layout.date == "option":
        return on or Problem(
            code="sheet.no-single-date",
            field="date",
            what=Message("版式规定日期由选项给出,但没有给出", "by the layout the date is an option, and none is given"),
            expected=Message("--on 2024-09-03", "--on 2024-09-03"),
        )
    place = _DAY_PLACES[layout.date]
    if not days and on is not None:
        return on
    if len(days) != 1:
        number = Message(f"有{len(days)}个日期", f"{len(days)} dates") if days else Message("没有日期", "no date")
        what = Message(f"{place.zh}里{number.zh}", f"{number.en} in {place.en}")
        return Problem(
            code="sheet.no-single-date",
            field="date",
            what=what,
            expected=A_DAY,
            row=1 if layout.date == "title" else None,
        )
    if on is not None and on != days[0]:
        what = Message(f"{place.zh}里的日期是{days[0]},给出的却是{on}", f"{place.en} says {days[0]}, but {on} is given")
        return Problem(
            code="sheet.two-dates", field="date", what=what, expected=Message("只用其中一个", "use one of them")
        )
    return days[0]


def _find_title_problems(layout: Layout, title: str) -> list[Problem]:
    """Return the problem of a title without the text that the layout expects there."""
    if layout.title is None or normalize_header(layout.title) in normalize_header(title):
        return []
    what = Message(
        f"标题是“{shorten(title)}”,不是“{layout.title}”",
        f"the title is {shorten(title)!r}, not {layout.title!r}",
    )
    expected = Message("换一个版式,或更正版式的title", "use another layout, or correct its title")
    return [Problem(code="sheet.other-title", what=what, expected=expected, row=1)]


@attrs.frozen(kw_only=True)
class _RowReader:
    """Reads the rows of one table, by its name, its headers, its layout and its day.

    Attributes:
        class_rows: Class, however it is spelt → the number of its row, of those read already.
    """

    sheet: str
    headers: WideHeaders
    layout: Layout
    on: date
    class_rows: dict[str | ClassName, int] = attrs.field(factory=dict)

    def read_rows(self, rows: Iterable[SheetRow]) -> Iterator[_Content]:
        """Return what every row says, or only what is wrong with it; nothing where the classes' column is unknown."""
        if self.headers.classes is None:
            return
        for row in rows:
            contents = list(self._read_row(row, self.headers.classes))
            yield from [content for content in contents if isinstance(content, Problem)] or contents

    def _read_row(self, row: SheetRow, classes: int) -> Iterator[_Content]:
        cells = {position: cell.strip() for position, cell in enumerate(row.cells)}
        shown = row.shown.get(classes, "")
        name = normalize_cell(shown if shown and isinstance(shown, str) else cells.get(classes, ""))
        why = self._find_reason(name, row)
        if why is not None:
            yield pass_over_row(self.sheet, row, why)
            return
        for position, fault in row.faults.items():
            yield place_problem(fault, row, column_letter(position))
        headless = [position for position, text in cells.items() if text and position not in self.headers.headed]
        yield from (place_problem(NO_HEADER, row, column_letter(position)) for position in headless)
        problem = self._check_class(name, row)
        if problem is not None:
            yield place_problem(problem, row, column_letter(classes), "class")
        for position, column in self.headers.columns.items():
            if position not in row.faults:
                yield from self._read_cell(name, cells.get(position, ""), position, column, row)
        total = self.headers.total
        if total is not None and total not in row.faults:
            yield self._read_total(name, cells.get(total, ""), total, row)

    def _find_reason(self, name: str, row: SheetRow) -> Message | None:
        """Return why a row is passed over; None where it is a class's, or should be."""
        if normalize_header(name) in self.layout.ignore_rows:
            return IGNORED_ROW
        return None if row.faults else find_row_reason([name] if name else row.cells)

    def _check_class(self, name: str, row: SheetRow) -> Problem | None:
        """Return what is wrong with a row's class; keep the row of a class that is new."""
        if not name:
            text = shorten(" ".join(row.cells))
            return Problem(
                code="sheet.row-without-class",
                what=Message(f"这一行不是班级:“{text}”", f"the row is of no class: {text!r}"),
                expected=Message(
                    "写明班级,或删去这一行",
                    "name the class, or delete the row",
                ),
            )
        number = self.class_rows.setdefault(read_class_name(name) or name, row.number)
        if number == row.number:
            return None
        return Problem(
            code="sheet.class-twice",
            what=Message(f"班级“{name}”在第{number}行已有一行", f"class {name!r} has row {number} already"),
            expected=Message("每个班级一行", "one row for each class"),
        )

    def _read_cell(
        self, name: str, text: str, position: int, column: LayoutColumn, row: SheetRow
    ) -> Iterator[CellFact | Problem]:
        for content in read_contents(text, column, self.layout):
            if isinstance(content, Problem):
                yield place_problem(content, row, column_letter(position), column.puts)
                continue
            values = {"kind": column.kind, "class_ref": name, **column.fixed, column.puts: content}
            fact = FactRow(on=self.on, sheet=self.sheet, row=row.number, **values)
            yield CellFact(row=fact, column=column_letter(position))

    def _read_total(self, name: str, text: str, position: int, row: SheetRow) -> PrintedTotal | Problem:
        total = read_printed_total(text, self.layout)
        if isinstance(total, Problem):
            return place_problem(total, row, column_letter(position))
        return PrintedTotal(class_ref=name, on=self.on, total=total, sheet=self.sheet, row=row.number)


def read_contents(text: str, column: LayoutColumn, layout: Layout) -> Iterator[Any]:
    """Return what a cell puts into each fact it states: a number or a word; or the problem with it.

    Nothing comes out of an empty cell, of one that was not inspected, and of a zero that is no measurement.
    """
    if not text:
        if layout.blank == "refuse":
            yield _BLANK
        return
    if normalize_header(text) in layout.skip:
        return
    for part in _split_cell(text, layout.separator):
        content = _read_part(part, text, column)
        if isinstance(content, Problem | str) or content or column.puts == "value":
            yield content


def read_printed_total(text: str, layout: Layout) -> Decimal | Problem:
    """Return the printed total in a cell, with the places it is printed in (3.50 is no 3.5); an empty one is 0."""
    if not text or normalize_header(text) in layout.skip:
        return Decimal(0)
    total = read_number(text)
    if not isinstance(total, Decimal):
        return total
    total = Decimal(normalize_number(text))
    return abs(total) if layout.total_sign == "deducts" else total


def _split_cell(text: str, separator: str | None) -> list[str]:
    return [text] if separator is None else [part.strip() for part in normalize_number(text).split(separator)]


def _read_part(part: str, text: str, column: LayoutColumn) -> Any:
    if not part:
        what = Message(
            f"“{shorten(text)}”的分隔符旁边是空的", f"nothing stands beside a separator of {shorten(text)!r}"
        )
        return Problem(code="sheet.bad-cell", what=what, expected=Message("如0.5+0.5", "as in 0.5+0.5"))
    if column.puts not in _READERS:
        return normalize_cell(part)
    number = _READERS[column.puts](part)
    return number if isinstance(number, Problem) or column.sign != "deducts" else abs(number)


_BLANK = Problem(
    code="sheet.blank-cell",
    what=Message("这一格是空的", "the cell is empty"),
    expected=Message("填写检查结果;版式规定空格不表示合格", "fill it in: by the layout, blank does not mean clean"),
)

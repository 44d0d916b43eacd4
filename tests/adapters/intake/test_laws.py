"""What holds for every sheet."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.cells import read_value
from bzr_adapters.intake.fact_sheet import read_sheet
from bzr_adapters.intake.refused_rows import build_rows
from bzr_adapters.intake.text import normalize_cell, normalize_header
from bzr_adapters.intake.wide_table import read_table
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import HEADERS
from tests.adapters.intake.files import LAYOUT, TABLE, layout, lines_file, text_file, workbook

text = st.text("高一二班卫生不合格表现很好(1)（２）ab=+-@'\",;", min_size=1, max_size=8).filter(
    lambda t: bool(t) and t == t.strip()
)
numbers = st.decimals(min_value=-1000, max_value=1000, places=3).map(lambda n: Decimal(f"{n.normalize():f}"))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
facts = st.fixed_dictionaries(
    {
        "date": days,
        "class": text,
        "teacher": st.none() | text,
        "fact": text,
        "count": st.none() | st.integers(1, 99),
        "value": st.none() | numbers,
        "points": st.none() | numbers,
        "level": st.none() | text,
        "place": st.none() | text,
        "note": st.none() | text,
        "id": st.none() | text,
    }
)
WRITTEN = ("date", "class", "teacher", "fact", "count", "value", "points", "level", "place", "note", "id")


def expected(rows: Sequence[dict[str, Any]]) -> list[FactRow]:
    """The wishes some facts make, without their place."""
    return [
        FactRow(
            kind=normalize_cell(row["fact"]),
            on=row["date"],
            class_ref=normalize_cell(row["class"]),
            teacher_ref=row["teacher"] and normalize_cell(row["teacher"]),
            level=row["level"] and normalize_cell(row["level"]),
            **{name: row[name] for name in ("count", "value", "points", "place", "note", "id")},
        )
        for row in rows
    ]


def read(path: Path) -> list[FactRow]:
    """The wishes of a sheet that has no problem, without their place."""
    sheet = read_sheet(path)
    assert sheet.problems == ()
    return [attrs.evolve(wish, sheet="", row=None) for wish in sheet.rows]


def as_csv(header: list[str], rows: list[list[Any]], separator: str = ",") -> str:
    """The rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(header)
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    return out.getvalue()


@given(st.data(), st.lists(facts, min_size=1, max_size=4), st.permutations(WRITTEN), st.booleans())
def test_a_sheet_says_the_same_however_it_is_written(
    tmp_path_factory: Any, data: st.DataObject, rows: list[dict[str, Any]], order: list[str], chinese: bool
) -> None:
    """Format, encoding, column order, separator and the language of the headers change nothing."""
    folder = tmp_path_factory.mktemp("sheets")
    header = [HEADERS[name] if chinese else name for name in order]
    table = [[row[name] for name in order] for row in rows]
    form = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "tab", "semicolon", "xlsx", "jsonl"]))

    if form == "xlsx":
        cells = [[f"\u3000{c} " if isinstance(c, str) else c for c in row] for row in table]
        path = as_workbook(folder, header, cells)
    elif form == "jsonl":
        path = lines_file(folder, [as_json(header, row) for row in table])
    else:
        separator = {"tab": "\t", "semicolon": ";"}.get(form, ",")
        encoding = form if separator == "," else "utf-8"
        path = text_file(folder, as_csv(header, table, separator), encoding=encoding)

    assert read(path) == expected(rows)


def as_workbook(folder: Path, header: list[str], rows: list[list[Any]]) -> Path:
    """The rows as a workbook, whose texts are never formulas."""
    path = workbook(folder, [header])
    import openpyxl

    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = book.worksheets[0].cell(row=number, column=column)
            cell.value = float(value) if isinstance(value, Decimal) else value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def as_json(header: list[str], row: list[Any]) -> dict[str, Any]:
    """A row as an object; what is empty may be left out."""
    cells = zip(header, row, strict=True)
    return {name: str(cell) if isinstance(cell, Decimal | date) else cell for name, cell in cells if cell is not None}


@given(st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
def test_a_split_cell_keeps_its_sum(tmp_path_factory: Any, cells: list[list[int]], signed: bool) -> None:
    """0.5+0.5 in one cell is the same deduction as 1, in as many records as were written."""
    folder = tmp_path_factory.mktemp("tables")
    wanted = layout(folder, LAYOUT.replace("skip =", 'ignore = ["走廊"]\nskip ='))
    halves = [[Decimal(n) / 2 for n in cell] for cell in cells]
    split = "".join(f"c{n},{'+'.join(map(str, cell))},,,{sum(cell)}\n" for n, cell in enumerate(halves))
    whole = "".join(f"c{n},{'-' if signed else ''}{sum(cell)},,,{sum(cell)}\n" for n, cell in enumerate(halves))

    first = read_table(text_file(folder, TABLE + split, "split.csv"), wanted)
    second = read_table(text_file(folder, TABLE + whole, "whole.csv"), wanted)

    assert first.problems == second.problems == ()
    assert len(first.rows) == sum(map(len, cells))
    assert sums(first.rows) == sums(second.rows) == {total.class_ref: total.total for total in first.totals}


def sums(rows: Sequence[FactRow]) -> dict[str | None, Decimal]:
    """The points of each class."""
    found: dict[str | None, Decimal] = {}
    for wish in rows:
        found[wish.class_ref] = found.get(wish.class_ref, Decimal(0)) + (wish.points or 0)
    return found


@given(st.text())
def test_normalising_twice_changes_nothing_more(word: str) -> None:
    """A normal form is its own normal form."""
    assert normalize_cell(normalize_cell(word)) == normalize_cell(word)
    assert normalize_header(normalize_header(word)) == normalize_header(word)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6))
def test_a_number_is_read_as_it_is_written(number: Decimal) -> None:
    """Exact in, exact out, with a percent sign or without, in full-width digits or not."""
    wide = str(number).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-%"})

    assert read_value(f"{number:f}") == number
    assert read_value(f"{number:f}%") == number
    assert "E" in wide or read_value(wide) == number


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6), min_size=1, max_size=5))
def test_what_is_written_out_reads_back(tmp_path_factory: Any, notes: list[str]) -> None:
    """Refused rows lose and gain nothing, whatever they hold."""
    path = tmp_path_factory.mktemp("refused") / "refused.csv"

    path.write_bytes(
        build_rows([["date", "class", "fact", "note"]], [(["2024-09-03", "c", "x", note], []) for note in notes])
    )

    assert [wish.note for wish in read_sheet(path).rows] == [note.strip() or None for note in notes]


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx", "x.jsonl", "x.xls"]))
def test_no_bytes_are_ever_a_traceback(tmp_path_factory: Any, content: bytes, name: str) -> None:
    """Whatever a file holds, the answer is a sheet."""
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)

    sheet = read_sheet(path)

    assert sheet.problems or sheet.heads

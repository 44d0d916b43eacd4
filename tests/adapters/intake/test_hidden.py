"""Hidden rows, columns and worksheets of a workbook: named, and read or passed over as is said."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.grid import Hidden
from bzr_adapters.intake.refused_rows import build_refused_sheets
from bzr_adapters.intake.sheet_from_file import Choice
from bzr_adapters.intake.wide_table import read_tables
from tests.adapters.intake.files import layout, said, saved, with_part

HEADER = ["date", "class", "fact", "note"]
TO_DO = "加 --hidden read 一并读取,或 --hidden skip 跳过;或取消隐藏后再记录"


@pytest.fixture
def book() -> openpyxl.Workbook:
    """Two filled worksheets and an empty hidden one."""
    made = openpyxl.Workbook()
    for title in ("九月", "旧"):
        sheet = made.create_sheet(title)
        sheet.append(HEADER)
        for number in range(1, 6):
            sheet.append(["2024-09-03", "g1c1", title, f"n{number}"])
    made["Sheet"].sheet_state = "hidden"
    return made


def notes(path: Path, hidden: Hidden) -> list[str | None]:
    """The notes that are read."""
    sheets = read_sheets(path, choice=Choice(hidden=hidden))
    assert [] == said(problem for sheet in sheets for problem in sheet.problems)
    return [row.note for sheet in sheets for row in sheet.rows]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_worksheet_is_named(tmp_path: Path, book: openpyxl.Workbook, state: str) -> None:
    """Also one that the menu does not show; an empty one is not."""
    book["旧"].sheet_state = state  # type: ignore[assignment]  # one of its words
    path = saved(tmp_path, book)

    [refused] = read_sheets(path)

    assert [f"sheet.xlsx:-:-:- 有隐藏的内容:隐藏的工作表“旧” | {TO_DO}"] == said(refused.problems)
    assert ["n1", "n2", "n3", "n4", "n5"] == notes(path, "skip")
    assert ["n1", "n2", "n3", "n4", "n5"] * 2 == notes(path, "read")


def test_hidden_rows_are_named_by_their_numbers(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """Hidden by a filter, by hand, or by a height of nothing; rows with nothing in them are not."""
    sheet = book["九月"]
    sheet.auto_filter.ref = "A1:D6"
    for number in (2, 4, 5, 20):
        sheet.row_dimensions[number].hidden = True
    sheet["A20"].number_format = "0.0"
    path = saved(tmp_path, book)

    [refused] = read_sheets(path)

    assert [f"sheet.xlsx:-:-:- 有隐藏的内容:“九月”隐藏的第2, 4–5行 | {TO_DO}"] == said(refused.problems)
    assert ["n2", "n5", "n1", "n2", "n3", "n4", "n5"] == notes(path, "skip")
    assert ["n1", "n2", "n3", "n4", "n5"] * 2 == notes(path, "read")


def test_a_row_of_no_height_is_hidden_too(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """And a row that does not say its number is the one after the last."""
    path = saved(tmp_path, book)
    with_part(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace('<row r="2"', '<row ht="0" customHeight="1"'))

    [refused] = read_sheets(path)

    assert "“九月”隐藏的第2行" in str(refused.problems[0].what)


def test_hidden_columns_are_named_by_their_letters(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """Skipped, they are as empty; an empty column is not named."""
    for letter in ("D", "F"):
        book["九月"].column_dimensions[letter].hidden = True
    path = saved(tmp_path, book)

    [refused] = read_sheets(path)

    assert [f"sheet.xlsx:-:-:- 有隐藏的内容:“九月”隐藏的D列 | {TO_DO}"] == said(refused.problems)
    assert [None] * 5 == notes(path, "skip")[:5]
    assert ["n1", "n2", "n3", "n4", "n5"] * 2 == notes(path, "read")


def test_refused_rows_have_of_hidden_columns_what_was_read(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """They can be recorded as they are."""
    book["九月"].column_dimensions["D"].hidden = True
    book["九月"]["A2"] = "明天"
    path = saved(tmp_path, book)

    sheet = read_sheets(path, choice=Choice(hidden="skip"))[0]
    [(_, content)] = build_refused_sheets([sheet], sheet.problems, "zh")

    assert "n1" not in content.decode("utf-8-sig")


def test_a_wide_table_hides_as_well(tmp_path: Path) -> None:
    """A class filtered out is no class without deductions."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    rows = (
        ["值周检查 2024-09-03"],
        ["", "卫生", "纪律", "汇总"],
        ["", "教室", "课间", "汇总"],
        ["c1", 1, 0, 1],
        ["c2", 2, 0, 2],
    )
    for row in rows:
        sheet.append(row)
    sheet.row_dimensions[5].hidden = True
    path = saved(tmp_path, made)

    choices = (Choice(), Choice(hidden="skip"), Choice(hidden="read"))
    [refused], [skipped], [read] = (read_tables(path, layout(tmp_path), choice=choice) for choice in choices)

    assert ["sheet.hidden"] == [problem.code for problem in refused.problems]
    assert (["c1"], ["c1", "c2"]) == tuple([row.class_ref for row in table.rows] for table in (skipped, read))
    assert ["“Sheet”隐藏的第5行,已读取"] == [str(part) for part in read.hidden_parts]


def test_what_worksheets_hide_that_are_not_chosen_does_not_matter(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """Only of those chosen it is asked."""
    book["九月"].row_dimensions[2].hidden = True
    path = saved(tmp_path, book)

    [other] = read_sheets(path, choice=Choice(worksheets=["旧"]))
    [chosen] = read_sheets(path, choice=Choice(worksheets=["九月"]))

    assert (5, ()) == (len(other.rows), other.problems)
    assert ["sheet.hidden"] == [problem.code for problem in chosen.problems]


def test_rows_that_are_struck_out_are_read_and_named(tmp_path: Path, book: openpyxl.Workbook) -> None:
    """A row with a cell that is not struck out is none."""
    for cell in (*book["九月"][3], book["九月"]["A4"]):
        cell.font = Font(strike=True)

    first, other = read_sheets(saved(tmp_path, book))

    assert ["“九月”划了删除线的第3行,已读取"] == [str(part) for part in first.hidden_parts]
    assert (5, ()) == (len(first.rows), other.hidden_parts)

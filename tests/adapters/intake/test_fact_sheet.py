"""The fact sheet, read as a person reads it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from bzr_adapters.intake.fact_sheet import read_sheet, read_sheets
from bzr_domain.facts.incoming_sheet import FactRow
from tests.adapters.intake.files import (
    lines_file,
    said,
    saved,
    text_file,
    with_part,
    with_sheet_xml,
    workbook,
)

HEADER = ["日期", "班级", "事项", "数值"]
DAY = date(2024, 9, 3)
WISH = FactRow(kind="卫生评分", on=DAY, class_ref="g1c1", value=Decimal("78.5"), sheet="sheet.xlsx", row=2)


def values(path: Path) -> list[Decimal | None]:
    """The values of a sheet that has no problem."""
    sheet = read_sheet(path)
    assert said(sheet.problems) == []
    return [wish.value for wish in sheet.rows]


def styled(folder: Path, content: Any, number_format: str, column: int = 4) -> Path:
    """A workbook with one fact, one cell of which has this content and number format."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet.append(["2024-09-03", "g1c1", "卫生评分", "78.5"])
    cell = sheet.cell(row=2, column=column)
    cell.value = content
    cell.number_format = number_format
    return saved(folder, book)


def test_one_row_is_one_wish_with_its_place(tmp_path: Path) -> None:
    """A wish knows the sheet and the row it stands on, the header counted."""
    path = text_file(tmp_path, "日期,班级,事项,数量,等级,备注\n\n2024年9月3日, g1c1 ,卫生不合格,2.0,,　门口 有水 \n")

    assert read_sheet(path).rows == (
        FactRow(kind="卫生不合格", on=DAY, class_ref="g1c1", count=2, note="门口 有水", sheet="sheet.csv", row=3),
    )


@pytest.mark.parametrize(
    "written",
    [
        "2024-09-03",
        "2024/9/3",
        "2024.9.3",
        "2024年9月3日",
        "20240903",
        "２０２４－０９－０３",
        "2024/9/3 0:00",
    ],
)
def test_a_day_may_be_written_in_many_ways(tmp_path: Path, written: str) -> None:
    """Every common way to write a day is that day."""
    sheet = read_sheet(text_file(tmp_path, f"date,class,fact\n{written},g1c1,x\n"))

    assert [wish.on for wish in sheet.rows] == [DAY]


@pytest.mark.parametrize(
    ("content", "number_format"),
    [
        (0.785, "0.0%"),
        (0.785, "0%"),
        (78.5, "General"),
        (78.49999999999999999, "0.00"),
        ("78.5%", "General"),
        ("７８．５", "@"),
    ],
)
def test_a_number_is_the_one_a_person_sees(tmp_path: Path, content: object, number_format: str) -> None:
    """A percent-formatted 0.785 is 78.5, and no binary noise is kept."""
    assert values(styled(tmp_path, content, number_format)) == [Decimal("78.5")]


def test_binary_noise_is_rounded_away(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3."""
    assert values(styled(tmp_path, 0.1 + 0.2, "General")) == [Decimal("0.3")]


def test_in_csv_a_fraction_stays_a_fraction(tmp_path: Path) -> None:
    """Only a percent sign or format makes a percentage."""
    path = text_file(tmp_path, "日期,班级,事项,数值\n2024-09-03,g1c1,x,0.785\n2024-09-03,g1c1,x,78.5%\n")

    assert values(path) == [Decimal("0.785"), Decimal("78.5")]


@pytest.mark.parametrize(
    ("content", "number_format"),
    [
        (DAY, "yyyy-mm-dd"),
        (datetime(2024, 9, 3, 7, 50), "yyyy/m/d h:mm"),  # noqa: DTZ001 (a time without offset is the case)
        (45538, 'yyyy"年"m"月"d"日"'),
        (20240903, "General"),
    ],
)
def test_an_excel_date_is_a_day(tmp_path: Path, content: object, number_format: str) -> None:
    """A cell that shows a date is that day, whatever its format."""
    sheet = read_sheet(styled(tmp_path, content, number_format, column=1))

    assert [wish.on for wish in sheet.rows] == [DAY]


def test_the_date_formats_of_chinese_programs_are_known(tmp_path: Path) -> None:
    """Number format 31, which only Chinese spreadsheets define, is a date."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["date", "class", "fact"])
    book.worksheets[0].append([45538, "g1c1", "x"])
    book.worksheets[0]["A2"].number_format = "0.00"  # the built-in format 2
    path = saved(tmp_path, book)
    with_part(path, "xl/styles.xml", lambda xml: xml.replace('numFmtId="2"', 'numFmtId="31"'))

    sheet = read_sheet(path)

    assert [wish.on for wish in sheet.rows] == [DAY]


def test_a_merged_cell_holds_for_its_whole_area(tmp_path: Path) -> None:
    """A day written once beside three rows is the day of each; a title over the header is no header."""
    path = workbook(
        tmp_path,
        [["九月登记表"], HEADER, [DAY, "g1c1", "x", 1], [None, "g1c2", "x", 2], [None, "g1c3", "x", 3], []],
        merged=["A1:D1", "A3:A8"],
    )

    sheet = read_sheet(path)

    assert said(sheet.problems) == []
    assert [(wish.row, wish.on, wish.class_ref) for wish in sheet.rows] == [
        (3, DAY, "g1c1"),
        (4, DAY, "g1c2"),
        (5, DAY, "g1c3"),
    ]


def test_a_merged_area_makes_no_rows_of_its_own(tmp_path: Path) -> None:
    """A row that has nothing but its share of a merged day is an empty row."""
    path = workbook(tmp_path, [HEADER, [DAY, "g1c1", "x", 1], [], [None, "g1c3", "x", 3]], merged=["A2:A6"])
    book = openpyxl.load_workbook(path)
    for place in ("A3", "B3", "A6"):
        book.worksheets[0][place].number_format = "0.00"

    sheet = read_sheet(saved(tmp_path, book))

    assert said(sheet.problems) == []
    assert [(wish.row, wish.on) for wish in sheet.rows] == [(2, DAY), (4, DAY)]


def test_a_formula_without_result_is_a_problem(tmp_path: Path) -> None:
    """What no spreadsheet has worked out is not taken for an empty cell."""
    path = workbook(tmp_path, [HEADER, ["2024-09-03", "g1c1", "x", "=1+1"]])

    assert said(read_sheet(path).problems) == [
        "sheet.xlsx:2:D:value 公式没有保存计算结果 | 在Excel中打开并保存,或改填数值"
    ]


def test_a_formula_with_a_result_is_its_result(tmp_path: Path) -> None:
    """A saved result is what a person sees; an error is said to be one."""
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c><c r="C{0}" t="inlineStr"><is><t>{3}</t></is></c>{4}</row>'
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row.format(1, "date", "class", "fact", '<c r="D1" t="inlineStr"><is><t>value</t></is></c>')
        + row.format(2, "2024-09-03", "g1c1", "x", '<c r="D2"><f>70+8.5</f><v>78.5</v></c>')
        + row.format(3, "2024-09-03", "g1c1", "x", '<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
        + "</sheetData></worksheet>"
    )

    sheet = read_sheet(with_sheet_xml(tmp_path, xml))

    assert [wish.value for wish in sheet.rows] == [Decimal("78.5")]
    assert said(sheet.problems) == ["sheet.xlsx:3:D:value 单元格是公式错误#DIV/0! | 更正公式,或改填数值"]


def test_each_filled_worksheet_is_a_sheet(tmp_path: Path) -> None:
    """Empty worksheets are none; several filled ones carry their titles."""
    book = openpyxl.Workbook()
    for title in ("九月", "空", "十月"):
        sheet = book.create_sheet(title)
        if title != "空":
            sheet.append(["date", "class", "fact"])
            sheet.append(["2024-09-03", "g1c1", title])
    path = saved(tmp_path, book)

    sheets = read_sheets(path)

    assert [(sheet.name, sheet.rows[0].kind, sheet.rows[0].sheet) for sheet in sheets] == [
        ("sheet.xlsx[九月]", "九月", "sheet.xlsx[九月]"),
        ("sheet.xlsx[十月]", "十月", "sheet.xlsx[十月]"),
    ]
    assert said(read_sheet(path).problems) == [
        "sheet.xlsx:-:-:- 有2张工作表:sheet.xlsx[九月]、sheet.xlsx[十月] | 只留一张"
    ]
    assert sheets[1].read_rows_again([2]) == {2: ("2024-09-03", "g1c1", "十月")}


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_the_one_the_header_shows(tmp_path: Path, separator: str) -> None:
    """Comma, tab or semicolon, whatever the notes contain."""
    row = separator.join(["2024-09-03", "g1c1", "x", '"a,b;c,d;e"'])
    path = text_file(tmp_path, separator.join(["date", "class", "fact", "note"]) + f"\n{row}\n")

    assert [wish.note for wish in read_sheet(path).rows] == ["a,b;c,d;e"]


def test_numbers_of_json_are_exact(tmp_path: Path) -> None:
    """A number of many digits is not sent through a binary float."""
    path = lines_file(tmp_path, [{"date": "2024-09-03", "class": "g1c1", "fact": "x", "value": 0.1, "note": None}])
    path.write_text(path.read_text(encoding="utf-8").replace("0.1", "123456789.100001"), encoding="utf-8")

    assert values(path) == [Decimal("123456789.100001")]


def test_columns_and_rows_are_at_hand_for_messages(tmp_path: Path) -> None:
    """Letters by field, and rows as they were written."""
    sheet = read_sheet(text_file(tmp_path, "note,date,class,fact\n a ,2024-09-03,g1c1,x\n"))

    assert sheet.columns == {"note": "A", "date": "B", "class": "C", "fact": "D"}
    assert sheet.read_rows_again([2, 9]) == {2: (" a ", "2024-09-03", "g1c1", "x")}


def test_names_are_normalised_and_free_text_is_not(tmp_path: Path) -> None:
    """Brackets of a class name may be full-width; a note is kept as it was written."""
    path = text_file(tmp_path, "日期,班级,事项,备注,检查人\n2024-09-03,高一（１） 班,卫生 不合格,（１） 门,王 老师\n")

    [wish] = read_sheet(path).rows

    assert wish == attrs.evolve(wish, class_ref="高一(1)班", kind="卫生不合格", note="（１） 门", recorder="王 老师")


def test_a_table_of_another_kind_is_one_problem_that_names_the_layout(tmp_path: Path) -> None:
    """Not one header of a fact sheet: one line, not one for every cell."""
    text = "值周检查 2010-09-15\n,教室卫生,校牌,评分汇总\n高一(1)班,0.5,1,1.5\n高一(2)班,,2,2\n"

    sheet = read_sheet(text_file(tmp_path, text, "sheet.csv"))

    assert ["找不到事实登记表的表头"] == [str(problem.what) for problem in sheet.problems]
    assert "--layout" in str(sheet.problems[0].expected)
    assert sheet.unusable

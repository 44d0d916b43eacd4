"""What a number format makes of a number: percentages, ids as they are shown, dates without their year."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.fact_sheet import read_sheet, read_sheets
from bzr_adapters.intake.number_formats import find_section, format_shown
from bzr_adapters.intake.sheet_from_file import Choice
from bzr_adapters.intake.wide_table import read_tables
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.quantities import Percentage
from tests.adapters.intake.files import layout, lines_file, said, saved, text_file

HEADER = ["编号", "日期", "班级", "事项", "数值"]


def book(folder: Path, *rows: list[Any], **formats: str) -> Path:
    """A workbook of facts; the formats are those of whole columns."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (HEADER, *rows):
        sheet.append(row)
    for column, number_format in formats.items():
        for cell in sheet[column][1:]:
            cell.number_format = number_format
    return saved(folder, made)


def read_value(folder: Path, value: object, number_format: str) -> Decimal | None:
    """The value of the only fact, whose cell has a format."""
    sheet = read_sheet(book(folder, ["a", "2024-09-03", "g1c1", "测评", value], E=number_format))
    assert [] == said(sheet.problems)
    return sheet.rows[0].value


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.85, '0.00"%"', "0.85"),
        (0.85, "0.00\\%", "0.85"),
        (85, "0.0_%", "85"),
        (85, "0.0*%", "85"),
        (85, '0.0"分(满分100%)"', "85"),
        (98.5, "[<1]0.0%;0.0", "98.5"),
        (0.985, "[<=1]0.0%;0.0", "98.5%"),
        (85, '0.0;0.0;"0%"', "85"),
        (0.85, "0%;0", "85%"),
        (-0.85, "0%;-0.00", "-0.85"),
        (0, "0.0;0.0;0%", "0%"),
        (0.3, "[>=0.6]0%;[<0.4]0.0;0%", "0.3"),
        (0.5, "[>=0.6]0.0;[<0.4]0.0;0%", "50%"),
        (-0.5, "[>100]0;0%;0", "-50%"),
        (0.5, "0%;@", "50%"),
        (0.5, "[Red]0%", "50%"),
        (0.5, "[$%-804]0.0", "0.5"),
        (0.5, "# ?/?", "0.5"),
        (1234.5, "#,##0.00", "1234.5"),
        (1234.5, '"¥"#,##0.00', "1234.5"),
        (0.5, "0.00E+00", "0.5"),
        (95, "General", "95"),
        ("85%", "0.00", "85%"),
        (85, '0"%', "85"),
    ],
)
def test_a_percent_sign_counts_only_where_it_is_one(
    tmp_path: Path, value: object, number_format: str, expected: str
) -> None:
    """Unquoted, unescaped, not after _ or *, in the section that applies to the value; else the number as it is stored."""
    read = read_value(tmp_path, value, number_format)

    assert Decimal(expected.removesuffix("%")) == read
    assert expected.endswith("%") == isinstance(read, Percentage)


@given(st.decimals(-2000, 2000, places=2), st.sampled_from(["0%", "[<0]0;0%", "0;0%", "0%;0;0%"]), st.text(max_size=5))
def test_quoted_text_never_makes_a_percentage(number: Decimal, number_format: str, text: str) -> None:
    """Whatever stands in quotation marks changes nothing."""
    quoted = f'"{text.replace(chr(34), "")}%"'
    with_text = ";".join(f"{quoted}{section}{quoted}" for section in number_format.split(";"))

    expected = find_section(number_format, number).is_percentage

    assert expected == find_section(with_text, number).is_percentage


@given(st.integers(0, 10**12), st.integers(1, 14))
def test_leading_zeros_are_shown(number: int, width: int) -> None:
    """As Python's own format writes them."""
    assert f"{number:0{width}d}" == format_shown("0" * width, Decimal(number))


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        ("7", '"A-"000', "A-007"),
        ("2024007", "0000-000", "2024-007"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("0.5", "#.##", ".5"),
        ("7", "0.##", "7"),
        ("7.25", "0", "7"),
        ("2.5", "0", "3"),
        ("-7", "000", "-007"),
        ("-7", "000;(000)", "(007)"),
        ("0.785", "0.0%", "78.5%"),
        ("7", "General", None),
        ("7", "0,", None),
        ("7", "0.0.0", None),
        ("7", "yyyy", None),
        ("1e30", "0." + "0" * 20, None),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(number: str, number_format: str, shown: str | None) -> None:
    """Digits in their places, with the texts between them; nothing where more than digits is shown."""
    assert shown == format_shown(number_format, Decimal(number))


def read_ids(sheet: IncomingSheet) -> list[str | None]:
    """The ids of a sheet without problems."""
    assert [] == said(sheet.problems)
    return [row.id for row in sheet.rows]


def test_an_id_is_the_text_that_is_shown_in_every_format(tmp_path: Path) -> None:
    """007 is 007: a formatted number, a text, a cell of CSV, a text of JSON; and so are a class and a teacher."""
    rows = [[7, "2024-09-03", 7, "测评", 95], [8.5, "2024-09-03", "g1c1", "测评", 95]]
    sheet = read_sheet(book(tmp_path, *rows, A="000", C="000"))
    csv = text_file(tmp_path, "编号,日期,班级,事项\n007,2024-09-03,g1c1,x\n")
    lines = lines_file(tmp_path, [{"id": "007", "date": "2024-09-03", "class": "g1c1", "fact": "x"}])

    assert ["007", "009"] == read_ids(sheet)
    assert ["007", "g1c1"] == [row.class_ref for row in sheet.rows]
    assert [["007"], ["007"]] == [read_ids(read_sheet(path)) for path in (csv, lines)]


LOST = "是超过15位的数或科学记数法,表格软件没有保留原来的数字 | 把这一列的格式改为文本,再重新填写编号(JSON里写成文字)"


@pytest.mark.parametrize(
    ("number", "number_format", "written"),
    [
        (20240903000000001, "0", "20240903000000000"),
        (2024090300000001, "General", "2024090300000000"),
        (20241, "0.00E+00", "20241"),
        ("2.0241E+16", "@", "2.0241E+16"),
    ],
)
def test_an_id_that_a_spreadsheet_has_not_kept_is_refused(
    tmp_path: Path, number: object, number_format: str, written: str
) -> None:
    """More than 15 digits, or scientific form."""
    sheet = read_sheet(book(tmp_path, [number, "2024-09-03", "g1c1", "测评", 95], A=number_format))

    assert [f"sheet.xlsx:2:A:id 编号“{written}”{LOST}"] == said(sheet.problems)


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("2.0241E+16", False),
        ("2.0241E16", False),
        ("20240903000000000", False),
        ("20240903000000001", True),
        ("2024E3", True),
    ],
)
def test_csv_is_asked_for_ids_that_were_kept(tmp_path: Path, written: str, is_kept: bool) -> None:
    """CSV has texts alone: digits are as good as they look, but not those that end as Excel rounds them."""
    sheet = read_sheet(text_file(tmp_path, f"编号,日期,班级,事项\n{written},2024-09-03,g1c1,x\n"))

    assert is_kept == (not sheet.problems)
    assert [written] == [row.id for row in sheet.rows] if is_kept else "sheet.inexact-id" == sheet.problems[0].code


@pytest.mark.parametrize("number", ["20240903000000001", "2.0241E+16", "2e16"])
def test_json_numbers_too_long_for_programs_are_no_ids(tmp_path: Path, number: str) -> None:
    """As a text they are."""
    line = '{"id": ID, "date": "2024-09-03", "class": "g1c1", "fact": "x"}\n'.replace("{{", "{").replace("}}", "}")
    bad = read_sheet(text_file(tmp_path, line.replace("ID", number), "bad.jsonl"))
    good = read_sheet(text_file(tmp_path, line.replace("ID", '"20240903000000001"'), "good.jsonl"))

    assert ["sheet.inexact-id"] == [problem.code for problem in bad.problems]
    assert ["20240903000000001"] == read_ids(good)


def list_days(month: int, day: int) -> list[date]:
    """The days of one autumn."""
    days = (date(2024 if month > 6 else 2025, month, day),)
    return [found for found in days if date(2024, 9, 2) <= found <= date(2025, 1, 17)]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("9.3", "General", date(2024, 9, 3)),
        ("1月3日", "General", date(2025, 1, 3)),
        (datetime(2026, 9, 3), 'm"月"d"日"', date(2024, 9, 3)),  # noqa: DTZ001 (a cell has no offset)
        (datetime(2024, 9, 3), "m/d;@", date(2024, 9, 3)),  # noqa: DTZ001 (a cell has no offset)
        (datetime(2024, 9, 3), "yyyy-mm-dd", date(2024, 9, 3)),  # noqa: DTZ001 (a cell has no offset)
    ],
)
def test_a_date_without_its_year_is_the_one_of_the_term(
    tmp_path: Path, value: object, number_format: str, expected: date
) -> None:
    """A text, or a date that is shown by month and day."""
    path = book(tmp_path, ["a", value, "g1c1", "测评", 95], B=number_format)

    [sheet] = read_sheets(path, choice=Choice(list_days=list_days))

    assert [] == said(sheet.problems)
    assert [expected] == [row.on for row in sheet.rows]


def test_a_date_that_the_chinese_programs_show_without_its_year(tmp_path: Path) -> None:
    """Their own format 28 is 9月3日, and the year kept beside it may be that of the typing."""
    path = book(tmp_path, ["a", 46268, "g1c1", "测评", 95])
    made = openpyxl.load_workbook(path)
    made.worksheets[0]["B2"]._style.numFmtId = 28
    made.save(path)

    [sheet] = read_sheets(path, choice=Choice(list_days=list_days))

    assert [date(2024, 9, 3)] == [row.on for row in sheet.rows]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (9.3, "“9.3”不是日期"),
        ("8.3", "“8.3”没有写年份,学期内到今天为止这样的日子:没有"),
        (datetime(2025, 3, 3), "“03-03”没有写年份,学期内到今天为止这样的日子:没有"),  # noqa: DTZ001 (as above)
    ],
)
def test_what_fits_no_term_is_refused(tmp_path: Path, value: object, says: str) -> None:
    """A number is no date, and a day outside the term none of it."""
    path = book(tmp_path, ["a", value, "g1c1", "测评", 95], B="General" if isinstance(value, float) else "mm-dd")

    [sheet] = read_sheets(path, choice=Choice(list_days=list_days))

    assert [says] == [str(problem.what) for problem in sheet.problems]


def test_the_class_of_a_wide_table_is_the_text_that_is_shown(tmp_path: Path) -> None:
    """007 there too; and the day of its title may be without its year."""
    made = openpyxl.Workbook()
    for row in (["值周检查 9月3日"], ["", "卫生", "纪律", "汇总"], ["", "教室", "课间", "汇总"], [7, 1, 0, 1]):
        made.worksheets[0].append(row)
    made.worksheets[0]["A4"].number_format = "000"

    [table] = read_tables(saved(tmp_path, made), layout(tmp_path), choice=Choice(list_days=list_days))

    assert [] == said(table.problems)
    assert [("007", date(2024, 9, 3))] == [(row.class_ref, row.on) for row in table.rows]


def test_a_title_with_a_stretch_of_days_gives_no_day(tmp_path: Path) -> None:
    """With its year or without."""
    rows = ["", "卫生", "纪律", "汇总"], ["", "教室", "课间", "汇总"], ["c1", "1", "0", "1"]
    for title in ("值周检查 2024年9月2日至6日", "值周检查 9月2日至9月6日"):
        text = "\n".join(",".join(row) for row in ([title], *rows))

        [table] = read_tables(text_file(tmp_path, text), layout(tmp_path), choice=Choice(list_days=list_days))

        assert [("sheet.no-single-date", "标题里有2个日期")] == [(p.code, str(p.what)) for p in table.problems]

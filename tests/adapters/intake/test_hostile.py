"""Files made to harm, and files that are no sheets: one clear problem each, and at once."""

import time
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bzr_adapters.intake.fact_sheet import read_sheet
from bzr_adapters.intake.sheet_from_file import SheetFromFile
from tests.adapters.intake.files import said, text_file, with_sheet_xml, workbook

XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DAMAGED = "sheet.xlsx:-:-:- 文件已损坏,或不是它的扩展名所说的格式 | 在Excel或WPS中重新保存为.xlsx或CSV"
TOO_BIG = "sheet.xlsx:-:-:- 工作簿解开后超过50MB | 另存为CSV,或拆成几份"
OLD = "old.xls:-:-:- 旧版.xls文件,或有密码的工作簿,无法读取 | 在Excel或WPS中另存为不带密码的.xlsx或CSV"
NO_WORKBOOK = "sheet.xlsx:-:-:- 文件不是XLSX工作簿 | 在Excel或WPS中另存为.xlsx或CSV"
ENCODING = "sheet.csv:-:-:- 文件既不是UTF-8编码也不是GB18030编码 | 另存为“CSV UTF-8(逗号分隔)”"
NUL = "sheet.csv:2:-:- 文件含有NUL字节,不是文本 | 另存为“CSV UTF-8(逗号分隔)”"
UTF16 = "sheet.csv:-:-:- 文件是UTF-16编码 | 另存为“CSV UTF-8(逗号分隔)”"


def sheet_xml(rows: str, after: str = "") -> str:
    """A worksheet of these rows."""
    return f"<worksheet {XMLNS}><sheetData>{rows}</sheetData>{after}</worksheet>"


def cell(place: str, text: str) -> str:
    """A cell with this text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@cache
def honest_seconds() -> float:
    """Measure how much of the processor an honest sheet of two thousand rows takes, the reader loaded already."""
    with TemporaryDirectory() as name:
        rows = [["date", "class", "fact"], *[["2024-09-03", "c1", "x"]] * 2000]
        small, honest = (workbook(Path(name), some, name=f"{len(some)}.xlsx") for some in (rows[:1], rows))
        read_sheet(small)
        started = time.process_time()
        read_sheet(honest)
        return time.process_time() - started


def read_cheaply(path: Path) -> SheetFromFile:
    """Read a sheet, which takes no more of the processor than a few honest ones."""
    limit = 3 * honest_seconds()
    started = time.process_time()
    sheet = read_sheet(path)

    assert time.process_time() - started < limit
    return sheet


def only_problem(path: Path) -> str:
    """The one problem of a file, found about as fast as an honest sheet is read."""
    sheet = read_cheaply(path)

    assert sheet.unusable
    assert sheet.rows == ()
    [problem] = said(sheet.problems)
    return problem


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than is allowed is refused by its directory alone: no part of it is opened."""
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(11):
                part.write(b" " * 5_000_000)
    monkeypatch.delattr(zipfile.ZipFile, "open")

    assert said(read_sheet(path).problems) == [TOO_BIG]


def test_an_archive_of_countless_parts_is_refused(tmp_path: Path) -> None:
    """Thousands of empty parts make no workbook."""
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}", "")

    assert only_problem(path) == TOO_BIG


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
    ids=["external", "laughs"],
)
def test_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    """A worksheet that declares entities is never followed."""
    path = with_sheet_xml(tmp_path, doctype + sheet_xml(f'<row r="1">{cell("A1", "&e;")}</row>'))

    assert only_problem(path) == DAMAGED


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{cell("A1", "date")}</row><row r="999999999">{cell("A999999999", "x")}</row>',
        f'<row r="1">{cell("ZZZZZZ1", "date")}</row>',
        f'<row r="x">{cell("A1", "date")}</row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>seven</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>7</v></c></row>',
        "<row><c></row>",
    ],
    ids=["row", "column", "row-word", "shared", "number", "style", "broken"],
)
def test_a_worksheet_that_lies_is_one_problem(tmp_path: Path, rows: str) -> None:
    """Rows and cells that cannot be give one problem, whichever way the reader trips."""
    problem = only_problem(with_sheet_xml(tmp_path, sheet_xml(rows)))

    assert problem in {DAMAGED, "sheet.xlsx:1048577:-:- 工作表太大 | 另存为CSV,或拆成几份"}


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    """One kilobyte that merges seventeen billion cells is read like any other header."""
    path = with_sheet_xml(
        tmp_path,
        sheet_xml(
            f'<row r="1">{cell("A1", "date")}</row>',
            '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
    )

    assert read_cheaply(path).unusable


def test_a_sheet_that_claims_to_be_gigantic_is_not_believed(tmp_path: Path) -> None:
    """The dimension a worksheet declares is not what is read."""
    xml = sheet_xml(f'<row r="1">{cell("A1", "date")}</row>').replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )

    assert read_cheaply(with_sheet_xml(tmp_path, xml)).heads == (("date",),)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """A hundred thousand elements inside one another neither abort the process nor make a sheet."""
    depth = 100_000
    sheet = read_sheet(
        with_sheet_xml(tmp_path, f"<worksheet {XMLNS}>" + "<a>" * depth + "</a>" * depth + "</worksheet>")
    )

    assert sheet.unusable


def test_what_packs_a_thousandfold_is_refused(tmp_path: Path) -> None:
    """A few kilobytes that unpack to many megabytes are no sheet, even below the limit on size."""
    path = with_sheet_xml(tmp_path, f"<worksheet {XMLNS}>" + "<a>" * 5_000_000)

    assert only_problem(path) == "sheet.xlsx:-:-:- 工作簿的压缩率异常 | 在Excel或WPS中另存为.xlsx或CSV"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("sheet.xlsx", b"PK\x03\x04 and no more", NO_WORKBOOK),
        ("sheet.xlsx", b"date,class,fact\n", NO_WORKBOOK),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD),
        ("sheet.csv", b"", "sheet.csv:-:-:- 文件是空的 | 表头和至少一行"),
        ("sheet.csv", b"\n , ,\n", "sheet.csv:-:-:- 文件是空的 | 表头和至少一行"),
        ("sheet.xlsx", b"", "sheet.xlsx:-:-:- 文件是空的 | 表头和至少一行"),
        ("sheet.jsonl", b"", "sheet.jsonl:-:-:- 文件是空的 | 至少一行"),
        ("sheet.csv", b"date\xff\xff,class\n", ENCODING),
        ("sheet.csv", b"date,class\n2024\x00", NUL),
        ("sheet.csv", "date,class".encode("utf-16"), UTF16),
    ],
    ids=[
        "cut-off",
        "csv-inside",
        "xls",
        "empty",
        "blank",
        "empty-xlsx",
        "empty-jsonl",
        "encoding",
        "nul",
        "utf-16",
    ],
)
def test_what_is_no_sheet_is_said_in_one_sentence(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """Each file that cannot be a sheet gets the sentence that helps."""
    path = tmp_path / name
    path.write_bytes(content)

    assert only_problem(path) == expected


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A name that leads nowhere is said so."""
    assert only_problem(tmp_path / "none.csv") == "none.csv:-:-:- 没有这个文件"


def test_a_directory_is_a_problem(tmp_path: Path) -> None:
    """A folder is not a sheet."""
    (tmp_path / "folder.csv").mkdir()

    assert only_problem(tmp_path / "folder.csv") == "folder.csv:-:-:- 这是文件夹,不是文件"


def test_a_quotation_mark_left_open_stops_the_sheet(tmp_path: Path) -> None:
    """Nothing behind an unclosed quotation mark can be trusted, so nothing is read."""
    path = text_file(tmp_path, 'date,class,fact\n2024-09-03,g1c1,"x\n2024-09-03,g1c1,y\n')

    assert only_problem(path) == "sheet.csv:2:-:- 引号没有成对,从这一行起无法读取 | 检查这一行的引号"


@pytest.mark.parametrize("line", ["[" * 100_000, "{" + '"a":{' * 100_000, "1" * 2_000_000, "9" * 10_000])
def test_hostile_lines_are_problems(tmp_path: Path, line: str) -> None:
    """Nesting, length and digits without end are refused line by line."""
    sheet = read_sheet(text_file(tmp_path, line, "sheet.jsonl"))

    assert sheet.problems
    assert sheet.rows == ()

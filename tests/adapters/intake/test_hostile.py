"""Files made to harm, and files that are no sheets: one clear problem each, and at once."""

import os
import socket
import sys
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import pytest

from bzr_adapters.intake import grid, read_csv
from bzr_adapters.intake.fact_sheet import read_sheet
from bzr_adapters.intake.grid import BadFile
from bzr_adapters.intake.regular_files import read_regular_file
from bzr_adapters.intake.rulebook_files import read_rulebook_file
from bzr_adapters.intake.sheet_from_file import SheetFromFile
from bzr_adapters.intake.xlsx_archive import list_hidden_columns
from bzr_domain.kernel.messages import BadRulebook
from tests.adapters.intake.files import said, text_file, with_part, with_sheet_xml, workbook
from tests.support.measuring import environ_unmeasured

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

    assert only_problem(path) == "sheet.xlsx:-:-:- 工作簿有超过2000个部件 | 另存为CSV,或拆成几份"


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


def numbered(count: int, text: str) -> str:
    """So many texts, each with a number, no two neighbours alike."""
    return "".join(text.format(number * 7919 % 997, number) for number in range(1, count + 1))


SHEET = "xl/worksheets/sheet1.xml"
SHEET_ID = '<sheet name="S{1}" sheetId="{1}" xmlns:r="r" r:id="r{1}"/>'
A_HUNDRED_CELLS = "<row>" + "<c/>" * 100 + "</row>"
TOO_MUCH = {
    "rows": (SHEET, "</sheetData>", '<row r="{1}"><c><v>{0}</v></c></row>', 300_000, "工作表超过300000行"),
    "columns": (SHEET, "</row>", "<c><v>{0}</v></c>", 16_384, "一行超过16384列"),
    "cells": (SHEET, "</sheetData>", A_HUNDRED_CELLS, 20_001, "工作表超过2000000格,或一格里的内容太多"),
    "rich": (SHEET, "</is>", "<r><t>{0}</t></r>", 200_000, "工作表超过2000000格,或一格里的内容太多"),
    "merges": (SHEET, "<pageMargins", '<mergeCell ref="A1:B{1}"/>', 10_001, "合并单元格超过10000处"),
    "texts": (
        "xl/sharedStrings.xml",
        "",
        "<sst><si><t>{1}</t></si>",
        250_000,
        "工作簿的样式、文字或设置超过1200000个标记",
    ),
    "styles": (
        "xl/styles.xml",
        "</cellXfs>",
        '<xf numFmtId="{0}"/>',
        120_000,
        "工作簿的样式、文字或设置超过120000个标记",
    ),
    "columns set": (
        SHEET,
        "<sheetData",
        '<col min="{0}" max="9"/>',
        120_000,
        "工作簿的样式、文字或设置超过120000个标记",
    ),
    "attributes": (SHEET, "</row>", "<c" + ' a="1"' * 50_000 + "/>", 4, "工作簿的样式、文字或设置超过120000个标记"),
    "text": (SHEET, "</t>", "天空{0}", 120_000, "工作簿里有一段文字超过500000字节"),
    "worksheets": ("xl/workbook.xml", "</sheets>", SHEET_ID, 200, "工作簿有超过200张工作表"),
}
"""Part of a workbook → before what it has how many more of which text, and what is said."""


def with_too_much(folder: Path, part: str, before: str, text: str, count: int, name: str = "sheet.xlsx") -> Path:
    """A workbook that has so many more of a text in one of its parts."""
    path = workbook(folder, [["date"]], name=name)
    rows = sheet_xml(f'<row r="1">{cell("A1", "date")}</row>', "<pageMargins/>")
    with_part(path, SHEET, lambda _: rows)
    with_part(path, part, lambda xml: xml.replace(before, numbered(count, text) + before, 1))
    return path


@pytest.mark.parametrize(("part", "before", "text", "count", "says"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_workbook_is_bounded_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, before: str, text: str, count: int, says: str
) -> None:
    """Too many rows, columns, merged areas or styles are counted in the bytes: the reader would take minutes and gigabytes."""
    path = with_too_much(tmp_path, part, before, text, count)
    monkeypatch.delattr("openpyxl.load_workbook")

    assert said(read_sheet(path).problems) == [f"sheet.xlsx:-:-:- {says} | 另存为CSV,或拆成几份"]


def test_worksheets_that_are_one_part_are_refused(tmp_path: Path) -> None:
    """Each would be read by itself, the same fifty megabytes two hundred times."""
    path = workbook(tmp_path, [["date"]])
    again = '<sheet name="again" sheetId="2" state="visible" xmlns:r="r" r:id="rId1"/></sheets>'
    with_part(path, "xl/workbook.xml", lambda xml: xml.replace("</sheets>", again))

    assert only_problem(path) == "sheet.xlsx:-:-:- 几张工作表指向同一个部件 | 另存为CSV"


def test_merged_areas_over_one_another_are_bounded(tmp_path: Path) -> None:
    """A few kilobytes of areas as wide as a sheet would fill billions of cells."""
    rows = "".join(f'<row r="{number}">{cell(f"A{number}", "x")}</row>' for number in range(1, 400))
    areas = "".join(f'<mergeCell ref="A1:XFD{number}"/>' for number in range(300, 400))
    path = with_sheet_xml(tmp_path, sheet_xml(rows, f"<mergeCells>{areas}</mergeCells>"))

    assert only_problem(path) == "sheet.xlsx:4:-:- 合并单元格太多,或互相重叠 | 在Excel或WPS中另存为.xlsx或CSV"


def test_columns_hidden_many_times_over_cost_nothing(tmp_path: Path) -> None:
    """A hundred thousand stretches of all columns hide each column once."""
    hidden = '<col min="1" max="16384" hidden="1"/>' * 100_000
    path = workbook(tmp_path, [["date"]])
    with_part(path, SHEET, lambda xml: xml.replace("<sheetData", f"<cols>{hidden}</cols><sheetData"))
    with zipfile.ZipFile(path) as archive:
        started = time.process_time()

        assert list_hidden_columns(archive.read(SHEET)) == set(range(16_384))
        assert time.process_time() - started < 3 * honest_seconds()


def bind_socket(path: Path) -> None:
    """Leave the file of a socket there."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


MILLION = 1 << 20
LINE = "这一行太长 | 每行至多1048576个字符;检查换行和引号"
LARGE = "表太大 | 至多{}行、16384列、{}格;请拆成几份"
TEXTS = {
    "file": ("sheet.csv", b"date,class,fact\n" * 3_200_000, "- 文件超过50MB | 拆成几份"),
    "cell": ("sheet.csv", b'date,fact\n"' + b"x" * 2 * MILLION, f"2 {LINE}"),
    "line": ("sheet.csv", b"date,fact\n" + b"," * MILLION, f"2 {LINE}"),
    "object": ("sheet.jsonl", b'{"date": "' + b"x" * MILLION + b'"}', f"1 {LINE}"),
    "quoted": (
        "sheet.csv",
        b'date,fact\n"' + b"x\n" * 100_000,
        "2 单元格超过131072个字符,或引号没有成对 | 检查这一行的引号",
    ),
    "keys": (
        "sheet.jsonl",
        b"{" + b",".join(b'"%d":1' % n for n in range(16_385)) + b"}",
        "1 " + LARGE.format(300_000, 5_000_000),
    ),
}


@pytest.mark.parametrize(("name", "content", "says"), TEXTS.values(), ids=TEXTS)
def test_a_text_file_is_bounded(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """A cell, a line or an object without end are refused by their size."""
    path = tmp_path / name
    path.write_bytes(content)

    assert only_problem(path).replace(":-:-", "") == f"{name}:{says}"


@pytest.mark.parametrize(
    "content",
    [b"date,fact\n" + b"," * 90 + b"\n", b"date,fact\n" + b",\n" * 10, b"\n" * 20],
    ids=["cells", "rows", "lines"],
)
def test_rows_and_cells_in_which_nothing_stands_are_counted_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Blanks without end would be read without end."""
    monkeypatch.setattr(grid, "ROWS_MAX", 10)
    monkeypatch.setattr(grid, "CELLS_MAX", 90)
    monkeypatch.setattr(read_csv, "LINES_MAX", 15)
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)

    assert LARGE.format(10, 90) in only_problem(path)


def test_no_more_than_the_beginning_of_a_line_is_compared_with_headers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find the separator, a cell of a megabyte is not made plain three times over."""
    compared: list[int] = []

    def note_length(word: str) -> str:
        compared.append(len(word))
        return word

    monkeypatch.setattr(read_csv, "normalize_header", note_length)
    read_sheet(text_file(tmp_path, "date,fact\n" + "x" * 1_000_000 + "\n"))

    assert max(compared) <= 10_000


CHILD = """
import sys, time
from pathlib import Path
from bzr_adapters.intake.fact_sheet import read_sheet
for name in sys.argv[1:]:
    sheet = read_sheet(Path(name))
    assert sheet.problems, name
status = Path("/proc/self/status").read_text().split()
print(time.process_time(), status[status.index("VmHWM:") + 1])
"""


def test_hostile_files_take_little_of_a_process(tmp_path: Path) -> None:
    """Less than a second of the processor each and less than 200 MB, the interpreter and the reader included."""
    names = []
    for name, size in {"device.csv": 0, "cell.csv": 300_000_000, "nul.xlsx": 300_000_000}.items():
        names.append(name)
        with (tmp_path / name).open("wb") as file:
            file.write(b"PK" if name.endswith("xlsx") else b"date,fact\n")
            file.truncate(max(size, 10))
    (tmp_path / "device.csv").unlink()
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    for name, row in TOO_MUCH.items():
        names.append(with_too_much(tmp_path, *row[:4], name=f"{name}.xlsx").name)
    answer = run(
        [sys.executable, "-c", CHILD, *names], cwd=tmp_path, env=environ_unmeasured(), capture_output=True, check=True
    )
    seconds, kilobytes = map(float, answer.stdout.split())

    assert seconds < len(names)
    assert kilobytes < 200_000


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), bind_socket],
    ids=["pipe", "device", "socket"],
)
@pytest.mark.parametrize("name", ["s.csv", "s.xlsx", "s.jsonl"])
def test_what_is_no_regular_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: Callable[[Path], None]
) -> None:
    """A device never ends, and a pipe never begins."""
    monkeypatch.chdir(tmp_path)
    make(Path(name))

    assert said(read_sheet(Path(name)).problems) == [
        f"{name}:-:-:- 这是设备、管道或套接字,不是普通文件 | 先存成普通文件"
    ]
    with pytest.raises(BadRulebook) as refused:
        read_rulebook_file(Path(name), name)
    assert said(refused.value.problems) == [f"{name}:-:-:- 这是设备、管道或套接字,不是普通文件 | 先存成普通文件"]


def test_a_file_that_grows_is_read_no_further_than_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of its size is not believed: files of /proc say that they are empty."""
    path = tmp_path / "s.csv"
    path.write_bytes(b"x" * 11)

    with pytest.raises(BadFile, match="文件超过0MB"):
        read_regular_file(path, most=10)
    assert read_regular_file(path, most=11) == b"x" * 11

"""Files that were good before bytes of them changed: problems come out of them, or rows, and never an exception."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.front_door.errors import BzrError
from bzr_adapters.front_door.rulebooks import load_rulebook
from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.layout import BadLayout, read_layout
from bzr_adapters.intake.rulebook_files import read_shipped_rulebook
from bzr_adapters.intake.school_file import read_school
from tests.adapters.intake.files import LAYOUT, said
from tests.support.effort import fewer

ROWS: list[list[str | float]] = [
    ["日期", "班级", "事项", "数量"],
    ["2024-09-03", "高一(1)班", "卫生不合格", 2],
    ["2024-09-04", "高一(2)班", "查课", 1.5],
]
CSV = "\n".join(",".join(map(str, row)) for row in ROWS).encode()
LINES = b'{"date": "2024-09-03", "class": "g1c1", "fact": "x", "count": 2.50}\n' * 2
SCHOOL = b"""[school]
name = "s"
timezone = "Asia/Shanghai"
[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
holidays = [2024-09-16, 2024-09-17]
[[class]]
id = "g1c1"
name = "x"
students = 45
[[class.change]]
from = 2025-09-01
students = 43.0
[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
[[person]]
name = "li"
roles = ["head"]
"""
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"\0", b"\xff\xfe", b'"', b"'", b"\n", b"=", b"[", b"{", b"<", b"&", b"9" * 5000, b"1e9999", b"-", b"\x1b[31m"]
    ),
    st.sampled_from(["\u202e", "\ufeff", "\u2028", "\U0001f600", "９"]).map(str.encode),
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES), min_size=1, max_size=6)
Changes = list[tuple[float, int, bytes]]


def mutilated(content: bytes, changes: Changes) -> bytes:
    """The bytes with pieces cut out and others put in their places."""
    for place, length, piece in changes:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


@cache
def parts() -> dict[str, bytes]:
    """The parts of a small workbook."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet["E2"] = "=1+1"
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(changed: dict[str, bytes]) -> bytes:
    """A workbook of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    return content.getvalue()


def read_mutilated(name: str, content: bytes, read: Callable[[Path], object]) -> None:
    """Read bytes as a file; what comes out besides is an exception that this test shows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        read(path)


def read_rows(path: Path) -> None:
    """Every sheet has rows or problems, each of which can be said."""
    for sheet in read_sheets(path):
        assert sheet.rows or sheet.problems or not sheet.unusable
        assert all(said(sheet.problems))


@pytest.mark.parametrize(
    ("name", "content"), [("s.csv", CSV), ("s.csv", CSV.decode().encode("gb18030")), ("s.jsonl", LINES)]
)
@given(changes=CHANGES)
def test_a_mutilated_text_is_rows_or_problems(name: str, content: bytes, changes: Changes) -> None:
    """Whatever the bytes are."""
    read_mutilated(name, mutilated(content, changes), read_rows)


@fewer(50)
@given(changes=CHANGES)
def test_a_mutilated_archive_is_rows_or_problems(changes: Changes) -> None:
    """Its directory and its packed parts included."""
    read_mutilated("s.xlsx", mutilated(packed(parts()), changes), read_rows)


@given(
    name=st.sampled_from(
        [
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "[Content_Types].xml",
        ]
    ),
    changes=CHANGES,
)
def test_a_workbook_with_a_mutilated_part_is_rows_or_problems(name: str, changes: Changes) -> None:
    """The parts that are parsed, in an archive that is whole."""
    read_mutilated("s.xlsx", packed(parts() | {name: mutilated(parts()[name], changes)}), read_rows)


@given(changes=CHANGES)
def test_a_mutilated_school_file_is_a_declaration_or_problems(changes: Changes) -> None:
    """With a number, a bracket or a quotation mark too many or too few."""
    read_mutilated("school.toml", mutilated(SCHOOL, changes), read_school)


@given(changes=CHANGES)
def test_a_mutilated_layout_is_a_layout_or_problems(changes: Changes) -> None:
    """It is refused by the one exception that layouts have."""

    def read(path: Path) -> None:
        try:
            read_layout(path)
        except BadLayout as refused:
            assert refused.problems

    read_mutilated("layout.toml", mutilated(LAYOUT.encode(), changes), read)


@given(changes=CHANGES)
def test_a_mutilated_rulebook_is_a_rulebook_or_problems(changes: Changes) -> None:
    """Out of the front door comes an error of its own."""

    def read(path: Path) -> None:
        try:
            load_rulebook(path)
        except BzrError as refused:
            assert refused.problems

    read_mutilated("own.toml", mutilated(read_shipped_rulebook("uses-of-a-result").encode(), changes), read)

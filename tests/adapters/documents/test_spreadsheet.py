"""A sheet as CSV and as a workbook: whatever is written in it, both can be opened, say the same, and run nothing."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bzr_adapters.documents import workbook
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet, list_lines, write_csv
from bzr_adapters.documents.workbook import TooLongForExcel, build_workbook
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_domain.kernel.messages import Message

_TEXTS = st.text(st.characters() | st.sampled_from("=+-@'\t\r\n\x00\ud800\uffff\u202e1.高"), max_size=8)
_CELLS: st.SearchStrategy[Cell] = st.one_of(
    _TEXTS,
    st.none(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=2),
    st.fractions(-100, 100, max_denominator=8),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)


def _build_csv(title: str, sheet: Sheet) -> str:
    return b"".join(write_csv(list_lines(title, sheet))).decode("utf-8-sig")


def _build_sheet(*rows: list[Cell]) -> Sheet:
    block = Block(title="=表", heads=["甲", "乙", "丙"], rows=rows, total=["合计", 1, Decimal(2)], notes=["+备注"])
    return Sheet(name=Message("-名", "name"), blocks=[block], notes=["@说明"])


@settings(max_examples=30)
@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), max_size=3))
def test_both_forms_say_the_same_and_run_nothing(rows: list[list[Cell]]) -> None:
    """For any cells: line by line the same texts and numbers; what would run as a formula is guarded or a text."""
    sheet = _build_sheet(*rows)
    lines = list(csv.reader(io.StringIO(_build_csv("=题", sheet))))
    page = load_workbook(io.BytesIO(build_workbook("=题", sheet, "a/b"))).active
    assert page is not None

    assert len(lines) == page.max_row
    for line, cells in zip(lines, page.iter_rows(), strict=True):
        for text, cell in zip(line, cells, strict=False):
            assert cell.data_type in ("s", "n", "d")
            if isinstance(cell.value, int | float):
                assert float(text) == pytest.approx(float(cell.value), abs=1e-6)
            elif isinstance(cell.value, datetime):
                assert text == f"{cell.value:%Y-%m-%d}"
            else:
                assert text == guard_cell(str(cell.value or ""))


def test_the_kinds_of_numbers_keep_their_form() -> None:
    """Amounts have two decimals, other numbers none that nobody wrote, changes their sign, times no zone."""
    moment = datetime(2024, 10, 8, 4, 30, tzinfo=UTC)
    rows: list[list[Cell]] = [[Decimal(96), Fraction("96.5"), 3], [moment, moment.date(), Decimal(-1)]]
    block = Block(heads=["甲", "乙", "丙"], rows=rows, numbers={0, 1, 2}, signed={2})
    sheet = Sheet(name=Message("表", "sheet"), blocks=[block])
    page = load_workbook(io.BytesIO(build_workbook("题", sheet, "表"))).active
    assert page is not None
    (_, _, _, first, second) = page.iter_rows()

    assert [(96, "0.00"), (96.5, "General"), (3, "+0.00;-0.00;0.00")] == [(c.value, c.number_format) for c in first]
    assert [datetime(2024, 10, 8, 4, 30), datetime(2024, 10, 8), -1] == [c.value for c in second]  # noqa: DTZ001 (a workbook has no zone)
    assert ["yyyy-mm-dd hh:mm", "yyyy-mm-dd"] == [c.number_format for c in second[:2]]
    assert ["96.00,96.5,3", "2024-10-08 04:30,2024-10-08,-1.00"] == _build_csv("题", sheet).splitlines()[3:]


def test_a_text_that_no_cell_holds_ends_in_an_ellipsis() -> None:
    """Excel takes 32,767 characters; a cut is seen."""
    sheet = _build_sheet(["长" * 40_000, "", ""])
    page = load_workbook(io.BytesIO(build_workbook("题", sheet, "表"))).active
    assert page is not None

    assert ("长" * 32_766 + "…") == page["A5"].value


def test_a_table_too_long_for_excel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how long it may be, and what to do."""
    monkeypatch.setattr(workbook, "_MOST_LINES", 5)

    with pytest.raises(TooLongForExcel) as refused:
        build_workbook("题", _build_sheet([1, 2, 3]), "表")
    assert "一张Excel表最多5行,这里有9行;请写成 .csv,或分时段写" == str(refused.value)


@pytest.mark.parametrize("tab", ["a[b]:*?/\\'c", "长" * 40, "'"])
def test_any_name_makes_a_tab(tab: str) -> None:
    """Excel forbids some signs there, and more than 31."""
    book = build_workbook("题", _build_sheet(), tab)
    page = load_workbook(io.BytesIO(book)).active
    assert page is not None

    assert re.fullmatch(r"[^\[\]:*?/\\']{1,31}", page.title)
    assert "xl/worksheets/sheet1.xml" in ZipFile(io.BytesIO(book)).namelist()

"""Refused rows, written out so that they can be mended and read again."""

from pathlib import Path

from bzr_adapters.intake.fact_sheet import read_sheet
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_adapters.intake.refused_rows import build_rows
from tests.adapters.intake.files import said, text_file


def test_refused_rows_say_why_and_are_read_again(tmp_path: Path) -> None:
    """The last column says why, in the language asked for; when read again it is ignored and written anew."""
    sheet = read_sheet(text_file(tmp_path, "日期,班级,事项,备注\n昨天,g1c1,x,=1+1\n2024-09-03,g1c1,x,-0.5\n"))
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"

    first.write_bytes(build_rows(sheet.heads, [(sheet.read_rows_again([2])[2], sheet.problems)]))
    again = read_sheet(first)
    second.write_bytes(build_rows(again.heads, [(again.read_rows_again([2])[2], again.problems)], "en"))

    assert first.read_bytes().startswith(b"\xef\xbb\xbf")
    assert first.read_text(encoding="utf-8-sig") == (
        "日期,班级,事项,备注,问题\n"
        "昨天,g1c1,x,'=1+1,A: “昨天”不是日期 — 写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日\n"
    )
    assert second.read_text(encoding="utf-8-sig").splitlines()[0] == "日期,班级,事项,备注,problem"
    assert said(again.problems) == [
        "first.csv:2:A:date “昨天”不是日期 | 写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日"
    ]


def test_a_mended_row_says_what_it_said(tmp_path: Path) -> None:
    """The apostrophe that guards a formula is taken off again, and only there."""
    path = tmp_path / "refused.csv"
    notes = ["=1+1", "'=x", "@sum", "-0.5", "it's", "+86 10", "'"]

    path.write_bytes(
        build_rows([["date", "class", "fact", "note"]], [(["2024-09-03", "g1c1", "x", note], []) for note in notes])
    )

    assert [wish.note for wish in read_sheet(path).rows] == notes


def test_what_a_spreadsheet_would_run_is_guarded() -> None:
    """Formulas get an apostrophe, plain numbers and words stay."""
    cells = ["=A1", "+1", "-0.5", "-a", "@x", "\tx", "卫生", "78.5%", "-5%"]

    assert [guard_cell(cell) for cell in cells] == [
        "'=A1",
        "+1",
        "-0.5",
        "'-a",
        "'@x",
        "'\tx",
        "卫生",
        "78.5%",
        "-5%",
    ]

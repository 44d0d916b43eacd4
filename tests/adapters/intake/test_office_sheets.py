"""Sheets as offices write them: what states no fact is passed over and listed, and nothing that may state one is."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.fact_sheet import read_sheet, read_sheets
from bzr_adapters.intake.near_headers import find_near_header
from bzr_adapters.intake.sheet_from_file import Choice, SheetFromFile
from tests.adapters.intake.files import said, text_file, workbook

ROW = "2024-09-03,g1c1,卫生不合格,2\n"
HEADER = "日期,班级,事项,数量\n"


def read(folder: Path, text: str, *ignore: str) -> SheetFromFile:
    """The sheet of a file with this text."""
    (sheet,) = read_sheets(text_file(folder, text, "s.csv"), choice=Choice(ignore=ignore))
    return sheet


def passed(sheet: SheetFromFile) -> list[str]:
    """What was passed over: row or column, text, and what it was taken for."""
    return [f"{part.row or part.column} {part.text} {part.why.en}" for part in sheet.passed_over]


def test_titles_numbers_totals_and_notes_are_passed_over_and_listed(tmp_path: Path) -> None:
    """Two facts are left, with the rows that a person counts."""
    sheet = read(
        tmp_path,
        "九月值周检查,,,,\n制表日期:2024-09-30,,,,\n"
        "序号,日期,班级,事项,数量\n"
        f"1,{ROW}"
        "序号,日期,班级,事项,数量\n"
        f"2,{ROW}"
        "小计,,高一(1)班,,4\n"
        ",,合计:,,4\n"
        "注:走廊另计,,,,\n"
        "制表人:张三,,,审核:李四,\n",
    )

    assert ([], [4, 6]) == (said(sheet.problems), [row.row for row in sheet.rows])
    assert [
        "1 九月值周检查 a title above the headers",
        "2 制表日期:2024-09-30 a title above the headers",
        "A 序号 a column of row numbers",
        "5 序号 日期 班级 事项 数量 the headers once more",
        "7 小计 高一(1)班 4 a row of totals or means",
        "8 合计: 4 a row of totals or means",
        "9 注:走廊另计 a note or a signature",
        "10 制表人:张三 审核:李四 a note or a signature",
    ] == passed(sheet)


@pytest.mark.parametrize(
    "row",
    [
        "2024-09-03,合计,卫生不合格,2\n",
        "9.3,合计,卫生不合格,2\n",
        "2024-09-03，g1c1，卫生不合格，2,,,\n",
        ",g1c1,,\n",
        "今天检查了,,,\n",
        "2024-09-03,g1c1,,2\n",
    ],
)
def test_a_row_that_may_state_a_fact_is_not_passed_over(row: str, tmp_path: Path) -> None:
    """A day with a fact, a row in one cell, a row with gaps: recorded or refused, never left out."""
    sheet = read(tmp_path, HEADER + row)

    assert [] == passed(sheet)
    assert sheet.problems or sheet.rows


LINES = ["2024-09-03,g1c1,卫生不合格,2", "2024-09-04,g1c2,集会缺席,", "2024-09-04,g1c2,集会缺席,1"]
OTHERS = ["小计,,,5", "注:走廊另计,,,", HEADER.strip(), "制表人:张三,,审核:李四,", "共3条,,,"]


@given(
    titles=st.lists(st.sampled_from(["九月检查,,,", "高一年级,,,"]), max_size=3),
    rows=st.lists(st.sampled_from(LINES + OTHERS), max_size=8),
)
def test_what_is_passed_over_changes_no_fact(titles: list[str], rows: list[str]) -> None:
    """The facts of a sheet are those of its plain rows, in order; every other row is listed."""
    with TemporaryDirectory() as folder:
        plain = read(Path(folder), HEADER + "".join(f"{row}\n" for row in rows if row in LINES))
        office = read(Path(folder), "".join(f"{row}\n" for row in [*titles, HEADER.strip(), *rows]))

    assert [attrs.evolve(row, row=None) for row in plain.rows] == [attrs.evolve(row, row=None) for row in office.rows]
    assert len(titles) + sum(row in OTHERS for row in rows) == len(office.passed_over)
    assert () == office.problems


def test_headers_in_two_rows_are_read_as_one(tmp_path: Path) -> None:
    """As merged cells leave them: a group above, the fields below."""
    sheet = read(tmp_path, "日期,班级,检查情况,,\n,,事项,数量,检查人\n2024-09-03,g1c1,卫生不合格,2,李\n")

    assert ([], 1) == (said(sheet.problems), len(sheet.rows))
    assert ("2024-09-03", 2, "李", 3) == (
        str(sheet.rows[0].on),
        sheet.rows[0].count,
        sheet.rows[0].recorder,
        sheet.rows[0].row,
    )


def test_merged_cells_of_a_workbook_are_told_once(tmp_path: Path) -> None:
    """A title over all columns, headers over two rows, a note below."""
    book = workbook(
        tmp_path,
        [
            ["值周检查表", "", "", ""],
            ["日期", "班级", "检查情况", ""],
            ["", "", "事项", "数量"],
            ["2024-09-03", "g1c1", "卫生不合格", 2],
            ["备注:请整改", "", "", ""],
        ],
        merged=["A1:D1", "A2:A3", "B2:B3", "C2:D2", "A5:D5"],
    )

    sheet = read_sheet(book)

    assert ([], [4]) == (said(sheet.problems), [row.row for row in sheet.rows])
    assert ["1 值周检查表 a title above the headers", "5 备注:请整改 a note or a signature"] == passed(sheet)


def test_an_unknown_column_is_refused_until_it_is_ignored(tmp_path: Path) -> None:
    """Then it is listed."""
    text = "日期,班级,年级,事项,数量\n2024-09-03,g1c1,高一,卫生不合格,2\n"

    assert "sheet.unknown-column" == read(tmp_path, text).problems[0].code
    ignored = read(tmp_path, text, " 年 级")
    assert ([], 1, ["C 年级 a column that the layout or --ignore leaves out"]) == (
        said(ignored.problems),
        len(ignored.rows),
        passed(ignored),
    )


@pytest.mark.parametrize(
    ("word", "near"),
    [
        *(
            (word, None)
            for word in [
                "总分",
                "得分",
                "扣分",
                "年级",
                "学号",
                "姓名",
                "项次",
                "类别",
                "周次",
                "rate",
                "score",
                "number",
            ]
        ),
        ("检查项目", "事项"),
        ("日起", "日期"),
        ("班及", "班级"),
        ("次数", "数量"),
        ("检察人", "检查人"),
        ("日期（必填）", "日期"),
        ("*数量", "数量"),
        ("clas", "class"),
        ("remarks", "note"),
    ],
)
def test_a_suggestion_is_a_synonym_or_a_slip(word: str, near: str | None) -> None:
    """Words that merely share a character mean something else."""
    assert near == find_near_header(word)


def test_a_chosen_worksheet_is_read_and_the_others_are_listed(tmp_path: Path) -> None:
    """A page of explanations does not stop the record; without a choice it does."""
    book = workbook(tmp_path, [["填表说明"]])
    with_rows = openpyxl.load_workbook(book)
    for row in (["日期", "班级", "事项"], ["2024-09-03", "g1c1", "卫生不合格"]):
        (with_rows["九月"] if "九月" in with_rows else with_rows.create_sheet("九月")).append(row)
    with_rows.save(book)

    (chosen,) = read_sheets(book, choice=Choice(worksheets=["九 月"]))
    (missing,) = read_sheets(book, choice=Choice(worksheets=["十月"]))

    assert (1, ["Sheet"]) == (len(chosen.rows), [part.text for part in chosen.passed_over])
    assert [("sheet.no-such-worksheet", "有的工作表:Sheet、九月")] == [
        (problem.code, str(problem.expected)) for problem in missing.problems
    ]
    assert any(sheet.unusable for sheet in read_sheets(book))


def test_a_stretch_in_the_title_or_the_name_is_what_a_sheet_covers(tmp_path: Path) -> None:
    """A single day or none says nothing more than the rows."""
    titled = read(tmp_path, f"2024-09-02至2024-09-06检查\n{HEADER}{ROW}")
    named = read_sheet(text_file(tmp_path, HEADER + ROW, "2024-09-09—2024-09-13.csv"))

    assert [("2024-09-02", "2024-09-06"), ("2024-09-09", "2024-09-13")] == [
        tuple(map(str, sheet.stretch or ())) for sheet in (titled, named)
    ]
    assert read(tmp_path, f"2024-09-02检查\n{HEADER}{ROW}").stretch is None


class _Unneeded(Mapping[str, str]):
    """Own headers of a school whose rulebooks take long to read."""

    def __getitem__(self, header: str) -> str:
        raise AssertionError(header)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("the headers of the kinds' own fields are looked at")

    def __len__(self) -> int:
        return 30


def test_the_headers_of_own_fields_are_looked_at_only_where_a_header_may_be_one(tmp_path: Path) -> None:
    """Given the usual headers, then neither they nor the rows below ask for others."""
    path = text_file(tmp_path, f"九月值周检查,,,\n{HEADER}{ROW}", "s.csv")

    (sheet,) = read_sheets(path, _Unneeded())

    assert ([], 1) == (said(sheet.problems), len(sheet.rows))


def test_own_fields_may_stand_in_a_second_row_of_headers(tmp_path: Path) -> None:
    """Given merged cells above two of them, then both are read; a row that has something below the date is none of headers."""
    own = {"岗位": "post", "钟点": "hour"}
    joined = text_file(tmp_path, "日期,班级,事项,值周,值周\n,,,岗位,钟点\n2024-09-03,g1c1,值周,东门,7点\n", "a.csv")
    data = text_file(tmp_path, "日期,班级,事项,岗位\n岗位,g1c1,值周,钟点\n", "b.csv")

    (sheet,), (other,) = read_sheets(joined, own), read_sheets(data, own)

    assert ([], [(("post", "东门"), ("hour", "7点"))]) == (said(sheet.problems), [row.own for row in sheet.rows])
    assert [2] == [problem.row for problem in other.problems]

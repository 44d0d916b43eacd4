"""The wide table, read with its layout."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters.intake.refused_rows import build_rows
from bzr_adapters.intake.wide_table import read_table, read_tables
from bzr_domain.facts.incoming_sheet import FactRow, PrintedTotal
from tests.adapters.intake.files import LAYOUT, TABLE, layout, said, text_file, workbook

DAY = date(2024, 9, 3)
IGNORE = LAYOUT.replace("skip =", 'ignore = ["走廊"]\nskip =')


def record(kind: str, points: str, row: int, class_ref: str = "高一(1)班") -> FactRow:
    """One record of the small table."""
    return FactRow(kind=kind, on=DAY, class_ref=class_ref, points=Decimal(points), sheet="t.csv", row=row)


def test_a_table_is_records_and_printed_totals(tmp_path: Path) -> None:
    """Blank is clean, / is not inspected, 0.5+0.5 is two records, a stray minus is none, a blank total is 0."""
    rows = "高一（1）班,0.5+0.5,,-1,2\n高一（2）班,/,,,\n高一（3）班,0,,—,0\n,,,,\n"
    path = text_file(tmp_path, TABLE + rows, "t.csv", "utf-8-sig")

    table = read_table(path, layout(tmp_path, IGNORE))

    assert said(table.problems) == []
    assert table.on == DAY
    assert table.rows == (
        record("inspect.classroom", "0.5", 4),
        record("inspect.classroom", "0.5", 4),
        record("inspect.break", "1", 4),
    )
    assert table.origins == ("B", "B", "D")
    assert table.totals == tuple(
        PrintedTotal(class_ref=f"高一({n})班", on=DAY, total=Decimal(total), sheet="t.csv", row=3 + n)
        for n, total in ((1, 2), (2, 0), (3, 0))
    )


def test_a_column_of_totals_in_which_nothing_stands_prints_none(tmp_path: Path) -> None:
    """Nothing is compared with 0; how many rows have none stands among what is passed over."""
    rows = "高一(1)班,1,,,\n高一(2)班,2,,,\n合计,3,,,3\n"

    table = read_table(text_file(tmp_path, TABLE + rows, "t.csv"), layout(tmp_path, IGNORE))

    assert ([], 2, ()) == (said(table.problems), len(table.rows), table.totals)
    assert ("E", "整列是空的,2行没有印刷合计") == (table.passed_over[-1].column, table.passed_over[-1].why.zh)


def test_merged_headers_are_read_in_both_formats(tmp_path: Path) -> None:
    """A workbook with merged headers, and its CSV with blanks in their place, say the same."""
    rows: list[list[Any]] = [
        ["值周检查 2024年9月3日", None, None, None, None],
        ["班级", "卫生", None, "纪律", "汇总"],
        [None, "教室", "走廊", "课间", None],
        ["高一（1）班", 1, None, 0.5, 1.5],
    ]
    book = workbook(tmp_path, rows, ["A1:E1", "A2:A3", "B2:C2", "E2:E3"], "t.xlsx")
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    wanted = layout(tmp_path, IGNORE.replace("class_column = 1", 'class_column = "班级"'))

    merged, blank = read_table(book, wanted), read_table(text_file(tmp_path, text, "t.csv"), wanted)

    assert said([*merged.problems, *blank.problems]) == []
    assert [(w.kind, w.points) for w in merged.rows] == [
        ("inspect.classroom", Decimal(1)),
        ("inspect.break", Decimal("0.5")),
    ]
    assert [(w.kind, w.points) for w in merged.rows] == [(w.kind, w.points) for w in blank.rows]


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    """Words for numbers, rows of no class, a class twice: each with its place, and none of their rows is taken."""
    rows = "高一（1）班,好,,1+,x\n高一(2)班,,,,1,5\n高一（2）班,,,,\n高一2班,1,,,1\n,1,,,\n"
    path = text_file(tmp_path, TABLE + rows, "t.csv")

    table = read_table(path, layout(tmp_path, IGNORE))

    assert said(table.problems) == [
        "t.csv:4:B:points “好”不是数 | 一个准确的数,如2或0.5",
        "t.csv:4:D:points “1+”的分隔符旁边是空的 | 如0.5+0.5",
        "t.csv:4:E:- “x”不是数 | 一个准确的数,如2或0.5",
        "t.csv:5:F:- 这一格上面没有表头 | 补上表头,或清空这一格",
        "t.csv:6:A:class 班级“高一(2)班”在第5行已有一行 | 每个班级一行",
        "t.csv:7:A:class 班级“高一2班”在第5行已有一行 | 每个班级一行",
        "t.csv:8:A:class 这一行不是班级:“1” | 写明班级,或删去这一行",
    ]
    assert table.rows == ()
    assert not table.unusable


def test_headers_that_do_not_fit_the_layout_are_named(tmp_path: Path) -> None:
    """A missing, an ambiguous and an unmentioned header are named, and so is a cell below."""
    text = TABLE.replace("教室", "教 空").replace("走廊", "课间") + "高一（1）班,1,,x,\n"
    wanted = layout(tmp_path, LAYOUT.replace("纪律/课间", "课间"))

    table = read_table(text_file(tmp_path, text, "t.csv"), wanted)

    assert said(table.problems) == [
        "t.csv:3:-:- 表里没有“教室”这一列 | 可用的有:教 空、汇总、课间",
        "t.csv:3:D:- 有2列表头是“课间”:C、D | 在版式里写全:卫生/课间、纪律/课间",
        "t.csv:3:B:- 版式没有提到“卫生/教 空”这一列 | 为它写一段[[column]],或列入ignore,或加 --ignore 略过",
        "t.csv:3:C:- 版式没有提到“卫生/课间”这一列 | 为它写一段[[column]],或列入ignore,或加 --ignore 略过",
        "t.csv:3:D:- 版式没有提到“纪律/课间”这一列 | 为它写一段[[column]],或列入ignore,或加 --ignore 略过",
    ]
    assert table.unusable


@pytest.mark.parametrize(
    ("place", "title", "name", "given", "expected"),
    [
        ("title", "值周检查 2024-09-03", "t.csv", None, []),
        ("title", "值周检查", "t.csv", DAY, []),
        ("file", "值周检查", "20240903.csv", None, []),
        ("option", "值周检查", "t.csv", DAY, []),
        ("title", "值周检查", "t.csv", None, ["t.csv:1:-:date 标题里没有日期 | 写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日"]),
        ("title", "值周检查 2024-09-04", "t.csv", DAY, ["t.csv:-:-:date 标题里的日期是2024-09-04,给出的却是2024-09-03 | 只用其中一个"]),
        ("title", "值周检查 2024-09-03至2024-09-04", "t.csv", None, ["t.csv:1:-:date 标题里有2个日期 | 写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日"]),
        ("option", "值周检查", "t.csv", None, ["t.csv:-:-:date 版式规定日期由选项给出,但没有给出 | --on 2024-09-03"]),
        ("title", "卫生评比 2024-09-03", "t.csv", None, ["t.csv:1:-:- 标题是“卫生评比 2024-09-03”,不是“值周检查” | 换一个版式,或更正版式的title"]),
    ],
    ids=["title", "title-option", "file", "option", "none", "contradiction", "two", "not-given", "other-title"],
)  # fmt: skip
def test_the_day_stands_where_the_layout_says(
    tmp_path: Path, place: str, title: str, name: str, given: date | None, expected: list[str]
) -> None:
    """The one day is in the title, in the file's name or given; anything else is a problem."""
    text = TABLE.replace("值周检查 2024-09-03", title) + "高一（1）班,1,,,1\n"
    wanted = layout(tmp_path, IGNORE.replace("skip =", f'date = "{place}"\nskip ='))

    table = read_table(text_file(tmp_path, text, name), wanted, on=given)

    assert said(table.problems) == expected
    assert table.on == (None if expected else DAY)


def test_a_blank_may_be_refused(tmp_path: Path) -> None:
    """Where blank does not mean clean, an empty cell is a problem."""
    wanted = layout(tmp_path, IGNORE.replace("skip =", 'blank = "refuse"\nskip ='))

    table = read_table(text_file(tmp_path, TABLE + "高一（1）班,1,,,1\n", "t.csv"), wanted)

    assert said(table.problems) == ["t.csv:4:D:points 这一格是空的 | 填写检查结果;版式规定空格不表示合格"]


def test_words_values_and_fixed_fields(tmp_path: Path) -> None:
    """A column can hold measurements or grades, and give every record the same level; a measured 0 is a record."""
    text = """
[layout]
class_column = 1
header_rows = [1]
date = "option"
ignore_rows = ["合计"]
[[column]]
header = "出勤率"
kind = "attendance.rate"
puts = "value"
[[column]]
header = "班会"
kind = "meeting.held"
puts = "grade"
level = "主题班会"
"""
    rows = "班级,出勤率,班会\ng1c1,95%,完整\ng1c2,0,\n合计,1,x\n"

    table = read_table(text_file(tmp_path, rows, "t.csv"), layout(tmp_path, text), on=DAY)

    assert said(table.problems) == []
    assert [(w.class_ref, w.value, w.grade, w.level) for w in table.rows] == [
        ("g1c1", Decimal(95), None, None),
        ("g1c1", None, "完整", "主题班会"),
        ("g1c2", Decimal(0), None, None),
    ]


def test_refused_rows_are_a_table_again(tmp_path: Path) -> None:
    """Rows written out with their headers are read with the same layout, and give the same problems."""
    path = text_file(tmp_path, TABLE + "高一（1）班,1,,,1\n高一（2）班,x,,,\n", "t.csv")
    wanted = layout(tmp_path, IGNORE)
    table = read_table(path, wanted)
    again = tmp_path / "again.csv"

    again.write_bytes(build_rows(table.heads, [(table.read_rows_again([5])[5], table.problems)]))

    assert said(read_table(again, wanted).problems) == ["again.csv:4:B:points “x”不是数 | 一个准确的数,如2或0.5"]


def test_files_that_are_no_tables_are_problems(tmp_path: Path) -> None:
    """A missing and an empty file are said in a sentence, as for a fact sheet."""
    wanted = layout(tmp_path)

    assert said(read_table(tmp_path / "none.csv", wanted).problems) == ["none.csv:-:-:- 没有这个文件"]
    assert [table.unusable for table in read_tables(text_file(tmp_path, ""), wanted)] == [True]


def test_rows_of_no_class_are_passed_over_and_listed(tmp_path: Path) -> None:
    """Totals, means and notes; what is listed under ignore_rows, and columns that are not read."""
    rows = "高一(1)班,1,,,\n合计,1,,,\n火箭,1,,,\n注:走廊另计,,,,\n,平均:1,,,\n"
    wanted = layout(tmp_path, IGNORE.replace("[layout]", '[layout]\nignore_rows = ["火箭"]', 1))

    table = read_table(text_file(tmp_path, TABLE + rows, "t.csv"), wanted)

    assert ([], 1) == (said(table.problems), len(table.rows))
    assert [(None, "C"), (5, ""), (6, ""), (7, ""), (8, ""), (None, "E")] == [
        (part.row, part.column) for part in table.passed_over
    ]


def test_a_total_may_be_optional(tmp_path: Path) -> None:
    """Then a table without it is read, and one with it is compared; otherwise its absence is a problem."""
    without = text_file(tmp_path, TABLE.replace(",汇总", "") + "高一(1)班,1,,\n", "t.csv")
    optional = IGNORE.replace('header = "汇总"', 'header = "汇总"\noptional = true')

    assert ["sheet.column-missing"] == [
        problem.code for problem in read_table(without, layout(tmp_path, IGNORE)).problems
    ]
    table = read_table(without, layout(tmp_path, optional))
    assert ([], 1, 0) == (said(table.problems), len(table.rows), len(table.totals))
    complete = read_table(text_file(tmp_path, TABLE + "高一(1)班,1,,,1\n", "u.csv"), layout(tmp_path, optional))
    assert 1 == len(complete.totals)

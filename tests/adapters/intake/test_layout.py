"""The layout file, and every way to get it wrong."""

import re
from pathlib import Path

import pytest

from bzr_adapters.intake.layout import BadLayout, Layout, LayoutColumn, read_layout
from tests.adapters.intake.files import LAYOUT, layout, said, text_file

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "wide-table.md"


def refused(folder: Path, text: str) -> list[str]:
    """What is said of a layout that cannot be read."""
    with pytest.raises(BadLayout) as caught:
        layout(folder, text)
    return said(caught.value.problems)


def test_a_layout_is_read(tmp_path: Path) -> None:
    """What is written is what is meant; the rest has defaults."""
    assert layout(tmp_path) == Layout(
        title="值周检查",
        class_column=1,
        header_rows=(2, 3),
        skip=frozenset({"/", "—"}),
        separator="+",
        columns=(
            LayoutColumn(header="教室", kind="inspect.classroom", puts="points", sign="deducts"),
            LayoutColumn(header="纪律/课间", kind="inspect.break", puts="points", sign="deducts"),
        ),
        total="汇总",
    )
    assert layout(tmp_path).kinds == ("inspect.classroom", "inspect.break")


def test_every_mistake_in_a_layout_is_named(tmp_path: Path) -> None:
    """Misspelt, missing and unsuitable keys are named together, each with what was expected."""
    text = """
[layout]
class_colum = 1
header_rows = [3, 2]
date = "titel"
[[column]]
header = "教室"
kind = "inspect.classroom"
put = "points"
[[column]]
header = "教室"
kind = ""
puts = "score"
sign = "deducts"
[totals]
"""

    assert refused(tmp_path, text) == [
        "layout.toml:-:-:totals 版式文件没有totals这一项 | 是不是“total”?",
        "layout.toml:-:-:class_colum [layout]没有class_colum这一项 | 是不是“class_column”?",
        'layout.toml:-:-:class_column [layout]缺少class_column | 列的序号(从1起)或表头文字,如1或"班级"',
        "layout.toml:-:-:header_rows [layout]的header_rows不能是“[3, 2]” | 行号的列表,从小到大,如[2, 3]",
        'layout.toml:-:-:date [layout]的date不能是“titel” | 其一:"title"、"file"、"option"',
        "layout.toml:-:-:put [[column]] 1没有put这一项 | 是不是“puts”?",
        'layout.toml:-:-:puts [[column]] 1缺少puts | 其一:"count"、"grade"、"level"、"points"、"value"',
        "layout.toml:-:-:kind [[column]] 2的kind不能是“” | 文字",
        'layout.toml:-:-:puts [[column]] 2的puts不能是“score” | 其一:"count"、"grade"、"level"、"points"、"value"',
        "layout.toml:-:-:header [[column]] 2的表头“教室”重复 | 每个表头只写一次;同名的写全路径",
    ]


def test_a_mistake_is_named_in_english(tmp_path: Path) -> None:
    """No Chinese word stands in an English sentence."""
    with pytest.raises(BadLayout) as caught:
        layout(tmp_path, "header_rows = [1]")
    assert [problem.what.en for problem in caught.value.problems] == [
        "the layout has no key 'header_rows'",
        "the layout lacks [layout]",
        "the layout lacks [[column]]",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["layout.toml:-:-:- 版式文件缺少[layout] | 一段[layout]", "layout.toml:-:-:- 版式文件缺少[[column]] | 一段[[column]]"]),
        ("[layout", ["layout.toml:1:-:- 这一行读不懂:[layout | 方括号没有成对,或里面不是英文名称"]),
        (LAYOUT.replace("[total]", "[[total]]"), ["layout.toml:-:-:- 版式文件缺少[total] | 一段[total]"]),
    ],
    ids=["empty", "no-toml", "two-totals"],
)  # fmt: skip
def test_what_is_no_layout_is_refused(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A file without the tables a layout has is refused in words."""
    assert refused(tmp_path, text) == expected


def test_a_missing_layout_is_refused(tmp_path: Path) -> None:
    """A name that leads nowhere is said so."""
    with pytest.raises(BadLayout, match=r"版式文件“none\.toml”有1处问题"):
        read_layout(tmp_path / "none.toml")


def test_the_guide_shows_a_layout_that_works(tmp_path: Path) -> None:
    """The example of the guide is read as it stands."""
    example, *_ = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)

    found = read_layout(text_file(tmp_path, example, "layout.toml"))

    assert found.total == "评分汇总"
    assert [column.header for column in found.columns] == ["教室卫生", "三、日常行为/眼保健操", "出勤率"]

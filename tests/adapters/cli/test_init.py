"""`bzr init`: a school file to begin with, which can be declared as it is."""

import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bzr_adapters import Invalid, School, draft_school_file
from tests.adapters.cli.calling import Shell

ROSTER = (
    "示例中学班主任名册,,,,\n序号,班级,班主任,年级,人数,电话\n"
    '1,高一（1）班,"张""三",高一,45,138\n2,高一2班,李四,高一,44人,139\n3,七年级（1）班,王五,,40,1\n'
    "4,初二3班,王五,,40,1\n5,2023级4班,,,,\n6,一年级1班,赵六,,,\n7,火箭班,,,,\n合计,7,,,,\n"
)


def test_a_roster_becomes_a_school_file_that_can_be_set_up(shell: Shell) -> None:
    """Names, grades, stages and numbers are taken over, and what is not is named."""
    shell.write("名册.csv", ROSTER)

    answer = shell.bzr("init", "名册.csv")

    assert (
        0,
        ["写了 school.toml:7个班,4位班主任", "名册里没有用到的:示例中学班主任名册、序号、电话、合计 7"],
    ) == (answer.status, answer.out.splitlines()[:2])
    assert 0 == shell.bzr("setup", "school.toml").status
    tables = tomllib.loads((shell.folder / "school.toml").read_text(encoding="utf-8"))
    year = tables["term"][0]["start"].year - (tables["term"][0]["start"].month < 8)
    assert [
        (f"s{year}-1", "高一（1）班", "senior", "高一", 45),
        (f"s{year}-2", "高一2班", "senior", "高一", 44),
        (f"j{year}-1", "七年级（1）班", "junior", "七年级", 40),
        (f"j{year - 1}-3", "初二3班", "junior", "初二", 40),
        ("s2023-4", "2023级4班", "senior", "2023级", None),
        (f"p{year}-1", "一年级1班", "primary", "一年级", None),
        ("s7", "火箭班", "senior", None, None),
    ] == [(row["id"], row["name"], row["stage"], row.get("grade"), row.get("students")) for row in tables["class"]]
    assert [("t01", '张"三'), ("t02", "李四"), ("t03", "王五"), ("t03", "王五"), ("t04", "赵六")] == [
        (row["teacher"], row["name"]) for row in tables["tenure"]
    ]


def test_a_file_that_is_there_is_never_replaced(shell: Shell) -> None:
    """Not even by the same text; another name is asked for."""
    shell.write("school.toml", "mine")

    answer = shell.bzr("init")

    assert (1, "错误:文件“school.toml”已经有了,不会覆盖\n") == (answer.status, answer.err)
    assert "mine" == (shell.folder / "school.toml").read_text(encoding="utf-8")
    assert 0 == shell.bzr("init", "--output", "other.toml").status
    assert 0 == shell.bzr("setup", "other.toml").status


def test_every_fault_of_a_roster_is_named_and_nothing_is_written(shell: Shell) -> None:
    """With its row; a file without classes is told what a roster is."""
    shell.write("r.csv", "班级,人数,学段\n高一1班,多,高中\n高一(1)班,1,火星\n,2,\n")
    shell.write("facts.csv", "a,b\n1,2\n")

    assert [
        "错误:名册有4处问题,没有写文件",
        "  r.csv 第2行:人数“多”不是整数",
        "  r.csv 第3行:班级“高一(1)班”在第2行已有一行",
        "  r.csv 第3行:没有学段“火星”;小学、初中、高中或大学",
        "  r.csv 第4行:缺少班级",
    ] == shell.bzr("init", "r.csv").err.splitlines()[:5]
    assert "找不到名册的表头" in shell.bzr("init", "facts.csv").err
    assert not (shell.folder / "school.toml").exists()


@pytest.mark.parametrize("month", range(1, 13))
def test_a_draft_can_be_declared_in_every_month(month: int) -> None:
    """Its term is the one that runs, or the next."""
    day = date(2025, month, 5)
    draft = draft_school_file(today=day)
    tables = tomllib.loads(draft.text)
    with School.create("memory:", tables, by="me") as school:
        assert ["高一(1)班"] == [row.name for row in school.classes()]
    assert tables["term"][0]["end"] > day


def test_ids_of_a_roster_are_kept_and_contradictions_refused(tmp_path: Path) -> None:
    """From a workbook, too; one staff number of two people cannot be declared."""
    rows = [["教师编号", "班主任", "编号", "班级", "学段"], ["9", "张三", "c1", "三年级1班", "小学"]]

    assert [("c1", "primary")] == [(row["id"], row["stage"]) for row in read_classes(tmp_path / "a.xlsx", rows)]
    with pytest.raises(Invalid, match="9"):
        read_classes(tmp_path / "b.xlsx", [*rows, ["9", "李四", "c2", "三年级2班", "小学"]])


def read_classes(path: Path, rows: list[list[str]]) -> list[dict[str, str]]:
    """The classes of the draft of a workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    classes: list[dict[str, str]] = tomllib.loads(draft_school_file(path).text)["class"]
    return classes

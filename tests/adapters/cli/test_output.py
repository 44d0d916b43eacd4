"""`--output`: what a command prints as a file for the office — the same figures, never over a store, whole or not at all."""

import csv
import errno
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell

STAFF = """
[[person]]
name = "赵主任"
roles = ["office"]
[[person]]
name = "钱副校长"
roles = ["deputy-head"]
[[person]]
name = "孙校长"
roles = ["head"]
[[person]]
name = "王老师"
roles = ["head-teacher"]
"""
BUDGET = """
[rulebook]
id = "budget"
title = "预算"
[[item]]
id = "total"
title = "总分"
[[value]]
id = "eligible"
title = "符合的人"
about = "teacher"
per = "year"
scores = "years"
table = [{ from = 0, gives = 1 }]
[[outcome]]
id = "planned"
title = "预计支出"
about = "school"
per = "year"
unit = "元"
scores = "eligible"
take = "total"
points = 700
"""


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September recorded and published, an appeal, a pay sheet filled in and reviewed, a candidate, a budget's rulebook."""
    ours = SCHOOL.replace("李老师", "=HYPERLINK(1)") + STAFF
    shell.write("budget.toml", BUDGET)
    shell.write("school.toml", ours + '[[adopt]]\nrulebook = "budget.toml"\nfrom = 2024-09-01\nfor = "预算"\n')
    shell.write("九月.csv", SEPTEMBER.replace("教室", "@教室"))
    for words in (
        ("setup", "school.toml", "--by", "赵主任"),
        ("record", "九月.csv", "--by", "赵主任"),
        ("publish", "2024-09", "--until", "2024-10-12", "--by", "赵主任"),
        ("appeal", "g1c1", "2024-09", "a-1", "--grounds", "-请过假", "--by", "王老师"),
        ("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "赵主任"),
        ("pay", "2024-09", "review", "--by", "钱副校长"),
        ("appoint", "propose", "g1c1", "t03", "--on", "2024-10-01", "--teaches", "语文", "--attested-by", "孙校长", "--training", "2024-08-20", "--mentor", "张老师", "--certificate", "C-1", "--by", "赵主任"),
    ):  # fmt: skip
        answer = shell.bzr(*words)
        assert 0 == answer.status, answer.err
    return shell


def _statements(document: Any, *, mean: str = "total") -> Iterator[str]:
    for statement in document["statements"]:
        yield statement[mean]
        yield from (item["score"] for item in statement["items"])
        yield from (value for value in statement["outcomes"].values() if isinstance(value, str))


def _pay(document: Any) -> Iterator[str]:
    for line in document["lines"]:
        yield from (line[name] for name in ("base", "assessment", "seniority", "payable", "outstanding"))
    yield document["payable"]


def _facts(document: Any) -> Iterator[str]:
    for fact in document["facts"]:
        yield from (str(fact[name]) for name in ("id", "date", "count", "value", "points") if fact[name] is not None)


def _budget(document: Any) -> Iterator[str]:
    for line in document["lines"]:
        yield from (line["amount"], *line["from"].values())


def _assert(document: Any) -> Iterator[str]:
    yield from (result[name] for result in document["results"] for name in ("said", "then", "now"))


def _explain(document: Any) -> Iterator[str]:
    for item in document["items"]:
        yield from (item[name] for name in ("base", "earned", "deducted", "bonus", "score"))
        yield from (line[name] for line in item["lines"] for name in ("points", "counts"))


def _feedback(document: Any) -> Iterator[str]:
    for part in ("strengths", "shortcomings"):
        yield from (finding["points"] for finding in document[part] if finding["says"] != "not-assessed")
    yield from (need["lost"] for need in document["plan"])


def _whatif(document: Any) -> Iterator[str]:
    for change in (*document["changes"], *document["pay"].values()):
        yield from (change[name] for name in ("before", "after", "difference"))


def _without(document: Any) -> Iterator[str]:
    for change in (document["without"], *document["without"]["beyond"]):
        yield from (change[name] for name in ("before", "after", "difference"))


COMMANDS: dict[str, tuple[Sequence[str], Callable[[Any], Iterator[str]], str]] = {
    "month": (("month", "2024-09"), _statements, "班级|班主任|卫生"),
    "term": (("term", "2024-autumn"), _statements, "班级|班主任|2024-09"),
    "year": (("term", "2024-2025"), _statements, "班级|班主任"),
    "facts": (("facts",), _facts, "编号|日期|班级|事项|班主任|数量|数值"),
    "pay": (("pay", "2024-09"), _pay, "班主任|编号|满额|考核绩效"),
    "budget": (("budget", "2024-2025", "--for", "预算"), _budget, "结果|数额|单位"),
    "audit": (("audit", "g1c1"), lambda _: iter(()), "时间|操作人|编号|内容"),
    "assert": (("assert", "2024-09"), _assert, "班级|时段|状态|公示|按当时重算"),
    "duties": (
        ("duties", "g1c1", "2024-09"),
        lambda d: (str(one["facts"]) for one in d["duties"]),
        "职责|做了的工作|最近",
    ),
    "teacher": (("teacher", "t01"), lambda d: (one["period"] for one in d["results"]), "任期"),
    "appeals": (
        ("appeals",),
        lambda d: (one[name] for one in d["appeals"] for name in ("id", "deadline")),
        "编号|班级",
    ),
    "notice": (
        ("notice", "2024-09"),
        lambda d: (one["total"] for one in d["results"]),
        "按《班主任工作量化考核实施细则》",
    ),
    "appoint": (("appoint", "list"), lambda d: (one["teacher"] for one in d["appointments"]), "班级|姓名|教师|状态"),
    "whatif": (("whatif", "2024-09", "--rulebook", "monthly-quantified"), _whatif, "班级|班主任|时段|现行|改后"),
    "feedback": (("feedback", "g1c1", "2024-09"), _feedback, "优点"),
    "explain": (("explain", "g1c1", "2024-09"), _explain, "项目|标准分|基础"),
    "without": (("explain", "g1c1", "2024-09", "--without", "a-1"), _without, "班级|班主任|时段|计入|不计"),
    "rulebooks": (("rulebook", "list"), lambda d: (one["name"] for one in d["rulebooks"]), "规则|版次|出处|名称"),
}
"""Command → how it is called, the figures of its document that have to stand in the file, and how its first heads begin."""


def _read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def _read_xlsx(path: Path) -> list[list[Any]]:
    page = load_workbook(path).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows()]


NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _drop_empty_end(cells: Sequence[Any]) -> list[Any]:
    full = [place for place, cell in enumerate(cells, 1) if cell not in ("", None)]
    return list(cells[: max(full, default=0)])


def _is_same(text: str, cell: object) -> bool:
    """Whether a cell of CSV and one of a workbook say the same."""
    if isinstance(cell, int | float):
        return Decimal(text) == Decimal(str(cell))
    if isinstance(cell, datetime):
        return text in (f"{cell:%Y-%m-%d %H:%M}", f"{cell:%Y-%m-%d}")
    return text.removeprefix("'") == ("" if cell is None else cell)


def _stands(figure: str, numbers: set[Decimal], texts: set[str]) -> bool:
    return Decimal(figure) in numbers if NUMBER.fullmatch(figure) else figure in texts


def _list_faults(shell: Shell, name: str) -> Iterator[str]:
    """Yield what is wrong with the files of a command."""
    words, list_figures, heads = COMMANDS[name]
    for form in ("csv", "xlsx"):
        answer = shell.bzr(*words, "--output", f"{name}.{form}")
        if (answer.status, answer.out) != (0, f"已写入 {name}.{form}\n"):
            yield f"{name}: {answer}"
            return
    texts, cells = _read_csv(shell.folder / f"{name}.csv"), _read_xlsx(shell.folder / f"{name}.xlsx")
    if (
        not re.fullmatch(r"示例中学 .+\(截至 2024-10-08 12:00 #\d+(;检查点 #\d+ \w{16} unsigned)?\)", texts[0][0])
        and name != "rulebooks"
    ):
        yield f"{name}: title {texts[0]}"
    if not "|".join(texts[2]).startswith(heads):
        yield f"{name}: heads {texts[2]}"
    for row, line in zip(map(_drop_empty_end, texts), map(_drop_empty_end, cells), strict=True):
        if len(row) != len(line) or not all(map(_is_same, row, line)):
            yield f"{name}: {row} is not {line}"
    active = [text for row in texts for text in row if text[:1] in ("=", "+", "-", "@") and not NUMBER.fullmatch(text)]
    if active:
        yield f"{name}: would run {active}"
    numbers = {Decimal(str(cell)) for line in cells for cell in line if isinstance(cell, int | float)}
    texts_of_cells = {str(cell.date() if isinstance(cell, datetime) else cell) for line in cells for cell in line}
    document = {} if name == "audit" else json.loads(shell.bzr(*words, "--json").out)
    figures = set(list_figures(document))
    if name != "audit" and not figures:
        yield f"{name}: no figure to look for"
    yield from (f"{name}: lacks {figure}" for figure in figures if not _stands(figure, numbers, texts_of_cells))


def test_a_file_holds_the_figures_of_the_document(office: Shell) -> None:
    """Of every command that prints a table: numbers are numbers, the CSV has the same lines, and no text is a formula."""
    assert [] == [fault for name in COMMANDS for fault in _list_faults(office, name)]


def test_a_pay_sheet_says_who_signs_and_who_did(office: Shell) -> None:
    """Each step with the roles that may take it; those taken with name and day; above them the sum."""
    office.bzr("pay", "2024-09", "--output", "九月.csv")
    rows = _read_csv(office.folder / "九月.csv")

    assert [
        ["制表(政教处):赵主任 2024-10-08"], ["审核(副校长):钱副校长 2024-10-08"], ["审批(校长):"], ["交财务(政教处):"], ["发放(财务):"],
    ] == rows[-5:]  # fmt: skip
    sums = [sum(Decimal(row[at]) for row in rows[3:6]) for at in range(2, 8)]
    assert ["合计", "", *(f"{number:.2f}" for number in sums), ""] == rows[6]


def test_heads_are_in_the_language_of_the_call(office: Shell) -> None:
    """With --lang en, heads and title are English."""
    office.bzr("month", "2024-09", "--output", "september.csv", "--lang", "en")
    title, _, heads, *_ = _read_csv(office.folder / "september.csv")

    assert re.fullmatch(r"示例中学 2024-09 \(as of 2024-10-08 12:00 #\d+\)", title[0])
    assert ["class", "head teacher", "hygiene"] == heads[:3]


def test_a_workbook_is_set_up_for_the_printer(office: Shell) -> None:
    """A4, as wide as a page; the heads stay in sight and stand on every page; columns as wide as their texts."""
    office.bzr("month", "2024-09", "--output", "九月.xlsx")
    page = load_workbook(office.folder / "九月.xlsx").active

    assert page is not None
    assert ("A4", "$3:$3", "landscape", 9) == (
        page.freeze_panes, page.print_title_rows, page.page_setup.orientation, page.page_setup.paperSize,
    )  # fmt: skip
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert "2024-09 月考核" == page.title
    assert page.column_dimensions["A"].width >= len("高一(1)班".encode("gbk"))


def test_a_file_beside_a_document_is_written_too(office: Shell) -> None:
    """With --json, standard output has the document and nothing else; a check that fails still says so."""
    answer = office.bzr("month", "2024-09", "--json", "--output", "九月.csv")

    assert "bzr.month/1" == json.loads(answer.out)["schema"]
    assert (office.folder / "九月.csv").exists()


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("month", "2024-09", "--output", "九月.pdf"), 2, "文件名以 .xlsx 或 .csv 结尾"),
    (("month", "2024-09", "--output", "无/九月.csv"), 2, "没有文件夹“无”"),
    (("month", "2024-09", "--output", "夹.csv"), 1, "文件“夹.csv”不能写:这是一个文件夹"),
    (("month", "2024-09", "--output", "存储.xlsx"), 1, "“存储.xlsx”是数据库,不会被输出覆盖;换一个文件名"),
    (("pay", "2024-09", "approve", "--by", "孙校长", "--output", "存储.xlsx"), 1, "“存储.xlsx”是数据库,不会被输出覆盖;换一个文件名"),
    (("rulebook", "show", "college", "--output", "存储.md"), 1, "“存储.md”是数据库,不会被输出覆盖;换一个文件名"),
    (("rulebook", "show", "college", "--output", "规则.xlsx"), 2, "show 写的是文档,不是表格:文件名以 .md 或 .html 结尾"),
    (("rulebook", "list", "--output", "规则.md"), 2, "文件名以 .xlsx 或 .csv 结尾"),
    (("audit", "g1c1", "--format", "csv", "--output", "轨迹.csv"), 2, "--output 不和 --format 一起写"),
    (("appoint", "decide", "g1c1", "--output", "聘任.csv"), 2, "--output 不用于 decide"),
]  # fmt: skip
"""A call, its status and its answer."""


def test_what_cannot_be_written_is_said_before_anything_is_done(office: Shell) -> None:
    """One clear answer; a store stays byte for byte, and no step is taken."""
    store = (office.folder / "bzr.db").read_bytes()
    (office.folder / "存储.xlsx").write_bytes(store)
    (office.folder / "存储.md").write_bytes(store)
    (office.folder / "夹.csv").mkdir()

    for words, status, said in REFUSED:
        answer = office.bzr(*words)
        assert (status, "", f"错误:{said}") == (answer.status, answer.out, answer.err.partition("\n")[0]), words
    assert [store, store] == [(office.folder / name).read_bytes() for name in ("存储.xlsx", "存储.md")]
    assert "reviewed" == json.loads(office.bzr("pay", "2024-09", "--json").out)["state"]


def _refuse(number: int) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize(
    ("module", "name", "number", "why"),
    [
        (os, "fsync", errno.ENOSPC, "磁盘已满"),
        (tempfile, "mkstemp", errno.EROFS, "磁盘是只读的"),
        (Path, "replace", errno.EACCES, "文件或文件夹是只读的,或正在别的程序里打开;关上它,或换一个文件名"),
        (os, "fsync", errno.EIO, "磁盘读写出错"),
        (os, "fsync", errno.ENODEV, f"系统报告“{os.strerror(errno.ENODEV)}”"),
    ],
)
def test_the_file_that_was_there_stays_whole(
    september: Shell, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, number: int, why: str
) -> None:
    """A full disk, a read-only one, a file that Excel holds open: the old file is what it was, and nothing lies beside it."""
    september.write("九月.csv", "旧的")
    files = set(september.folder.iterdir())
    with monkeypatch.context() as broken:
        broken.setattr(module, name, _refuse(number))
        answer = september.bzr("month", "2024-09", "--output", "九月.csv")

    assert (1, f"错误:文件“九月.csv”不能写:{why}\n") == (answer.status, answer.err)
    assert "旧的" == (september.folder / "九月.csv").read_text(encoding="utf-8")
    assert files == set(september.folder.iterdir())


def test_a_file_that_may_only_be_read_is_left_alone(september: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although its folder would let it be replaced."""
    september.write("九月.csv", "旧的")
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "九月.csv")

    answer = september.bzr("month", "2024-09", "--output", "九月.csv")

    assert 1 == answer.status
    assert answer.err.startswith("错误:文件“九月.csv”不能写:文件或文件夹是只读的")
    assert "旧的" == (september.folder / "九月.csv").read_text(encoding="utf-8")

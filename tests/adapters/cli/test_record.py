"""`bzr record`: new and known rows, partial recording, printed totals."""

import json
from datetime import timedelta

import openpyxl
import pytest

from bzr_adapters import Invalid, School
from tests.adapters.cli.calling import SEPTEMBER, Shell

BOOK = """\
[rulebook]
id = "daily"
title = "每日检查"

[[kind]]
id = "check.order"
title = "纪律"
fields.points = { from = 0, upto = 10 }

[[kind]]
id = "check.clean"
title = "卫生"
fields.points = { from = 0, upto = 10 }

[[item]]
id = "total"
title = "总分"

[[item]]
id = "daily"
title = "每日检查"
into = "total"
base = 100
floor = 0

[[clause]]
id = "1"
title = "纪律扣分"
cite = "一"
into = "daily"
facts = ["check.order", "check.clean"]
number = "chosen"
points = -1
"""
LAYOUT = """\
[layout]
class_column = 1
header_rows = [2]
separator = "+"

[[column]]
header = "纪律"
kind = "纪律"
puts = "points"
sign = "deducts"

[[column]]
header = "卫生"
kind = "卫生"
puts = "points"
sign = "deducts"

[total]
header = "合计"
sign = "deducts"
"""
TABLE = """\
值周检查 2024-09-03,,,
班级,纪律,卫生,合计
高一(1)班,0.5+0.5,1,2
高一(2)班,,0.5,0.5
"""


def test_the_same_sheet_twice_adds_nothing(september: Shell) -> None:
    """Given a sheet recorded, when it is recorded again, then every row is known."""
    answer = september.bzr("record", "九月.csv")

    assert (0, "新记录0条,已知7条\n", "") == (answer.status, answer.out, answer.err)


def test_a_dry_run_records_nothing(school: Shell) -> None:
    """Given a dry run, then it says what would be new, and nothing is."""
    school.write("九月.csv", SEPTEMBER)

    answer = school.bzr("record", "九月.csv", "--dry-run")

    assert (0, "可新记录7条,已知0条\n") == (answer.status, answer.out)
    assert "共0条,其中已作废0条\n" == school.bzr("facts").out


def test_rows_known_from_elsewhere_are_listed(school: Shell) -> None:
    """Given a sheet under another name, then its rows are listed, and `--new` records them."""
    sheet = "date,class,fact,count,place\n2024-09-03,g1c1,hygiene.finding,1,教室\n"
    school.write("a.csv", sheet)
    school.write("b.csv", sheet)
    school.bzr("record", "a.csv")

    listed = school.bzr("record", "b.csv")
    also = school.bzr("record", "b.csv", "--new")

    assert listed.out.splitlines()[0] == "新记录0条,已知1条"
    assert listed.out.splitlines()[2].startswith("  b.csv 第2行 = ")
    assert listed.out.endswith(",来自a.csv\n")
    assert "新记录1条,已知0条\n" == also.out


def test_a_row_equal_to_a_void_fact_is_listed(september: Shell) -> None:
    """What was voided does not come back silently."""
    september.write("c.csv", "date,class,fact\n2024-09-09,g1c1,hygiene.finding\n")
    september.bzr("record", "c.csv")
    (fact,) = json.loads(september.bzr("facts", "2024-09-09", "--json").out)["facts"]
    september.bzr("void", fact["id"][:8], "--reason", "误记")

    answer = september.bzr("record", "c.csv")

    assert (
        f"  c.csv 第2行 = {fact['id'][:10]},已作废\n"
        == answer.out[-len(f"  c.csv 第2行 = {fact['id'][:10]},已作废\n") :]
    )


def test_partial_records_the_good_rows_and_writes_the_others(school: Shell) -> None:
    """Given bad rows, then the rest is recorded and they stand in a sheet of their own, which replaces no file."""
    school.write("九月.csv", SEPTEMBER.replace("卫生评分", "卫生打分"))
    school.write("九月.问题.csv", "我的笔记")

    answer = school.bzr("record", "九月.csv", "--partial")
    written = (school.folder / "九月.问题2.csv").read_text(encoding="utf-8-sig").splitlines()

    assert 1 == answer.status
    assert "新记录6条,已知0条\n有问题的行写到 九月.问题2.csv\n" == answer.out
    assert answer.err.startswith("错误:有1处问题\n  九月.csv 第3行 C列:没有事项“卫生打分”")
    assert 2 == len(written)
    assert written[1].startswith("2024-09-04,高一(1)班,卫生打分")
    assert "我的笔记" == (school.folder / "九月.问题.csv").read_text(encoding="utf-8")


def _daily(shell: Shell) -> None:
    shell.write("daily.toml", BOOK)
    shell.write("layout.toml", LAYOUT)
    text = (shell.folder / "school.toml").read_text(encoding="utf-8").replace('"monthly-quantified"', '"daily.toml"')
    shell.write("school.toml", text)
    assert 0 == shell.bzr("setup", "school.toml").status


def test_printed_totals_that_agree_are_counted(school: Shell) -> None:
    """Given a wide table whose totals are right, then it is said how many were compared."""
    _daily(school)
    school.write("表.csv", TABLE)

    answer = school.bzr("record", "--layout", "layout.toml", "表.csv")

    assert (0, "新记录4条,已知0条\n印刷合计:核对2,不符0\n", "") == (answer.status, answer.out, answer.err)


def test_a_printed_total_that_differs_is_shown_with_its_facts(school: Shell) -> None:
    """Given a wrong total, then day, class, both numbers and the facts are shown; the facts stay recorded."""
    _daily(school)
    school.write("表.csv", TABLE.replace("1,2\n", "1,3\n"))

    answer = school.bzr("record", "--layout", "layout.toml", "表.csv")
    again = json.loads(school.bzr("record", "--layout", "layout.toml", "表.csv", "--json").out)
    lines = answer.out.splitlines()

    assert 1 == answer.status
    assert ["新记录4条,已知0条", "印刷合计:核对2,不符1", "  2024-09-03 高一(1)班:印刷3.00,计算2.00"] == lines[:3]
    assert ["纪律 分值0.5", "纪律 分值0.5", "卫生 分值1"] == [line[15:] for line in lines[3:6]]
    assert "事实已照表记录;核对原表后,用 bzr correct 或 bzr void 改上面的编号,再录一遍不会改掉它们" == lines[6]
    assert (0, 4) == (again["new"], again["known"])
    assert ("3.00", "2.00") == tuple(again["printed"]["differences"][0][name] for name in ("printed", "computed"))


def test_two_totals_printed_on_each_others_rows_are_named(school: Shell) -> None:
    """Given exchanged totals, then both classes stand in one line of record, of its document and of the audit."""
    _daily(school)
    school.write("表.csv", TABLE.replace("1,2\n", "1,0.5\n").replace("0.5,0.5", "0.5,2"))

    answer = school.bzr("record", "--layout", "layout.toml", "表.csv")
    document = json.loads(school.bzr("record", "--layout", "layout.toml", "表.csv", "--json").out)
    audit = school.bzr("audit", "高一(2)班").out.splitlines()
    english = school.bzr("--lang", "en", "audit", "g1c1").out.splitlines()

    jsonl = school.bzr("audit", "g1c1", "--format", "jsonl")

    (pair,) = document["printed"]["swapped"]
    mine, other = ["、".join(one[:10] for one in facts) for facts in pair["facts"]]
    rows = "高一(1)班印刷0.50、计算2.00,高一(2)班印刷2.00、计算0.50"
    assert 1 == answer.status
    assert (
        f"  可能串行:表.csv 2024-09-03 {rows};两行合计互换后相符;事实:高一(1)班 {mine};高一(2)班 {other}"
        == answer.out.splitlines()[-2]
    )
    assert {
        "sheet": "表.csv",
        "date": "2024-09-03",
        "classes": ["g1c1", "g1c2"],
        "printed": ["0.50", "2.00"],
        "computed": ["2.00", "0.50"],
        "exchanged": True,
        "why": "exchanged",
        "facts": [one["facts"] for one in document["printed"]["differences"]],
    } == pair
    assert [3, 1] == [len(facts) for facts in pair["facts"]]
    assert all("可能串行" not in line for line in jsonl.out.splitlines())
    assert jsonl.err.startswith("可能串行:表.csv 2024-09-03 高一(1)班")
    assert audit[-1].startswith("可能串行:表.csv 2024-09-03 高一(2)班印刷2.00、计算0.50,高一(1)班印刷0.50")
    assert english[-1].startswith(
        "rows perhaps swapped: 表.csv 2024-09-03 g1c1 printed 0.50, computed 2.00; g1c2 printed 2.00"
    )


def test_a_cell_on_another_classs_row_is_named_until_it_is_corrected(school: Shell) -> None:
    """Given a point of class 1 on class 2's row, then the pair is named; the point moved by correct, no longer."""
    _daily(school)
    school.write("表.csv", TABLE.replace("1,2\n", ",2\n").replace(",0.5,0.5", "1,0.5,0.5"))

    said = school.bzr("record", "--layout", "layout.toml", "表.csv").out.splitlines()[-2]
    facts = json.loads(school.bzr("facts", "g1c2", "--json").out)["facts"]
    wrong = next(one["id"] for one in facts if one["points"] == "1")
    as_it_was = school.bzr("audit", "g1c1").out
    school.now += timedelta(minutes=1)
    school.bzr("correct", wrong, "class=g1c1", "--reason", "串行")

    assert "高一(1)班印刷2.00、计算1.00,高一(2)班印刷0.50、计算1.50;一行多印、一行少印的都是1.00" in said
    assert "可能串行" in as_it_was
    assert "可能串行" not in school.bzr("audit", "g1c1").out
    assert "可能串行" not in school.bzr("audit", "张老师").out
    assert as_it_was == school.bzr("audit", "g1c1", "--as-of", "2024-10-08T12:00:30").out


CHECK = "日期,班级,事项,数量,检查人\n2024-09-03,g1c1,卫生不合格,2,王\n2024-09-04,g1c1,集会缺席,1,王\n2024-09-05,g1c2,集会缺席,1,王\n"
MENDED = CHECK.replace(",2,王", ",3,李").replace("2024-09-04", "2024-09-02")


def test_an_edited_sheet_is_refused_with_every_difference(school: Shell) -> None:
    """Aligned, in both languages, with what to do next; nothing is recorded."""
    school.write("check.csv", CHECK)
    school.bzr("record", "check.csv")
    ids = [fact["id"][:10] for fact in json.loads(school.bzr("facts", "--json").out)["facts"]]
    school.write("check.csv", MENDED)

    answer, english = school.bzr("record", "check.csv"), school.bzr("--lang", "en", "record", "check.csv")

    assert (1, "", 1, "") == (answer.status, answer.out, english.status, english.out)
    assert [
        "错误:这张表以前录过,以前录的有几行现在变了或不在表中,什么都没有写",
        "          表         行  日期、班级、事项                 内容                        编号",
        f"  改了    check.csv   2  2024-09-03 高一(1)班 卫生不合格  数量 2 → 3, 检查人 王 → 李  {ids[0]}",
        f"  没有了  check.csv      2024-09-04 高一(1)班 集会缺席    数量1,检查人王              {ids[1]}",
        "  新增    check.csv   3  2024-09-02 高一(1)班 集会缺席    数量1,检查人王",
    ] == answer.err.splitlines()[:5]
    assert f"  gone     check.csv       2024-09-04 g1c1 assembly.missed  count 1, recorder 王           {ids[1]}" in (
        english.err.splitlines()
    )
    assert "--amend --reason" in answer.err.splitlines()[-1]
    assert 3 == len(json.loads(school.bzr("facts", "--json").out)["facts"])


def test_an_edited_sheet_is_amended_or_kept(school: Shell) -> None:
    """Every row's fate is told; then the sheet is known."""
    school.write("check.csv", CHECK)
    school.bzr("record", "check.csv")
    school.write("check.csv", MENDED)

    amended = school.bzr("record", "check.csv", "--amend", "--reason", "复查")
    known = json.loads(school.bzr("record", "check.csv", "--json").out)
    school.write("check.csv", CHECK)
    kept = json.loads(school.bzr("record", "check.csv", "--keep", "--json").out)

    assert (0, "新记录1条,已知1条,更正1条,作废1条") == (amended.status, amended.out.splitlines()[0])
    assert ["数量 2 → 3, 检查人 王 → 李" in amended.out, "集会缺席    数量1,检查人王" in amended.out] == [True, True]
    assert (0, 3, [], []) == tuple(known[key] for key in ("new", "known", "amended", "removed"))
    assert 2 == kept["new"]


def test_options_for_an_edited_sheet_that_do_not_go_together_are_wrong(school: Shell) -> None:
    """As a wrong call; without a reason the data says no."""
    school.write("check.csv", CHECK)

    for options in (["--amend", "--keep"], ["--amend", "--partial"], ["--reason", "复查"]):
        assert 2 == school.bzr("record", "check.csv", *options).status
    answer = school.bzr("record", "check.csv", "--amend")
    assert (1, "错误:表格改动要写明理由(--reason)") == (answer.status, answer.err.splitlines()[0])


def test_repeats_are_recorded_and_named_and_what_is_passed_over_is_listed(school: Shell) -> None:
    """In the answer, and as data; known rows are no repeats any more."""
    school.write("a.csv", "九月检查\n日期,班级,事项,年级\n" + "2024-09-03,高一1班,卫生不合格,高一\n" * 2)

    answer = school.bzr("record", "a.csv", "--ignore", "年级")
    again = json.loads(school.bzr("record", "a.csv", "--ignore", "年级", "--json").out)

    assert ["新记录2条,已知0条", "  a.csv 第4行 = 第3行", "  a.csv 第1行 “九月检查”:表头上方的标题"] == [
        line.partition(",fd")[0] if "= 第" not in line else line.partition(",")[0]
        for line in answer.out.splitlines()
        if not line.startswith(("以下", "略过", "  a.csv D"))
    ]
    assert ([], [1, None]) == (again["repeats"], [part["row"] for part in again["passed_over"]])


def test_a_column_to_ignore_that_no_sheet_has_is_a_wrong_call(school: Shell) -> None:
    """A slip in its name would let nothing be ignored."""
    school.write("a.csv", CHECK)

    answer = school.bzr("record", "a.csv", "--ignore", "年纪")

    assert "错误:要略过的栏表里没有:年纪" in answer.err


def test_what_a_workbook_hides_is_named_until_it_is_said_what_becomes_of_it(school: Shell) -> None:
    """And named again in the answer."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (["日期", "班级", "事项"], ["2024-09-03", "g1c1", "卫生不合格"], ["2024-09-04", "g1c1", "卫生不合格"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    made.save(school.folder / "九月.xlsx")

    refused = school.bzr("record", "九月.xlsx")
    skipped = school.bzr("record", "九月.xlsx", "--hidden", "skip")
    read = school.bzr("record", "九月.xlsx", "--hidden", "read")

    assert (1, 0, 0) == (refused.status, skipped.status, read.status)
    assert "九月.xlsx:有隐藏的内容:“Sheet”隐藏的第3行;加 --hidden read 一并读取" in refused.err
    assert "新记录1条,已知0条\n九月.xlsx:“Sheet”隐藏的第3行,没有读取\n" == skipped.out
    assert "新记录1条,已知1条\n九月.xlsx:“Sheet”隐藏的第3行,已读取\n" == read.out
    shown = json.loads(school.bzr("record", "九月.xlsx", "--hidden", "read", "--json").out)
    assert ["九月.xlsx:“Sheet”隐藏的第3行,已读取"] == shown["hidden"]


def test_the_first_fifty_problems_are_shown_and_how_many_more(school: Shell) -> None:
    """The document has a thousand, and a file all of them where it is asked for."""
    school.write("坏.csv", "日期,班级,事项\n" + "2024-09-03,g1c1,无\n" * 1284)

    answer = school.bzr("record", "坏.csv", "--problems", "问题.csv")
    document = json.loads(school.bzr("record", "坏.csv", "--json").out)

    lines = answer.err.splitlines()
    assert "错误:有1284处问题;没有记录任何内容" == lines[0]
    assert lines[50].startswith("  坏.csv 第51行")
    assert "  还有1,234处" == lines[51]
    assert lines[52].endswith(";每一处问题都写在 问题.csv")
    assert (1000, 284) == (len(document["problems"]), document["more"])
    listed = (school.folder / "问题.csv").read_text(encoding="utf-8-sig").splitlines()
    assert 1284 == sum(line.startswith("坏.csv ") for line in listed)
    assert listed[-1].startswith("坏.csv 1285 C,没有事项“无”,")


def test_an_exception_says_the_first_fifty_problems_and_holds_them_all(school: Shell) -> None:
    """Printed, it fills no screen; what it holds as a document is bounded, too."""
    rows = [{"date": "2024-09-03", "class": "g1c1", "fact": "无"}] * 1284
    with School.open() as opened, pytest.raises(Invalid) as refused:
        opened.acting("办公室").record(rows)

    assert (52, "  还有1,234处") == (len(lines := str(refused.value).splitlines()), lines[-1])
    assert 1284 == len(refused.value.problems)
    document = refused.value.to_dict()
    assert (1000, 284) == (len(document["problems"]), document["more"])


def test_dates_without_a_year_are_those_of_the_term(school: Shell) -> None:
    """In a sheet, and in rows of JSON; a number of JSON is no date."""
    school.write("九月.csv", "日期,班级,事项\n9.3,g1c1,卫生不合格\n9月4日,g1c1,卫生不合格\n")
    school.write("数.jsonl", '{"date": 9.3, "class": "g1c1", "fact": "卫生不合格"}\n')

    recorded, refused = school.bzr("record", "九月.csv"), school.bzr("record", "数.jsonl")

    assert "新记录2条,已知0条\n" == recorded.out
    assert "2024-09-03" in school.bzr("facts").out
    assert "数.jsonl 第1行 date列:“9.3”不是日期" in refused.err

"""The life of a result at the command line: published, objected to, decided, final; each refusal with its clause."""

from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

ROWS = "日期,班级,事项,数量,检查人\n2024-09-03,g1c1,卫生不合格,2,赵检查员\n2024-09-20,g1c1,集会缺席,1,李老师\n"


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September of two classes, recorded by 张干事; it is 8 October."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", ROWS)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    return shell


def published(shell: Shell) -> Shell:
    """With both results up until 12 October."""
    assert 0 == shell.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事").status
    return shell


def fact(shell: Shell, kind: str) -> str:
    """The id of the one fact of a kind."""
    import json

    return str(json.loads(shell.bzr("facts", "--kind", kind, "--json").out)["facts"][0]["id"])


def test_a_result_is_published_once(office: Shell) -> None:
    """The figures with the end of the notice and their digest; publishing the same again changes nothing."""
    first = office.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事")
    again = office.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事")

    assert (0, "") == (first.status, first.err)
    assert ["高一(1)班", "76.00", "公示到2024-10-12"] == first.out.splitlines()[0].split()[:3]
    assert "早已如此,没有变化" in again.out


def test_what_is_provisional_is_not_published(office: Shell) -> None:
    """October is not over: both classes are refused, and why is said."""
    answer = office.bzr("publish", "2024-10", "--until", "2024-11-12", "--nothing-recorded", "没有事")

    assert 1 == answer.status
    assert "错误:2个班的结果没有办成" == answer.err.splitlines()[0]
    assert (
        "高一(1)班:结果是暂定的:3.1 到2024-10-31为止、6.2 到2024-11-03为止;期满以后再来(依据:B4 第7步 公示)"
        in answer.err
    )


def test_an_appeal_upheld_moves_the_total_and_says_so(office: Shell) -> None:
    """The deduction is voided together with the decision; total, item and pay move."""
    published(office)
    one = fact(office, "集会缺席")

    filed = office.bzr("appeal", "g1c1", "2024-09", one[:8], "--grounds", "请过假", "--by", "王老师")
    decided = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--reason", "假条属实", "--by", "主任")

    assert 0 == filed.status
    own, _, beyond = decided.out.partition("\n\n")
    assert ["申诉成立", "  总分 76.00 → 81.00", "  早操晚自习 5.00 → 10.00"] == own.splitlines()
    assert "随之变动" == beyond.splitlines()[0]
    assert [["高一(1)班", "2024-autumn"], ["高一(1)班", "2024-2025"]] == [
        line.split()[:2] for line in beyond.splitlines()[1:]
    ]


def test_an_appeal_that_moves_a_fact_says_what_the_other_class_comes_to(office: Shell) -> None:
    """The deduction goes to g1c2: its month and its term are named beside those of g1c1."""
    published(office)
    one = fact(office, "集会缺席")
    office.bzr("appeal", "g1c1", "2024-09", one, "--grounds", "是二班", "--by", "王老师")

    decided = office.bzr(
        "decide", "g1c1", "2024-09", "--upheld", "--set", "班级=g1c2", "--reason", "属实", "--by", "主任"
    )

    rows = [line.split() for line in decided.out.partition("随之变动\n")[2].splitlines()]
    assert [
        ("高一(1)班", "2024-autumn"),
        ("高一(1)班", "2024-2025"),
        ("高一(2)班", "2024-09"),
        ("高一(2)班", "2024-autumn"),
        ("高一(2)班", "2024-2025"),
    ] == [(row[0], row[1]) for row in rows]
    assert ["83.00→78.00", "-5.00"] == rows[2][2:4]


def test_a_rejected_appeal_moves_nothing_and_names_nothing(office: Shell) -> None:
    """It leaves its trace in the history alone."""
    published(office)
    office.bzr("appeal", "g1c1", "2024-09", fact(office, "集会缺席"), "--grounds", "请过假", "--by", "王老师")

    decided = office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "没有假条", "--by", "主任")

    assert ["申诉驳回"] == decided.out.splitlines()


def test_an_appeal_can_be_upheld_by_a_correction(office: Shell) -> None:
    """Two places found dirty were one."""
    published(office)
    one = fact(office, "卫生不合格")
    office.bzr("appeal", "g1c1", "2024-09", one, "--grounds", "重复计数", "--by", "王老师")

    wrong = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--set", "数量=零", "--reason", "属实", "--by", "主任")
    right = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--set", "数量=1", "--reason", "属实", "--by", "主任")

    assert 1 == wrong.status
    assert "不能这样更正" in wrong.err
    assert "  总分 76.00 → 77.00" in right.out


def test_an_appeal_about_a_clause_names_the_entry_that_puts_it_right(office: Shell) -> None:
    """A meeting was held and not recorded: recorded now, and named in the decision."""
    published(office)
    office.bzr("appeal", "g1c1", "2024-09", "6.3", "--grounds", "联系过", "--by", "王老师")
    bare = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--reason", "属实", "--by", "主任")
    office.write("t.csv", "日期,班级,事项,等级,检查人\n2024-09-27,g1c1,沟通效果,好,政教处\n")
    assert 0 == office.bzr("record", "t.csv").status

    done = office.bzr(
        "decide",
        "g1c1",
        "2024-09",
        "--upheld",
        "--entry",
        fact(office, "沟通效果"),
        "--reason",
        "属实",
        "--by",
        "主任",
    )

    assert (1, 0) == (bare.status, done.status)
    assert "须同时作废或更正" in bare.err


def test_an_appeal_upheld_by_an_entry_says_what_the_entry_moved(office: Shell) -> None:
    """The task was rated after the appeal: what the decision names is what came of that entry, +10 of 8.4."""
    published(office)
    office.bzr("appeal", "g1c1", "2024-09", "8.4", "--grounds", "任务完成了", "--by", "王老师")
    office.write("t.csv", "日期,班级,事项,等级,检查人\n2024-09-27,g1c1,上级任务,好,政教处\n")
    assert 0 == office.bzr("record", "t.csv").status
    entry = fact(office, "上级任务")

    done = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--entry", entry, "--reason", "属实", "--by", "主任")

    assert ["申诉成立", "  总分 76.00 → 86.00", "  报表工作 0.00 → 10.00"] == done.out.splitlines()[:3]


def test_a_rejected_appeal_leaves_its_trace(office: Shell) -> None:
    """Nothing moves; the appeal cannot be decided again."""
    published(office)
    office.bzr("appeal", "g1c1", "2024-09", "4.1", "--grounds", "不公", "--by", "王老师")

    first = office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "有照片", "--by", "主任")
    second = office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "有照片", "--by", "主任")

    assert "申诉驳回\n" == first.out
    assert 2 == second.status
    assert "没有这件申诉" in second.err


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("张干事", "错误:“张干事”记录、检查或改过所申诉的事,不能由同一人决定"),
        ("李老师", "错误:“李老师”记录、检查或改过所申诉的事,不能由同一人决定"),
        ("王老师", "错误:“王老师”提出了这件申诉,不能由同一人决定"),
    ],
)
def test_four_eyes(office: Shell, by: str, why: str) -> None:
    """Neither who recorded it, nor who saw it, nor who objects may decide."""
    published(office)
    office.bzr("appeal", "g1c1", "2024-09", fact(office, "集会缺席"), "--grounds", "请过假", "--by", "王老师")

    answer = office.bzr("decide", "g1c1", "2024-09", "--upheld", "--reason", "属实", "--by", by)

    assert [why, "  依据:记录的人不决定"] == answer.err.splitlines()


def test_a_late_appeal_is_refused(office: Shell) -> None:
    """The day after the notice."""
    published(office)
    office.now = datetime(2024, 10, 13, 1, tzinfo=UTC)

    answer = office.bzr("appeal", "g1c1", "2024-09", "4.1", "--grounds", "不公")

    assert 1 == answer.status
    assert "错误:公示期到2024-10-12为止,今天2024-10-13,过期的申诉不受理" == answer.err.splitlines()[0]


def test_a_result_is_final_when_the_notice_is_over_and_nothing_is_open(office: Shell) -> None:
    """Not during the notice, not with an open appeal; then final, and never appealed again."""
    published(office)
    during = office.bzr("final", "2024-09")
    office.bzr("appeal", "g1c1", "2024-09", "4.1", "--grounds", "不公", "--by", "王老师")
    office.now = datetime(2024, 10, 13, 1, tzinfo=UTC)
    open_ = office.bzr("final", "2024-09", "g1c1")
    office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "有照片", "--by", "主任")
    done = office.bzr("final", "2024-09", "g1c1")

    assert "公示期到2024-10-12为止,次日起才能终定" in during.err
    assert "还有未决定的申诉" in open_.err
    assert (0, "已终定") == (done.status, done.out.split()[2])
    assert (
        "终定" in office.bzr("publish", "2024-09", "g1c1", "--until", "2024-12-01", "--nothing-recorded", "没有事").err
    )


def test_wrong_calls_say_how_to_write_it(office: Shell) -> None:
    """Neither or both of upheld and rejected; a fact or clause that is not there."""
    published(office)

    neither = office.bzr("decide", "g1c1", "2024-09", "--reason", "x")
    nothing = office.bzr("appeal", "g1c1", "2024-09", "9.9", "--grounds", "x")

    assert (2, 2) == (neither.status, nothing.status)
    assert "没有条款“9.9”" in nothing.err

"""Weeks on the command line: shown, explained, published, appealed, final and checked like any other period."""

import json
from datetime import UTC, datetime

import pytest

from bzr_adapters.intake.rulebook_files import read_rulebook_text
from tests.adapters.cli.calling import SCHOOL, Shell

WEEK = """
[[item]]
id = "total.week"
title = "周总分"
per = "week"
[[item]]
id = "week.hygiene"
title = "一周卫生"
per = "week"
base = 20
floor = 0
into = "total.week"
[[clause]]
id = "w1"
title = "卫生不合格每处扣1分"
cite = "校务会"
into = "week.hygiene"
per = "week"
facts = "hygiene.finding"
points = -1
[[item]]
id = "total.2 weeks"
title = "两周总分"
per = "2 weeks"
[[item]]
id = "weeks.hygiene"
title = "两周卫生"
per = "2 weeks"
base = 40
floor = 0
into = "total.2 weeks"
[[clause]]
id = "w2"
title = "卫生不合格每处扣1分"
cite = "校务会"
into = "weeks.hygiene"
per = "2 weeks"
facts = "hygiene.finding"
points = -1
"""


@pytest.fixture
def weekly(shell: Shell) -> Shell:
    """A school that also assesses by the week; two rooms dirty in the week of 9 September; it is 17 September."""
    text = read_rulebook_text("monthly-quantified", shell.folder)
    shell.write("周.toml", text + WEEK)
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"周.toml"'))
    shell.write("s.csv", "日期,班级,事项,数量,编号\n2024-09-10,g1c1,卫生不合格,2,d-1\n")
    shell.now = datetime(2024, 9, 17, 4, tzinfo=UTC)
    answer = shell.bzr("setup", "school.toml")
    assert 0 == answer.status, answer.err
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    return shell


def test_a_week_is_shown_by_term(weekly: Shell) -> None:
    """`bzr term 2024-W37`: the same table and document as for a term."""
    table = weekly.bzr("term", "2024-W37")
    document = json.loads(weekly.bzr("term", "2024-W37", "--json").out)

    assert (0, "") == (table.status, table.err)
    assert table.out.startswith("示例中学 2024-W37 周考核")
    assert ("2024-W37", ["18.00", "20.00"]) == (
        document["term"],
        [one["total"] for one in document["statements"]],
    )


def test_two_weeks_are_counted_from_the_terms_first(weekly: Shell) -> None:
    """2024-W36+2 is one; 2024-W37+2 begins in the middle of it and is none."""
    two = json.loads(weekly.bzr("term", "2024-W36+2", "--json").out)
    off = weekly.bzr("term", "2024-W37+2")

    assert ["38.00", "40.00"] == [one["total"] for one in two["statements"]]
    assert (
        2,
        "错误:“2024-W37+2”不是周;写成 2024-W36,几周写成 2024-W36+2(从学期的第一周起,每两周一段)\n",
    ) == (
        off.status,
        off.err,
    )


@pytest.mark.parametrize("week", ["2024-W60", "2024-w36", "2024-W6", "0001-W01", "2024-W36+0"])
def test_what_looks_like_a_week_and_is_none_is_told_how_to_write_it(weekly: Shell, week: str) -> None:
    """Status 2, in both languages."""
    answer = weekly.bzr("explain", "g1c1", week, "--lang", "en")

    assert (
        2,
        f"error: {week!r} is no week; write 2024-W36, or 2024-W36+2 for two weeks counted from a term's first\n",
    ) == (answer.status, answer.err)


def test_a_rulebook_without_a_weekly_total_says_so(shell: Shell) -> None:
    """The clear problem of any period that a rulebook has no total for."""
    shell.write("school.toml", SCHOOL)
    shell.bzr("setup", "school.toml")

    answer = shell.bzr("term", "2024-W37")

    assert 1 == answer.status
    assert [
        "错误:2024-W37没有考核表",
        "  规则“班主任工作量化考核实施细则”不按周考核(2024-W37);它的总分按月、学期、学年",
    ] == answer.err.splitlines()


def test_the_result_of_a_week_lives_like_any_other(weekly: Shell) -> None:
    """Published, appealed, decided, published again, final, and checked."""
    steps = [
        ("publish", "2024-W37", "--until", "2024-09-18"),
        ("appeal", "g1c1", "2024-W37", "w1", "--grounds", "只有一处", "--by", "王老师"),
        ("appeal", "g1c1", "2024-W37", "d-1", "--grounds", "只有一处", "--by", "王老师"),
        ("explain", "g1c1", "2024-W37", "--without", "d-1"),
    ]
    assert [0] * 4 == [weekly.bzr(*step).status for step in steps]
    several = weekly.bzr("decide", "g1c1", "2024-W37", "--rejected", "--reason", "x", "--by", "主任")
    names = several.err.strip().rpartition(":")[2].split("、")
    how = (("--rejected",), ("--upheld", "--set", "数量=1"))
    assert [0, 0] == [
        weekly.bzr("decide", "g1c1", "2024-W37", name, *one, "--reason", "查实", "--by", "主任").status
        for name, one in zip(names, how, strict=True)
    ]
    assert 0 == weekly.bzr("publish", "2024-W37", "g1c1", "--until", "2024-09-18").status
    weekly.now = datetime(2024, 9, 19, 4, tzinfo=UTC)

    final, checked = weekly.bzr("final", "2024-W37"), weekly.bzr("assert", "2024-W37")

    assert (0, ["19.00", "20.00"]) == (final.status, [row.split()[1] for row in final.out.splitlines()])
    assert (0, True) == (checked.status, "核对2个结果" in checked.out)


@pytest.mark.parametrize(
    "call",
    [
        ("whatif", "--rulebook", "周.toml", "2024-W37"),
        ("feedback", "g1c1", "2024-W37"),
        ("duties", "g1c1", "2024-W37"),
        ("explain", "g1c1", "2024-W37", "week.hygiene"),
    ],
    ids=lambda one: one[0],
)
def test_every_command_that_takes_a_period_takes_a_week(weekly: Shell, call: tuple[str, ...]) -> None:
    """And answers with its name, or with what was asked of it."""
    answer = weekly.bzr(*call)

    assert (0, "") == (answer.status, answer.err)
    assert "2024-W37" in answer.out


def test_facts_are_listed_by_the_week(weekly: Shell) -> None:
    """Given rooms dirty in the week of 9 September, then that week lists them and the next does not."""
    this, following = weekly.bzr("facts", "g1c1", "2024-W37"), weekly.bzr("facts", "2024-W38")

    assert [0, 0] == [this.status, following.status]
    assert "d-1" in this.out
    assert "d-1" not in following.out


def test_what_a_fact_moves_names_the_weeks(weekly: Shell) -> None:
    """Asked about September, the dispute of a fact lists its week and its two weeks too."""
    found = json.loads(weekly.bzr("explain", "g1c1", "2024-09", "--without", "d-1", "--json").out)

    assert {"2024-W37", "2024-W36+2"} <= {one["period"] for one in found["without"]["beyond"]}


def test_a_stretch_is_checked_with_every_period_published_in_it(weekly: Shell) -> None:
    """The week of 9 September lies within September and within the term, and in no later month."""
    assert 0 == weekly.bzr("publish", "2024-W37", "--until", "2024-09-18").status

    month, term, later = (weekly.bzr("assert", one, "--json") for one in ("2024-09", "2024-autumn", "2024-10"))

    periods = [{one["period"] for one in json.loads(answer.out)["results"]} for answer in (month, term, later)]
    assert [{"2024-W37"}, {"2024-W37"}, set()] == periods

"""A month of nothing at the command line: it is published for a reason alone, and the reason stays with the number."""

import json

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

HEAD = """[rulebook]
id = "own"
title = "本校"
cite = "校规"
[[item]]
id = "total"
title = "总分"
"""
DEDUCTIONS = f"""{HEAD}
[[item]]
id = "drill"
title = "集会"
into = "total"
base = 20
[[clause]]
id = "1"
title = "集会缺席"
cite = "校规"
into = "drill"
facts = "assembly.missed"
points = -5
"""
MEAN = """facts = "class.score"
number = "value"
take = "mean"
"""
SCORES = f"""{HEAD}
[[item]]
id = "score"
title = "量化"
into = "total"
[[clause]]
id = "1"
title = "量化分"
cite = "校规"
into = "score"
{MEAN}"""
PUBLISH = ("publish", "2024-09", "--until", "2024-10-12")
REASON = ("--nothing-recorded", "全月在外实习")


def school(shell: Shell, rulebook: str = "", rows: str = "") -> Shell:
    """A school of two classes, by a shipped rulebook or one of its own, with some rows."""
    declared = SCHOOL.replace('"monthly-quantified"', '"own.toml"') if rulebook else SCHOOL
    shell.write("school.toml", declared)
    shell.write("own.toml", rulebook)
    assert 0 == shell.bzr("setup", "school.toml").status
    if rows:
        shell.write("s.csv", "日期,班级,事项\n" + rows)
        assert 0 == shell.bzr("record", "s.csv").status
    return shell


def test_a_class_of_which_nothing_was_recorded_is_left_out_and_the_other_is_published(shell: Shell) -> None:
    """By a rulebook with graded clauses: g1c2 is named with its clauses and what to write, g1c1 goes through."""
    answer = school(shell, rows="2024-09-20,g1c1,集会缺席\n").bzr(*PUBLISH)

    assert (1, ["高一(1)班"]) == (answer.status, [line.split()[0] for line in answer.out.splitlines()[:-1]])
    assert (
        "高一(2)班:2024-09没有任何记录,需要评定的条款(6.1、6.3、8.1、8.2、8.3、8.4)都没有评定;补记以后再来,"
        "确实没有可记的,写 --nothing-recorded 理由(依据:没有评定不是0分)"
    ) in answer.err


def test_the_reason_is_kept_with_the_result_and_only_there(shell: Shell) -> None:
    """Publication, trail and check name it for g1c2; g1c1, of which something was recorded, has none."""
    school(shell, rows="2024-09-20,g1c1,集会缺席\n")

    answer = shell.bzr(*PUBLISH, *REASON)

    one, two, _ = answer.out.splitlines()
    assert (0, False, True) == (answer.status, "没有任何记录" in one, two.endswith("没有任何记录:全月在外实习"))
    assert "没有任何记录:全月在外实习" in shell.bzr("audit", "g1c2").out
    assert "没有任何记录" not in shell.bzr("audit", "g1c1").out
    assert "没有任何记录:全月在外实习" in shell.bzr("assert", "2024-09").out
    checked = json.loads(shell.bzr("assert", "2024-09", "--json").out)["results"]
    assert [None, "全月在外实习"] == [result["nothing_recorded"] for result in checked]


def test_a_result_published_for_a_reason_is_published_longer_and_made_final_without_it(shell: Shell) -> None:
    """The reason given once holds while nothing is recorded; with a fact the remark goes."""
    school(shell).bzr(*PUBLISH, *REASON)

    longer = shell.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-14")
    assert (0, True) == (longer.status, "全月在外实习" in longer.out)
    shell.write("s.csv", "日期,班级,事项\n2024-09-20,g1c1,集会缺席\n")
    shell.bzr("record", "s.csv")
    moved = shell.bzr("publish", "2024-09", "g1c1", "--until", "2024-10-14")
    assert (0, False) == (moved.status, "全月在外实习" in moved.out)
    shell.now = shell.now.replace(month=11)
    assert 0 == shell.bzr("final", "2024-09").status


@pytest.mark.parametrize("reason", [(), ("--nothing-recorded", " ")], ids=["none", "blank"])
def test_a_silent_class_under_a_rulebook_of_deductions_is_published(shell: Shell, reason: tuple[str, ...]) -> None:
    """Nobody missed an assembly: that is its result, and the table says that nothing was recorded."""
    answer = school(shell, DEDUCTIONS, "2024-09-20,g1c1,集会缺席\n").bzr(*PUBLISH, *reason)

    assert (0, ["15.00", "20.00"]) == (answer.status, [line.split()[1] for line in answer.out.splitlines()[:-1]])
    assert "本月没有任何记录" in shell.bzr("month", "2024-09").out


def test_where_nothing_was_recorded_about_any_class_deductions_say_nothing_either(shell: Shell) -> None:
    """One class asked for, the whole school silent; a void fact is none."""
    school(shell, DEDUCTIONS, "2024-09-20,g1c1,集会缺席\n")
    fact = json.loads(shell.bzr("facts", "--json").out)["facts"][0]["id"]
    assert 0 == shell.bzr("void", fact, "--reason", "误记").status

    answer = shell.bzr(*PUBLISH, "g1c2")

    assert (1, "") == (answer.status, answer.out)
    assert "2024-09全校没有任何记录" in answer.err
    assert 0 == shell.bzr(*PUBLISH, "g1c2", *REASON).status


def test_what_was_recorded_and_assessed_by_nothing_takes_a_reason(shell: Shell) -> None:
    """An assembly missed is no class score: there is no score, and that is not 0."""
    answer = school(shell, SCORES, "2024-09-20,g1c1,集会缺席\n").bzr(*PUBLISH, "g1c1")

    assert (1, "") == (answer.status, answer.out)
    assert "2024-09一项也没有评定,没有分数" in answer.err
    assert 0 == shell.bzr(*PUBLISH, "g1c1", *REASON).status


@pytest.mark.parametrize("period", ["2024-W37", "2024-autumn", "2024-2025"])
def test_other_periods_keep_the_same_rule(shell: Shell, period: str) -> None:
    """Weeks, terms and years, where the rulebook assesses them."""
    totals = "".join(
        f'[[item]]\nid = "total.{per}"\ntitle = "总分"\nper = "{per}"\n'
        f'[[clause]]\nid = "{per}"\ntitle = "量化分"\ncite = "校规"\ninto = "total.{per}"\nper = "{per}"\n{MEAN}'
        for per in ("week", "term", "year")
    )
    school(shell, SCORES + totals)
    shell.now = shell.now.replace(year=2025)

    refused = shell.bzr("publish", period, "--until", "2025-12-31")

    assert (1, 2) == (refused.status, refused.err.count("--nothing-recorded"))
    assert 0 == shell.bzr("publish", period, "--until", "2025-12-31", *REASON).status

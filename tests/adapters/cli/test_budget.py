"""`bzr budget`: what allowances and pay will cost, from the roster."""

import json

from tests.adapters.cli.calling import Shell

RULEBOOK = """
[rulebook]
id = "s"
title = "预算"
[[item]]
id = "total"
title = "总分"
[[value]]
id = "eligible"
title = "符合半工作量对象"
about = "teacher"
per = "year"
scores = "years"
table = [{ from = 8, gives = 1 }, { gives = 0 }]
[[outcome]]
id = "planned"
title = "预计增加支出"
cite = "A21 附表"
about = "school"
per = "year"
unit = "元"
scores = "eligible"
take = "total"
points = 7000
"""
HEAD = """
[school]
name = "示例学校"
timezone = "Asia/Shanghai"
[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
[[adopt]]
rulebook = "book.toml"
from = 2024-09-01
"""


def roster(stage: str, classes: int, eligible: int) -> str:
    """Classes of a stage with a head teacher each, of whom so many have eight years or more."""
    text = ""
    for n in range(1, classes + 1):
        years = 7 + n if n <= eligible else 7
        text += (
            f'[[class]]\nid = "{stage}{n}"\nname = "{stage}{n}"\nstage = "{stage}"\ngrade = "一"\nstudents = 40\n'
            f'[[tenure]]\nteacher = "{stage}-t{n}"\nname = "{stage}师{n}"\nclass = "{stage}{n}"\n'
            f"from = 2024-09-01\nyears_before = {years}\n"
        )
    return text


def _school(shell: Shell) -> None:
    shell.write("book.toml", RULEBOOK)
    shell.write("school.toml", HEAD + roster("junior", 12, 8) + roster("senior", 18, 10))
    assert 0 == shell.bzr("setup", "school.toml").status


def test_eighteen_people_cost_126000(shell: Shell) -> None:
    """8 of 12 in the junior school and 10 of 18 in the senior one: 18 × 700 × 10 = 126,000 yuan."""
    _school(shell)

    answer = shell.bzr("budget", "2024-2025")
    (line,) = json.loads(shell.bzr("budget", "2024-2025", "--json").out)["lines"]

    assert (0, "") == (answer.status, answer.err)
    assert [
        "示例学校 2024-2025 预算",
        "结果               数额  单位  出处      说明",
        "预计增加支出  126000.00  元    A21 附表  暂定",
    ] == answer.out.splitlines()[:3]
    assert ("126000.00", 18, "1.00") == (line["amount"], line["heads"], line["from"]["senior-t10"])
    assert "junior-t9" not in line["from"]


def test_english_says_the_ids(shell: Shell) -> None:
    """With --lang en, nodes stand under their ids and yuan is a word."""
    _school(shell)

    answer = shell.bzr("budget", "2024-2025", "--lang", "en")

    assert "planned  126000.00  yuan  A21 附表  provisional" == answer.out.splitlines()[2]


def test_a_period_without_a_budget_says_what_to_write(shell: Shell) -> None:
    """Nothing in the rulebook is about the school for a month."""
    _school(shell)

    answer = shell.bzr("budget", "2024-09")

    assert (1, "") == (answer.status, answer.out)
    assert "错误:采用的规则没有2024-09的全校预算" == answer.err.splitlines()[0]


def test_an_unknown_period_is_named(shell: Shell) -> None:
    """A term that is not registered, a month that is none."""
    _school(shell)

    term, month = shell.bzr("budget", "2024-autum"), shell.bzr("budget", "2024-13")

    assert (2, 2) == (term.status, month.status)
    assert "没有学期“2024-autum”" in term.err
    assert "“2024-13”不是月份" in month.err


def test_the_stages_stand_apart_and_every_head_teacher_has_years(shell: Shell) -> None:
    """A21 附表: 初中8人(共12人), 高中10人(共18人), one sum of 12.6万元, and the table of years served."""
    head = HEAD.replace("book.toml", "seniority-and-duty")
    shell.write("school.toml", head + roster("junior", 12, 8) + roster("senior", 18, 10))
    assert 0 == shell.bzr("setup", "school.toml").status

    told = shell.bzr("budget", "2024-2025")
    document = json.loads(shell.bzr("budget", "2024-2025", "--json").out)

    assert {
        ("budget.people", "junior", "8.00"), ("budget.people", "senior", "10.00"),
        ("budget.heads", "junior", "12.00"), ("budget.heads", "senior", "18.00"),
        ("budget.planned", None, "126000.00"), ("budget.by-band", None, "136000.00"),
    } == {(line["id"], line["group"], line["amount"]) for line in document["lines"]}  # fmt: skip
    assert ["初中:符合半工作量对象人数", "8.00", "人"] == told.out.splitlines()[2].split()[:3]
    years = {row["teacher"]: (row["years"], row["allowance"], row["classes"]) for row in document["seniority"]}
    assert 30 == len(years)
    assert (7, "0.00", ["junior9"]) == years["junior-t9"]
    assert ((10, "600.00", ["senior3"]), (11, "800.00", ["senior4"])) == (years["senior-t3"], years["senior-t4"])
    assert (16, "1000.00", ["senior9"]) == years["senior-t9"]
    assert "班主任龄参考表" in told.out.splitlines()

"""A school with two rulebooks at once: the usual one, and one of its own that says what the allowance comes to (`--for`)."""

import json

import pytest

from tests.adapters.cli.calling import SCHOOL, Answer, Shell

ALLOWANCE = """
[rulebook]
id = "duty-allowance"
title = "值班津贴"
version = 2

[[kind]]
id = "duty.watch"
title = "值夜班"
about = "class"
fields.count = {}

[[item]]
id = "total"
title = "总分"
base = 10

[[clause]]
id = "1"
title = "每晚2分"
cite = "本校"
into = "total"
facts = "duty.watch"
points = 2

[[outcome]]
id = "pay"
title = "津贴"
unit = "元"
scores = "total"
points = 5
"""
ADOPTED = """
[[adopt]]
rulebook = "津贴.toml"
from = 2024-09-01
for = "allowance"
"""
SHEET = """\
日期,班级,事项,数量,地点,编号
2024-09-03,高一(1)班,卫生不合格,2,教室,a-1
2024-09-04,高一(1)班,值夜班,3,,a-2
"""


@pytest.fixture
def both(shell: Shell) -> Shell:
    """The small school with both rulebooks, and a fact for each."""
    shell.write("津贴.toml", ALLOWANCE)
    shell.write("school.toml", SCHOOL + ADOPTED)
    setup = shell.bzr("setup", "school.toml")
    assert "新增 采用 duty-allowance/2 2024-09-01起 全校 allowance" in setup.out
    shell.write("九月.csv", SHEET)
    assert (0, "") == (shell.bzr("record", "九月.csv").status, "")
    return shell


def totals(answer: Answer) -> list[str]:
    """The totals of a month's document."""
    return [statement["total"] for statement in json.loads(answer.out)["statements"]]


def test_each_purpose_has_its_own_statements(both: Shell) -> None:
    """One sheet holds facts of both; neither rulebook counts what only the other knows."""
    usual = both.bzr("month", "2024-09", "--json")
    allowance = both.bzr("month", "2024-09", "--json", "--for", "allowance")

    assert ["monthly-quantified", "duty-allowance"] == [json.loads(each.out)["rulebook"] for each in (usual, allowance)]
    assert ["16.00", "10.00"] == totals(allowance)
    assert "16.00" not in totals(usual)


def test_a_purpose_that_nothing_is_adopted_for_is_unknown(both: Shell) -> None:
    """The answer names those there are."""
    answer = both.bzr("month", "2024-09", "--for", "alowance")

    assert 2 == answer.status
    assert "没有为“alowance”采用规则;是不是“allowance”?" in answer.err


def test_duties_are_those_of_the_rulebook_of_the_purpose(shell: Shell) -> None:
    """A duty of its own, under which only its rulebook files what was done."""
    duty = '[[duty]]\nid = "night"\ntitle = "夜间值守"\n'
    shell.write("津贴.toml", ALLOWANCE.replace('about = "class"', 'about = "class"\nduty = "night"') + duty)
    shell.write("school.toml", SCHOOL + ADOPTED)
    assert 0 == shell.bzr("setup", "school.toml").status

    assert "夜间值守" not in shell.bzr("duties", "g1c1", "2024-09").out
    assert "夜间值守" in shell.bzr("duties", "g1c1", "2024-09", "--for", "allowance").out


def test_results_and_appeals_are_of_one_purpose(both: Shell) -> None:
    """Published for the allowance, the usual result is as it was; each has its own appeals and its own end."""
    for step in ("publish 2024-09 --until 2024-10-12", "appeal g1c1 2024-09 a-2 --grounds 少记一晚"):
        assert 0 == both.bzr(*step.split(), "--for", "allowance").status
    usual = both.bzr("appeal", "g1c1", "2024-09", "a-1", "--grounds", "不是本班")

    assert (1, True) == (usual.status, "结果还没有公示" in usual.err)
    decide = "decide g1c1 2024-09 --upheld --set 数量=4 --reason 查实 --by 主任 --for allowance"
    assert 0 == both.bzr(*decide.split()).status
    assert "18.00" == totals(both.bzr("month", "2024-09", "--json", "--for", "allowance"))[0]
    assert 0 == both.bzr(*["publish", "2024-09", "--until", "2024-10-12", "--for", "allowance"]).status

    both.now = both.now.replace(day=14)

    assert 0 == both.bzr("final", "2024-09", "--for", "allowance").status
    assert 1 == both.bzr("final", "2024-09").status
    checked = json.loads(both.bzr("assert", "2024-09", "--json", "--for", "allowance").out)
    assert [("final", "18.00"), ("final", "10.00")] == [(each["state"], each["said"]) for each in checked["results"]]
    assert 1 == both.bzr("assert", "2024-09").status
    assert "终定 2024-09 allowance 总分18.00" in both.bzr("audit", "g1c1").out


def test_a_month_has_a_pay_sheet_for_each_purpose(both: Shell) -> None:
    """The allowance is prepared, and the usual sheet of the month is not begun."""
    assert 0 == both.bzr("pay", "2024-09", "prepare", "--for", "allowance").status

    allowance, usual = (json.loads(both.bzr("pay", "2024-09", "--json", "--scheme", scheme, *purpose).out)
        for scheme, purpose in (("", ("--for", "allowance")), ("scheme-1", ())))  # fmt: skip

    assert [("prepared", "130.00"), ("none", "1200.00")] == [
        (document["state"], document["payable"]) for document in (allowance, usual)
    ]
    assert "填写 2024-09 allowance 绩效表" in both.bzr("audit", "g1c1").out


def test_what_is_published_beside_does_not_hold_a_longer_period_up(both: Shell) -> None:
    """The month of the allowance is under notice; a term of the usual purpose asks for the usual months alone."""
    both.bzr("publish", "2024-09", "--until", "2024-10-12", "--for", "allowance")

    assert [] == json.loads(both.bzr("assert", "2024-09", "--json").out)["results"]


def test_a_registered_rulebook_is_tried_by_its_name(both: Shell) -> None:
    """By id, by id and version; what nobody registered or shipped is unknown."""
    both.folder.joinpath("津贴.toml").unlink()

    for name in ("duty-allowance", "duty-allowance/2"):
        assert 0 == both.bzr("whatif", "--rulebook", name, "2024-09").status
    answer = both.bzr("whatif", "--rulebook", "duty-allowance/1", "2024-09")
    assert (2, True) == (answer.status, "没有规则“duty-allowance/1”" in answer.err)

"""Money is handed over for numbers that stand: while something is open, or nothing was recorded, it takes a reason."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

ROWS = "日期,班级,事项\n2024-09-20,g1c1,集会缺席\n2024-09-20,g1c2,集会缺席\n"

WEEKLY = """[rulebook]
id = "own"
title = "本校"
cite = "校规"
[[item]]
id = "total.week"
title = "周总分"
per = "week"
base = 10
[[clause]]
id = "1"
title = "集会缺席"
cite = "校规"
into = "total.week"
per = "week"
facts = "assembly.missed"
points = -5
[[item]]
id = "total"
title = "总分"
scores = "total.week"
take = "mean"
[[outcome]]
id = "pay.own"
title = "绩效"
unit = "元"
scores = "total"
points = 10
"""


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September of two classes; it is 8 October."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", ROWS)
    assert 0 == shell.bzr("setup", "school.toml").status + shell.bzr("record", "s.csv").status
    return shell


def approved(shell: Shell, month: str = "2024-09", *more: str) -> Shell:
    """A sheet that only has to be handed over."""
    for step, words in (("prepare", ("--scheme", "scheme-1", *more)), ("review", ()), ("approve", ())):
        answer = shell.bzr("pay", month, step, *words, "--by", step)
        assert 0 == answer.status, answer.err
    return shell


def numbers(shell: Shell, month: str = "2024-09") -> list[dict[str, Any]]:
    """What is open about the numbers of a sheet."""
    document = json.loads(shell.bzr("pay", month, "--json").out)
    return list(document["remarks"]["numbers"])


def publish(shell: Shell, until: str, month: str = "2024-09") -> None:
    """Put both results up."""
    assert 0 == shell.bzr("publish", month, "--until", until).status


def test_money_waits_for_the_notice(office: Shell) -> None:
    """Until its last day it is refused, and says whose; the day after it goes through."""
    publish(office, "2024-10-08")
    approved(office)

    running = office.bzr("pay", "2024-09", "hand-over")
    remark = office.bzr("pay", "2024-09").out
    office.now = datetime(2024, 10, 9, 1, tzinfo=UTC)

    assert (1, "") == (running.status, running.out)
    assert [
        (
            "错误:2024-09的绩效还不能交财务:结果还没有定:高一(1)班 2024-09 公示到2024-10-08、高一(2)班 2024-09 公示到2024-10-08;"
            "定了再交,要先交,写 --before-final 理由"
        ),
        "  依据:公示期满、申诉有了决定,再发绩效",
    ] == running.err.splitlines()
    assert "公示到2024-10-08:高一(1)班、高一(2)班" in remark
    assert 0 == office.bzr("pay", "2024-09", "hand-over").status
    assert [None, None] == [number["until"] for number in numbers(office)]


def test_money_waits_for_an_appeal_of_one_class(office: Shell) -> None:
    """The notice is over, the appeal is not decided: the whole sheet waits, until it is."""
    publish(office, "2024-10-08")
    fact = json.loads(office.bzr("facts", "g1c1", "--json").out)["facts"][0]["id"]
    office.bzr("appeal", "g1c1", "2024-09", fact, "--grounds", "请假", "--by", "王老师")
    office.now = datetime(2024, 10, 9, 1, tzinfo=UTC)
    approved(office)

    waiting = office.bzr("pay", "2024-09", "hand-over", "--lang", "en")
    (appeal,) = numbers(office)[0]["appeals"]
    office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "不实", "--by", "主任")

    assert 1 == waiting.status
    assert f"not final yet: 高一(1)班 2024-09 appeal open: {appeal[:10]}; hand it over then" in waiting.err
    assert 0 == office.bzr("pay", "2024-09", "hand-over").status


@pytest.mark.parametrize("step", ["prepare", "hand-over"])
def test_a_reason_hands_it_over_before_all_is_final_and_stays_on_the_sheet(office: Shell, step: str) -> None:
    """Given with the sheet or with the step; sheet and document tell it."""
    publish(office, "2024-10-12")
    reason = ("--before-final", "年终结账")
    approved(office, "2024-09", *(reason if step == "prepare" else ()))

    answer = office.bzr("pay", "2024-09", "hand-over", *(reason if step == "hand-over" else ()))

    assert 0 == answer.status
    assert "结果未定而先发:年终结账" in answer.out
    steps = json.loads(office.bzr("pay", "2024-09", "--json").out)["steps"]
    told = {"prepare": ["年终结账", None, None, None], "hand-over": [None, None, None, "年终结账"]}
    assert told[step] == [taken["before_final"] for taken in steps]


def test_money_of_a_paid_month_that_is_adjusted_waits_too(office: Shell) -> None:
    """September is paid; what was found since is published again, and October gives what it owes."""
    approved(office).bzr("pay", "2024-09", "hand-over")
    assert 0 == office.bzr("pay", "2024-09", "pay", "--by", "财务").status
    office.now = datetime(2024, 11, 5, 1, tzinfo=UTC)
    office.write("o.csv", "日期,班级,事项,级别,数量\n2024-10-10,g1c1,集会缺席,,\n2024-10-10,g1c2,集会缺席,,\n"
                 "2024-09-10,g1c2,学生流失,非正常流失,2\n2024-09-11,g1c2,缺查课,,4\n")  # fmt: skip
    assert 0 == office.bzr("record", "o.csv").status
    publish(office, "2024-11-08")
    approved(office, "2024-10")

    waiting = office.bzr("pay", "2024-10", "hand-over")

    assert 1 == waiting.status
    assert "高一(2)班 2024-09 公示到2024-11-08;" in waiting.err
    assert "高一(1)班" not in waiting.err
    office.now = datetime(2024, 11, 9, 1, tzinfo=UTC)
    assert 0 == office.bzr("pay", "2024-10", "hand-over").status


def test_money_of_a_month_waits_for_the_notice_of_a_week_in_it(shell: Shell) -> None:
    """What was published of a week, and can still change, is part of the month."""
    shell.write("own.toml", WEEKLY)
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"own.toml"'))
    shell.write("s.csv", ROWS)
    assert 0 == shell.bzr("setup", "school.toml").status + shell.bzr("record", "s.csv").status
    assert 0 == shell.bzr("publish", "2024-W38", "g1c1", "--until", "2024-10-12").status
    for step in ("prepare", "review", "approve"):
        assert 0 == shell.bzr("pay", "2024-09", step, "--by", step).status

    waiting = shell.bzr("pay", "2024-09", "hand-over")

    assert (1, True) == (waiting.status, "结果还没有定:高一(1)班 2024-W38 公示到2024-10-12;" in waiting.err)
    assert 0 == shell.bzr("pay", "2024-09", "hand-over", "--before-final", "急").status


def test_money_of_a_class_of_which_nothing_was_recorded_takes_a_reason(office: Shell) -> None:
    """October of both: the sheet names them, the hand-over asks why; a reason said there stays with the step."""
    office.now = datetime(2024, 11, 5, 1, tzinfo=UTC)
    shown = approved(office, "2024-10").bzr("pay", "2024-10").out

    silent = office.bzr("pay", "2024-10", "hand-over")
    blank = office.bzr("pay", "2024-10", "hand-over", "--nothing-recorded", " ")
    done = office.bzr("pay", "2024-10", "hand-over", "--nothing-recorded", "全月实习")

    assert "  没有任何记录:高一(1)班、高一(2)班" in shown.splitlines()
    assert (1, 1, 0) == (silent.status, blank.status, done.status)
    assert (
        "错误:2024-10的绩效还不能交财务:没有记录:高一(1)班 2024-10、高一(2)班 2024-10;"
        "补记以后再填表,确实没有可记的,写 --nothing-recorded 理由"
    ) == silent.err.splitlines()[0]
    assert "已交财务,没有任何记录:全月实习" in done.out


def test_a_reason_given_when_it_was_published_holds_for_the_money(office: Shell) -> None:
    """Nobody is asked twice; the sheet shows the reason."""
    office.now = datetime(2024, 11, 5, 1, tzinfo=UTC)
    assert 0 == office.bzr("publish", "2024-10", "--until", "2024-11-05", "--nothing-recorded", "实习").status
    office.now = datetime(2024, 11, 6, 1, tzinfo=UTC)

    answer = approved(office, "2024-10").bzr("pay", "2024-10", "hand-over")

    assert (0, "") == (answer.status, answer.err)
    assert "没有任何记录(理由:实习):高一(1)班、高一(2)班" in answer.out


def test_an_allowance_alone_of_a_month_of_nothing_takes_a_reason(shell: Shell) -> None:
    """No class stands on the sheet, and nothing was recorded in the whole school."""
    shell.write("school.toml", SCHOOL.replace("monthly-quantified", "seniority-and-duty"))
    assert 0 == shell.bzr("setup", "school.toml").status
    for step, more in (("prepare", ("--allowance", "seniority-and-duty")), ("review", ()), ("approve", ())):
        assert 0 == shell.bzr("pay", "2024-09", step, *more, "--by", step).status

    silent = shell.bzr("pay", "2024-09", "hand-over")

    assert (1, True) == (silent.status, "没有记录:全校 2024-09;" in silent.err)
    assert 0 == shell.bzr("pay", "2024-09", "hand-over", "--nothing-recorded", "无").status


@pytest.mark.parametrize("words", [("review",), ("pay",), ()], ids=["review", "pay", "show"])
def test_the_reasons_go_with_two_steps_alone(office: Shell, words: tuple[str, ...]) -> None:
    """Elsewhere they are a wrong call."""
    answer = office.bzr("pay", "2024-09", *words, "--before-final", "急")

    assert (2, True) == (answer.status, "只在填表(prepare)或交财务(hand-over)时写" in answer.err)


def test_a_sheet_whose_classes_have_no_result_any_more_is_still_shown(office: Shell) -> None:
    """The rulebook is said to hold from October on: what was filled in stands, and nothing is open about a number that is none."""
    approved(office)
    office.write("school.toml", SCHOOL.replace('"monthly-quantified"\nfrom = 2024-09-01', '"monthly-quantified"\nfrom = 2024-10-01'))  # fmt: skip
    amended = office.bzr("setup", "school.toml", "--correct-past", "--reason", "补登")
    assert 0 == amended.status, amended.err

    assert [] == numbers(office)
    assert 0 == office.bzr("pay", "2024-09").status


def test_a_sheet_says_what_is_not_as_published(office: Shell) -> None:
    """A fact voided after the notice began moves the money: the sheet says which number is not as published."""
    assert 0 == office.bzr("publish", "2024-09", "--until", "2024-10-12").status
    before = office.bzr("pay", "2024-09", "--scheme", "scheme-1").out
    facts = json.loads(office.bzr("facts", "g1c1", "2024-09", "--json").out)["facts"]
    assert 0 == office.bzr("void", facts[0]["id"], "--reason", "记错").status

    after = office.bzr("pay", "2024-09", "--scheme", "scheme-1")
    document = json.loads(office.bzr("pay", "2024-09", "--scheme", "scheme-1", "--json").out)

    assert "与公示的不同" not in before
    line = next(line for line in after.out.splitlines() if "与公示的不同" in line)
    assert "总分 " in line
    assert line.endswith(":高一(1)班")
    moved = {number["class"]: number["moved"] for number in document["remarks"]["numbers"]}
    assert {"g1c1": True, "g1c2": False} == moved

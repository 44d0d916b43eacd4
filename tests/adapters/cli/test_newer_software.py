"""Newer software that gives another figure: named as the cause by assert, audit and pay, and money only where it is accepted."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bzr_domain.application import newer_meaning
from bzr_domain.kernel.messages import UnknownReference, refuse
from bzr_domain.scoring import evaluate, scoring_meaning
from bzr_domain.scoring.aggregate_over_periods import counts_days_off
from tests.adapters.cli.calling import ALL_THE_SAME, SCHOOL, Shell

RULES = """[rulebook]
id = "weeks"
title = "周"
cite = "本校"
[[item]]
id = "total"
title = "月"
take = "mean"
[[item]]
id = "week"
title = "周"
per = "week"
base = 100
into = "total"
[[clause]]
id = "1"
title = "每处扣1分"
cite = "第1条"
per = "week"
into = "week"
facts = "hygiene.finding"
points = -1
[[outcome]]
id = "pay"
title = "绩效"
unit = "元"
scores = "total"
points = 6
"""
HOLIDAYS = "2024-09-17, 2024-09-30, 2024-10-01, 2024-10-02, 2024-10-03, 2024-10-04]"
WEEKS = SCHOOL.replace("2024-09-17]", HOLIDAYS).replace('"monthly-quantified"', '"weeks.toml"')
CAUSE = "由较新的软件算出(计分含义 1 → 2)"
WAITS = "  李老师 2024-09 已发474.00,较新的软件算得应得{}(计分含义 1 → 2),没有接受,不补发不扣回;要接受,填表时写 --accept-meaning 理由"


def pay(shell: Shell, month: str, *steps: tuple[str, str]) -> None:
    """Take the steps of a month's sheet, each by somebody; without any, all but the first."""
    for step, who in steps or (("review", "乙"), ("approve", "丙"), ("hand-over", "甲"), ("pay", "丁")):
        answer = shell.bzr("pay", month, step, *ALL_THE_SAME.get(step, ()), "--by", who)
        assert (0, "") == (answer.status, answer.err)


def sheet(shell: Shell, *words: str) -> dict[str, Any]:
    """The document of a sheet."""
    answer = shell.bzr("pay", *words, "--json")
    assert (0, "") == (answer.status, answer.err)
    document: dict[str, Any] = json.loads(answer.out)
    return document


def adjustments(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Teacher and amount of every adjustment."""
    return [(line["teacher"], each["amount"]) for line in document["lines"] for each in line["adjustments"]]


@pytest.fixture
def published(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """September, published by software of scoring meaning 1, which counts the holiday week with its five findings: 79.00."""
    shell.write("weeks.toml", RULES)
    shell.write("school.toml", WEEKS)
    shell.write("s.csv", "日期,班级,事项,数量\n2024-10-03,g1c2,卫生不合格,5\n")
    shell.now = datetime(2024, 10, 14, 4, tzinfo=UTC)
    monkeypatch.setattr(scoring_meaning, "SCORING_MEANING", 1)
    monkeypatch.setattr(evaluate, "counts_days_off", lambda *_: True)
    for words in (
        ("setup", "school.toml"),
        ("record", "s.csv"),
        ("publish", "2024-09", "--until", "2024-10-18", "--nothing-recorded", "没有事"),
    ):
        assert 0 == shell.bzr(*words).status
    return shell


@pytest.fixture
def upgraded(published: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The same, paid by that software; then the software of today, on 4 November."""
    published.now = datetime(2024, 10, 21, 4, tzinfo=UTC)
    assert 0 == published.bzr("final", "2024-09").status
    pay(published, "2024-09", ("prepare", "甲"))
    pay(published, "2024-09")
    return upgrade(published, monkeypatch)


def upgrade(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Today's software."""
    monkeypatch.setattr(scoring_meaning, "SCORING_MEANING", 2)
    monkeypatch.setattr(evaluate, "counts_days_off", counts_days_off)
    shell.now = datetime(2024, 11, 4, 4, tzinfo=UTC)
    return shell


def test_assert_names_newer_software_as_the_cause(upgraded: Shell) -> None:
    """The figures differ, and it says why; the one that did not move is the same."""
    answer = upgraded.bzr("assert", "2024-09")
    document = json.loads(upgraded.bzr("assert", "2024-09", "--json").out)

    assert 1 == answer.status
    assert [f"    {CAUSE}"] == [line for line in answer.out.splitlines() if line.startswith("    由")]
    assert "其中1个只因较新的软件算法不同,不是改动或损坏" == answer.out.splitlines()[-1]
    assert (2, 1) == (document["scoring_meaning"], document["differ"])
    assert [("g1c1", True, False), ("g1c2", False, True)] == [
        (one["class"], one["same"], one["moved_by_meaning"]) for one in document["results"]
    ]


def test_audit_names_it(upgraded: Shell) -> None:
    """Below the trail of the class that it moves."""
    said = f"2024-09 公示79.00,按当时重算100.00:{CAUSE}"

    assert said == upgraded.bzr("audit", "g1c2").out.splitlines()[-1]
    assert CAUSE not in upgraded.bzr("audit", "g1c1").out


def test_what_newer_software_computes_otherwise_of_a_paid_month_waits(upgraded: Shell) -> None:
    """It is named on the next sheet, and neither paid nor taken back."""
    assert WAITS.format("600.00") in upgraded.bzr("pay", "2024-10").out.splitlines()

    assert 0 == upgraded.bzr("pay", "2024-10", "prepare").status

    document = sheet(upgraded, "2024-10")
    figure = {name: document["newer"][0][name] for name in ("teacher", "month", "meaning", "paid", "owed")}
    assert {"teacher": "t02", "month": "2024-09", "meaning": 1, "paid": "474.00", "owed": "600.00"} == figure
    assert ([], None, 1) == (adjustments(document), document["accept_meaning"], len(document["newer"]))
    assert WAITS.format("600.00") in upgraded.bzr("pay", "2024-10").out.splitlines()


def test_it_waits_on_every_further_sheet_and_what_else_is_recorded_is_adjusted_as_always(upgraded: Shell) -> None:
    """October is paid without accepting; then a finding of September comes for the other class."""
    pay(upgraded, "2024-10", ("prepare", "甲"))
    pay(upgraded, "2024-10")
    upgraded.write("late.csv", "日期,班级,事项\n2024-09-10,g1c1,卫生不合格\n")
    upgraded.now = datetime(2024, 12, 2, 4, tzinfo=UTC)
    assert 0 == upgraded.bzr("record", "late.csv").status

    document = sheet(upgraded, "2024-11")

    assert [("t02", "2024-09", 1)] == [(each["teacher"], each["month"], each["meaning"]) for each in document["newer"]]
    assert {"t01", "t03"} == {teacher for teacher, _ in adjustments(document)}


def test_it_becomes_money_once_it_is_accepted_for_a_reason_and_never_again(upgraded: Shell) -> None:
    """The reason is kept in the sheet, shown beside it and in the trail; the next sheet has nothing to accept."""
    answer = upgraded.bzr("pay", "2024-10", "prepare", "--accept-meaning", "校务会同意")
    document = sheet(upgraded, "2024-10")
    pay(upgraded, "2024-10")
    upgraded.now = datetime(2024, 12, 2, 4, tzinfo=UTC)
    next_sheet = sheet(upgraded, "2024-11")
    again = upgraded.bzr("pay", "2024-11", "prepare", "--accept-meaning", "再来")

    assert (0, [("t02", "126.00")], "校务会同意") == (answer.status, adjustments(document), document["accept_meaning"])
    assert any(line.endswith("(计分含义 1 → 2),已接受:校务会同意") for line in answer.out.splitlines())
    assert "接受较新软件的算法:校务会同意" in upgraded.bzr("audit", "g1c2").out
    assert ([], []) == (adjustments(next_sheet), next_sheet["newer"])
    assert (1, "错误:没有一个数因较新的软件而不同,不必写 --accept-meaning") == (again.status, again.err.splitlines()[0])


def test_what_is_recorded_since_waits_with_it_where_the_two_cannot_be_told_apart(upgraded: Shell) -> None:
    """A finding of September recorded afterwards moves class 2, which waits, and class 1, which is adjusted as always."""
    upgraded.write("late.csv", "日期,班级,事项\n2024-09-10,g1c1,卫生不合格\n2024-09-10,g1c2,卫生不合格\n")
    assert 0 == upgraded.bzr("record", "late.csv").status

    text, document = upgraded.bzr("pay", "2024-10").out.splitlines(), sheet(upgraded, "2024-10")

    place = text.index(WAITS.format("598.50"))
    assert "    那以后的记录也在其中,分不开:" == text[place + 1]
    assert "记录 2024-09-10 卫生不合格" in text[place + 2]
    assert {"t01", "t03"} == {teacher for teacher, _ in adjustments(document)}
    assert ["2024-09-10"] == [each["text"].split()[1] for each in document["newer"][0]["because"]]


def test_what_waits_is_named_still_after_another_sheet_was_paid(upgraded: Shell) -> None:
    """A finding of September waits with the figure that newer software moved; October is paid, then both are accepted."""
    upgraded.write("late.csv", "日期,班级,事项\n2024-09-10,g1c2,卫生不合格\n")
    assert 0 == upgraded.bzr("record", "late.csv").status
    pay(upgraded, "2024-10", ("prepare", "甲"))
    pay(upgraded, "2024-10")
    upgraded.now = datetime(2024, 12, 2, 4, tzinfo=UTC)

    document = sheet(upgraded, "2024-11", "prepare", "--accept-meaning", "校务会同意")

    named = {
        each["text"].split()[1]
        for line in document["lines"]
        for adjustment in line["adjustments"]
        if (line["teacher"], adjustment["month"]) == ("t02", "2024-09")
        for each in adjustment["because"]
    }
    assert {"2024-09-10"} == named


@pytest.mark.parametrize("answer", ["refused", "unknown scheme", "nothing"])
def test_what_cannot_be_computed_as_known_then_waits(
    upgraded: Shell, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Nothing moves as long as nobody can tell that it was not the software."""

    def recompute(*_: object) -> object:
        if answer == "unknown scheme":
            raise UnknownReference.of("没有", "none", code="pay.no-scheme")
        return {} if answer == "nothing" else refuse("不能", "no", "试", code="result.pending")

    monkeypatch.setattr(newer_meaning, "recompute_paid_month", recompute)
    upgraded.write("late.csv", "日期,班级,事项\n2024-09-10,g1c1,卫生不合格\n")
    assert 0 == upgraded.bzr("record", "late.csv").status

    document = sheet(upgraded, "2024-10")

    assert ([], {"t01", "t02", "t03"}) == (adjustments(document), {each["teacher"] for each in document["newer"]})


def test_a_month_published_by_older_software_and_not_paid_yet_is_not_paid_otherwise(
    published: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is published again, which all can see and appeal against, or accepted for a reason."""
    upgrade(published, monkeypatch)

    looked, refused = published.bzr("pay", "2024-09"), published.bzr("pay", "2024-09", "prepare")
    without_reason = published.bzr("pay", "2024-09", "prepare", "--accept-meaning", " ")
    accepted = sheet(published, "2024-09", "prepare", "--accept-meaning", "校务会同意")

    assert "公示过的结果,较新的软件算得不同:高一(2)班;重新公示" in looked.out
    what = "错误:2024-09公示过的结果,较新的软件算得不同(g1c2):重新公示,或写 --accept-meaning 理由"
    assert (1, what) == (refused.status, refused.err.splitlines()[0])
    assert (1, "错误:接受较新的软件算法,须写明理由") == (without_reason.status, without_reason.err.splitlines()[0])
    assert ("prepared", "校务会同意", ["g1c2"]) == (
        accepted["state"],
        accepted["accept_meaning"],
        accepted["remarks"]["newly_computed"],
    )


def test_published_again_it_is_todays_figure(published: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was shown before is named with its cause; making final what moved says so first."""
    upgrade(published, monkeypatch)

    final = published.bzr("final", "2024-09")
    again = published.bzr("publish", "2024-09", "--until", "2024-11-08", "--nothing-recorded", "没有事")

    assert "总分 79.00 → 100.00" in final.err
    assert "(较新的软件,计分含义 1 → 2)" in final.err
    assert "高一(2)班  100.00" in again.out
    text = published.bzr("assert", "2024-09").out
    assert f"公示 79.00,按当时重算 100.00,{CAUSE}" in text
    assert 0 == published.bzr("pay", "2024-09", "prepare").status


def test_accepting_is_said_when_the_sheet_is_prepared(upgraded: Shell) -> None:
    """Not when it is looked at, nor with another step."""
    for step in ((), ("review",)):
        answer = upgraded.bzr("pay", "2024-10", *step, "--accept-meaning", "好")
        assert (2, "错误:--accept-meaning 只在填表(prepare)时写") == (answer.status, answer.err.splitlines()[0])

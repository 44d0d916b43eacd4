"""Appeals in an office of two: who may decide is named, and where nobody else is left the head decides, which is kept."""

import json
from typing import Any

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

ROWS = "日期,班级,事项,编号,检查人\n2024-09-20,g1c1,集会缺席,m-1,李干事\n"
PEOPLE = {"张干事": ["office"], "李干事": ["office"], "王校长": ["head", "office"], "王老师": ["head-teacher"]}
DECIDE = ("decide", "g1c1", "2024-09", "--upheld", "--reason", "属实")


def appealed(shell: Shell, people: dict[str, list[str]]) -> Shell:
    """An appeal against a fact that 张干事 recorded and 李干事 saw."""
    persons = "".join(f'\n[[person]]\nname = "{name}"\nroles = {json.dumps(roles)}\n' for name, roles in people.items())
    shell.write("school.toml", SCHOOL + persons)
    shell.write("s.csv", ROWS)
    for words in (
        ("setup", "school.toml", "--by", "张干事"),
        ("record", "s.csv", "--by", "张干事"),
        ("publish", "2024-09", "g1c1", "--until", "2024-10-12", "--by", "张干事"),
        ("appeal", "g1c1", "2024-09", "m-1", "--grounds", "请过假", "--by", "王老师"),
    ):
        answer = shell.bzr(*words)
        assert 0 == answer.status, answer.err
    return shell


def listed(shell: Shell) -> dict[str, Any]:
    """The one appeal in the list."""
    (appeal,) = json.loads(shell.bzr("appeals", "--json").out)["appeals"]
    return dict(appeal)


def test_who_may_decide_is_listed_and_named_by_the_refusal(shell: Shell) -> None:
    """Of an office of three, the one who had no hand in it."""
    appealed(shell, {**PEOPLE, "赵干事": ["office"], "王校长": ["head"]})

    refused = shell.bzr(*DECIDE, "--by", "张干事")

    assert (["赵干事"], ["张干事", "李干事"], None) == tuple(
        listed(shell)[key] for key in ("may_decide", "had_a_hand", "instead_of")
    )
    assert (1, True) == (refused.status, "不能由同一人决定;可以决定的:赵干事" in refused.err)
    assert 1 == shell.bzr(*DECIDE, "--by", "王校长").status
    assert 0 == shell.bzr(*DECIDE, "--by", "赵干事").status
    assert "由校长决定" not in shell.bzr("audit", "g1c1").out


@pytest.mark.parametrize("roles", [["head"], ["head", "office"]], ids=["head", "head-in-the-office"])
def test_where_nobody_else_is_left_the_head_decides_and_that_is_kept(shell: Shell, roles: list[str]) -> None:
    """With the right or without; list and trail say that four eyes was set aside, and for whom."""
    people = {**PEOPLE, "王校长": roles}
    appealed(shell, people)
    if roles != ["head"]:
        shell.write("t.csv", "日期,班级,事项\n2024-09-21,g1c1,集会缺席\n")

    before, page = listed(shell), shell.bzr("appeals").out
    refused = shell.bzr(*DECIDE, "--by", "李干事")
    decided = shell.bzr(*DECIDE, "--by", "王校长")

    assert ["王校长"] == before["may_decide"]
    assert (1, True) == (refused.status, "可以决定的:王校长" in refused.err)
    assert (0, "") == (decided.status, decided.err)
    alone = roles == ["head"]
    assert (["张干事", "李干事"] if alone else None) == before["instead_of"] == listed(shell)["instead_of"]
    assert alone == ("[没有别的人可以决定,可由校长决定(张干事、李干事都经手过)]" in page)
    note = "[没有别的人可以决定,由校长决定(张干事、李干事都经手过)]"
    assert (alone, alone) == (note in shell.bzr("audit", "g1c1").out, note in shell.bzr("appeals").out)


def test_a_head_who_had_a_hand_decides_where_nobody_else_is_left(shell: Shell) -> None:
    """An office of two, both in the fact: the head saw it, and decides; the reason is asked all the same."""
    appealed(shell, {"张干事": ["office"], "李干事": ["head"], "王老师": ["head-teacher"]})

    blank = shell.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", " ", "--by", "李干事")
    decided = shell.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "看得清楚", "--by", "李干事")

    assert (1, True) == (blank.status, "决定须写明理由" in blank.err)
    assert 0 == decided.status
    assert "驳回:看得清楚 [没有别的人可以决定,由校长决定(张干事都经手过)]" in shell.bzr("audit", "g1c1").out


def test_where_there_is_no_head_either_the_refusal_says_what_to_do(shell: Shell) -> None:
    """Nobody is left: another person has to be registered."""
    appealed(shell, {"张干事": ["office"], "王老师": ["head-teacher"]})

    refused = shell.bzr(*DECIDE, "--by", "张干事")

    assert ([], None) == (listed(shell)["may_decide"], listed(shell)["instead_of"])
    assert (1, True) == (
        refused.status,
        "没有人可以决定:在学校文件里再登记一位能做 appeal.decide 的人员" in refused.err,
    )


def test_nobody_decides_the_appeal_that_they_filed(shell: Shell) -> None:
    """Not even the head, who is head teacher of the class and nobody else is left."""
    appealed(shell, {"张干事": ["office"], "王老师": ["head-teacher", "head"]})

    refused = shell.bzr(*DECIDE, "--by", "王老师")

    assert (1, []) == (refused.status, listed(shell)["may_decide"])

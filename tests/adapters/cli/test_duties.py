"""`bzr duties`: every duty with what is recorded for it, and those for which nothing is."""

import json
from typing import Any

from tests.adapters.cli.calling import SCHOOL, Shell

OWN = """
[rulebook]
id = "own"
title = "本校"
[[duty]]
id = "dormitory"
title = "宿舍管理"
cites.X1 = "第3条"
[[kind]]
id = "dorm.visit"
title = "查寝"
duty = "dormitory"
fields.count = {}
[[kind]]
id = "odd"
title = "杂项"
fields.count = {}
[[item]]
id = "total"
title = "总分"
"""


def _recorded(shell: Shell, rows: str, school: str = SCHOOL) -> None:
    shell.write("school.toml", school)
    shell.write("s.csv", "date,class,fact\n" + rows)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv").status


def _duties(shell: Shell, *more: str) -> dict[str, Any]:
    document = json.loads(shell.bzr("duties", "g1c1", "2024-09", *more, "--json").out)
    return {one["id"]: one["facts"] for one in document["duties"]} | {"unfiled": document["unfiled"]}


def test_every_duty_has_its_line_and_the_bare_ones_are_named(shell: Shell) -> None:
    """Facts stand under the duty of their kind, the last day beside them."""
    _recorded(shell, "2024-09-03,g1c1,集会缺席\n2024-09-04,g1c1,集会缺席\n2024-09-05,g1c1,家校联系\n")

    answer = shell.bzr("duties", "g1c1", "2024-09")

    lines = answer.out.splitlines()
    assert (0, "") == (answer.status, answer.err)
    assert "高一(1)班 2024-09 职责与记录" == lines[0]
    assert ["班级管理", "2", "2024-09-04", "A2", "第2点;"] == lines[3].split()[:5]
    assert ["学生安全", "0", "—", "A2", "第6点;"] == lines[7].split()[:5]
    assert "没有任何记录:学生教育、学业与心理辅导、学生安全、协作与配合、自我提升" == lines[-1]


def test_a_void_fact_is_no_evidence(shell: Shell) -> None:
    """What was taken out shows nothing any more, and still did as of before."""
    _recorded(shell, "2024-09-05,g1c1,家校联系\n")
    fact = json.loads(shell.bzr("facts", "--json").out)["facts"][0]["id"]

    before = _duties(shell)["home-school"]
    shell.bzr("void", fact, "--reason", "记错了")

    assert (1, 0) == (before, _duties(shell)["home-school"])


def test_one_regulation_can_be_asked_for(shell: Shell) -> None:
    """A15 lists no self-improvement; a regulation that lists no duties is refused with those that do."""
    _recorded(shell, "2024-09-05,g1c1,家校联系\n")

    listed = _duties(shell, "--listed-in", "A15")
    wrong = shell.bzr("duties", "g1c1", "2024-09", "--listed-in", "B9")

    assert {
        "class-management",
        "student-education",
        "guidance",
        "home-school",
        "safety",
        "cooperation",
        "unfiled",
    } == set(listed)
    assert 2 == wrong.status
    assert "没有列职责的细则“B9”" in wrong.err
    assert "A15" in wrong.err


def test_duties_and_kinds_of_ones_own(shell: Shell) -> None:
    """A rulebook adds duties; a kind filed under none is counted apart."""
    shell.write("own.toml", OWN)
    school = SCHOOL.replace('rulebook = "monthly-quantified"', 'rulebook = "own.toml"')
    _recorded(shell, "2024-09-05,g1c1,查寝\n2024-09-05,g1c1,杂项\n", school)

    english = shell.bzr("duties", "g1c1", "2024-09", "--lang", "en").out.splitlines()

    assert (1, 1) == (_duties(shell)["dormitory"], _duties(shell)["unfiled"])
    assert "dormitory" not in english[-2]
    assert "1 facts are of kinds filed under no duty" == english[-1]

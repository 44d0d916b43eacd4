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
    """Work stands under the duty of its kind, the last day beside it, and what went wrong apart from it."""
    _recorded(
        shell, "2024-09-03,g1c1,刑事案件\n2024-09-04,g1c1,安全教育\n2024-09-05,g1c1,治安案件\n2024-09-05,g1c1,家访\n"
    )

    answer = shell.bzr("duties", "g1c1", "2024-09")

    lines = answer.out.splitlines()
    assert (0, "") == (answer.status, answer.err)
    assert "高一(1)班 2024-09 职责与记录" == lines[0]
    assert [
        "家校合作",
        "1",
        "2024-09-05",
        "—",
        "A1、A2、A4、A5、A9、A10、A12、A14、A15、A17、A18、A19、A21、B9",
    ] == lines[6].split()
    assert ["学生安全", "1", "2024-09-04", "刑事案件×1、治安案件×1"] == lines[7].split()[:4]
    assert "没有工作记录:班级管理、学生教育、学业与心理辅导、协作与配合、自我提升" == lines[-1]


def test_a_case_alone_is_no_evidence(shell: Shell) -> None:
    """A crime says that something went wrong; nothing says that safety was looked after."""
    _recorded(shell, "2024-09-03,g1c1,刑事案件\n")

    assert 0 == _duties(shell)["safety"]


def test_a_regulation_is_told_point_by_point(shell: Shell) -> None:
    """A15: the plan is there and the summary missing; a talk is evidence of 二6, a case stands beside it."""
    shell.write("school.toml", SCHOOL)
    shell.write(
        "s.csv",
        "date,class,fact,level,grade\n2024-09-04,g1c1,材料上交,计划,完整\n2024-09-05,g1c1,谈话,,\n2024-09-06,g1c1,治安案件,,\n",
    )
    shell.bzr("setup", "school.toml")
    assert 0 == shell.bzr("record", "s.csv").status

    lines = shell.bzr("duties", "g1c1", "2024-09", "--regulation", "A15").out.splitlines()
    document = json.loads(shell.bzr("duties", "g1c1", "2024-09", "--regulation", "A15", "--json").out)

    rows = {line.split()[0]: line.split()[1:] for line in lines[3:16]}
    assert ["开学一周内完成班级计划,学期结束写好总结", "材料上交(计划)×1", "材料上交(总结)", "—"] == rows["二1"]
    assert ["谈话×1", "帮扶转化、突发事件处置", "治安案件×1"] == rows["二6"][-3:]
    assert ["—", "家校联系、家访、家长会", "—"] == rows["二4"][-3:]
    assert "二1 材料上交(计划),每学期至少1次:够次数的时段1个" == lines[16]
    assert "没有工作记录:二2、二3、二4、二5、二7、二8、二9、二10、二11、二12、二13" == lines[-1]
    assert ("A15", 13) == (document["regulation"]["id"], len(document["points"]))


def test_what_is_asked_for_a_number_of_times_is_compared(shell: Shell) -> None:
    """B9 6.3: five visits a week, the week of 30 September with its days in October; a call at each home a term, still open."""
    shell.write("school.toml", SCHOOL.replace('grade = "高一"', 'grade = "高一"\nstudents = 3', 1))
    visits = [("03", "09", 5), ("10", "09", 4), ("30", "09", 4), ("06", "10", 1)]
    rows = [f"2024-{month}-{day},g1c1,宿舍走访,{count}\n" for day, month, count in visits]
    shell.write("s.csv", "date,class,fact,count\n" + "".join(rows) + "2024-09-10,g1c1,家校联系,2\n")
    shell.bzr("setup", "school.toml")
    assert 0 == shell.bzr("record", "s.csv").status

    asked = ("duties", "g1c1", "2024-09", "--regulation", "B9")
    lines = [line for line in shell.bzr(*asked).out.splitlines() if line.startswith("表6 6.3 ")][1:]
    document = json.loads(shell.bzr(*asked, "--json").out)

    assert [
        "表6 6.3 宿舍走访,每周至少5次:够次数的时段2个;2024-W37 4次(应有5次)、2024-W38 0次(应有5次)、2024-W39 0次(应有5次)",
        "表6 6.3 家校联系或家访,每学期每名学生至少1次:够次数的时段0个;2024-autumn 2次(应有3次,未到期)",
    ] == lines
    (point,) = (one for one in document["points"] if one["number"] == "表6 6.3")
    assert [0, 1, 5, 5, 0] == [one["missing"] for one in point["asks"][0]["periods"]]
    assert "student" == point["asks"][1]["each"]


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

    listed = _duties(shell, "--regulation", "A15")
    wrong = shell.bzr("duties", "g1c1", "2024-09", "--regulation", "B4")

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
    assert "没有列职责的细则“B4”" in wrong.err
    assert "A15" in wrong.err


def test_duties_and_kinds_of_ones_own(shell: Shell) -> None:
    """A rulebook adds duties; a kind filed under none is counted apart."""
    shell.write("own.toml", OWN)
    school = SCHOOL.replace('rulebook = "monthly-quantified"', 'rulebook = "own.toml"')
    _recorded(shell, "2024-09-05,g1c1,查寝\n2024-09-05,g1c1,杂项\n", school)

    english = shell.bzr("duties", "g1c1", "2024-09", "--lang", "en").out.splitlines()

    assert (1, 1) == (_duties(shell)["dormitory"], _duties(shell)["unfiled"])
    assert "dormitory" not in english[-2]
    assert "1 fact of kinds filed under no duty" == english[-1]


def test_a_label_of_ones_own_is_the_rulebooks(shell: Shell) -> None:
    """A school that has called a kind of its own 家访 before goes on with it: a sheet means its kind."""
    shell.write("own.toml", OWN.replace("查寝", "家访"))
    school = SCHOOL.replace('rulebook = "monthly-quantified"', 'rulebook = "own.toml"')
    _recorded(shell, "2024-09-05,g1c1,家访\n2024-09-05,g1c1,家长会\n", school)

    facts = json.loads(shell.bzr("facts", "--kind", "家访", "--json").out)["facts"]

    assert ["dorm.visit"] == [fact["fact"] for fact in facts]
    assert (1, 1) == (_duties(shell)["dormitory"], _duties(shell)["home-school"])

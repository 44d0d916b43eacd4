"""A class without a head teacher on a school day is named: by setup, in the month, in the term."""

import json
from datetime import date

import pytest

from bzr_adapters import School
from bzr_adapters.front_door.listings import VacancyRow
from tests.adapters.cli.calling import SCHOOL, Shell

GAP = SCHOOL.replace("to = 2024-09-20", "to = 2024-09-05").replace("from = 2024-09-21", "from = 2024-09-10")
SAID = GAP.replace("to = 2024-09-05", 'to = 2024-09-05\nreason = "借调"\napproved_by = "刘校长"')
WORDS = "2024-09-06至2024-09-09有2个上课日没有班主任(A3 第四条)"


def test_a_gap_between_two_head_teachers_is_named(shell: Shell) -> None:
    """By setup with the class, and beside the class in the month and the term."""
    shell.write("school.toml", GAP)

    told = shell.bzr("setup", "school.toml")

    assert f"注意 高一(1)班 {WORDS}" in told.out.splitlines()
    assert WORDS in shell.bzr("month", "2024-09").out
    assert WORDS in shell.bzr("term", "2024-autumn").out


def test_a_gap_stands_in_the_documents_and_in_python(shell: Shell) -> None:
    """With its first and last school day and how many there are; a class without a gap has no such key."""
    shell.write("school.toml", GAP)
    shell.bzr("setup", "school.toml")

    statements = json.loads(shell.bzr("month", "2024-09", "--json").out)["statements"]
    with School.open(f"sqlite:///{shell.folder / 'bzr.db'}") as school:
        listed, statement = school.vacancies(), school.statement("g1c1", "2024-09")

    gap = {"from": "2024-09-06", "to": "2024-09-09", "school_days": 2}
    assert [[gap], None] == [statement.get("vacancies") for statement in statements]
    assert [VacancyRow(class_id="g1c1", start=date(2024, 9, 6), end=date(2024, 9, 9), school_days=2)] == list(listed)
    assert [WORDS] == [remark.text for remark in statement.remarks if remark.code == "statement.no-head-teacher"]


def test_a_tenure_under_a_school_year_is_asked_for_its_reason_until_it_says_it(shell: Shell) -> None:
    """Each time something is registered; once said, with who approved it, audit and the teacher's page show both."""
    told = [_list_questions(shell, GAP), _list_questions(shell, GAP.replace("示例中学", "示例学校"))]

    assert told[0] == told[1]
    assert ["任期 g1c1 张老师(t01) 2024-09-01 – 2024-09-05"] == [line.split(" 不满")[0][3:] for line in told[0]]
    assert [] == _list_questions(shell, SAID)
    assert "(不满一学年:借调,刘校长批准)" in shell.bzr("audit", "张老师").out
    assert "不满一学年:借调,刘校长批准" in shell.bzr("teacher", "张老师").out
    tenures = json.loads(shell.bzr("teacher", "张老师", "--json").out)["tenures"]
    assert [{"reason": "借调", "approved_by": "刘校长"}] == [tenure["exception"] for tenure in tenures]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('reason = "借调"', "理由和批准人要一起写"),
        ('approved_by = "刘校长"', "理由和批准人要一起写"),
        ('reason = "借调"\napproved_by = "张 老师"', "不能由本人批准"),
    ],
)
def test_an_exception_names_its_reason_and_somebody_else_who_approved_it(shell: Shell, said: str, code: str) -> None:
    """Both or neither, and not the teacher's own approval."""
    shell.write("school.toml", GAP.replace("to = 2024-09-05", f"to = 2024-09-05\n{said}"))

    told = shell.bzr("setup", "school.toml")

    assert (1, True) == (told.status, code in told.err)


def _list_questions(shell: Shell, school: str) -> list[str]:
    shell.write("school.toml", school)
    return [line for line in shell.bzr("setup", "school.toml").out.splitlines() if "请在这条 [[tenure]] 写理由" in line]


def test_a_school_without_any_head_teacher_is_told_once(shell: Shell) -> None:
    """Not for every class and term."""
    shell.write("school.toml", SCHOOL[: SCHOOL.index("[[tenure]]")] + SCHOOL[SCHOOL.index("[[adopt]]") :])

    lines = [line for line in shell.bzr("setup", "school.toml").out.splitlines() if "A3 第四条" in line]

    assert ["还没有登记班主任(A3 第四条)"] == lines

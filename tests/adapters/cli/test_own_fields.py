"""Fields of a kind's own: named in a rulebook, recorded from sheets, corrected, shown and scored."""

import json

import pytest

from tests.adapters.cli.calling import Shell

RULEBOOK = """
[rulebook]
id = "late"
title = "迟到"
[[kind]]
id = "student.late"
title = "学生迟到"
fields = { student = { title = "学生" }, minutes = "number", asked = "date", at = "time", why = ["因公", "因私"] }
[[item]]
id = "total"
title = "总分"
base = 20
[[clause]]
id = "late"
title = "7:10以后到校为迟到,每人每月第二次起每次扣1分,因公除外"
cite = "试"
into = "total"
per = ["month", "student"]
facts = "student.late"
where.at.over = 07:10:00
except.why = "因公"
free = 1
points = -1
"""
SCHOOL = """
[school]
name = "示例学校"
timezone = "Asia/Shanghai"
[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
[[class]]
id = "g1c1"
name = "高一(1)班"
stage = "senior"
grade = "高一"
class_type = "普高班"
[[tenure]]
teacher = "t01"
name = "张老师"
class = "g1c1"
from = 2024-09-01
[[adopt]]
rulebook = "late.toml"
from = 2024-09-01
"""
SHEET = """日期,班级,事项,学生,minutes,asked,at,why
2024-09-03,g1c1,学生迟到,王某,5.0,2024/9/2,7:12,因私
2024-09-04,g1c1,学生迟到,王某,3,2024-09-04,07:11:00,因私
2024-09-05,g1c1,学生迟到,王某,3,2024-09-04,07:13,因公
2024-09-05,g1c1,学生迟到,李某,3,2024年9月4日,07:10,因私
2024-09-06,g1c1,学生迟到,李某,3,2024-09-04,07:30,因私
"""


@pytest.fixture
def late(shell: Shell) -> Shell:
    """A school whose rulebook has a kind with fields of its own, and a sheet of them recorded."""
    shell.write("late.toml", RULEBOOK)
    shell.write("school.toml", SCHOOL)
    shell.write("late.csv", SHEET)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "late.csv").status
    return shell


def test_own_fields_are_kept_in_their_normal_form(late: Shell) -> None:
    """A number without zeros, a day and a time as ISO 8601 writes them; recorded again, nothing is new."""
    (first, *_) = json.loads(late.bzr("facts", "--json").out)["facts"]

    assert {
        "student": "王某",
        "minutes": "5",
        "asked": "2024-09-02",
        "at": "07:12:00",
        "why": "因私",
    } == first["own"]
    assert "新记录0条" in late.bzr("record", "late.csv").out
    assert "学生王某" in late.bzr("facts").out


def test_each_student_is_counted_alone_and_exemptions_are_left_out(late: Shell) -> None:
    """王某 was late twice for his own reasons: one too many; 李某 once, at 7:30; 7:10 itself is in time."""
    (statement,) = json.loads(late.bzr("month", "2024-09", "--json").out)["statements"]
    (item,) = statement["items"]

    assert ("19.00", "-1.00") == (statement["total"], item["clauses"][0]["points"])
    assert 1 == len(item["clauses"][0]["excused"])


def test_an_own_field_is_corrected_like_any_other(late: Shell) -> None:
    """The other fields stay; what it was before is told."""
    found = json.loads(late.bzr("facts", "--json").out)["facts"][1]["id"]

    assert 0 == late.bzr("correct", found, "学生=李某", "--reason", "记错人").status
    fact = next(one for one in json.loads(late.bzr("facts", "--json").out)["facts"] if one["id"] == found)
    (statement,) = json.loads(late.bzr("month", "2024-09", "--json").out)["statements"]

    assert ("李某", "3") == (fact["own"]["student"], fact["own"]["minutes"])
    assert "19.00" == statement["total"]


def test_what_changed_in_own_fields_is_told_by_their_headers(late: Shell) -> None:
    """In the account of a correction, and of a sheet that has changed; what stayed is not told again."""
    late.write("late.csv", SHEET.replace("李某,3,2024-09-04,07:30", "李某,4,2024-09-04,07:30"))
    told = late.bzr("record", "late.csv").err
    found = json.loads(late.bzr("facts", "--json").out)["facts"][1]["id"]
    late.bzr("correct", found, "学生=李某", "--reason", "记错人")

    assert "minutes 3 → 4" in told
    assert "更正:学生 王某 → 李某,理由:记错人" in late.bzr("explain", "g1c1", "2024-09").out
    assert (
        "corrected: student 王某 → 李某, reason: 记错人" in late.bzr("explain", "g1c1", "2024-09", "--lang", "en").out
    )


def test_what_an_own_field_cannot_hold_is_refused_with_what_it_holds(late: Shell) -> None:
    """Every cell is named with its row and column."""
    late.write("bad.csv", "日期,班级,事项,学生,minutes,asked,at,why\n2024-09-03,g1c1,学生迟到,,多,昨天,25:00,因病\n")

    answer = late.bzr("record", "bad.csv")

    assert 1 == answer.status
    for part in (
        "缺少“学生”",
        "“minutes”读不懂“多”",
        "“asked”读不懂“昨天”",
        "“at”读不懂“25:00”",
        "没有“因病”这一级",
    ):
        assert part in answer.err


def test_a_field_of_another_kind_is_superfluous(late: Shell) -> None:
    """A common kind has no student."""
    late.write("bad.csv", "日期,班级,事项,学生\n2024-09-03,g1c1,卫生不合格,王某\n")

    assert "“卫生不合格”没有“student”一栏" in late.bzr("record", "bad.csv").err


def test_a_column_that_no_kind_has_is_still_unknown(late: Shell) -> None:
    """Only the fields of known kinds are columns."""
    late.write("bad.csv", "日期,班级,事项,教练\n2024-09-03,g1c1,卫生不合格,王某\n")

    assert "没有“教练”这一栏" in late.bzr("record", "bad.csv").err

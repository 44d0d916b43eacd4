"""The notice of published results (公示): by which rulebook, until when, which results, and where to object."""

import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell

STAFF = """
[[person]]
name = "陈主任"
roles = ["office"]

[[person]]
name = "王老师"
roles = ["head-teacher"]
"""
TERM = SCHOOL.replace('rulebook = "monthly-quantified"', 'rulebook = "eight-steps"')
MARKS = """\
日期,班级,事项,级别,项目,数值
2024-12-10,g1c1,指标考核,定期考核,学生出勤率,96
2024-12-11,g1c1,指标考核,抽查考核,卫生状况,90
2024-12-12,g1c1,指标考核,自我评估,考试成绩,84
2024-12-10,g1c2,指标考核,定期考核,学生出勤率,79.98
2024-12-10,g1c2,指标考核,定期考核,学生考试成绩,80
2024-12-10,g1c2,指标考核,定期考核,班级卫生状况,79.99
"""


def publish(shell: Shell, school: str, until: str, *more: str) -> None:
    """Set the school up, record September, publish it until a day."""
    shell.write("school.toml", school)
    shell.write("九月.csv", SEPTEMBER)
    assert [0, 0] == [shell.bzr("setup", "school.toml").status, shell.bzr("record", "九月.csv").status]
    assert 0 == shell.bzr("publish", "2024-09", "--until", until, *more).status


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "示例中学 2024-09 班主任考核结果公示",
                "",
                "按《班主任工作量化考核实施细则》(B9,第1版)考核的结果,公示到2024-10-12为止(含当日):",
                "对结果有异议的,请班主任在公示期内写明所对的事实或条款和理由,向政教处(陈主任)提出。",
                "",
                "示例中学 2024-10-08",
            ],
        ),
        (
            "en",
            [
                "示例中学 2024-09: results of the head teachers, public notice",
                "",
                "Results by 班主任工作量化考核实施细则 (B9, version 1), put up until 2024-10-12, that day included:",
                (
                    "Objections are brought to office (陈主任) by head-teacher within the notice, "
                    "with the fact or the clause they are about and the grounds."
                ),
                "",
                "示例中学 2024-10-08",
            ],
        ),
    ],
)
def test_a_notice_says_what_a_school_puts_up(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, lang: str, lines: list[str]
) -> None:
    """Above the table by what and until when, below it to whom objections go; the figures are those published."""
    publish(shell, SCHOOL, "2024-10-12")
    shell.write("school.toml", SCHOOL + STAFF)
    assert 0 == shell.bzr("setup", "school.toml").status
    monkeypatch.setenv("BZR_USER", "陈主任")
    assert 0 == shell.bzr("void", "a-1", "--reason", "误记").status

    *told, sealed = shell.bzr("notice", "2024-09", "--lang", lang).out.splitlines()
    document = json.loads(shell.bzr("notice", "2024-09", "--json", "--lang", lang).out)

    assert sealed.endswith(f" {document['checkpoint']}")
    assert lines == [*told[:3], *told[-3:]]
    assert [line.split()[2] for line in told[4:-3]] == [one["total"] for one in document["results"]]
    assert ["王老师", "李老师"] == [one["teacher"] for one in document["results"]]
    assert ([lines[2], lines[3], lines[5]], ["陈主任"]) == (document["text"], document["heard_by"])


def test_classes_published_until_different_days_stand_apart(shell: Shell) -> None:
    """Each with its own last day; after it nobody is told to object; without persons everybody objects to the school."""
    publish(shell, SCHOOL, "2024-10-09", "g1c1")
    shell.bzr("publish", "2024-09", "g1c2", "--until", "2024-10-20")
    shell.now = datetime(2024, 10, 10, 4, tzinfo=UTC)

    text = json.loads(shell.bzr("notice", "2024-09", "--json").out)["text"]
    alone = json.loads(shell.bzr("notice", "2024-09", "g1c2", "--json").out)["results"]

    assert "公示期到2024-10-09为止,已经不再受理申诉。" == text[1]
    assert "对结果有异议的,请在公示期内写明所对的事实或条款和理由,向学校提出。" == text[3]
    assert ["g1c2"] == [one["class"] for one in alone]


def test_there_is_no_notice_of_what_was_not_published(shell: Shell) -> None:
    """The answer says what to do first; as a document it is empty."""
    publish(shell, SCHOOL, "2024-10-12")

    none, document = shell.bzr("notice", "2024-10"), shell.bzr("notice", "2024-10", "--json")

    assert (1, ["错误:2024-10没有公示过的结果", "怎么办:先用 bzr publish 公示"]) == (none.status, none.err.splitlines())
    assert (1, [], []) == (document.status, json.loads(document.out)["results"], json.loads(document.out)["text"])


def test_a_school_that_adopts_only_eight_steps_has_grades_on_its_notice(shell: Shell) -> None:
    """The grades of the three indicators and of the whole stand beside the totals, each by its own figure."""
    shell.write("school.toml", TERM)
    shell.write("期末.csv", MARKS)
    shell.now = datetime(2025, 1, 20, 4, tzinfo=UTC)
    assert 0 == shell.bzr("setup", "school.toml").status
    answer = shell.bzr("record", "期末.csv")
    assert answer.err == ""
    shell.bzr("publish", "2024-autumn", "--until", "2025-01-27")

    results = json.loads(shell.bzr("notice", "2024-autumn", "--json").out)["results"]

    assert ["90.00", "79.99"] == [one["total"] for one in results]
    assert [
        {"attendance.grade": "优秀", "exams.grade": "良好", "hygiene.grade": "优秀", "result": "优秀"},
        {"attendance.grade": "合格", "exams.grade": "良好", "hygiene.grade": "合格", "result": "合格"},
    ] == [{grade["id"]: grade["grade"] for grade in one["grades"]} for one in results]


def test_a_figure_that_is_shown_above_the_limit_it_missed_is_told(shell: Shell) -> None:
    """89.995 is shown as 90.00 and graded 良好; once the figures have moved, the notice says nothing of the old ones."""
    shell.write("school.toml", TERM)
    shell.write("期末.csv", MARKS.replace("出勤率,96", "出勤率,95.985"))
    shell.now = datetime(2025, 1, 20, 4, tzinfo=UTC)
    shell.bzr("setup", "school.toml")
    shell.bzr("record", "期末.csv")
    shell.bzr("publish", "2024-autumn", "--until", "2025-01-27")
    told = shell.bzr("notice", "2024-autumn").out
    shell.write("补.csv", "日期,班级,事项,级别,项目,数值\n2024-12-13,g1c1,指标考核,抽查考核,考试成绩,100\n")
    shell.bzr("record", "补.csv")

    assert "高一(1)班 “学期考核”按89.995比较,不按90.00" in told
    assert "比较" not in shell.bzr("notice", "2024-autumn").out


def test_a_result_of_which_nothing_was_recorded_says_so(shell: Shell) -> None:
    """A total of nothing is no mark of nought: the notice says why it is there, for all to read."""
    shell.write("school.toml", TERM)
    shell.write("期末.csv", "\n".join(MARKS.splitlines()[:4]))
    shell.now = datetime(2025, 1, 20, 4, tzinfo=UTC)
    shell.bzr("setup", "school.toml")
    shell.bzr("record", "期末.csv")
    published = shell.bzr("publish", "2024-autumn", "--until", "2025-01-27", "--nothing-recorded", "病休")
    assert 0 == published.status, published.err

    lines = shell.bzr("notice", "2024-autumn").out.splitlines()
    results = json.loads(shell.bzr("notice", "2024-autumn", "--json").out)["results"]

    assert ["公示中", "公示中;没有任何记录:病休"] == [line.split()[-1] for line in lines[4:6]]
    assert [None, "病休"] == [one["nothing_recorded"] for one in results]

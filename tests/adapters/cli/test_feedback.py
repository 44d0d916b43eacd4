"""`bzr feedback`: what a head teacher is told, in words and as a document."""

import json
from typing import Any

import pytest

from tests.adapters.cli.calling import Shell
from tests.adapters.cli.golden import golden

OCTOBER = """\
日期,班级,事项,数量,级别,等级,编号
2024-10-08,g1c1,卫生不合格,1,,,b-1
2024-10-08,g1c1,刑事案件,1,,,b-2
2024-10-08,g1c1,沟通效果,,,一般,b-3
2024-10-08,g1c1,上级任务,,,差,b-4
2024-10-08,g1c1,培训,,市级,,b-5
"""


@pytest.fixture
def october(september: Shell) -> Shell:
    """The small school with October recorded as well."""
    september.write("十月.csv", OCTOBER)
    assert 0 == september.bzr("record", "十月.csv").status
    september.now = september.now.replace(month=11)
    return september


def document(shell: Shell, *arguments: str) -> Any:
    """The document of a call that has to be answered."""
    answer = shell.bzr("feedback", *arguments, "--json")
    assert (0, "") == (answer.status, answer.err)
    return json.loads(answer.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_reads_like_this(october: Shell, lang: str) -> None:
    """October beside September: strengths, shortcomings, advice, and the training plan, word for word."""
    answer = october.bzr("feedback", "g1c1", "2024-10", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"feedback.{lang}", answer.out) == answer.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_without_a_fault_reads_like_this(school: Shell, lang: str) -> None:
    """A rulebook of one item, nothing recorded, nothing lost."""
    school.write(
        "one.toml",
        '[rulebook]\nid = "one"\ntitle = "一项"\n[[item]]\nid = "total"\ntitle = "总分"\n'
        '[[item]]\nid = "i"\ntitle = "卫生"\ncite = "第1条"\ninto = "total"\nbase = 10\n'
        '[[clause]]\nid = "1"\ntitle = "每次扣1分"\ncite = "第1条"\ninto = "i"\n'
        'facts = "hygiene.finding"\npoints = -1\n',
    )
    text = (school.folder / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", text.replace('"monthly-quantified"', '"one.toml"'))
    assert 0 == school.bzr("setup", "school.toml").status

    answer = school.bzr("feedback", "g1c2", "2024-09", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"feedback-none.{lang}", answer.out) == answer.out


def test_the_document_says_all_of_it(october: Shell) -> None:
    """`bzr.feedback/1`, its points as text, its facts with id and day."""
    found = document(october, "g1c1", "2024-10")

    assert {
        "schema", "class", "teacher", "teachers", "period", "as_of", "position", "rulebook", "rulebook_version", "recorded", "provisional",
        "total", "previous", "strengths", "shortcomings", "silent", "fair", "duties", "plan", "training",
    } == set(found)  # fmt: skip
    cost = next(one for one in found["shortcomings"] if one["id"] == "2.1")
    assert ("cost", "-1.00", "1.00", "-2.00", "1.00") == tuple(
        cost[name] for name in ("says", "points", "lost", "before", "change")
    )
    assert [{"id": "b-1", "date": "2024-10-08", "fact": "hygiene.finding", "label": "卫生不合格"}] == cost["facts"]
    assert "以不再有扣分的“卫生不合格”记录为证" in cost["advice"]
    assert [("b-5", "市级")] == [(one["id"], one["level"]) for one in found["training"]]


def test_a_term_has_its_sheet_too(october: Shell) -> None:
    """The clauses of its months, on the days of the head teacher who is told; the plan holds their losses."""
    found = document(october, "g1c1", "2024-autumn")

    cost = next(one for one in found["shortcomings"] if one["id"] == "2.1")
    assert ("-1.00", ["b-1"]) == (cost["points"], [one["id"] for one in cost["facts"]])
    assert None is found["previous"]
    assert "safety" in [need["duty"] for need in found["plan"]]
    assert ["t01", "t03"] == [one["teacher"] for one in found["teachers"]]


def test_whose_days_are_left_out_is_said(october: Shell) -> None:
    """In September the head teacher changed: the sheet says so, in both languages."""
    zh, en = (october.bzr("feedback", "g1c1", "2024-09", "--lang", lang).out.splitlines()[2] for lang in ("zh", "en"))

    assert "以下只说王老师任班主任期间的情况;张老师(09-02至09-20)任内的事实不在此列,总分是全班整个时段的" == zh
    assert (
        "only the days of t03 are told of below; facts of the days of t01 (09-02 to 09-20) are left out, the total is the class's for the whole period"
        == en
    )


def test_training_in_another_class_is_the_teachers_own(october: Shell) -> None:
    """Given a head teacher of two classes, then training recorded with one is named on the sheet of the other."""
    text = (october.folder / "school.toml").read_text(encoding="utf-8")
    text += '\n[[class]]\nid = "g1c3"\nname = "高一(3)班"\ngrade = "高一"\nfrom = 2024-09-21\n'
    text += '\n[[tenure]]\nteacher = "t03"\nname = "王老师"\nclass = "g1c3"\nfrom = 2024-09-21\n'
    october.write("school.toml", text)
    assert 0 == october.bzr("setup", "school.toml").status
    october.write("培训.csv", "日期,班级,事项,级别,编号\n2024-10-09,g1c3,培训,校级,c-1\n")
    assert 0 == october.bzr("record", "培训.csv").status

    assert ["b-5", "c-1"] == [one["id"] for one in document(october, "g1c1", "2024-10")["training"]]


def test_a_void_fact_is_not_told(october: Shell) -> None:
    """What was taken out speaks neither for nor against, and still did as of before."""
    october.bzr("void", "b-2", "--reason", "误记")

    now, then = (
        [one["id"] for one in document(october, "g1c1", "2024-10", *more)["shortcomings"]]
        for more in ((), ("--as-of", "2024-10-31"))
    )
    assert ("3.2" in now, "3.2" in then) == (False, True)


def test_a_month_without_a_statement_is_told_as_always(october: Shell) -> None:
    """August has no school day: status 1, one block."""
    answer = october.bzr("feedback", "g1c1", "2024-08")

    assert (1, "") == (answer.status, answer.out)
    assert answer.err.startswith("错误:2024-08没有考核表\n")

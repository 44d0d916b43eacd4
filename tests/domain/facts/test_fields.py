"""Whether a fact's fields are those of its kind: every message word for word."""

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fields import check_fields
from tests.support.builders import fact, monthly, small_book

CASES: dict[str, tuple[Fact, str, str]] = {
    "a field the kind lacks": (
        fact("hygiene.finding", grade="好"),
        "“卫生不合格”没有“等级”一栏,不应填写 — “卫生不合格”的栏目:数量",
        "hygiene.finding has no grade: leave it empty — fields of hygiene.finding: count",
    ),
    "a count the kind lacks": (
        fact("hygiene.score", value=95, count=2),
        "“卫生评分”没有“数量”一栏,不应填写 — “卫生评分”的栏目:数值",
        "hygiene.score has no count: leave it empty — fields of hygiene.score: value",
    ),
    "a step that is missing": (
        fact("award.student"),
        "“学生表彰”缺少“级别” — 请填写:校级、市级、省级、国家级",
        "award.student lacks its level — fill in: 校级, 市级, 省级, 国家级",
    ),
    "a number that is missing": (
        fact("hygiene.score"),
        "“卫生评分”缺少“数值” — 请填写:0–100之间的数",
        "hygiene.score lacks its value — fill in: a number within 0–100",
    ),
    "a number without an upper end that is missing": (
        fact("duty.hours", count=8),
        "“坐班”缺少“数值” — 请填写:不小于0的数",
        "duty.hours lacks its value — fill in: a number of at least 0",
    ),
    "points that are missing": (
        fact("council.decision", item="safety", note="会议"),
        "“校务委员会决定”缺少“分值” — 请填写:一个准确的数",
        "council.decision lacks its points — fill in: an exact number",
    ),
    "a note that is missing": (
        fact("council.decision", item="safety", points=1),
        "“校务委员会决定”缺少“备注” — 请填写:文字",
        "council.decision lacks its note — fill in: text",
    ),
    "an unknown step": (
        fact("award.student", level="县级"),
        "“学生表彰”没有“县级”这一级 — 应为:校级、市级、省级、国家级",
        "award.student has no step '县级' — one of: 校级, 市级, 省级, 国家级",
    ),
    "a number above its range": (
        fact("hygiene.score", value="100.01"),
        "“卫生评分”的数100.01超出范围 — 0–100之间的数",
        "100.01 is out of range for hygiene.score — a number within 0–100",
    ),
    "a number below its range": (
        fact("attendance.rate", value="-1"),
        "“出勤率”的数-1超出范围 — 0–100之间的数",
        "-1 is out of range for attendance.rate — a number within 0–100",
    ),
    "a number that is none": (
        fact("council.decision", item="safety", points="NaN", note="会议"),
        "“校务委员会决定”的数NaN超出范围 — 一个准确的数",
        "NaN is out of range for council.decision — an exact number",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_field_is_refused_in_these_words(name: str) -> None:
    """What is wrong with the field, and what to write there."""
    one, zh, en = CASES[name]

    found = check_fields(monthly().kinds[one.kind], one)

    assert [(zh, en)] == [
        (f"{p.what.zh} — {p.expected}", f"{p.what.en} — {p.expected.en}") for p in found if p.expected
    ]


def test_place_note_and_recorder_are_always_allowed() -> None:
    """Evidence may stand beside any fact."""
    one = fact("hygiene.finding", place="教室", note="地面", recorder="王")

    assert [] == check_fields(monthly().kinds["hygiene.finding"], one)


def test_an_optional_field_may_be_left_empty() -> None:
    """A field that says `optional` is not missed."""
    book = small_book(
        '[[kind]]\nid = "school.bell"\ntitle = "打铃"\nfields.level = { scale = ["轻"], optional = true }\n'
    )

    assert [] == check_fields(book.kinds["school.bell"], fact("school.bell"))


def test_a_kind_without_fields_says_so() -> None:
    """A kind may have no field at all."""
    book = small_book('[[kind]]\nid = "school.bell"\ntitle = "打铃"\n')
    found = check_fields(book.kinds["school.bell"], fact("school.bell", grade="好"))

    assert ["“打铃”的栏目:无"] == [str(problem.expected) for problem in found]
    assert ["fields of school.bell: none"] == [problem.expected.en for problem in found if problem.expected]

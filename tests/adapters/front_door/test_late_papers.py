"""What is handed in after a term's end (迟交的材料): it may be dated until the next term begins, and belongs to the term just ended."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import Invalid, Refused, School
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import Ink
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school
from tests.support.documents import list_faults

RULES = """
[rulebook]
id = "papers"
title = "材料"
[[item]]
id = "total"
title = "总分"
[[clause]]
id = "count"
title = "总结每份1分"
cite = "本校"
into = "total"
facts = ["papers.submitted", "own.return"]
[[item]]
id = "total.term"
title = "学期总分"
per = "term"
[[clause]]
id = "summary"
title = "总结期末交,迟一周以内得1分,再迟扣1分,不交扣2分"
cite = "本校"
into = "total.term"
per = "term"
facts = "papers.submitted"
where.level = "总结"
number = "late"
due = "end"
take = "lowest"
table = [{ upto = 0, gives = 2 }, { upto = 7, gives = 1 }, { gives = -1 }]
empty = -2
[[kind]]
id = "own.return"
title = "归还钥匙"
handed_in = true
"""
TERMS = [
    {"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"},
    {"id": "2025-spring", "start": "2025-02-17", "end": "2025-07-04"},
]
TENURES = [
    {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01", "to": "2025-01-31"},
    {"teacher": "t02", "name": "王老师", "class": "g1c1", "from": "2025-02-01"},
]


@pytest.fixture
def school(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A class whose head teacher changes in the winter holidays; it is 10 March 2025."""
    file = tmp_path / "papers.toml"
    file.write_text(RULES, encoding="utf-8")
    clock.set("2025-03-10T12:00+08:00")
    changed: dict[str, Any] = {"term": TERMS, "tenure": TENURES}
    changed["adopt"] = [{"rulebook": str(file), "from": "2024-09-01"}]
    with create_school({**DECLARATION, **changed}, clock, lang="zh") as school:
        yield school


def summary(day: str, **fields: Any) -> Mapping[str, Any]:
    """A summary handed in on a day."""
    return {"date": day, "class": "g1c1", "fact": "材料上交", "level": "总结", "grade": "完整", **fields}


@pytest.mark.parametrize(
    ("day", "points"), [("2025-01-17", 2), ("2025-01-18", 1), ("2025-01-24", 1), ("2025-01-25", -1), ("2025-02-16", -1)]
)
def test_a_summary_of_the_holidays_counts_in_the_term_just_ended_by_its_own_day(
    school: School, day: str, points: int
) -> None:
    """Its lateness is that of the day on which it was handed in, and the term's last month counts it."""
    school.acting("李老师").record([summary(day)])
    term = school.statement("g1c1", "2024-autumn")
    assert term.total == points
    assert not term.provisional
    assert school.statement("g1c1", "2025-01").total == 1
    assert school.statement("g1c1", "2025-02").total == 0


def test_from_the_next_term_on_it_belongs_to_that_term(school: School) -> None:
    """The autumn then has no summary."""
    school.acting("李老师").record([summary("2025-02-17")])
    assert school.statement("g1c1", "2024-autumn").total == -2
    assert school.statement("g1c1", "2025-02").total == 1


def test_it_is_about_the_head_teacher_of_the_terms_last_day(school: School) -> None:
    """And is refused of the next one, whatever day of the holidays it is."""
    me = school.acting("李老师")
    me.record([summary("2025-02-10"), {"date": "2025-02-11", "class": "高一(1)班", "fact": "归还钥匙"}])
    assert [(fact.on.isoformat(), fact.teacher) for fact in school.facts("g1c1", "2025-01")] == [
        ("2025-02-10", "t01"),
        ("2025-02-11", ""),
    ]
    assert [] == list(school.facts("g1c1", "2025-02"))
    with pytest.raises(Invalid):
        me.record([summary("2025-02-12", teacher="王老师")])


def test_what_is_not_handed_in_stays_outside_every_term(school: School) -> None:
    """And so does what is handed in before the first term."""
    me = school.acting("李老师")
    for row in ({"date": "2025-01-20", "class": "g1c1", "fact": "卫生不合格"}, summary("2024-08-30")):
        with pytest.raises(Invalid) as refused:
            me.record([row])
        assert "fact.outside-terms" in [problem.code for problem in refused.value.problems]


def test_recorded_again_it_is_known_and_a_correction_moves_its_day(school: School, tmp_path: Path) -> None:
    """It stands in the history of its term, and in its sheet on its own day."""
    me, sheet = school.acting("李老师"), tmp_path / "收件.csv"
    sheet.write_text("日期,班级,事项,级别,等级\n2025-01-25,g1c1,材料上交,总结,完整\n", encoding="utf-8")
    (name,) = me.record([sheet]).new
    assert me.record([sheet]).new == ()
    me.correct(name, date="2025-01-20", reason="收件日记错")
    assert school.statement("g1c1", "2024-autumn").total == 1
    me.correct(name, date="2025-02-18", reason="实为开学后交")
    assert school.statement("g1c1", "2024-autumn").total == -2


def test_its_account_tells_both_days_and_its_document_the_own(school: School) -> None:
    """The line stands in the term, and below it when the summary was handed in."""
    school.acting("李老师").record([summary("2025-01-25")])
    explanation = school.explain("g1c1", "2024-autumn")
    assert [] == list_faults(explanation.to_dict())
    text = "\n".join(explain_lines(explanation, Ink(coloured=False)))
    assert "2025-01-25 上交,计入刚结束的学期" in text
    (fact,) = school.facts("g1c1", "2024-autumn")
    assert fact.to_dict()["date"] == "2025-01-25"


def test_what_it_moves_that_was_published_is_told(school: School) -> None:
    """A term published without the summary moves with it, and the receipt says so."""
    me = school.acting("李老师")
    me.publish("2024-autumn", until="2025-03-15", classes=["g1c1"], nothing_recorded="没有上交")
    receipt = me.record([summary("2025-01-25")])
    assert receipt.preview is not None
    assert [(change.class_id, change.month) for change in receipt.preview.changes] == [("g1c1", "2024-autumn")]


def test_a_calendar_cannot_take_it_into_the_next_term(school: School) -> None:
    """A term that would begin before it is refused, as it would leave the term it stands in."""
    me = school.acting("李老师")
    me.record([summary("2025-02-10")])
    earlier = [TERMS[0], {**TERMS[1], "start": "2025-02-10"}]
    with pytest.raises(Refused) as refused:
        me.declare({**DECLARATION, "term": earlier, "tenure": TENURES, "adopt": []})
    assert refused.value.code == "register.term-has-facts"

"""Admission says every reason why a row cannot become a fact, in exactly these words."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.vocabulary import SharedVocabulary
from bzr_domain.kernel.messages import Problem
from bzr_domain.register.roster import ClassChange, SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from tests.support.builders import AUTUMN, adopted, monthly, school, small_book

SECOND = SchoolClass(id="g1c2", name="高一(2)班", stage="senior", grade="高一")
THIRD = SchoolClass(id="g1c3", name="高一(3)班", stage="senior", grade="高一")
START = date(2020, 9, 1)


def two_teachers() -> SchoolRegister:
    """t01 has g1c1; t02 has g1c2 and g1c3; another Li has no class any more."""
    one = school(adopted(monthly()))
    others = (
        Tenure(teacher="t02", name="李老师", class_id="g1c2", start=START),
        Tenure(teacher="t02", name="李老师", class_id="g1c3", start=START),
        Tenure(teacher="t03", name="李老师", class_id="g1c1", start=date(2019, 9, 1), end=date(2020, 8, 31)),
        Tenure(teacher="t04", name="王老师", class_id="g1c1", start=date(2018, 9, 1), end=date(2019, 8, 31)),
    )
    return attrs.evolve(
        one,
        classes={
            **one.classes,
            "g1c2": SECOND,
            "g1c3": THIRD,
            "g1c4": attrs.evolve(THIRD, id="g1c4", name="四班"),
        },
        tenures=(*one.tenures, *others),
    )


def admit(
    kind: str = "hygiene.finding", register: SchoolRegister | None = None, **words: Any
) -> Fact | tuple[Problem, ...]:
    """What the desk says to a row; the day and the class are filled in unless the test says otherwise."""
    desk = Admission(register or two_teachers(), lambda *_: monthly(), date(2024, 12, 31))
    row = {"on": date(2024, 9, 3), "class_ref": "g1c1", **words}
    return desk.admit(FactRow(kind=kind, **row))


def said(found: Fact | tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Field, Chinese and English of each problem."""
    assert isinstance(found, tuple)
    lines = []
    for one in found:
        zh, en = (f" — {one.expected.zh}", f" — {one.expected.en}") if one.expected is not None else ("", "")
        lines.append((one.field, one.what.zh + zh, one.what.en + en))
    return lines


def test_a_row_becomes_a_fact_with_its_head_teacher() -> None:
    """A fact about a teacher stands for the class held that day; the label serves for the id."""
    found = admit("缺查课", count=2)

    assert Fact(kind="lesson.check_missed", on=date(2024, 9, 3), class_id="g1c1", teacher="t01", count=2) == found


def test_a_fact_about_a_class_has_no_teacher() -> None:
    """Whoever has the class, the fact is about the class."""
    assert Fact(kind="hygiene.finding", on=date(2024, 9, 3), class_id="g1c1") == admit()


def test_the_class_is_found_by_its_teacher() -> None:
    """A teacher with one class need not name it."""
    found = admit("缺查课", class_ref=None, teacher_ref="张老师")

    assert isinstance(found, Fact)
    assert "g1c1" == found.class_id


def test_english_words_are_words_of_the_scale() -> None:
    """Good is 好."""
    found = admit("contact.rating", grade="Good")

    assert isinstance(found, Fact)
    assert "好" == found.grade


PROBLEMS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "a day to come": (
        {"on": date(2025, 1, 2)},
        [("date", "日期2025-01-02晚于今天2024-12-31", "2025-01-02 is after today, 2024-12-31")],
    ),
    "a day outside every term": (
        {"on": date(2024, 8, 1)},
        [
            (
                "date",
                "日期2024-08-01不在任何学期内 — 学期:2024-09-02至2025-01-17",
                "2024-08-01 lies outside every term — terms: 2024-09-02 to 2025-01-17",
            )
        ],
    ),
    "an unknown class": (
        {"class_ref": "g1c11"},
        [
            (
                "class",
                "没有班级“g1c11” — 可用的有:四班、高一(1)班、高一(2)班、高一(3)班、g1c1、g1c2、g1c3、g1c4",
                "there is no class 'g1c11' — known: g1c1, g1c2, g1c3, g1c4, 四班, 高一(1)班, 高一(2)班, 高一(3)班",
            )
        ],
    ),
    "a slip in a class name": (
        {"class_ref": "高一(2)般"},
        [
            (
                "class",
                "没有班级“高一(2)般” — 是不是“高一(2)班”?",
                "there is no class '高一(2)般' — did you mean '高一(2)班'?",
            )
        ],
    ),
    "no class and no teacher": (
        {"class_ref": None},
        [
            (
                "class",
                "缺少班级 — 请写明班级编号或名称",
                "the class is missing — name the class by id or name",
            )
        ],
    ),
    "an unknown teacher": (
        {"kind": "lesson.check_missed", "teacher_ref": "张教师"},
        [
            (
                "teacher",
                "没有班主任“张教师” — 是不是“张老师”?",
                "there is no teacher '张教师' — did you mean '张老师'?",
            )
        ],
    ),
    "an unknown teacher of no class": (
        {"kind": "lesson.check_missed", "class_ref": None, "teacher_ref": "t011"},
        [
            (
                "teacher",
                "没有班主任“t011” — 可用的有:张老师、李老师、王老师、t01、t02、t03、t04",
                "there is no teacher 't011' — known: t01, t02, t03, t04, 张老师, 李老师, 王老师",
            )
        ],
    ),
    "a name of two teachers": (
        {"kind": "lesson.check_missed", "teacher_ref": "李老师"},
        [
            (
                "teacher",
                "班主任“李老师”有2个 — 请写编号:t02、t03",
                "'李老师' can mean 2 of them — write the id: t02, t03",
            )
        ],
    ),
    "a teacher of two classes": (
        {"kind": "lesson.check_missed", "class_ref": None, "teacher_ref": "t02"},
        [
            (
                "class",
                "t02在2024-09-03有2个班级 — 请写明班级编号或名称",
                "t02 has 2 classes on 2024-09-03 — name the class by id or name",
            )
        ],
    ),
    "a teacher of no class": (
        {"kind": "lesson.check_missed", "class_ref": None, "teacher_ref": "t03"},
        [
            (
                "teacher",
                "t03在2024-09-03不是班主任 — 请写明班级编号或名称",
                "t03 has no class on 2024-09-03 — name the class by id or name",
            )
        ],
    ),
    "a teacher of another class": (
        {"kind": "lesson.check_missed", "teacher_ref": "王老师"},
        [
            (
                "teacher",
                "王老师在2024-09-03不是班级“g1c1”的班主任 — 那天的班主任是张老师(t01)",
                "王老师 does not have class 'g1c1' on 2024-09-03 — its head teacher is t01 that day",
            )
        ],
    ),
    "a class without a head teacher": (
        {"kind": "lesson.check_missed", "class_ref": "四班"},
        [
            (
                "teacher",
                "班级“g1c4”在2024-09-03没有班主任",
                "class 'g1c4' has no head teacher on 2024-09-03",
            )
        ],
    ),
    "a teacher where the fact is about the class": (
        {"teacher_ref": "t01"},
        [
            (
                "teacher",
                "“卫生不合格”是关于班级的事项,班主任一栏应留空",
                "hygiene.finding is about a class: leave the teacher empty",
            )
        ],
    ),
    "an unknown fact": (
        {"kind": "卫生不及格"},
        [
            (
                "fact",
                "没有事项“卫生不及格” — 是不是“卫生不合格”?",
                "there is no fact kind '卫生不及格' — did you mean '卫生不合格'?",
            )
        ],
    ),
    "a count below one": (
        {"count": 0},
        [("count", "数量0小于1 — 不小于1的整数", "the count 0 is below 1 — a whole number, 1 or more")],
    ),
    "an unknown item": (
        {"kind": "council.decision", "item": "安全", "points": Decimal(1), "note": "会议"},
        [
            (
                "item",
                "没有项目“安全” — 是不是“安全管理”?",
                "there is no item '安全' — did you mean '安全管理'?",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_row_is_refused_in_these_words(name: str) -> None:
    """What is wrong, what would be right: said completely, in both languages."""
    words, expected = PROBLEMS[name]

    assert expected == said(admit(**words))


def test_all_problems_of_a_row_are_named_at_once() -> None:
    """The class, the day and the step are wrong: nobody has to try three times."""
    found = admit("award.student", class_ref="x", on=date(2024, 8, 1), level="县级")

    assert ["date", "class", "level"] == [field for field, _, _ in said(found)]


def test_an_unknown_fact_does_not_hide_an_unknown_class() -> None:
    """Both names are looked up before anything is said."""
    assert ["class", "fact"] == [field for field, _, _ in said(admit("zzz", class_ref="x"))]


def test_a_day_is_refused_where_there_is_no_term_at_all() -> None:
    """A school without terms has no day to record on."""
    found = admit(register=school(adopted(monthly()), terms=()))

    assert (
        "date",
        "日期2024-09-03不在任何学期内 — 学期:无",
        "2024-09-03 lies outside every term — terms: none",
    ) in said(found)


def test_a_decision_lands_only_on_an_item_that_takes_decisions() -> None:
    """A council decision that no clause counts is refused when it is recorded."""
    book = small_book("")
    desk = Admission(school(adopted(book)), lambda *_: book, date(2024, 12, 31))
    wish = FactRow(
        kind="council.decision",
        on=date(2024, 9, 3),
        class_ref="g1c1",
        item="某项",
        points=Decimal(1),
        note="会议",
    )

    assert [
        (
            "item",
            "项目“x”没有采纳校务委员会决定的条款",
            "no clause of item 'x' takes council decisions",
        )
    ] == said(desk.admit(wish))


def test_the_item_of_a_survey_is_kept_as_it_is_written_where_no_clause_asks_for_one() -> None:
    """Surveys can be recorded under any rulebook; what it does not count is listed as recorded and not scored."""
    found = admit("survey.score", level="学生", value=Decimal(90), item="师德")

    assert isinstance(found, Fact)
    assert "师德" == found.item


INDICATORS = """
[[item]]
id = "lessons"
title = "教学工作"
into = "total"
[[clause]]
id = "2"
title = "课堂教学工作(占比30%)"
cite = "某处"
into = "lessons"
facts = "survey.score"
where.item = "课堂教学"
number = "value"
take = "mean"
[[clause]]
id = "3"
title = "辅导:课内、课外"
cite = "某处"
into = "x"
facts = [{ kind = "survey.score", item = ["课内辅导", "课外辅导"] }]
number = "value"
take = "mean"
"""


def rated(item: str, rules: str = INDICATORS) -> Fact | tuple[Problem, ...]:
    """What the desk says under some rules to a survey about an item."""
    desk = Admission(two_teachers(), lambda *_: small_book(rules), date(2024, 12, 31))
    words: dict[str, Any] = {"level": "学生", "value": Decimal(90), "item": item}
    return desk.admit(FactRow(kind="survey.score", on=date(2024, 9, 3), class_ref="g1c1", **words))


@pytest.mark.parametrize(
    "word", ["课堂教学", "课堂教学工作", "课堂教学工作（占比30%）", "教学工作", "lessons", "2", " 课堂 教学"]
)
def test_the_regulations_words_are_taken_as_the_item_that_clauses_test(word: str) -> None:
    """By the clause's title or number, or by the item that holds nothing else."""
    found = rated(word)

    assert isinstance(found, Fact)
    assert "课堂教学" == found.item


@pytest.mark.parametrize(("word", "near"), [("课内", ("课内辅导",)), ("辅导", ()), ("总分", ())])
def test_an_indicator_that_no_clause_reads_is_refused_with_the_near_ones(word: str, near: tuple[str, ...]) -> None:
    """It would be recorded and count for nothing; a title that several items share names none of them."""
    found = rated(word)

    assert not isinstance(found, Fact)
    assert [("rulebook.unknown-item", f"没有哪一条计项目“{word}”的测评")] == [(p.code, p.what.zh) for p in found]
    assert set(near) <= set(found[0].near)


def test_a_clause_that_takes_every_item_lets_every_word_in() -> None:
    """Then nothing recorded is left uncounted."""
    found = rated("师德", INDICATORS.replace('where.item = "课堂教学"\n', ""))

    assert isinstance(found, Fact)
    assert "师德" == found.item


def test_the_words_of_rulebooks_for_several_purposes_are_taken_together() -> None:
    """An item that one of them reads is taken; where one takes every item, every word is."""
    indicators, silent = small_book(INDICATORS), monthly()
    every = small_book(INDICATORS.replace('where.item = "课堂教学"\n', ""))

    both = SharedVocabulary([silent, indicators])
    assert "课堂教学" == (both.item_words("survey.score") or {})["课堂教学工作"]
    assert SharedVocabulary([silent, every]).item_words("survey.score") is None
    assert {} == SharedVocabulary([silent, silent]).item_words("survey.score")


def test_a_decision_that_its_items_clause_would_not_count_is_refused() -> None:
    """The clause asks for another item, so that the decision would move nothing."""
    clause = '[[clause]]\nid = "c"\ntitle = "决定"\ncite = "某处"\ninto = "x"\nnumber = "chosen"\ntake = "total"\n'
    book = small_book(clause + 'facts = "council.decision"\nwhere.item = "y"\n')
    desk = Admission(two_teachers(), lambda *_: book, date(2024, 12, 31))
    words: dict[str, Any] = {"item": "某项", "points": Decimal(-2), "note": "会议"}
    found = desk.admit(FactRow(kind="council.decision", on=date(2024, 9, 3), class_ref="g1c1", **words))

    assert not isinstance(found, Fact)
    assert ["fact.item-without-decisions"] == [problem.code for problem in found]


def test_another_word_for_an_item_is_read_as_its_step() -> None:
    """Where a kind's items are a scale; a word that is none is refused with all that there are."""
    book = small_book(
        'base = 0\n[[kind]]\nid = "mark"\ntitle = "评分"\nfields.value = {}\n'
        'fields.item = { scale = ["1.1", "1.2"], words = { "成绩档案" = "1.1" } }\n'
    )
    desk = Admission(two_teachers(), lambda *_: book, date(2024, 12, 31))

    def marked(item: str) -> Fact | tuple[Problem, ...]:
        row = FactRow(kind="mark", on=date(2024, 9, 3), class_ref="g1c1", value=Decimal(3), item=item)
        return desk.admit(row)

    known = marked("成绩 档案")
    assert isinstance(known, Fact)
    assert "1.1" == known.item
    assert [("item", "“评分”没有“2.1”这一级 — 应为:1.1、1.2", "mark has no step '2.1' — one of: 1.1, 1.2")] == said(
        marked("2.1")
    )


def test_a_class_is_looked_up_by_name() -> None:
    """`bzr facts 高一(1)班` finds the class, and says what is wrong with a name it does not know."""
    desk = Admission(two_teachers(), lambda *_: monthly(), AUTUMN.end)

    assert "g1c1" == desk.find_class("高一(1) 班", AUTUMN.start)
    assert [("class", "没有班级“g9” — 可用的有:四班、高一(1)班、高一(2)班、高一(3)班、g1c1、g1c2、g1c3、g1c4")] == [
        (field, zh)
        for field, zh, _ in said(desk.find_class("g9", AUTUMN.start))  # type: ignore[arg-type]  # it is refused
    ]


def test_a_name_of_other_days_is_told_with_what_the_class_is_called_since() -> None:
    """Renamed before the day or after it, and dissolved since: the id, each name with its first day, the last day."""
    change = ClassChange(start=date(2024, 10, 8), name="高一(创新)班")
    renamed = attrs.evolve(SECOND, name="高一(4)班", end=date(2024, 12, 1), changes=(change,))
    one = two_teachers()
    desk = Admission(attrs.evolve(one, classes={"g1c2": renamed}), lambda *_: monthly(), AUTUMN.end)
    zh = "班级g1c2:2024-10-08以前叫“高一(4)班”,2024-10-08起叫“高一(创新)班”,到2024-12-01为止"
    en = "class g1c2: before 2024-10-08 called '高一(4)班', from 2024-10-08 '高一(创新)班', until 2024-12-01"

    for name, day in (("高一4班", date(2024, 11, 1)), ("高一(创新)班", date(2024, 9, 3))):
        assert [("class", f"没有班级“{name}” — {zh}", f"there is no class {name!r} — {en}")] == said(
            desk.find_class(name, day)  # type: ignore[arg-type]  # it is refused
        )
    assert "g1c2" == desk.find_class("高一4班", date(2024, 9, 3))


def test_the_vocabulary_is_that_of_the_class_and_the_day() -> None:
    """Which words are known depends on the rulebook in force there and then."""
    asked: list[tuple[str | None, date]] = []

    def words(class_id: str | None, day: date) -> Book:
        asked.append((class_id, day))
        return monthly()

    desk = Admission(two_teachers(), words, date(2024, 12, 31))

    desk.admit(FactRow(kind="卫生不合格", on=date(2024, 9, 3), class_ref="高一(2)班"))

    assert [("g1c2", date(2024, 9, 3))] == asked


def test_a_student_is_named_by_the_pseudonym_of_the_class() -> None:
    """What begins as a pseudonym is taken for one, and refused where it is none; a row without a class asks for nobody."""
    asked: list[tuple[str, str]] = []

    def find(class_id: str, text: str) -> str:
        asked.append((class_id, text))
        return "student:abcdefghijklmnop"

    book = small_book('base = 9\n[[kind]]\nid = "late"\ntitle = "迟到"\nfields.who = { type = "student" }\n')
    desk = Admission(two_teachers(), lambda *_: book, date(2024, 12, 31), find)

    def admit_student(text: str, class_ref: str = "g1c1") -> object:
        row = FactRow(kind="late", on=date(2024, 9, 3), class_ref=class_ref, own=(("who", text),))
        admitted = desk.admit(row)
        return admitted.own if isinstance(admitted, Fact) else [problem.what.en for problem in admitted]

    assert admit_student("王小明") == (("who", "student:abcdefghijklmnop"),)
    assert admit_student("student:qrstuvwxyz234567") == (("who", "student:qrstuvwxyz234567"),)
    assert admit_student("student:王小明") == ["cannot read 'student:王小明' as who"]
    assert "g9c9" in str(admit_student("李华", "g9c9"))
    assert asked == [("g1c1", "王小明")]
    desk = attrs.evolve(desk, find_pseudonym=Admission(desk.register, desk.vocabulary, desk.today).find_pseudonym)
    assert admit_student("王小明") == (("who", "王小明"),)

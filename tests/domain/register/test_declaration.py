"""What can be wrong with a school file: every problem, word for word."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.register.calendar import Term
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.roster import Adoption, ClassChange, RulebookText, SchoolClass, SchoolProfile, Tenure
from tests.support.builders import AUTUMN

ONE = SchoolClass(id="g1c1", name="高一(1)班", stage="senior", grade="高一")
ZHANG = Tenure(teacher="t01", name="张老师", class_id="g1c1", start=date(2024, 9, 1))
LI = Tenure(teacher="t02", name="李老师", class_id="g1c1", start=date(2024, 11, 1))
WHOLE = Adoption(rulebook="d1", start=date(2024, 9, 1))
SCHOOL = Declaration(
    school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
    terms=(AUTUMN,),
    classes=(ONE,),
    tenures=(attrs.evolve(ZHANG, end=date(2024, 10, 31)), LI),
    rulebooks=(
        RulebookText(id="r", version=1, digest="d1", text="", kinds=""),
        RulebookText(id="r", version=1, digest="d2", text="", kinds=""),
    ),
    adoptions=(WHOLE,),
)
DAY = date(2024, 9, 7)
DAY_BEFORE = date(2024, 8, 31)

CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a term twice": (
        {"terms": (AUTUMN, Term(id="2024-autumn", start=date(2025, 2, 1), end=date(2025, 6, 1)))},
        "学期“2024-autumn”登记了两次",
        "the term '2024-autumn' is registered twice",
    ),
    "a class twice": (
        {"classes": (ONE, ONE)},
        "班级“g1c1”登记了两次",
        "the class 'g1c1' is registered twice",
    ),
    "an alias that is another's name in another spelling": (
        {
            "classes": (
                ONE,
                SchoolClass(
                    id="g1c2", name="高一(2)班", stage="senior", grade="高一", aliases=("高一年级01班", "高一2班")
                ),
            )
        },
        "班级“g1c2”的别名“高一年级01班”又是班级“g1c1”的名称",
        "the alias '高一年级01班' of class 'g1c2' is also a name of class 'g1c1'",
    ),
    "an alias that is another's name of no usual spelling": (
        {
            "classes": (
                attrs.evolve(ONE, name="实验班"),
                SchoolClass(id="g1c2", name="高一(2)班", stage="senior", grade="高一", aliases=("实验 班",)),
            )
        },
        "班级“g1c2”的别名“实验 班”又是班级“g1c1”的名称",
        "the alias '实验 班' of class 'g1c2' is also a name of class 'g1c1'",
    ),
    "an alias that is another's name from a day on": (
        {
            "classes": (
                attrs.evolve(ONE, changes=(ClassChange(start=DAY, name="高二(1)班", grade="高二"),)),
                SchoolClass(id="g1c2", name="高一(2)班", stage="senior", grade="高一", aliases=("高二1班",)),
            )
        },
        "班级“g1c2”的别名“高二1班”又是班级“g1c1”的名称",
        "the alias '高二1班' of class 'g1c2' is also a name of class 'g1c1'",
    ),
    "a class that ends before it starts": (
        {"classes": (attrs.evolve(ONE, start=date(2021, 9, 2), end=date(2021, 9, 1)),), "tenures": ()},
        "班级“g1c1”的结束日2021-09-01早于开始日2021-09-02",
        "class 'g1c1' ends on 2021-09-01, before its start 2021-09-02",
    ),
    "a change before its class": (
        {
            "classes": (
                attrs.evolve(ONE, start=date(2024, 9, 1), changes=(ClassChange(start=DAY_BEFORE, grade="高二"),)),
            )
        },
        "班级“g1c1”从2024-08-31起的变动超出它的起止(2024-09-01建班)",
        "class 'g1c1': the change from 2024-08-31 lies outside its days (from 2024-09-01)",
    ),
    "a change that changes nothing": (
        {"classes": (attrs.evolve(ONE, changes=(ClassChange(start=DAY, grade="高一", class_type=""),)),)},
        "班级“g1c1”从2024-09-07起的变动什么也没有变",
        "class 'g1c1': the change from 2024-09-07 changes nothing",
    ),
    "two changes from a day": (
        {
            "classes": (
                attrs.evolve(ONE, changes=(ClassChange(start=DAY, students=40), ClassChange(start=DAY, grade="高二"))),
            )
        },
        "班级“g1c1”从2024-09-07起有两条变动",
        "class 'g1c1' has two changes from 2024-09-07",
    ),
    "a tenure before its class": (
        {"classes": (attrs.evolve(ONE, start=date(2024, 9, 2)),)},
        "张老师的任期超出班级“g1c1”的起止(2024-09-02建班)",
        "tenure of 张老师 goes beyond the days of class 'g1c1' (from 2024-09-02)",
    ),
    "a tenure that outlasts its class": (
        {"classes": (attrs.evolve(ONE, end=date(2025, 1, 17)),)},
        "李老师的任期超出班级“g1c1”的起止(到2025-01-17为止)",
        "tenure of 李老师 goes beyond the days of class 'g1c1' (until 2025-01-17)",
    ),
    "overlapping terms": (
        {"terms": (AUTUMN, Term(id="winter", start=date(2025, 1, 17), end=date(2025, 2, 1)))},
        "学期“winter”(2025-01-17起)与“2024-autumn”(到2025-01-17)重叠",
        "term 'winter' (from 2025-01-17) overlaps '2024-autumn' (to 2025-01-17)",
    ),
    "a term that ends before it starts": (
        {"terms": (Term(id="a", start=date(2024, 9, 2), end=date(2024, 9, 1)),)},
        "学期“a”的结束日2024-09-01早于开始日2024-09-02",
        "term 'a' ends on 2024-09-01, before its start 2024-09-02",
    ),
    "a day both holiday and workday": (
        {"terms": (attrs.evolve(AUTUMN, holidays=(DAY,), workdays=(DAY,)),)},
        "学期“2024-autumn”:2024-09-07既是假日又是调休上课日",
        "term '2024-autumn': 2024-09-07 is both a holiday and a workday",
    ),
    "a workday outside its term": (
        {"terms": (attrs.evolve(AUTUMN, workdays=(date(2024, 9, 1),)),)},
        "学期“2024-autumn”:调休上课日2024-09-01不在学期2024-09-02至2025-01-17之内",
        "term '2024-autumn': the workday 2024-09-01 lies outside the term, 2024-09-02 to 2025-01-17",
    ),
    "a holiday outside its term": (
        {"terms": (attrs.evolve(AUTUMN, holidays=(date(2025, 1, 20),)),)},
        "学期“2024-autumn”:假日2025-01-20不在学期2024-09-02至2025-01-17之内",
        "term '2024-autumn': the holiday 2025-01-20 lies outside the term, 2024-09-02 to 2025-01-17",
    ),
    "a holiday on a Saturday": (
        {"terms": (attrs.evolve(AUTUMN, holidays=(date(2024, 10, 5), date(2024, 10, 7))),)},
        "学期“2024-autumn”:假日2024-10-05是周末,本来不上课;请删去",
        "term '2024-autumn': the holiday 2024-10-05 is a weekend, no school day anyway: leave it out",
    ),
    "a workday on a Monday": (
        {"terms": (attrs.evolve(AUTUMN, workdays=(date(2024, 10, 12), date(2024, 10, 14))),)},
        "学期“2024-autumn”:调休上课日2024-10-14是周一至周五,本来上课;请删去",
        "term '2024-autumn': the workday 2024-10-14 is a school day anyway: leave it out",
    ),
    "an id that is another's name": (
        {"classes": (attrs.evolve(ONE, aliases=("实验班",)), attrs.evolve(ONE, id="实验班", name="x"))},
        "班级编号“实验班”又是班级“g1c1”的名称",
        "the class id '实验班' is also a name of class 'g1c1'",
    ),
    "an id that is another spelling of another's later name": (
        {
            "classes": (
                attrs.evolve(ONE, changes=(ClassChange(start=DAY, name="高二(1)班"),)),
                attrs.evolve(ONE, id="高二1班", name="x"),
            )
        },
        "班级编号“高二1班”又是班级“g1c1”的名称",
        "the class id '高二1班' is also a name of class 'g1c1'",
    ),
    "a tenure of no class": (
        {"tenures": (attrs.evolve(ZHANG, class_id="g9"),)},
        "张老师的任期:没有班级“g9”",
        "tenure of 张老师: there is no class 'g9'",
    ),
    "a tenure that ends before it starts": (
        {"tenures": (attrs.evolve(ZHANG, end=date(2024, 8, 1)),)},
        "张老师的任期结束日2024-08-01早于开始日2024-09-01",
        "tenure of 张老师 ends on 2024-08-01, before its start 2024-09-01",
    ),
    "two head teachers": (
        {"tenures": (ZHANG, LI)},
        "班级“g1c1”在2024-11-01有两位班主任:张老师、李老师",
        "class 'g1c1' has two head teachers on 2024-11-01: 张老师, 李老师",
    ),
    "a teacher's id that is another's name": (
        {"tenures": (attrs.evolve(ZHANG, end=date(2024, 10, 31)), attrs.evolve(LI, teacher="张老师"))},
        "教师编号“张老师”又是教师“t01”的姓名",
        "the teacher id '张老师' is also the name of teacher 't01'",
    ),
    "two names of a teacher": (
        {"tenures": (attrs.evolve(ZHANG, end=date(2024, 10, 31)), attrs.evolve(LI, teacher="t01"))},
        "教师“t01”有两个姓名:张老师、李老师",
        "teacher 't01' has two names: 张老师, 李老师",
    ),
    "an adoption of no class": (
        {"adoptions": (attrs.evolve(WHOLE, class_id="g9"),)},
        "采用规则:没有class = “g9”的班级",
        "adoption: no class has class = 'g9'",
    ),
    "an adoption of no stage": (
        {"adoptions": (attrs.evolve(WHOLE, stage="primary"),)},
        "采用规则:没有stage = “primary”的班级",
        "adoption: no class has stage = 'primary'",
    ),
    "an adoption that ends before it starts": (
        {"adoptions": (attrs.evolve(WHOLE, end=date(2024, 8, 1)),)},
        "采用规则:结束日2024-08-01早于开始日2024-09-01",
        "adoption: it ends on 2024-08-01, before its start 2024-09-01",
    ),
    "two rulebooks for everybody": (
        {"adoptions": (WHOLE, attrs.evolve(WHOLE, rulebook="d2"))},
        "采用规则:全校从2024-09-01起有两个规则",
        "adoption: two rulebooks for the whole school from 2024-09-01",
    ),
    "a purpose with a colon": (
        {"adoptions": (attrs.evolve(WHOLE, purpose="a:b"),)},
        "采用规则:for = “a:b”含有冒号或首尾空格",
        "adoption: for = 'a:b' holds a colon, or a blank at its edge",
    ),
    "a purpose with a blank at its end": (
        {"adoptions": (attrs.evolve(WHOLE, purpose="津贴 "),)},
        "采用规则:for = “津贴 ”含有冒号或首尾空格",
        "adoption: for = '津贴 ' holds a colon, or a blank at its edge",
    ),
    "two rulebooks for a grade": (
        {"adoptions": (attrs.evolve(WHOLE, grade="高一"), attrs.evolve(WHOLE, grade="高一", rulebook="d2"))},
        "采用规则:高一从2024-09-01起有两个规则",
        "adoption: two rulebooks for 高一 from 2024-09-01",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_school_file_is_refused_in_these_words(name: str) -> None:
    """One fault, one problem, in both languages."""
    fault, zh, en = CASES[name]

    assert [(zh, en)] == [(p.what.zh, p.what.en) for p in find_declaration_problems(attrs.evolve(SCHOOL, **fault))]


def test_a_sound_school_file_has_no_problem() -> None:
    """One head teacher follows another, two rulebooks follow one another."""
    later = attrs.evolve(WHOLE, start=date(2024, 10, 1), rulebook="d2")

    assert [] == find_declaration_problems(attrs.evolve(SCHOOL, adoptions=(WHOLE, later)))


def test_a_grade_that_a_class_comes_to_can_adopt() -> None:
    """The class is in 高二 from the next year on; a rulebook for that grade is one for somebody."""
    risen = attrs.evolve(ONE, changes=(ClassChange(start=date(2025, 9, 1), grade="高二"),))
    adoption = attrs.evolve(WHOLE, grade="高二")

    assert [] == find_declaration_problems(attrs.evolve(SCHOOL, classes=(risen,), adoptions=(WHOLE, adoption)))


def test_a_rulebook_for_another_purpose_competes_with_none() -> None:
    """From the same day, for the same classes, and for a purpose of its own."""
    other = attrs.evolve(WHOLE, rulebook="d2", purpose="allowance")

    assert [] == find_declaration_problems(attrs.evolve(SCHOOL, adoptions=(WHOLE, other)))


def test_two_head_teachers_are_told_apart_by_the_rule() -> None:
    """A3 第四条 stands in the answer, with what to do."""
    (found,) = find_declaration_problems(attrs.evolve(SCHOOL, tenures=(ZHANG, LI)))

    assert found.expected is not None
    assert "每个班级同一天只有一位班主任(A3 第四条);请给前一任写上 to" == found.expected.zh
    assert "one head teacher for a class and day (A3 第四条); give the former tenure a `to`" == found.expected.en


def test_an_alias_may_be_a_name_that_another_class_bears_on_other_days() -> None:
    """What went up a grade kept its old name as an alias while nobody else bore it."""
    old = attrs.evolve(ONE, end=DAY_BEFORE)
    new = SchoolClass(id="n1", name="高一(2)班", stage="senior", grade="高一", aliases=("高一1班",), start=DAY)
    declared = attrs.evolve(SCHOOL, classes=(old, new), tenures=())

    assert [] == [each for each in find_declaration_problems(declared) if each.code == "register.alias-is-a-name"]

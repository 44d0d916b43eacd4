"""The new school year: who goes up, under which name, who leaves, and of whom nobody can tell."""

from collections.abc import Iterable
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.register.class_names import read_class_name
from bzr_domain.register.promotion import Promotion, promote_classes
from bzr_domain.register.roster import ClassChange, SchoolClass
from tests.domain.register.test_class_names import spell

START = date(2025, 9, 1)


def build(name: str, stage: str = "senior", grade: str = "") -> SchoolClass:
    """A class whose name is its id."""
    return SchoolClass(id=name, name=name, stage=stage, grade=grade)


def tell(promotion: Promotion) -> str:
    """The new name, or what happens to the class."""
    if promotion.change is not None:
        return promotion.change.name or promotion.change.grade or ""
    return "leaves" if promotion.why is None else promotion.why.zh


def promote(stage: str, names: Iterable[str], grade: str = "") -> list[str]:
    """What becomes of classes of one stage."""
    return [tell(each) for each in promote_classes([build(name, stage, grade) for name in names], START)]


@pytest.mark.parametrize(
    ("stage", "before", "after"),
    [
        ("senior", "高一(1)班 高一（０１）班 高１(1)班 高101班 高一一班 十年级(2)班", "高二(1)班 高二（０１）班 高２(1)班 高201班 高二一班 十一年级(2)班"),
        ("senior", "高中二年级11班 1002班 2.1 高三(1)班 3(2)班 12年级1班", "高中三年级11班 1102班 3.1 leaves leaves leaves"),
        ("senior", "2024级1班 2022级1班 2026届1班 2025届1班", "名称和年级不随学年变 leaves 名称和年级不随学年变 leaves"),
        ("senior", "火箭班 高一实验班 高11班", "读不出年级 读不出年级 读不出年级"),
        ("junior", "初一(1)班 七年级2班 八(1)班 初中八年级3班 九年级1班 初三2班", "初二(1)班 八年级2班 九(1)班 初中九年级3班 leaves leaves"),
        ("junior", "初三1班 初四1班 九年级2班 六年级1班 八年级1班", "初四1班 leaves leaves 七年级1班 九年级1班"),
        ("primary", "一年级1班 五年级1班 六(1)班", "二年级1班 六年级1班 leaves"),
        ("primary", "四年级1班 五年级1班", "五年级1班 没有更高的年级,不知是毕业还是升级"),
        ("college", "大一1班 大三1班", "大二1班 没有更高的年级,不知是毕业还是升级"),
        ("college", "大三1班 大四1班", "大四1班 leaves"),
        ("senior", "三年级1班 五年级1班 高一(3)班", "年级与学段(stage)不符 年级与学段(stage)不符 高二(3)班"),
    ],
)  # fmt: skip
def test_classes_go_up_in_their_own_spelling(stage: str, before: str, after: str) -> None:
    """Those of the last grade leave; where the school's other classes do not tell which is the last, nothing is done."""
    assert after.split() == promote(stage, before.split())


def test_where_junior_begins_with_the_sixth_year_the_fifth_leaves() -> None:
    """五四学制: the fifth year is the last of 小学 there."""
    classes = [build("五年级1班", "primary"), build("六年级1班", "junior"), build("九年级1班", "junior")]

    assert ["leaves", "七年级1班", "leaves"] == [tell(each) for each in promote_classes(classes, START)]


def test_the_grade_goes_up_where_the_name_does_not_say_it() -> None:
    """A name that holds the grade as it is written changes with it; one that says a grade that nobody can read does not."""
    grades = ("高一", "高一", "高一", "高一", "高一", "2024级", "特色")
    names = ("火箭班", "高一火箭班", "高2024级3班", "初一实验", "高11班", "高一2班", "高一3班")
    classes = [build(name, grade=grade) for name, grade in zip(names, grades, strict=True)]

    changes = [each.change and each.change.values for each in promote_classes(classes, START)]

    assert [
        {"grade": "高二"},
        {"name": "高二火箭班", "grade": "高二"},
        {"grade": "高二"},
        None,
        None,
        {"name": "高二2班"},
        {"name": "高二3班"},
    ] == changes


def test_a_name_and_a_grade_that_differ_are_left_alone() -> None:
    """Nobody can tell which of the two is meant."""
    assert ["名称和年级说的不是同一个年级"] == promote("senior", ["高二1班"], grade="高一")


def test_other_names_go_up_as_well() -> None:
    """Last year's 高一1班 would be two classes else; one that no grade is above stays."""
    classes = [
        attrs.evolve(build("高一(1)班"), aliases=("高一1班", "十二年级1班")),
        attrs.evolve(build("高一2班"), aliases=("飞",)),
    ]

    changes = [each.change for each in promote_classes(classes, START)]

    assert [("高二1班", "十二年级1班"), None] == [change and change.aliases for change in changes]


def test_only_classes_that_go_on_are_asked_about() -> None:
    """As they are on the last day; not those that end on it or before, begin later, or whose change is written already."""
    moved, other = ClassChange(start=date(2024, 9, 1), name="高二(9)班"), date(2025, 8, 31)
    classes = [
        attrs.evolve(build("高一(9)班"), changes=(moved,)),
        attrs.evolve(build("高一(1)班"), changes=(attrs.evolve(moved, start=START),)),
        attrs.evolve(build("高三(1)班"), end=other),
        attrs.evolve(build("高三(2)班"), end=date(2026, 1, 1)),
        attrs.evolve(build("高一(3)班"), start=START),
    ]

    told = [(each.school_class.name, tell(each)) for each in promote_classes(classes, START)]

    assert [
        ("高二(9)班", "高三(9)班"),
        ("高一(1)班", "学校文件里已经写了以后的变动"),
        ("高三(2)班", "学校文件里已经写了它的最后一天"),
    ] == told


@given(st.integers(1, 2), st.integers(1, 10), st.data())
def test_every_spelling_goes_up_by_one_grade_and_keeps_its_number(year: int, number: int, data: st.DataObject) -> None:
    """However a class of 高一 or 高二 is written, its new name is read as the same class one grade above."""
    name = data.draw(st.sampled_from([each for each in spell(year, number) if "班" in each]))

    (raised,) = promote("senior", [name])

    before, after = read_class_name(name), read_class_name(raised)
    assert before is not None
    assert before.grade is not None
    assert attrs.evolve(before, grade=("", before.grade[1] + 1)) == after

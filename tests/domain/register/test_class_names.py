"""Class names in their usual spellings: the class that fits is found, and no suggestion names a class of another number."""

from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from bzr_domain.facts.admission import Admission
from bzr_domain.register.class_names import ClassNames
from bzr_domain.register.roster import SchoolClass
from bzr_domain.register.school_register import SchoolRegister
from tests.support.builders import monthly

DAY = date(2024, 9, 3)
NUMERALS = "一二三四五六七八九十"


def build(names: Iterable[str], stage: str = "senior", grade: str = "") -> tuple[SchoolClass, ...]:
    """Classes of these names, with the names as their ids."""
    return tuple(SchoolClass(id=f"id-{name}", name=name, stage=stage, grade=grade) for name in names)


def find(names: Iterable[str], ref: str, stage: str = "senior", grade: str = "") -> list[str]:
    """The names of the classes that a spelling can mean."""
    return [id_.removeprefix("id-") for id_ in ClassNames(build(names, stage, grade)).find_ids(ref)]


def spell(year: int, number: int) -> list[str]:
    """Eight ways to write a class of 高一 to 高三."""
    grade, plain = NUMERALS[year - 1], str(number)
    return [
        f"高{grade}（{plain}）班",
        f"高{grade}{plain}班",
        f"高{grade}{NUMERALS[number - 1]}班",
        f"高{grade}{number:02}班",
        f"高{year}({plain})班",
        f"高{grade}年级({NUMERALS[number - 1]})班",
        f"高{grade} ({plain})斑",
        f"高中{grade}年级第{plain}班",
    ]


def test_of_240_spellings_of_30_classes_no_suggestion_names_another_class() -> None:
    """Seven of eight are read; of the misspelt one the right class is suggested, or none."""
    classes = {f"g{y}c{n}": (y, n) for y in (1, 2, 3) for n in range(1, 11)}
    names = {id_: f"高{NUMERALS[y - 1]}({n})班" for id_, (y, n) in classes.items()}
    register = SchoolRegister(
        classes={id_: SchoolClass(id=id_, name=name, stage="senior", grade=name[:2]) for id_, name in names.items()}
    )
    desk = Admission(register, lambda *_: monthly(), DAY)
    tried = read = 0
    for id_, place in classes.items():
        for spelling in spell(*place):
            found = desk.find_class(spelling, DAY)
            tried += 1
            if isinstance(found, str):
                read += 1
                assert id_ == found, spelling
            else:
                assert {near for problem in found for near in problem.near} <= {id_, names[id_]}, (spelling, found)
    assert (240, 210) == (tried, read)


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("高一(1)班", "高一⑴班 高一①班 高一.1班 高一-1班 高一[1]班 高一【1】班 高一(1) 高一·1班 十年级1班 G10C1"),
        ("七年级(3)班", "初一3班 初一(3)班 初中一年级三班 7年级3班 七(3)班 7.3班 703班 七3班 7（03）班 七年级第三班"),
        ("初二(12)班", "八年级12班 八(十二)班 812班 初二十二班 初2(12)班 初二年级(12)班"),
        ("一年级(2)班", "小学一年级2班 小一(2)班 一(2)班 1年级2班 102班"),
        ("2024级1班", "24级(1)班 2024级一班 2024级01班 高2024级1班"),
        ("高一A班", "高一a班 高一(A)班 高一年级A班"),
        ("高一理科(3)班", "高一理科3班 高一年级理科三班"),
        ("四班", "4班 (4)班 04班"),
    ],
)
def test_a_name_is_read_in_its_usual_spellings(name: str, spellings: str) -> None:
    """Brackets, numerals, 初一 and 七年级, 小学 and 年级: however it is written, it is the class."""
    stage = {"初": "junior", "七": "junior", "一": "primary"}.get(name[0], "senior")
    for spelling in spellings.split():
        assert [name] == find([name], spelling, stage), spelling


@pytest.mark.parametrize(
    "spelling", ["高11班", "高一(11)班", "高二(1)班", "初一(1)班", "高一理(1)班", "高一班", "高一", "1", "实验班"]
)
def test_a_name_of_another_class_means_none(spelling: str) -> None:
    """A number, a grade, a stage or a kind of class that nobody registered is no spelling of what there is."""
    assert [] == find(["高一(1)班", "高二(2)班"], spelling)


def test_a_grade_of_a_stage_that_is_not_said_means_the_only_one_there_is() -> None:
    """一(1)班 is 高一(1)班 in a senior school; in one with 初一 too it may be either, and in one with 一年级 it is that one."""
    both = build(["高一(1)班"]) + build(["初一(1)班"], "junior")
    primary = build(["一年级(1)班"], "primary")

    assert ["高一(1)班"] == find(["高一(1)班", "高二(1)班"], "一(1)班")
    assert ["id-初一(1)班", "id-高一(1)班"] == ClassNames(both).find_ids("一(1)班")
    assert ["id-一年级(1)班"] == ClassNames(both + primary).find_ids("一(1)班")


def test_a_year_of_entry_may_be_of_either_stage() -> None:
    """2024级 of a school with 初 and 高 is said with its stage, or it may be either."""
    classes = build(["初2024级1班"], "junior") + build(["高2024级1班"])

    assert ["id-初2024级1班", "id-高2024级1班"] == ClassNames(classes).find_ids("24级(1)班")
    assert ["id-初2024级1班"] == ClassNames(classes).find_ids("初中2024级(1)班")


def test_the_registered_grade_serves_where_the_name_has_none() -> None:
    """A class 1班 of 高一 is 高一(1)班; a cohort's class is found by its grade, too."""
    assert ["1班"] == find(["1班", "2班"], "高一(1)班", grade="高一")
    assert ["2024级1班"] == find(["2024级1班"], "高一1班", grade="高一")


def test_a_number_alone_means_a_class_only_where_all_are_of_one_grade() -> None:
    """In a school of one grade 2班 is the second class; in another it may be anybody's."""
    assert ["高一(2)班"] == find(["高一(1)班", "高一(2)班"], "2班")
    assert [] == find(["高一(1)班", "高二(2)班"], "2班")
    assert [] == ClassNames(()).find_ids("2班")


def test_in_a_school_of_five_and_four_years_a_junior_grade_is_no_year_of_school() -> None:
    """There 初一 is 六年级: nothing is read into it."""
    classes = build(["六年级(1)班", "七年级(1)班"], "junior")

    assert [] == ClassNames(classes).find_ids("初一(1)班")
    assert ["id-七年级(1)班"] == ClassNames(classes).find_ids("七(1)班")
    assert ["初一(1)班"] == find(["初一(1)班", "初四(1)班"], "初1(01)班", "junior")


def test_an_id_is_read_in_either_case() -> None:
    """G1C1 is g1c1."""
    classes = (attrs.evolve(build(["火箭班"])[0], id="g1c1"),)

    assert ["g1c1"] == ClassNames(classes).find_ids("G1C1")

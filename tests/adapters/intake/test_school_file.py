"""A school file is read into a declaration, or every fault of it is named."""

from datetime import date
from pathlib import Path

import pytest

from bzr_adapters.intake.school_file import read_school
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import ClassChange

HEAD = """\
[school]
name = "示例中学"

[[class]]
id = "g1c1"
name = "高一(1)班"
grade = "高一"
aliases = ["高一1班"]
"""
CHANGES = """
[[class.change]]
from = 2026-09-01
stage = "college"
class_type = ""
aliases = []

[[class.change]]
from = 2025-09-01
name = "高二(1)班"
grade = "高二"
students = 43
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The place of a school file."""
    return tmp_path / "school.toml"


def test_changes_of_a_class_are_read_in_the_order_of_their_days(school: Path) -> None:
    """What a change does not say is None: it stays as it was."""
    school.write_text(HEAD + CHANGES, encoding="utf-8")

    declared = read_school(school)

    assert isinstance(declared, Declaration)
    assert ("高一1班",) == declared.classes[0].aliases
    assert (
        ClassChange(start=date(2025, 9, 1), name="高二(1)班", grade="高二", students=43),
        ClassChange(start=date(2026, 9, 1), stage="college", class_type="", aliases=()),
    ) == declared.classes[0].changes


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ("[class.change]\nfrom = 2025-09-01\n", ["[[class]] g1c1:change:应写作 [[class.change]]"]),
        ("[[class.change]]\ngrade = '高二'\n", ["[[class.change]] g1c1 1:from:缺少日期"]),
        (
            "[[class.change]]\nfrom = 2025-09-01\nname = ''\nto = 2025-09-02\n",
            ["[[class.change]] g1c1 2025-09-01:to:没有这个词", "[[class.change]] g1c1 2025-09-01:name:应为文字"],
        ),
    ],
)
def test_a_fault_of_a_change_names_the_class_and_the_day(school: Path, words: str, problems: list[str]) -> None:
    """The list is written with double brackets, each change has a day, and no other words."""
    school.write_text(HEAD + words, encoding="utf-8")

    faults = read_school(school)

    assert isinstance(faults, tuple)
    assert problems == [fault.what.zh for fault in faults]


def test_a_stage_is_written_in_either_language(school: Path) -> None:
    """Of a class, of a change and of an adoption; kept in one form."""
    adopted = '\n[[adopt]]\nrulebook = "monthly-quantified"\nfrom = 2024-09-01\nstage = "初中"\n'
    text = HEAD.replace('grade = "高一"', 'stage = " 初中"') + CHANGES.replace('"college"', '"高中"') + adopted
    school.write_text(text, encoding="utf-8")

    declared = read_school(school)

    assert isinstance(declared, Declaration)
    (school_class,), (adoption,) = declared.classes, declared.adoptions
    assert ("junior", "senior", "junior") == (school_class.stage, school_class.changes[-1].stage, adoption.stage)


def test_an_unknown_stage_is_told_the_four_there_are(school: Path) -> None:
    """In the words that may be written."""
    school.write_text(HEAD.replace('grade = "高一"', 'stage = "少年"'), encoding="utf-8")

    faults = read_school(school)

    assert isinstance(faults, tuple)
    assert [("[[class]] g1c1:stage:没有“少年”", "小学、初中、高中或大学")] == [
        (fault.what.zh, str(fault.expected)) for fault in faults
    ]

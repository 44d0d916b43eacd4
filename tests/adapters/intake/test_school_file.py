"""A school file is read into a declaration, or every fault of it is named."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def list_faults(school: Path, text: str | bytes) -> list[str]:
    """Place, what is wrong and what to do, of every problem of a file."""
    school.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems = read_school(school)
    assert isinstance(problems, tuple)
    return [f"{problem.sheet} {problem.row} {problem.what};{problem.expected}" for problem in problems]


def test_a_line_that_is_no_toml_is_named_in_chinese(school: Path) -> None:
    """With what to write instead; also of a number too long for anything."""
    assert ['school.toml 3 这一行读不懂:timezone ＝ 1;＝“”【】,这些符号换成英文的半角符号:= " [ ] ,'] == list_faults(
        school, '[school]\nname = "x"\ntimezone ＝ 1\n'
    )
    assert ["school.toml None 有一个数的位数太多;None"] == list_faults(school, "a = " + "9" * 5000)


def test_a_file_that_is_not_in_utf8_says_which_encoding_it_seems_to_be_in(school: Path) -> None:
    """With the first line that is not."""
    to_do = "用记事本打开,另存为,编码选UTF-8"
    text = '[school]\nname = "示例中学"\n'

    assert [f"school.toml 2 从这一行起不是UTF-8编码,像是GBK编码;{to_do}"] == list_faults(school, text.encode("gbk"))
    assert [f"school.toml 1 从这一行起不是UTF-8编码,而是UTF-16编码;{to_do}"] == list_faults(
        school, text.encode("utf-16")
    )
    assert [f"school.toml 1 从这一行起不是UTF-8编码,也不是GBK编码;{to_do}"] == list_faults(school, b"\xff\xff\xff")


def test_a_school_file_that_cannot_be_opened_says_so_in_chinese(tmp_path: Path) -> None:
    """Here a folder."""
    problems = read_school(tmp_path)

    assert isinstance(problems, tuple)
    assert [("这是文件夹,不是文件", "None")] == [(str(p.what), str(p.expected)) for p in problems]


def test_a_faulty_rulebook_beside_it_is_named_with_its_own_lines(school: Path) -> None:
    """So that nobody looks for them in the school file; one in GBK too."""
    (school.parent / "own.toml").write_text("[rulebook]\nid = 本校\n", encoding="utf-8")
    (school.parent / "gbk.toml").write_bytes('[rulebook]\ntitle = "本校"\n'.encode("gbk"))
    adopt = '\n[[adopt]]\nrulebook = "{}"\nfrom = 2024-09-01\n'

    own, gbk = (list_faults(school, HEAD + adopt.format(name)) for name in ("own.toml", "gbk.toml"))

    assert 'own.toml 2 这一行读不懂:id = 本校;文字要加引号:"本校"' in own
    assert any(line.startswith("gbk.toml 2 从这一行起不是UTF-8编码,像是GBK编码") for line in gbk)


ENGLISH = re.compile(
    "Expected|nvalid|Unclosed|Unterminated|Cannot|llegal|Unescaped|line [0-9]|None|Decimal|date\\(|['\"]{"
)


@given(
    st.integers(0, len(HEAD + CHANGES)),
    st.integers(0, 9),
    st.sampled_from([*"=\"'[]{},.#%\n\t\\0a省＝“】，", "\ud7ff", "15%"]),
)
def test_a_slip_anywhere_in_a_school_file_is_told_in_plain_words(
    tmp_path_factory: pytest.TempPathFactory, place: int, length: int, sign: str
) -> None:
    """Read, or refused with a line or a table, without a word of the parser's and nothing as Python writes it."""
    text = HEAD + CHANGES
    school = tmp_path_factory.getbasetemp() / "school.toml"
    school.write_text(text[:place] + sign + text[place + length :], encoding="utf-8")

    declared = read_school(school)

    for problem in () if isinstance(declared, Declaration) else declared:
        assert not ENGLISH.search(f"{problem.what}{problem.expected or ''}"), problem
        assert problem.row is not None or problem.code != "table.unreadable"

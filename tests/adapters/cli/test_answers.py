"""What the commands answer, word for word, in both languages."""

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell
from tests.adapters.cli.golden import golden

LANGS = ("zh", "en")
CALLS = {
    "month": ("month", "2024-09"),
    "month-one-class": ("month", "2024-09", "高一(2)班"),
    "explain": ("explain", "g1c1", "2024-09"),
    "explain-item": ("explain", "g1c2", "2024-09", "安全管理"),
    "facts": ("facts", "g1c1", "2024-09"),
    "rulebook-list": ("rulebook", "list"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CALLS)
def test_a_reading_command_answers_in_these_words(september: Shell, name: str, lang: str) -> None:
    """Given September as recorded, when it is asked about, then the answer reads like this."""
    answer = september.bzr("--lang", lang, *CALLS[name])

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"{name}.{lang}", answer.out) == answer.out


@pytest.mark.parametrize("lang", LANGS)
def test_setting_up_says_what_changed(shell: Shell, lang: str) -> None:
    """A new store is named, and every line of the register that is new, amended or withdrawn."""
    shell.write("school.toml", SCHOOL)
    first = shell.bzr("setup", "school.toml", "--lang", lang)
    shell.write("school.toml", SCHOOL.replace("2024-09-20", "2024-09-19").replace("高一(2)班", "高一(二)班"))
    second = shell.bzr("setup", "school.toml", "--lang", lang)
    third = shell.bzr("setup", "school.toml", "--lang", lang)

    told = first.out + "---\n" + second.out + "---\n" + third.out
    assert [0, 0, 0] == [first.status, second.status, third.status]
    assert golden(f"setup.{lang}", told) == told


@pytest.mark.parametrize("lang", LANGS)
def test_a_void_and_a_correction_stay_visible(september: Shell, lang: str) -> None:
    """Given a void and a correction, then the explanation strikes out the one and tells what the other changed."""
    done = [
        september.bzr("void", "a-2", "--reason", "误记到本班", "--by", "主任"),
        september.bzr("correct", "a-1", "数量=1", "地点=走廊", "--reason", "重复计数", "--by", "主任"),
    ]
    answer = september.bzr("explain", "g1c1", "2024-09", "hygiene", "--lang", lang)

    assert [0, 0] == [one.status for one in done]
    assert golden(f"explain-amended.{lang}", answer.out) == answer.out


@pytest.mark.parametrize("lang", LANGS)
def test_the_demonstration_is_the_same_every_day(shell: Shell, lang: str) -> None:
    """The story is deterministic, and told in both languages."""
    answer = shell.bzr("demo", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"demo.{lang}", answer.out) == answer.out
    assert [] == list(shell.folder.iterdir())


def test_a_field_written_twice_is_a_wrong_call(september: Shell) -> None:
    """Of two values for one field, nothing says which is meant: neither is taken."""
    answer = september.bzr("correct", "a-1", "数量=1", "count=3", "--reason", "重复计数")

    assert (2, "错误:同一栏目写了两次;每个栏目写一次\n") == (answer.status, answer.err)


FORMED = """
[[class]]
id = "g1c3"
name = "高一(3)班"
grade = "高一"
from = 2024-10-14
to = 2024-12-31
"""


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "新增 班级 g1c3 高一(3)班 2024-10-14建班,到2024-12-31为止"),
        ("en", "new class g1c3 高一(3)班 from 2024-10-14 until 2024-12-31"),
    ],
)
def test_a_class_formed_later_is_said_with_its_days(september: Shell, lang: str, line: str) -> None:
    """It stands in no table of a month before it, and asked for by name it says from when there is one."""
    september.write("school.toml", SCHOOL + FORMED)

    told = september.bzr("setup", "school.toml", "--lang", lang)
    month = september.bzr("month", "2024-09")
    asked = september.bzr("month", "2024-09", "g1c3")
    duties = september.bzr("duties", "g1c3", "2024-09")

    assert line in told.out.splitlines()
    assert "g1c3" not in month.out
    assert "高一(3)班" not in month.out
    assert 1 == asked.status
    assert "2024-09没有高一(3)班上课的日子(2024-10-14建班,到2024-12-31为止)" in asked.err
    assert (1, "错误:2024-09没有高一(3)班(2024-10-14建班,到2024-12-31为止)\n") == (duties.status, duties.err)

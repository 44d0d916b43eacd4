"""A TOML text that cannot be read: which line, and what to write, in plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import BadRulebook, Problem
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.rulebook.toml_faults import load_toml
from bzr_domain.rulebook.toml_values import show_value
from tests.support.builders import ITEM, KINDS

ENGLISH = re.compile(
    "Expected|nvalid|Unclosed|Unterminated|Cannot|llegal|Unescaped|Found|line [0-9]|None|Decimal|['\"]{"
)
"""What the parser of Python says, and how Python writes values."""


def explain(text: str) -> tuple[int | None, str]:
    """The line and what to do."""
    problem = load_toml(text)
    assert isinstance(problem, Problem)
    return problem.row, str(problem.expected)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a = 15%", '百分数加引号:"15%"'),
        ("a = [15%, 2]", '百分数加引号:"15%"'),
        ("a ＝ 1", '＝“”【】,这些符号换成英文的半角符号:= " [ ] ,'),
        ("a = “x”", '＝“”【】,这些符号换成英文的半角符号:= " [ ] ,'),
        ("【school】", '＝“”【】,这些符号换成英文的半角符号:= " [ ] ,'),
        ("a = 1，b = 2", '＝“”【】,这些符号换成英文的半角符号:= " [ ] ,'),
        ('a =\u3000"b"', "全角空格换成半角空格"),
        ('a\t"b"', '应写成 名称 = 值,如 name = "示例中学"'),
        ("a = 示例 # 名称", '文字要加引号:"示例"'),
        ("a = True", "写小写的 true、false"),
        ("a == 1", "等号只写一个"),
        ("a = 2024-9-1", "日期写成 2024-09-01,不加引号"),
        ("a = 2024年9月1日", "日期写成 2024-09-01,不加引号"),
        ("a = 2024-02-30", "没有这一天;日期写成 2024-09-01"),
        ("id = 2.1.1", '编号加引号:"2.1.1"'),
        ("id = 007", '编号加引号:"007"'),
        ("a = 1,234", "数里不写千位分隔符"),
        ("a = 3分", "数的后面不写别的字;文字要加引号"),
        ("省级 = 3", '等号左边的中文也要加引号,如 "省级" = 3'),
        ("a = { 省级 = 3 }", '等号左边的中文也要加引号,如 "省级" = 3'),
        ("a =", "等号右边缺少值"),
        ("= 1", "等号左边缺少名称"),
        ("[school", "方括号没有成对,或里面不是英文名称"),
        ('a = "x', "引号没有成对"),
        ('a = "x\\规"', "双引号里的反斜杠写成两个,或改用单引号"),
        ('a = "\x01"', "删去看不见的控制字符"),
        ("good = 2", "“good”写了两次,只留一个"),
        ("[table]", "[table] 写了两次;每条一张表的,用双方括号,如 [[clause]]"),
        ("[[clause]]", '编号写在表里并加引号:[[clause]],下一行 id = "2.1"'),
        ("a = [1, 2", "括号没有成对,或缺少逗号"),
        ('a = "x" y', "检查这一行和上一行的等号、引号和括号"),
    ],
)
def test_a_line_that_is_no_toml_is_named_with_what_to_write(line: str, says: str) -> None:
    """In Chinese, whatever the parser says in English."""
    above = "good = 1\n"
    above += {"[table]": "[table]\n", "[[clause]]": "[clause.2.1]\n"}.get(line, "\n")

    assert (3, says) == explain(f"{above}{line}\n\nlast = 3\n" if "good =" not in line else f"good = 1\n\n{line}\n\n")


def test_a_list_that_is_not_closed_is_named_where_it_begins() -> None:
    """And not where the parser gave up."""
    assert (2, "括号没有成对,或缺少逗号") == explain('a = 1\nb = [\n  "x",\n  "y"\nc = 2\n')
    assert (1, "括号没有成对,或缺少逗号") == explain("a = [1")


def test_a_text_in_quotation_marks_may_hold_any_sign() -> None:
    """The signs of Chinese width are wrong outside of them alone."""
    assert (2, "等号右边缺少值") == explain('a = "＝“15%”，" # 【】\nb =\n')
    assert {"a": "＝“15%”，"} == load_toml('a = "＝“15%”，" # 【】\n')


def test_a_long_line_is_shown_in_short_and_without_what_cannot_be_seen() -> None:
    """A message stays one line."""
    problem = load_toml("a\x07 = " + "x" * 100)

    assert isinstance(problem, Problem)
    assert "这一行读不懂:a  = " + "x" * 55 + "…" == str(problem.what)


def test_what_no_line_can_be_told_of_is_said_too() -> None:
    """A number of five thousand digits."""
    assert "有一个数的位数太多" == str(getattr(load_toml("a = " + "9" * 5000), "what", ""))


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("a = 1\nb = " + "[" * 50_000, 2, "一层套一层超过50层"),
        ("a = " + "{a = " * 50_000, 1, "一层套一层超过50层"),
        ("a = 1\n" + "a." * 100_000 + "b = 1", 2, "一层套一层超过50层"),
        ('""' + '."[="' * 100_000 + " = 1", 1, "一层套一层超过50层"),
        ("a = [" + "1," * 200_000 + "]", 1, "超过150000个值"),
        ("[[a]]\n" * 200_000, 75_001, "超过150000个值"),
        ("a = 1 #" + "x" * 4_000_000, None, "超过4000000个字符"),
    ],
    ids=["lists", "tables", "name", "quoted-name", "values", "brackets", "characters"],
)
def test_a_text_is_bounded_before_it_is_parsed(
    text: str, row: int | None, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser is not asked: a name of a hundred thousand points alone would take it ten seconds."""
    monkeypatch.delattr("tomllib.loads")
    problem = load_toml(text)

    assert isinstance(problem, Problem)
    assert (row, says) == (problem.row, str(problem.what))


def test_what_stands_in_texts_and_comments_has_no_bounds_of_its_own() -> None:
    """Signs of TOML mean nothing there, and a text that is not closed ends with its line."""
    signs = "[{.=," * 100
    text = f"a = \"{signs}\" # {signs}\nb = \"\"\"{signs}\n\\\"\"{signs}\"\"\"\nc = '{signs}'\nd = '''{signs}\n''{signs}'''\n"

    tables = load_toml(text)

    assert not isinstance(tables, Problem)
    assert {"a", "b", "c", "d"} == set(tables)
    assert (2, "引号没有成对") == explain(f'a = 1\nb = "{signs}')


def test_a_line_of_millions_of_blanks_is_explained_at_once() -> None:
    """Only its beginning is looked at for what may be wrong: looking at all would take hours."""
    assert (1, '文字要加引号:"x"') == explain("a = x" + " " * 1_000_000 + "y")


def test_ids_with_a_point_in_brackets_are_explained() -> None:
    """The point makes tables within tables."""
    problems = []
    for text in (f"{ITEM}[clause.2.1]\n", f'{ITEM}[[clause]]\nid = "1"\n[clause.2.1]\n'):
        with pytest.raises(BadRulebook) as refused:
            parse_rulebook(text, KINDS)
        problems.append([str(problem.expected) for problem in refused.value.problems])

    assert all('编号写在表里并加引号:[[clause]],下一行 id = "2.1"' in expected for expected in problems)


def test_values_are_shown_as_they_are_written() -> None:
    """Not as Python would write them."""
    assert ["true", "{…}", "[1, false]", "x"] == [show_value(value) for value in (True, {"a": 1}, [1, False], "x")]


GOOD = f"""{ITEM}
[[clause]]
id = "2.1"
title = "卫生"
cite = "试"
into = "total"
facts = {{ kind = "award.student", level = ["省级", "国家级"] }}
take = "total"
price.level = {{ "校级" = 1, "市级" = 2, "省级" = 3, "国家级" = 5.50 }}
"""
SIGNS = st.sampled_from(
    [*"=\"'[]{},.#%\n\t \\-＝“”【】，：0a省", "\r", "\x01", "\u3000", "\ud7ff", '"""', "15%", "[[", "2.1"]
)


def test_the_text_that_slips_are_tried_on_is_good() -> None:
    """Or the law below would say nothing."""
    assert "2.1" in parse_rulebook(GOOD, KINDS).nodes


@given(st.integers(0, len(GOOD)), st.integers(0, 12), SIGNS)
def test_a_slip_anywhere_is_a_problem_in_plain_words(place: int, length: int, sign: str) -> None:
    """Whatever is put in or taken out: the text is read, or its wrong line named, without a word of the parser's."""
    text = GOOD[:place] + sign + GOOD[place + length :]

    try:
        parse_rulebook(text, KINDS)
    except BadRulebook as refused:
        for problem in refused.problems:
            assert not ENGLISH.search(f"{problem.what}{problem.expected or ''}"), problem
            assert problem.code != "table.unreadable" or 1 <= (problem.row or 0) <= text.count("\n") + 1

"""What a test may compare with: like with like, so that nothing is silently never true and no score breaks off."""

import pytest

from bzr_domain.kernel.messages import BadRulebook, Problem
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import KINDS
from tests.support.schools import node, total

KIND = (
    '[[kind]]\nid = "k"\ntitle = "事"\n'
    'fields = { count = {}, at = "time", asked = "date", hours = "number", who = "text" }\n'
)
WEEK = node("value", "w", 'per = "week"\nfacts = "k"')


def problems(words: str) -> list[Problem]:
    """What is said of a rulebook with one clause of these words."""
    text = f'[rulebook]\nid = "r"\ntitle = "试"\n{KIND}{total()}{WEEK}{node("clause", "x", words, "total")}'
    try:
        parse_rulebook(text, KINDS)
    except BadRulebook as error:
        return list(error.problems)
    return []


DAY = ("应为日期,如 2024-11-05,不加引号", "a day such as 2024-11-05, without quotes")
TIME = ("应为时刻,如 07:10:00,不加引号", "a time such as 07:10:00, without quotes")
MONTH_DAY = ("应为月日,如 “11-05”,加引号", 'a month and a day such as "11-05", in quotes')
MONTH = ("应为1至12的整数", "a whole number from 1 to 12")
WEEKDAY = ("应为1至7的整数,1为星期一", "a whole number from 1 to 7, where 1 is Monday")


@pytest.mark.parametrize(
    ("words", "field", "value", "expected"),
    [
        ('facts = "k"\nwhere.on.from = "2024-09-01"', "where.on", "2024-09-01", DAY),
        ('facts = "k"\nwhere.on = 20241101', "where.on", "20241101", DAY),
        ('facts = "k"\nexcept.on.under = "2024-10-01"', "except.on", "2024-10-01", DAY),
        ('facts = [{ kind = "k", on = "2024-10-01" }]', "where.on", "2024-10-01", DAY),
        ('scores = "w"\ntake = "total"\nwhere.on.from = "2024-11-01"', "where.on", "2024-11-01", DAY),
        ('facts = "k"\nwhere.asked.over = "2024-11-01"', "where.asked", "2024-11-01", DAY),
        ('facts = "k"\nwhere.asked = 07:10:00', "where.asked", "07:10:00", DAY),
        ('facts = "k"\nwhere.at.over = "07:10:00"', "where.at", "07:10:00", TIME),
        ('facts = "k"\nwhere.at = 2024-11-01', "where.at", "2024-11-01", TIME),
        ('facts = "k"\nwhere.month_day.from = 1105', "where.month_day", "1105", MONTH_DAY),
        ('facts = "k"\nwhere.month_day.from = "13-45"', "where.month_day", "13-45", MONTH_DAY),
        ('facts = "k"\nwhere.month_day = "02-30"', "where.month_day", "02-30", MONTH_DAY),
        ('facts = "k"\nwhere.month_day = "9-1"', "where.month_day", "9-1", MONTH_DAY),
        ('facts = "k"\nwhere.month_no = 13', "where.month_no", "13", MONTH),
        ('facts = "k"\nwhere.month_no = "11"', "where.month_no", "11", MONTH),
        ('facts = "k"\nwhen.month_no = 0', "when.month_no", "0", MONTH),
        ('facts = "k"\nwhere.weekday = 0', "where.weekday", "0", WEEKDAY),
        ('facts = "k"\nwhere.weekday.from = 1.5', "where.weekday", "1.5", WEEKDAY),
    ],
)
def test_days_and_times_are_compared_with_days_and_times(
    words: str, field: str, value: str, expected: tuple[str, str]
) -> None:
    """A text in their place is refused with what to write; it would break the scoring off, or never be true."""
    (problem,) = problems(words)

    assert f"clause x:{field}:不能与“{value}”比较" == problem.what.zh
    assert f"clause x: {field}: cannot compare with {value}" == problem.what.en
    assert problem.expected is not None
    assert expected == (problem.expected.zh, problem.expected.en)


@pytest.mark.parametrize(
    "words",
    [
        'facts = "k"\nwhere.on.from = 2024-09-01\nwhere.asked.given = true\nexcept.at.over = 07:10:00',
        'facts = "k"\nwhere.month_day = { from = "02-29", upto = "12-31" }',
        'facts = "k"\nwhere.month_no = [12, 1, 2]\nwhere.weekday.upto = 5',
        'facts = "k"\nwhen.month_no.from = 9\nunless.stage = ["primary", "college"]',
        'scores = "w"\ntake = "total"\nwhere.on.from = 2024-11-01',
    ],
)
def test_what_is_written_rightly_is_read(words: str) -> None:
    """Days and times without quotes, a month and a day within them."""
    assert [] == problems(words)


@pytest.mark.parametrize("value", ["true", "2024-11-05", '"5"'])
def test_a_field_of_numbers_is_compared_with_numbers_only(value: str) -> None:
    """Neither yes, nor a day, nor a number in quotes."""
    messages = [str(problem.what) for problem in problems(f'facts = "k"\nwhere.hours = {value}')]

    assert [f"clause x:where.hours:不能与“{value.strip(chr(34)).replace('true', 'True')}”比较"] == messages


@pytest.mark.parametrize("word", ["when", "unless"])
def test_a_stage_is_one_of_those_of_the_school_file(word: str) -> None:
    """The Chinese word for a stage would never be true of any class."""
    (problem,) = problems(f'facts = "k"\n{word}.stage = "高中"')

    assert f"clause x:{word}.stage:没有学段“高中”" == problem.what.zh
    assert f"clause x: {word}.stage: there is no stage '高中'" == problem.what.en
    assert "可用的有:college、junior、primary、senior" == str(problem.expected)

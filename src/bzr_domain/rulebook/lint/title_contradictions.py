"""Check the figures against the regulation's own words (原文): a sign or a number that contradicts its title."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, check_nodes, explain_fault
from bzr_domain.rulebook.lint.intervals import Interval
from bzr_domain.rulebook.node import Node

CODES = {
    "sign-against-title": explain_fault(
        "原文说扣,规则在加(或反过来)",
        "the words deduct and the rule adds, or the other way round",
        "改正 points 的正负号",
        "correct the sign of points",
    ),
    "figure-not-in-title": explain_fault(
        "规则里的分值与原文的数字不同",
        "the rule counts by another figure than the words print",
        "照原文改正分值;原文另有出处则在 reading 里写明",
        "correct the figure; or say in reading where it comes from",
    ),
}
_LESS, _MORE = "扣减罚", "加得奖计记积补"
"""Words that can mean one or the other; 参加 and 不得 mean neither, so a word counts only before a figure or 分."""
_ALONE = "扣减罚加奖补"
"""Those that mean it before 分 alone: 得分 and 积分 are what somebody has."""
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE = re.compile(rf"[{''.join(_DIGITS)}十百半]+")
_UNIT = r"\s*(?:分(?![制比之数率点钟])|元)"
_NUMBER = rf"(?:\d+(?:\.\d+)?|{_CHINESE.pattern})"
_FIGURE = re.compile(_NUMBER + _UNIT)
_CONTINUED = re.compile(r"类推|依次|逐[名档级次]|递[增减加]|……|\.\.\.")
"""Words with which a title prints the beginning of a series only: 1-2人扣0.5分,3-4人扣1分,以此类推."""
_TIMES = re.compile(r"[××*✕乘]|(?<=\d)[xX](?=\d)")
_DIVIDED = re.compile(r"[÷/∕]|除以")
_AGAIN = re.compile(r"[再另]|外加")
_STEPS = re.compile(r"第[二2]次|再犯|第[二2]回")
"""Words with which a title prints what each time takes, of which a table gives the sum so far: 第一次扣1分,第二次扣2分."""


def parse_chinese_number(word: str) -> list[Fraction]:
    """Parse a number in Chinese characters: the whole of it, or its digits each by itself where it has no 十 and no 百.

    >>> [int(number) for number in parse_chinese_number("一百二十")], parse_chinese_number("半")
    ([120], [Fraction(1, 2)])
    >>> [int(number) for number in parse_chinese_number("一二")]
    [1, 2]
    """
    if word == "半":
        return [Fraction(1, 2)]
    if not set(word) & {"十", "百"}:
        return [Fraction(_DIGITS[digit]) for digit in word if digit in _DIGITS]
    hundreds, _, rest = word.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    places = ((hundreds, 100 if "百" in word else 0), (tens, 10 if ten else 0), (ones, 1))
    return [Fraction(sum(_parse_place(digits, size) for digits, size in places))]


def _parse_place(digits: str, size: int) -> int:
    """Parse what stands before 百, before 十 or last; nothing before 十 means one ten."""
    return size * (_DIGITS.get(digits[-1:], 0) if digits else size > 1)


def find_contradicting_signs(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """说扣却加,说加却扣: the title deducts and the rule only adds, or the other way round."""
    if node.gathers or node.into is None or node.joins in ("factor", "ceiling") or node.gives_flags:
        return
    value, title = analysis.ranges.values[node.key], _find_words(analysis, node)
    deducts, adds = (_says(title, words) for words in (_LESS, _MORE))
    if deducts and not _may_say(title, _MORE) and _is_never_negative(value):
        yield "sign-against-title", "原文是扣分,规则只会加分", "its words deduct, and it can only add"
    if adds and not _may_say(title, _LESS) and _is_never_negative(value.negate()):
        yield "sign-against-title", "原文是加分,规则只会扣分", "its words add, and it can only deduct"


def _says(title: str, words: str) -> bool:
    """Whether a title deducts or adds by one of these words: 扣2分, 扣分, 加十分; but not 无扣分 and 扣分项."""
    alone = "".join(word for word in words if word in _ALONE)
    return re.search(rf"[{words}]\s*{_NUMBER}{_UNIT}|(?<![不无未免])[{alone}]{_UNIT}(?!项)", title) is not None


def _may_say(title: str, words: str) -> bool:
    """Whether it may do so: 扣20 prints no unit, and 得满分 no figure."""
    return _says(title, words) or re.search(rf"[{words}]\s*(?:{_NUMBER}|满分)", title) is not None


def _is_never_negative(value: Interval) -> bool:
    return value.low is not None and value.low >= 0 and value.high != 0


def find_contradicting_figures(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """分值与原文不符: a title prints figures, and the points, price or band of the rule is none of them."""
    title = _find_words(analysis, node)
    if _FIGURE.search(title) is None or _CONTINUED.search(title) is not None:
        return
    printed = _find_printed_numbers(title)
    for number in dict.fromkeys(_list_figures(node)):
        if not any(_comes_of(size, printed, title) for size in (number, number * 100)):
            yield (
                "figure-not-in-title",
                f"原文里没有{format_number(number)}这个数字",
                f"its words do not print the figure {format_number(number)}",
            )


def _find_words(analysis: Analysis, node: Node) -> str:
    """Find the regulation's words for a node: those of a case (情形) stand with its clause."""
    return analysis.book.nodes[node.into].title if node.is_case and node.into is not None else node.title


def _find_printed_numbers(title: str) -> set[Fraction]:
    """Find the numbers that a title prints."""
    printed = {Fraction(digits) for digits in _ARABIC.findall(title)}
    return printed | {number for word in _CHINESE.findall(title) for number in parse_chinese_number(word)}


def _comes_of(number: Fraction, printed: set[Fraction], title: str) -> bool:
    """Whether a title prints a number, or what makes it: factors of a product, a quotient, or what is given again (再加)."""
    if number in printed:
        return True
    factors = [factor for factor in printed if factor]
    times = len(_TIMES.findall(title))
    return (
        (times > 0 and any(number / factor in printed for factor in factors))
        or (times > 1 and any(number / first / second in printed for first in factors for second in factors))
        or (_DIVIDED.search(title) is not None and any(number * factor in printed for factor in factors))
        or (_AGAIN.search(title) is not None and any(number - part in printed for part in factors))
        or (_STEPS.search(title) is not None and number in _add_steps(title))
    )


def _add_steps(title: str) -> set[Fraction]:
    """Add up the figures that a title prints before 分 or 元, one after the other."""
    figures = [number for figure in _FIGURE.findall(title) for number in sorted(_find_printed_numbers(figure))[:1]]
    return set(accumulate(figures))


def _list_figures(node: Node) -> list[Fraction]:
    """List what a node gives for one unit, one label or one band, without signs and without 0."""
    figures: list[object] = []
    number = node.number
    if isinstance(number, lang.Priced):
        figures += (price for table in number.tables for price in table.prices.values())
    if isinstance(number, lang.Chosen):
        figures += [number.lowest, number.highest]
    recorded = isinstance(number, lang.Measured | lang.Chosen | lang.Priced)
    turns_sign = recorded and node.linear.points == -1  # then it is no figure of its own
    if "points" in node.stated and not turns_sign:
        figures.append(node.linear.points)
    figures += [row.gives for row in node.table_rows if row.gives != 1]  # 1 only says that the row holds
    numbers = [abs(Fraction(figure)) for figure in figures if isinstance(figure, Decimal | Fraction)]
    return [number for number in numbers if number]


CHECKS = check_nodes(find_contradicting_signs, find_contradicting_figures)

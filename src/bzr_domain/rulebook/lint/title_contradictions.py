"""The regulation's own words against the figures (原文): a sign or a number that its title does not bear out."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.intervals import Span
from bzr_domain.rulebook.node import Node

CODES = {
    "sign-against-title": Code(
        Message("原文说扣,规则在加(或反过来)", "the words deduct and the rule adds, or the other way round"),
        Message("改正 points 的正负号", "correct the sign of points"),
    ),
    "figure-not-in-title": Code(
        Message("规则里的分值与原文的数字不同", "the rule counts by another figure than the words print"),
        Message(
            "照原文改正分值;原文另有出处则在 reading 里写明",
            "correct the figure; or say in reading where it comes from",
        ),
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


def chinese(word: str) -> list[Fraction]:
    """What a number in Chinese characters can mean: the whole of it, or its digits one by one.

    >>> [int(number) for number in chinese("一百二十")], chinese("半"), [int(number) for number in chinese("一二")]
    ([120], [Fraction(1, 2)], [1, 2])
    """
    if word == "半":
        return [Fraction(1, 2)]
    if not set(word) & {"十", "百"}:
        return [Fraction(_DIGITS[one]) for one in word if one in _DIGITS]
    hundreds, _, rest = word.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    places = ((hundreds, 100 if "百" in word else 0), (tens, 10 if ten else 0), (ones, 1))
    return [Fraction(sum(_digit(digits, size) for digits, size in places))]


def _digit(digits: str, size: int) -> int:
    """What stands before 百, before 十 or last; nothing before 十 means one of it."""
    return size * (_DIGITS.get(digits[-1:], 0) if digits else size > 1)


def signs(text: Text) -> Iterator[Raised]:
    """说扣却加,说加却扣: where the words speak of one of the two only."""
    for node in text.nodes:
        if node.gathers or node.into is None or node.joins in ("factor", "ceiling"):
            continue
        less, more = (_speaks(node.title, words) for words in (_LESS, _MORE))
        span = text.reach.values[node.key]
        if less and not _hints(node.title, _MORE) and _only_up(span):
            yield Raised(
                "sign-against-title",
                node.key,
                Message("原文是扣分,规则只会加分", "its words deduct, and it can only add"),
            )
        if more and not _hints(node.title, _LESS) and _only_up(span.opposite()):
            yield Raised(
                "sign-against-title",
                node.key,
                Message("原文是加分,规则只会扣分", "its words add, and it can only deduct"),
            )


def _speaks(title: str, words: str) -> bool:
    """Whether a title deducts or adds: 扣2分, 扣分, 加十分; but not 无扣分 and 扣分项."""
    alone = "".join(word for word in words if word in _ALONE)
    return (
        re.search(rf"[{words}]\s*{_NUMBER}{_UNIT}|(?<![不无未免])[{alone}]{_UNIT}(?!项)", title) is not None
    )


def _hints(title: str, words: str) -> bool:
    """Whether it may: 扣20 prints no unit, and 得满分 no figure."""
    return _speaks(title, words) or re.search(rf"[{words}]\s*(?:{_NUMBER}|满分)", title) is not None


def _only_up(span: Span) -> bool:
    return span.low is not None and span.low >= 0 and span.high != 0


def figures(text: Text) -> Iterator[Raised]:
    """分值与原文不符: points, prices and bands whose number its words do not print, where they print any."""
    for node in text.nodes:
        if _FIGURE.search(node.title) is None:
            continue
        printed = {Fraction(one) for one in _ARABIC.findall(node.title)}
        printed |= {number for word in _CHINESE.findall(node.title) for number in chinese(word)}
        if "×" in node.title:
            printed |= {one * two for one in printed for two in printed}
        for number in dict.fromkeys(_own_figures(node)):
            if number not in printed and number * 100 not in printed:
                what = Message(
                    f"原文里没有{format_number(number)}这个数字",
                    f"its words do not print the figure {format_number(number)}",
                )
                yield Raised("figure-not-in-title", node.key, what)


def _own_figures(node: Node) -> list[Fraction]:
    """What a node gives for one unit, one label or one band, without signs; 0 says nothing."""
    found: list[object] = []
    number = getattr(node.source, "number", None)
    if isinstance(number, lang.Priced):
        found += number.prices.values()
    if isinstance(number, lang.Chosen):
        found += [number.lowest, number.highest]
    turned = isinstance(number, lang.Measured | lang.Chosen)  # a -1 of what is recorded only turns its sign
    if (
        isinstance(node.scale, lang.Linear)
        and "points" in node.stated
        and not (turned and node.scale.points == -1)
    ):
        found.append(node.scale.points)
    elif isinstance(node.scale, lang.Table):
        found += [row.gives for row in node.scale.rows if row.gives != 1]  # a one says that it is so
    numbers = [abs(Fraction(one)) for one in found if isinstance(one, Decimal | Fraction)]
    return [one for one in numbers if one]


CHECKS = (signs, figures)

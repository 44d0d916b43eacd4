"""Put names and tests (名称与条件) into words: nodes, fields, figures, conditions."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.facts.kinds import HEADERS, Kind
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import FIELDS, FIGURES

_COMMON = {
    "on": "日期", "month_no": "月份", "month_day": "月日", "weekday": "星期", "evidence": "佐证", "kind": "事项",
    "score": "得分",
}  # fmt: skip


def describe_name(book: Book, name: str) -> Message:
    """Name a node by its title, a figure of the roster by its name."""
    node = book.nodes.get(name)
    if node is None and name in FIGURES:
        return FIGURES[name]
    return Message(f"“{shorten_name(node)}”" if node is not None else name, f"“{name}”")


def shorten_name(node: Node) -> str:
    """Name a clause by its number, any other node by its title up to the first stop, which the colon of 7:20 is not."""
    if node.id[:1].isdigit():
        return node.id
    return re.split(r"[,;。(]|:(?!\d)", node.title)[0]


def describe_figure(book: Book, figure: object) -> Message:
    """Say a number, another node's value, or a figure that is not set."""
    if isinstance(figure, lang.Ref):
        name = describe_name(book, figure.node)
        return Message("负的", "minus ") + name if figure.negative else name
    if isinstance(figure, lang.Unset):
        return Message("(待定)", "(not set)")
    if isinstance(figure, lang.Share):
        zh, en = ("范围内全部的", "of all in the group") if figure.of_all else ("参加排名数的", "of those ranked")
        return Message(f"{zh}{describe_share(figure.part)}", f"{describe_share(figure.part)} {en}")
    if isinstance(figure, bool):
        return Message("是" if figure else "否", "yes" if figure else "no")
    return Message.same(format_number(figure) if isinstance(figure, Decimal | Fraction | int) else str(figure))


def describe_share(part: Fraction) -> str:
    """Write a part of a whole: a percentage where that is a decimal, else the fraction.

    >>> describe_share(Fraction(4, 5)), describe_share(Fraction(2, 3))
    ('80%', '2/3')
    """
    return f"{format_number(part * 100)}%" if 10**6 % part.denominator == 0 else str(part)


def find_kind(book: Book, node: Node) -> Kind | None:
    """Find the first kind of which a node counts facts, whose fields its words name; asked only where it counts facts."""
    return next((kind for kind in book.kinds.values() if node.fact_rows.takes(kind.id)), None)


def describe_figures(book: Book, sentences: Iterable[tuple[object, str, str]]) -> list[Message]:
    """Say each figure that is there in its sentence, in Chinese and in English, where `{}` stands for it."""
    words = ((describe_figure(book, figure), zh, en) for figure, zh, en in sentences if figure is not None)
    return [Message(zh.replace("{}", word.zh), en.replace("{}", word.en)) for word, zh, en in words]


_PLACES = (("第{}名及以后", "place {} or worse"), ("第{}名以后", "worse than place {}"),
           ("前{}名", "the first {} places"), ("第{}名以前", "better than place {}"))  # fmt: skip
_SHARED_PLACES = (("名次从{}起", "places from {} on"), ("名次超过{}", "places beyond {}"),
                  ("名次在{}以内", "places within {}"), ("名次不到{}", "places before {}"))  # fmt: skip


def describe_place(book: Book, test: lang.Test) -> Message:
    """Say one test on a place among peers: 前3名, 第4名及以后, 名次在参加排名数的30%以内."""
    places = [Message("第", "place ") + describe_figure(book, place) + Message("名", "") for place in test.among or ()]
    parts = [Message.joined(places, "或", " or ")] if places else []
    for end, words, shared in zip(test.ends, _PLACES, _SHARED_PLACES, strict=True):
        parts += describe_figures(book, [(end, *(shared if isinstance(end, lang.Share) else words))])
    return join_conditions(parts)


def describe_test(book: Book, test: lang.Test) -> Message:
    """Say one test; 以上 and 以下 include the number, 超过 and 不满 do not."""
    parts = []
    if test.among is not None:
        words = (describe_figure(book, word) for word in test.among)
        parts.append(Message("为", "is ") + Message.joined(words, "或", " or "))
    ends = (
        (test.lowest, "{}以上(含{})", "{} or more"),
        (test.above, "超过{}(不含)", "more than {}"),
        (test.highest, "{}以下(含{})", "{} or less"),
        (test.below, "不满{}(不含)", "less than {}"),
    )
    parts += describe_figures(book, ends)
    if test.present is not None:
        zh, en = ("有记载", "is given") if test.present else ("没有记载", "is not given")
        parts.append(Message(zh, en))
    return join_conditions(parts)


def join_conditions(conditions: Iterable[Message]) -> Message:
    """Join conditions that must all hold."""
    return Message.joined(conditions, "、", " and ")


def name_field(kind: Kind | None, name: str) -> Message:
    """Name a field by its header."""
    field = kind.field(name) if kind is not None else None
    title = field.title if field is not None else ""
    if kind is not None and (kind.id, name) in FIELDS:
        return FIELDS[kind.id, name]
    return Message(title or HEADERS.get(name, _COMMON.get(name, name)), name)


def describe_tests(book: Book, tests: lang.Tests, kind: Kind | None = None) -> list[Message]:
    """Say each test on a field."""
    return [
        Message.joined([name_field(kind, name), _describe_field_test(book, name, test)], "", " ")
        for name, test in tests.items()
    ]


def _describe_field_test(book: Book, field: str, test: lang.Test) -> Message:
    """Say one test on a field; in Chinese an item and a kind, which fields name by their ids, are named by their titles."""
    sentence = describe_test(book, test)
    if field not in ("item", "kind") or test.among is None:
        return sentence
    entries = book.items if field == "item" else book.kinds.values()
    titles: dict[lang.Word, str] = {entry.id: entry.title for entry in entries}
    named = attrs.evolve(test, among=tuple(titles.get(word, word) for word in test.among))
    return Message(describe_test(book, named).zh, sentence.en)

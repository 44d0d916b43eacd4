"""名称与条件: nodes, fields, figures and tests in words."""

import re
from decimal import Decimal
from fractions import Fraction

from bzr_domain.facts.kinds import HEADERS, Kind
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import FIGURES

_COMMON = {
    "on": "日期", "month_no": "月份", "month_day": "月日", "weekday": "星期", "evidence": "佐证", "kind": "事项",
    "score": "得分",
}  # fmt: skip


def name_of(book: Book, name: str) -> Message:
    """A node by its title, a figure of the roster by its name."""
    if name in FIGURES:
        return FIGURES[name]
    node = book.nodes.get(name)
    return Message(f"“{short_name(node)}”" if node is not None else name, f"“{name}”")


def short_name(node: Node) -> str:
    """A clause by its number, anything else by its title up to the first stop."""
    if node.id[:1].isdigit():
        return node.id
    return re.split(r"[,;:。(]", node.title)[0]


def figure(book: Book, limit: object) -> Message:
    """A number, another score, or a figure that is not set."""
    if isinstance(limit, lang.Ref):
        name = name_of(book, limit.node)
        return Message(f"负的{name.zh}", f"minus {name.en}") if limit.negative else name
    if isinstance(limit, lang.Unset):
        return Message("(待定)", "(not set)")
    if isinstance(limit, lang.Share):
        part = format_number(limit.part * 100)
        return Message(f"参加排名数的{part}%", f"{part} % of those ranked")
    if isinstance(limit, bool):
        return Message("是" if limit else "否", "yes" if limit else "no")
    text = format_number(limit) if isinstance(limit, Decimal | Fraction | int) else str(limit)
    return Message(text, text)


def condition(book: Book, test: lang.Test) -> Message:
    """One condition; 以上 and 以下 include the number, 超过 and 不满 do not."""
    parts = []
    if test.among is not None:
        words = [figure(book, one) for one in test.among]
        parts.append(Message("为" + "或".join(w.zh for w in words), "is " + " or ".join(w.en for w in words)))
    for limit, zh, en in (
        (test.lowest, "{}以上(含{})", "{} or more"),
        (test.above, "超过{}(不含)", "more than {}"),
        (test.highest, "{}以下(含{})", "{} or less"),
        (test.below, "不满{}(不含)", "less than {}"),
    ):
        if limit is not None:
            said = figure(book, limit)
            parts.append(Message(zh.replace("{}", said.zh), en.format(said.en)))
    if test.present is not None:
        parts.append(
            Message("有记载" if test.present else "没有记载", "is given" if test.present else "is not given")
        )
    return joined(parts)


def joined(parts: list[Message]) -> Message:
    """Several conditions that all hold."""
    return Message("、".join(part.zh for part in parts), " and ".join(part.en for part in parts))


def field_name(kind: Kind | None, name: str) -> Message:
    """The header of a field."""
    own = kind.field(name) if kind is not None else None
    zh = own.title if own is not None and own.title else HEADERS.get(name, _COMMON.get(name, name))
    return Message(zh, name)


def conditions(book: Book, tests: lang.Tests, kind: Kind | None = None) -> list[Message]:
    """Tests on fields, each in words."""
    found = []
    for name, test in tests.items():
        field, said = field_name(kind, name), condition(book, test)
        named = {one.id: one.title for one in book.items} if name == "item" else {}
        zh = said.zh
        for key, title in named.items():
            zh = zh.replace(key, title)
        found.append(Message(f"{field.zh}{zh}", f"{field.en} {said.en}"))
    return found

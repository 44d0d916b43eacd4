"""适用与依据: where a node applies, and what it reads."""

from collections.abc import Mapping
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import ABOUT, GROUPS, PERS, REACHES
from bzr_domain.rulebook.paraphrase.names import (
    condition,
    conditions,
    field_name,
    figure,
    joined,
    name_of,
    short_name,
)

_GATHERS: Mapping[type, Message] = {
    lang.Total: Message("合计各条", "adds up"),
    lang.Mean: Message("各条按权重平均(没有得分的不参加)", "weighted mean of those that have a value"),
    lang.Highest: Message("取各条中最高的", "the highest of"),
    lang.Lowest: Message("取各条中最低的", "the lowest of"),
}


def applies(book: Book, node: Node) -> list[Message]:
    """Where a node applies, what it gives elsewhere, and from when to when."""
    said = []
    for tests, zh, en in (
        (node.when, "只在{}时适用", "applies only where {}"),
        (node.unless, "{}的不适用", "does not apply where {}"),
    ):
        parts = []
        for name, test in tests.items():
            subject = ABOUT.get(name) or name_of(book, name)
            one = condition(book, test)
            parts.append(Message(f"{subject.zh}{one.zh}", f"{subject.en} {one.en}"))
        if parts:
            both = (
                joined(parts)
                if tests is node.when
                else Message("或".join(p.zh for p in parts), " or ".join(p.en for p in parts))
            )
            said.append(Message(zh.format(both.zh), en.format(both.en)))
    if node.otherwise is not None:
        value = figure(book, node.otherwise)
        said.append(Message(f"不适用时得{value.zh}", f"where it does not apply it gives {value.en}"))
    for day, zh, en in (
        (node.since, "自{}起", "from {}"),
        (node.until, "到{}为止(含当日)", "until {} inclusive"),
    ):
        if day is not None:
            said.append(Message(zh.format(day), en.format(day)))
    return said


def source(book: Book, node: Node) -> list[Message]:
    """Which facts or scores it reads, or what it gathers."""
    match node.source:
        case lang.FactRows():
            return _facts(book, node.source)
        case lang.ScoreRows():
            return _scores(book, node.source)
        case lang.Gathered():
            names = [short_name(child) for child in book.children(node.key)]
            ids = [child.id for child in book.children(node.key)]
            start = figure(book, node.base) if node.base is not None else None
            base = Message(f"从{start.zh}起,", f"from {start.en}, ") if start is not None else Message("", "")
            what = _GATHERS[type(node.measure)]
            if node.labels and isinstance(node.measure, lang.Total):
                what = _GATHERS[lang.Highest]
            return [
                Message(
                    f"{base.zh}{what.zh}:{'、'.join(names) or '无'}",
                    f"{base.en}{what.en}: {', '.join(ids) or 'none'}",
                )
            ]
        case _:
            assert_never(node.source)


def _facts(book: Book, rows: lang.FactRows) -> list[Message]:
    said = []
    for selector in rows.selectors:
        kinds = [kind for kind in book.kinds.values() if selector.takes(kind.id)]
        tests = conditions(book, selector.where, kinds[0] if kinds else None)
        zh = "、".join(kind.title for kind in kinds)
        both = Message(
            f",同时满足:{'、'.join(t.zh for t in tests)}", f" where {' and '.join(t.en for t in tests)}"
        )
        only = both if tests else Message("", "")
        said.append(Message(f"{zh}{only.zh}", f"{selector.kind}{only.en}"))
    first = Message("计 " + ";".join(one.zh for one in said), "counts " + "; ".join(one.en for one in said))
    excuses = conditions(book, rows.excuses)
    out = Message(
        "有下列之一的除外:" + "、".join(one.zh for one in excuses),
        "except where any of: " + "; ".join(one.en for one in excuses),
    )
    return [first, *([out] if excuses else []), REACHES[rows.reach]]


def _scores(book: Book, rows: lang.ScoreRows) -> list[Message]:
    name = name_of(book, rows.node)
    tests = conditions(book, rows.where)
    only = Message(f",限{'、'.join(t.zh for t in tests)}的", f" where {' and '.join(t.en for t in tests)}")
    where = only if tests else Message("", "")
    what = Message("个数", "how many there are") if rows.counts else Message("得分", "score")
    return [
        Message(f"依据{name.zh}的{what.zh}{where.zh}", f"reads the {what.en} of {name.en}{where.en}"),
        REACHES[rows.reach],
    ]


def cells(node: Node) -> list[Message]:
    """The cells, subjects and groups it is computed for."""
    per = PERS.get(node.per) or Message(f"每{node.per.split()[0]}周", f"every {node.per}")
    said = [Message(f"{per.zh}分别计算", f"computed for {per.en}")]
    if node.about != "class":
        about = GROUPS[node.about]
        said.append(Message(f"按{about.zh}计", f"about {about.en}"))
    if node.each:
        said.append(Message("每条记录分别计算,再合计", "each record by itself, then added up"))
    fields = [name for name in node.by if name != "fact"]
    if fields:
        named = "、".join(field_name(None, name).zh for name in fields)
        said.append(
            Message(f"按{named}分别计算,再合计", f"for each {', '.join(fields)} by itself, then added up")
        )
    return said

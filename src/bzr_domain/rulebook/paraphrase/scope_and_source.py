"""Put applicability, source and scope (适用、依据与范围) into words: where a node applies, what it reads, and for which periods."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Per, split_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Joins, Node
from bzr_domain.rulebook.paraphrase.fixed_words import ABOUT, FIGURES, GROUPS, PERS, REACHES, STAGES
from bzr_domain.rulebook.paraphrase.names_and_tests import (
    describe_figures,
    describe_name,
    describe_test,
    describe_tests,
    find_kind,
    join_conditions,
    name_field,
    shorten_name,
)

_COMBINES: Mapping[type, Message] = {
    lang.Total: Message("合计各条", "adds up"),
    lang.Mean: Message("各条平均(没有得分的不参加)", "mean of those that have a value"),
    lang.Highest: Message("取各条中最高的", "the highest of"),
    lang.Lowest: Message("取各条中最低的", "the lowest of"),
}
_SIDES: Mapping[lang.Side, Message] = {
    "score": Message("得分", "score"),
    "earned": Message("各条加分(限度以前)", "points earned, before the bounds"),
    "deducted": Message("各条扣分(限度以前)", "points deducted, before the bounds"),
    "bonus": Message("另加的分", "bonus"),
}
_TIMES_WEIGHT = Message("先乘以各自的权重,再", "each times its weight: ")
_WEIGHTS: Mapping[type, Message] = {
    lang.Mean: Message("各条按权重平均(没有得分的不参加)", "weighted mean of those that have a value"),
}
_JOINS: Mapping[Joins, Message] = {
    "outside": Message("另加", "then adds"),
    "factor": Message("再乘以", "then multiplied by"),
    "ceiling": Message("不得高于", "no higher than"),
}


def describe_applicability(book: Book, node: Node) -> list[Message]:
    """Say where a node applies, what it gives elsewhere, and from when to when it does."""
    messages = []
    if node.when:
        conditions = join_conditions(_describe_conditions(book, node.when))
        messages.append(Message(f"只在{conditions.zh}时适用", f"applies only where {conditions.en}"))
    if node.unless:
        conditions = Message.joined(_describe_conditions(book, node.unless), "或", " or ")
        messages.append(Message(f"{conditions.zh}的不适用", f"does not apply where {conditions.en}"))
    sentences = (
        (node.otherwise, "不适用时得{}", "where it does not apply it gives {}"),
        (node.since, "自{}起", "from {}"),
        (node.until, "到{}为止(含当日)", "until {} inclusive"),
    )
    return messages + describe_figures(book, sentences)


def _describe_conditions(book: Book, tests: lang.Tests) -> Iterator[Message]:
    for name, test in tests.items():
        subject = ABOUT.get(name) or describe_name(book, name)
        condition = describe_test(book, test)
        for stage, words in STAGES.items() if name == "stage" else ():
            condition = Message(condition.zh.replace(stage, words.zh), condition.en)
        yield Message.joined([subject, condition], "", " ")


def describe_source(book: Book, node: Node) -> list[Message]:
    """Say which facts or scores a node reads, or which nodes it combines."""
    match node.source:
        case lang.FactRows():
            return _describe_facts(book, node, node.source)
        case lang.ScoreRows():
            return _describe_scores(book, node.source)
        case lang.Gathered():
            return _describe_children(book, node)
        case _:
            assert_never(node.source)


def _describe_children(book: Book, node: Node) -> list[Message]:
    """Say how the children are combined inside the bounds, and what is added, multiplied and limited after them."""
    inside = [child for child in book.children(node.key) if child.joins == "inside"]
    if inside:
        base = describe_figures(book, [(node.base, "从{}起,", "from {}, ")])
        combines = Message.joined([*base, _describe_combination(book, node, inside)], "", "")
        messages = [Message.joined([combines, _list_names(inside)], ":", ": ")]
    else:
        messages = describe_figures(book, [(node.base, "从{}起", "from {}")]) or [Message("没有各条", "of no parts")]
    for joins, words in _JOINS.items():
        children = [child for child in book.children(node.key) if child.joins == joins]
        if children:
            messages.append(Message.joined([words, _list_names(children)], ":", ": "))
    return messages


def _gives_yes(book: Book, node: Node) -> bool:
    """Whether a node gives yes or no, by its table or by those that go into it."""
    inside = [child for child in book.children(node.key) if child.joins == "inside"]
    return node.gives_flags or (node.base is None and bool(inside) and all(_gives_yes(book, child) for child in inside))


def _describe_combination(book: Book, node: Node, inside: list[Node]) -> Message:
    if node.base is None and all(_gives_yes(book, child) for child in inside):
        return Message("有任一条成立即成立", "holds where any of these does")
    if "cases" in node.stated:
        return Message("每条记录只归一种情形,各情形合计", "each fact belongs to one case, and the cases add up")
    measure = lang.Highest() if node.labels and isinstance(node.measure, lang.Total) else node.measure
    if isinstance(measure, lang.Highest | lang.Lowest) and measure.best > 1:
        zh, en = ("最高", "highest") if isinstance(measure, lang.Highest) else ("最低", "lowest")
        return Message(f"取各条中{zh}的{measure.best}个合计", f"adds up the {measure.best} {en} of")
    words = _COMBINES[type(measure)]
    return words if all(child.weight == 1 for child in inside) else _WEIGHTS.get(type(measure), _TIMES_WEIGHT + words)


def _list_names(nodes: list[Node]) -> Message:
    """List the names of some nodes, each by its whole title where another one has the same beginning."""
    names = Counter(shorten_name(node) for node in nodes)
    short = (shorten_name(node) for node in nodes)
    return Message.listed(
        Message(name if names[name] == 1 else node.title, node.id) for name, node in zip(short, nodes, strict=True)
    )


def _describe_facts(book: Book, node: Node, rows: lang.FactRows) -> list[Message]:
    tested = any(selector.where for selector in rows.selectors)
    selections = Message.joined(
        (_describe_selector(book, selector) for selector in rows.selectors), ";" if tested else "、", "; "
    )
    messages = [Message("计 ", "counts ") + selections]
    if rows.excuses:
        excuses = Message.joined(describe_tests(book, rows.excuses, find_kind(book, node)), "、", "; ")
        messages.append(Message("有下列之一的除外:", "except where any of: ") + excuses)
    if rows.case:
        tests = join_conditions(describe_tests(book, rows.case, find_kind(book, node)))
        messages.append(Message("本情形限:", "this case only where ") + tests)
    if rows.other_cases:
        messages.append(Message("不含前面各种情形的", "without what fits a case before it"))
    return [*messages, REACHES[rows.reach]]


def _describe_selector(book: Book, selector: lang.Selector) -> Message:
    kinds = [kind for kind in book.kinds.values() if selector.takes(kind.id)]
    message = Message("、".join(kind.title for kind in kinds), selector.kind)
    if not selector.where:
        return message
    tests = join_conditions(describe_tests(book, selector.where, kinds[0] if kinds else None))
    return message + Message(",同时满足:", " where ") + tests


def _describe_scores(book: Book, rows: lang.ScoreRows) -> list[Message]:
    name = describe_name(book, rows.node)
    if rows.counts:
        message = Message(f"依据{name.zh}的个数", f"reads how many of {name.en} there are")
    elif rows.node in FIGURES:
        message = Message(f"依据{name.zh}", f"reads the {name.en}")
    else:
        what = _SIDES[rows.side]
        message = Message(f"依据{name.zh}的{what.zh}", f"reads the {what.en} of {name.en}")
    if rows.where:
        tests = join_conditions(describe_tests(book, rows.where))
        message += Message(f",限{tests.zh}的", f" where {tests.en}")
    return [message, REACHES[rows.reach]]


def describe_scope(book: Book, node: Node) -> list[Message]:
    """Say for which periods, subjects and groups of facts a node is computed."""
    per = PERS.get(node.per) or _describe_counted(node.per)
    messages = [Message(f"{per.zh}分别计算", f"computed for {per.en}")]
    if node.about != "class":
        about = GROUPS[node.about]
        messages.append(Message(f"按{about.zh}计", f"about {about.en}"))
    fields = [name_field(find_kind(book, node), name) for name in node.by if name != "fact"]
    if node.each:
        messages.append(Message("每条记录分别计算", "each record by itself"))
    if fields:
        names = Message.listed(fields)
        messages.append(Message(f"按{names.zh}分别计算", f"for each {names.en} by itself"))
    if node.by:
        any_of = Message(",有任一个成立即成立", ", and one yes is a yes")
        messages[-1] += any_of if node.gives_flags else _describe_groups(node.groups)
    return messages


def _describe_counted(per: Per) -> Message:
    """Say how many weeks or months of a term a period has, and from when they are counted."""
    count, unit = split_length(per)
    zh, first = (f"每{count}周", "第一周") if unit == "week" else (f"每{count}个月", "第一个月")
    return Message(f"{zh}(从学期{first}起)", f"every {per}, counted from the first {unit} of the term")


def _describe_groups(groups: lang.Groups | None) -> Message:
    """Say which of the groups are added up."""
    if groups is None:
        return Message(",再合计", ", then added up")
    zh, en = ("最高", "highest") if groups.high else ("最低", "lowest")
    return Message(
        f",再取得分{zh}的{groups.count}组合计", f", then the {groups.count} {en} of these values are added up"
    )

"""Whether the nodes of a rulebook fit together: every name leads somewhere, every step has a price, no circle."""

from collections.abc import Mapping
from graphlib import CycleError

from bzr_domain.errors import Message, Problem, did_you_mean
from bzr_domain.facts import Kind
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_ATTRIBUTES, COMMON, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.values import Reader

NUMBERS = ("count", "value", "points")
CLASS_WORDS = ("stage", "grade")


def graph_problems(nodes: Mapping[str, Node], kinds: Mapping[str, Kind]) -> list[Problem]:
    """Every name that leads nowhere, and every field, step or price that does not fit the kinds."""
    problems: list[Problem] = []
    for node in nodes.values():
        reader = Reader({}, f"{node.heading} {node.key}", problems)
        if node.into is not None and node.into not in nodes:
            reader.complain(
                "into", f"没有“{node.into}”", f"there is no {node.into!r}", did_you_mean(node.into, nodes)
            )
        elif node.into is not None and not isinstance(nodes[node.into].source, lang.Gathered):
            en = f"{node.into!r} counts by itself and gathers nothing"
            reader.complain("into", f"“{node.into}”自己计分,不汇集别的条款", en)
        if isinstance(node.source, lang.ScoreRow) and node.source.node not in nodes:
            name = node.source.node
            reader.complain("scores", f"没有“{name}”", f"there is no {name!r}", did_you_mean(name, nodes))
        for name in (*node.when, *node.unless):
            if name in nodes and name in CLASS_ATTRIBUTES:
                en = "a node and a class attribute both bear this name: give the node another id"
                reader.complain(f"when.{name}", "既是条款又是班级属性:条款请换一个编号", en)
            if name not in nodes and name not in CLASS_ATTRIBUTES:
                expected = did_you_mean(name, [*nodes, *CLASS_ATTRIBUTES])
                reader.complain(
                    f"when.{name}", "没有这个得分或班级属性", "no such score or class attribute", expected
                )
        if isinstance(node.source, lang.FactRows):
            _check_rows(reader, node.source, kinds)
        _check_comparisons(reader, node, {*nodes, *CLASS_ATTRIBUTES})
    return problems


def _check_comparisons(reader: Reader, node: Node, known: set[str]) -> None:
    """A measure, a score and a head count are numbers; a stage and a grade are words."""
    for name, test in (*node.when.items(), *node.unless.items()):
        if name in known:
            _check_comparison(reader, f"when.{name}", test, numeric=name not in CLASS_WORDS)
    for row in node.scale.rows if isinstance(node.scale, lang.Table) else ():
        _check_comparison(reader, "table", row.test, numeric=True)


def _check_comparison(reader: Reader, word: str, test: lang.Test, *, numeric: bool) -> None:
    """A number is compared with numbers; words that are no steps of a scale are the same or not, never more or less."""
    limits = [one for one in (test.lowest, test.above, test.highest, test.below) if one is not None]
    same = test.among or ()
    unlike = [one for one in (*same, *limits) if isinstance(one, str) is numeric and one != ""]
    for one in unlike if numeric else dict.fromkeys([*unlike, *limits]):
        reader.complain(word, f"不能与“{one}”比较", f"cannot compare with {one}")


def _check_rows(reader: Reader, rows: lang.FactRows, kinds: Mapping[str, Kind]) -> None:
    for selector in rows.selectors:
        taken = [kind for kind in kinds.values() if selector.takes(kind.id)]
        if not taken:
            expected = did_you_mean(selector.kind, kinds)
            reader.complain(
                "facts", f"没有事项“{selector.kind}”", f"there is no kind {selector.kind!r}", expected
            )
        for kind in taken:
            _check_fields(reader, selector, rows.number, kind)


def _check_fields(reader: Reader, selector: lang.Selector, number: lang.Number, kind: Kind) -> None:
    for name, test in selector.where.items():
        field = kind.field(name)
        if field is None and name not in COMMON:
            reader.complain(f"where.{name}", f"“{kind.title}”没有这一栏", f"{kind.id} has no such field")
        elif field is None or not field.scale:
            _check_comparison(reader, f"where.{name}", test, numeric=name in NUMBERS)
        else:
            for word in (*(test.among or ()), test.lowest, test.above, test.highest, test.below):
                if word is not None and word not in field.scale:
                    expected = did_you_mean(str(word), field.scale)
                    reader.complain(
                        f"where.{name}", f"没有“{word}”这一级", f"there is no step {word!r}", expected
                    )
    wanted = {lang.Measured: "value", lang.Chosen: "points"}.get(type(number))
    if isinstance(number, lang.Priced):
        wanted = number.field
    if wanted is not None and kind.field(wanted) is None:
        reader.complain("number", f"“{kind.title}”没有“{wanted}”一栏", f"{kind.id} has no field {wanted}")
    elif isinstance(number, lang.Priced):
        _check_prices(reader, number, kind)


def _check_prices(reader: Reader, number: lang.Priced, kind: Kind) -> None:
    field = kind.field(number.field)
    scale = field.scale if field is not None else ()
    for step in number.prices:
        if step not in scale:
            expected = did_you_mean(step, scale)
            reader.complain(
                f"price.{number.field}", f"没有“{step}”这一级", f"there is no step {step!r}", expected
            )
    for step in scale:
        if step not in number.prices:
            reader.complain(
                f"price.{number.field}",
                f"缺少“{step}”的分值;未定写“unset”",
                f'no price for {step!r}; write "unset" if none',
            )


def cycle_problems(book: Book) -> list[Problem]:
    """The circle of nodes that need each other's values, if there is one."""
    try:
        _ = book.order
    except CycleError as error:
        circle = " → ".join(str(key) for key in error.args[1])
        return [
            Problem(
                what=Message(f"条款互相依赖:{circle}", f"nodes depend on each other in a circle: {circle}")
            )
        ]
    return []

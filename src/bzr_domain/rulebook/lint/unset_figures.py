"""Check for figures that are not set (待定): those that the source does not print, and results that come about without them."""

from collections.abc import Iterator
from decimal import Decimal

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, check_nodes, explain_fault
from bzr_domain.rulebook.node import Node

CODES = {
    "unset": explain_fault(
        "未定的一律按0分算,受影响的教师不知道",
        "what is not set counts 0, and those it strikes do not know",
        "请学校定出数字;或在 reading 里写明暂不计",
        "let the school set the figure; or say in reading that it does not count yet",
    ),
    "unset-decides": explain_fault(
        "界限未定,人人都得最后一行的结果,看上去像是评定过的",
        "with no limit set everybody gets the last row, which reads like a verdict",
        "请学校定出界限;定出以前删去最后一行,或在 reading 里写明先一律按它算",
        "let the school set the limits; until then remove the last row, or say in reading that it holds for all",
    ),
}


def find_unset_figures(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """待定: prices, points, limits and rows that the source does not print."""
    for zh, en in _list_unset_places(node):
        yield "unset", f"{zh}没有数字", f"there is no figure for {en}"


def _list_unset_places(node: Node) -> Iterator[tuple[str, str]]:
    """List where a figure is not set, each place in Chinese and in English by the word it stands under."""
    number = node.number
    for table in number.tables if isinstance(number, lang.Priced) else ():
        for steps in (steps for steps, price in table.prices.items() if price is None):
            yield f"“{'·'.join(steps)}”", f"{'·'.join(steps)!r}"
    for word in list_unset_words(node):
        yield f"{word} ", word
    for index, row in enumerate(node.table_rows, 1):
        if lang.UNSET in (*lang.list_limits(row.test), row.gives):
            yield f"对照表第{index}行", f"row {index} of the table"


def list_unset_words(node: Node) -> list[str]:
    """List the words of a node that have no figure, those of its table and prices aside: without them it is worth 0."""
    linear, bound = node.linear, node.bound
    figures = {
        "points": linear.points, "free": linear.free, "short_of": linear.short_of, "base": linear.base,
        "most": bound.most, "floor": bound.floor, "cap": bound.cap, "divide_by": node.divide_by,
    }  # fmt: skip
    return [word for word, figure in figures.items() if isinstance(figure, lang.Unset)]


def find_results_without_limits(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """界限全部待定而仍有结果: no limit of a table is set, so that everybody gets what its last row gives."""
    rows = node.table_rows
    tests = [row.test for row in rows if row.test != lang.Test()]
    unset = [test for test in tests if lang.UNSET in lang.list_limits(test)]
    if not unset or len(unset) < len(tests) or len(tests) == len(rows):
        return
    last = rows[-1].gives
    if last != _neutral_value(node) and not isinstance(last, lang.Unset):
        zh, en = _describe_value(last)
        yield "unset-decides", f"界限都未定,人人都得{zh}", f"no limit is set, and everybody gets {en}"


def _describe_value(value: lang.Value) -> tuple[str, str]:
    match value:
        case True:
            return "是", "yes"
        case str():
            return f"“{value}”", repr(value)
        case _:
            return format_number(value), format_number(value)


def _neutral_value(node: Node) -> lang.Value:
    """Return the value with which a node changes nothing: a factor of 1, the highest ceiling, else 0 or no."""
    if node.joins == "ceiling" and node.labels:
        return node.labels[-1]
    return Decimal(1) if node.joins == "factor" else Decimal(0)


CHECKS = check_nodes(find_unset_figures, find_results_without_limits)

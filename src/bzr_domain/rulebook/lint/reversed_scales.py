"""Check the order of labels and steps (等级次序): they are written lowest first, and regulations print the highest first."""

from collections.abc import Iterator
from itertools import pairwise

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.lint.finding import BOOK, Analysis, Fault, explain_fault

CODES = {
    "scale-reversed": explain_fault(
        "“以上”“以下”、最高最低、不得高于都按这个次序比较,写反了就都反了",
        "tests, extremes and ceilings compare by this order, and all of them are turned round",
        "从低到高写:先写最低的一等",
        "write the lowest first",
    ),
}
_KNOWN_ORDERS = (
    ("不合格", "基本合格", "合格", "良好", "优秀"),
    ("不称职", "基本称职", "称职", "优秀"),
    ("较差", "一般", "较好", "好"),
    ("差", "中", "良", "优"),
    ("差", "一般", "好"),
    ("三等", "二等", "一等", "特等"),
    ("三等奖", "二等奖", "一等奖", "特等奖"),
    ("校级", "镇级", "县级", "市级", "省级", "国家级"),
    ("校级", "区级", "市级", "省级", "国家级"),
)
_LETTERS = ("D", "C", "B", "A")
"""An order of grades; as steps of a field they may as well be areas."""


def find_reversed_scales(analysis: Analysis) -> Iterator[Fault]:
    """等级写反: the labels of a node, or the steps of a field of the rulebook's own, stand the highest first."""
    for node in analysis.nodes:
        if node.heading != "clause" or node.into is None or not analysis.book.nodes[node.into].labels:
            yield from _find_reversed(node.key, node.labels, (*_KNOWN_ORDERS, _LETTERS))
    for name in analysis.book.own_kinds:
        for field in analysis.book.kinds[name].fields:
            yield from _find_reversed(BOOK, field.scale, _KNOWN_ORDERS)


def _find_reversed(key: str, scale: tuple[str, ...], orders: tuple[tuple[str, ...], ...]) -> Iterator[Fault]:
    for order in orders:
        places = [order.index(step) for step in scale if step in order]
        if len(places) > 1 and all(first > second for first, second in pairwise(places)):
            steps = "、".join(scale)
            yield Fault("scale-reversed", key, Message(f"“{steps}”从高到低写", f"{steps} stand the highest first"))
            return


CHECKS = (find_reversed_scales,)

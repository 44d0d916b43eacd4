"""The sides of an item (得分、扣分、奖励) that other nodes read: `"hygiene.deducted"` is a value of its own."""

from collections.abc import Mapping
from typing import Final

from bzr_domain.kernel.messages import Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node, find_names_read
from bzr_domain.rulebook.toml_values import TableReader

SIDES: Final[Mapping[str, lang.Side]] = {"earned": "earned", "deducted": "deducted", "bonus": "bonus"}
_TITLES: Final[Mapping[lang.Side, str]] = {"earned": "得分", "deducted": "扣分", "bonus": "奖励"}


def find_item_of_side(name: str, nodes: Mapping[str, Node]) -> Node | None:
    """Find the node of which a name such as `hygiene.deducted` means one side."""
    key, _, side = name.rpartition(".")
    return nodes.get(key) if side in SIDES else None


def add_sides(nodes: Mapping[str, Node], problems: list[Problem]) -> dict[str, Node]:
    """Add a value for each side of an item that some node reads; a node whose id is so written goes before."""
    added: dict[str, Node] = {}
    for node in nodes.values():
        for name in sorted(find_names_read(node) - nodes.keys() - added.keys()):
            item = find_item_of_side(name, nodes)
            if item is not None:
                added[name] = _build_side(name, item)
                _check_item(TableReader({}, f"{node.heading} {node.key}", problems), name, item)
    return {**nodes, **added}


def _build_side(name: str, item: Node) -> Node:
    side = SIDES[name.rpartition(".")[2]]
    return Node(
        key=name,
        heading="value",
        id=name,
        title=f"{item.title}的{_TITLES[side]}",
        cite=item.cite,
        source=lang.ScoreRows(node=item.key, side=side),
        about=item.about,
        per=item.per,
        unit=item.unit,
    )


def _check_item(reader: TableReader, name: str, item: Node) -> None:
    if item.heading != "item":
        en = f"{item.key} is no item: only an item has what was earned, deducted and given as a bonus"
        reader.add_problem(name, f"“{item.key}”不是项目,只有项目才分得分、扣分、奖励", en, code="rulebook.mismatch")
    elif item.labels or not item.gathers:
        en = f"{item.key} does not gather points: it has no such side"
        reader.add_problem(name, f"“{item.key}”不汇集分数,没有得分、扣分、奖励之分", en, code="rulebook.mismatch")

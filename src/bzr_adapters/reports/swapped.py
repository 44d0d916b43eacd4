"""Rows that seem swapped (可能串行), in words and as the objects of `printed.swapped`."""

from collections.abc import Mapping
from typing import Any

from bzr_adapters.reports import values
from bzr_adapters.reports.evidence import short
from bzr_domain.assertions import Comparison, Swapped
from bzr_domain.errors import Message


def swapped_message(one: Swapped, names: Mapping[str, str]) -> Message:
    """One suspected pair in one line: both rows, what makes them suspect, and the facts behind them.

    Args:
        names: Class id → the class's name.
    """
    rows = [_row(row, names) for row in (one.first, one.second)]
    printed, why = one.first.printed, _why(one)
    facts = [_facts(row, names) for row in (one.first, one.second)]
    return Message(
        f"可能串行:{printed.sheet} {printed.on} {rows[0].zh},{rows[1].zh};{why.zh};"
        f"事实:{facts[0].zh};{facts[1].zh}",
        f"rows perhaps swapped: {printed.sheet} {printed.on} {rows[0].en}; {rows[1].en}; {why.en}; "
        f"facts: {facts[0].en}; {facts[1].en}",
    )


def swapped_object(one: Swapped) -> dict[str, Any]:
    """One suspected pair; every list holds the first class's and the second's."""
    pair = (one.first, one.second)
    return {
        "sheet": one.first.printed.sheet,
        "date": one.first.printed.on.isoformat(),
        "classes": [row.printed.class_id for row in pair],
        "printed": [values.points(row.printed.total) for row in pair],
        "computed": [values.points(row.computed) for row in pair],
        "exchanged": one.exchanged,
        "facts": [list(row.facts) for row in pair],
    }


def _row(row: Comparison, names: Mapping[str, str]) -> Message:
    total, computed = values.points(row.printed.total), values.points(row.computed)
    class_id = row.printed.class_id
    return Message(
        f"{names[class_id]}印刷{total}、计算{computed}", f"{class_id} printed {total}, computed {computed}"
    )


def _why(one: Swapped) -> Message:
    if one.exchanged:
        return Message("两行合计互换后相符", "with the two totals exchanged both agree")
    apart = values.points(abs(one.first.surplus))
    return Message(
        f"一行多印、一行少印的都是{apart}", f"one prints {apart} too much, the other as much too little"
    )


def _facts(row: Comparison, names: Mapping[str, str]) -> Message:
    ids = [short(fact) for fact in dict.fromkeys(row.facts)]
    class_id = row.printed.class_id
    return Message(f"{names[class_id]} {'、'.join(ids) or '无'}", f"{class_id} {', '.join(ids) or 'none'}")

"""The budget as a table for people: what it comes to, and whom it adds up."""

from collections.abc import Iterable

from bzr_adapters.documents import values
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.names import label
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.budget import BudgetLine

_UNITS = {"元": "yuan", "人": "people"}


def budget_lines(answer: Report) -> Iterable[str]:
    """The budget for people: each outcome with its amount, then whom it adds up."""
    (school, period, lines, names), lang = answer.source, answer.lang
    yield Message(f"{school} {period.name} 预算", f"{school}, budget for {period.name}").in_(lang)
    yield from aligned([_row(line, lang) for line in lines], right={1})
    for line in lines:
        if line.amounts:
            heads = len(line.amounts)
            yield ""
            yield Message(f"{line.node.title}:{heads}人", f"{line.node.id}: {heads} people").in_(lang)
            rows = [(names.get(who, who), values.points(amount)) for who, amount in line.amounts]
            yield from aligned(rows, right={1}, indent="  ")


def _row(line: BudgetLine, lang: Lang) -> list[str]:
    amount = "—" if line.result.value is None else str(values.outcome(line.result.value))
    unit = Message(line.node.unit, _UNITS.get(line.node.unit, line.node.unit)).in_(lang)
    remark = Message("暂定", "provisional").in_(lang) if line.result.provisional else ""
    return [label(line.node, lang), amount, unit, line.node.cite, remark]

"""The budget as a table for people: what it comes to, and whom it adds up."""

from collections.abc import Iterable, Mapping, Sequence

from bzr_adapters.documents import values
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.budget import BudgetLine

Names = Mapping[str, str]
"""The id of a class or a teacher → what people call it."""


def budget_lines(
    school: str, period: Period, lines: Sequence[BudgetLine], names: Names, lang: Lang
) -> Iterable[str]:
    """The budget for people: each outcome with its amount, then whom it adds up."""
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
    unit = (
        line.node.unit if lang == "zh" else {"元": "yuan", "人": "people"}.get(line.node.unit, line.node.unit)
    )
    open_ = Message("暂定", "provisional").in_(lang) if line.result.provisional else ""
    return [line.node.title if lang == "zh" else line.node.id, amount, unit, line.node.cite, open_]

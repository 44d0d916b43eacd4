"""The document `bzr.budget/1`: what allowances and pay will cost (预算)."""

from collections.abc import Iterable
from datetime import datetime

from bzr_adapters.documents import values
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.budget import BudgetLine


def budget_document(period: Period, as_of: datetime, lines: Iterable[BudgetLine]) -> values.Document:
    """`bzr.budget/1`."""
    return {
        "schema": "bzr.budget/1",
        "period": period.name,
        "as_of": as_of.isoformat(),
        "lines": [
            {
                **values.rulebook_fields(line.book),
                **values.fields(line.node, "id", "title", "cite", "reading"),
                "amount": values.outcome(line.result.value),
                "unit": line.node.unit,
                "provisional": line.result.provisional,
                "heads": len(line.amounts),
                "from": {who: values.points(amount) for who, amount in line.amounts},
            }
            for line in lines
        ],
    }

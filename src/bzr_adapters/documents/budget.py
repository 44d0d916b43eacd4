"""The document `bzr.budget/1`: what allowances and pay will cost (预算)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bzr_adapters.documents import values
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.budget import BudgetLine


def budget_document(period: Period, as_of: datetime, lines: Iterable[BudgetLine]) -> dict[str, Any]:
    """`bzr.budget/1`."""
    return {
        "schema": "bzr.budget/1",
        "period": period.name,
        "as_of": as_of.isoformat(),
        "lines": [
            {
                "rulebook": line.book.id,
                "rulebook_version": line.book.version,
                "id": line.node.id,
                "title": line.node.title,
                "cite": line.node.cite,
                "reading": line.node.reading,
                "amount": values.outcome(line.result.value),
                "unit": line.node.unit,
                "provisional": line.result.provisional,
                "heads": len(line.amounts),
                "from": {who: values.points(amount) for who, amount in line.amounts},
            }
            for line in lines
        ],
    }

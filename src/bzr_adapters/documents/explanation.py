"""The document `bzr.explain/1`: a statement's tree down to each fact, and every change of its points in order."""

from datetime import datetime

from bzr_adapters.documents import statement as statements
from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words, fact_object
from bzr_adapters.documents.values import Document
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import Explanation, ItemAccount
from bzr_domain.scoring.statement import ClauseLine


def explain_document(explanation: Explanation, month: Period, as_of: datetime, words: Words) -> Document:
    """An explanation as a JSON object: the statement's own keys, with facts written out in the place of their ids."""
    return {
        "schema": "bzr.explain/1",
        "month": month.name,
        "as_of": as_of.isoformat(),
        **statements.head(explanation.statement),
        "items": [_item(explanation, account, words) for account in explanation.accounts],
        **statements.tail(explanation.statement),
        "verdicts": [_verdict(clause) for clause in explanation.statement.verdicts],
    }


def _verdict(clause: ClauseLine) -> Document:
    """An outcome as a line, with its value in the place of points."""
    return {
        **statements.clause_object(clause),
        "points": values.outcome(clause.value),
        "reading": clause.reading,
        "parts": [_verdict(part) for part in clause.parts],
    }


def _item(explanation: Explanation, account: ItemAccount, words: Words) -> Document:
    return {
        **statements.item_object(account.item),
        "cite": account.item.cite,
        "clauses": [_clause(explanation, account, clause, words) for clause in account.item.clauses],
        "lines": [
            {
                "on": line.on.isoformat(),
                "clause": explanation.statement.results[line.clause].node.id,
                **values.fields(line, "facts", "points", "nominal", "before", "after"),
                "bound": line.reached,
            }
            for line in account.lines
        ],
    }


def _clause(explanation: Explanation, account: ItemAccount, clause: ClauseLine, words: Words) -> Document:
    return {
        **statements.clause_object(clause),
        "reading": clause.reading,
        "facts": [fact_object(explanation.facts[name], words) for name in clause.facts],
        "voided": [fact_object(explanation.facts[name], words) for name in account.voided.get(clause.key, ())],
        "parts": [_clause(explanation, account, part, words) for part in clause.parts],
    }

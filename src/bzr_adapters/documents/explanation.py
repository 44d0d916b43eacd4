"""The documents `bzr.explain/2` and `/1`: a statement's tree down to each fact, and the lines that add up to each score."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import accumulate, pairwise

from bzr_adapters.documents import statement as statements
from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words, fact_object
from bzr_adapters.documents.values import Document
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.explanation import Explanation, ItemAccount
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.names_and_tests import describe_share
from bzr_domain.scoring.ledger import Line
from bzr_domain.scoring.statement import ClauseLine

EXPLAIN_2 = "bzr.explain/2"
EXPLAIN_1 = "bzr.explain/1"
"""The form before, which stays for one minor version."""


def explain_document(explanation: Explanation, as_of: datetime, words: Words, schema: str = EXPLAIN_2) -> Document:
    """An explanation as a JSON object: the statement's own keys, with facts written out in the place of their ids."""
    item = _item if schema == EXPLAIN_2 else _item_1
    return {
        "schema": schema,
        "month": explanation.statement.period.name,
        "as_of": as_of.isoformat(),
        **statements.head(explanation.statement),
        "items": [item(explanation, account, words) for account in explanation.accounts],
        **(
            {"total_lines": [_line(explanation, line) for line in explanation.total_lines]}
            if schema == EXPLAIN_2
            else {}
        ),
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
    item = statements.item_object(account.item)
    item.pop("assessed", None)
    return item | {
        "standard": None if account.item.standard is None else item["standard"],
        "score": statements.score(account.item),
        "cite": account.item.cite,
        "clauses": [_clause(explanation, account, clause, words) for clause in account.item.clauses],
        "lines": [_line(explanation, line) for line in account.lines],
    }


def _line(explanation: Explanation, line: Line) -> Document:
    return {
        "kind": line.kind,
        "on": line.on.isoformat(),
        "clause": explanation.statement.results[line.clause].node.id,
        "points": None if line.points is None else values.points(line.points),
        "weight": values.tally(line.weight),
        "counts": values.points(line.counts),
        "facts": list(line.facts),
        "bound": line.bound,
        "operation": line.operation,
        "parts": [_line(explanation, part) for part in line.parts],
    }


def _clause(explanation: Explanation, account: ItemAccount, clause: ClauseLine, words: Words) -> Document:
    return {
        **statements.clause_object(clause),
        "reading": clause.reading,
        "facts": [fact_object(explanation.facts[name], words) for name in clause.facts],
        "voided": [fact_object(explanation.facts[name], words) for name in account.voided.get(clause.key, ())],
        "parts": [_clause(explanation, account, part, words) for part in clause.parts],
    }


def describe_nothing_left(node: Node, count: int) -> Message:
    """Why the facts of a clause come to nothing: too few for its mean, or no figure for what they come to."""
    mean = node.measure if isinstance(node.measure, lang.Mean) else lang.Mean()
    if isinstance(mean.quorum, int) and count < mean.quorum:
        return Message(
            f"有{count}条记录,不足{mean.quorum}条,不计分", f"{count} recorded, fewer than the {mean.quorum} it takes"
        )
    if count <= 2 * mean.trim:
        return Message(
            f"有{count}条记录,去掉最高最低后没有剩下",
            f"{count} recorded, none left after the highest and lowest",
        )
    if isinstance(mean.quorum, lang.Quorum):
        share = describe_share(mean.quorum.part)
        return Message(
            f"有{count}条记录,不足应有数的{share},不计分",
            f"{count} recorded, fewer than {share} of how many there should be",
        )
    return Message(f"有{count}条记录,按条款得不出分数", f"{count} recorded, no points come of them by the clause")


# The form before


def _item_1(explanation: Explanation, account: ItemAccount, words: Words) -> Document:
    """An item as `/1` has it: no null, no weight, and each line with the sum before and after it."""
    document = _item(explanation, account, words)
    sums = pairwise(accumulate((line.counts for line in account.lines), initial=ZERO))
    return {
        **{key: value for key, value in document.items() if key != "weight"},
        "standard": values.points(account.item.standard or ZERO),
        "score": values.points(account.item.score),
        "clauses": [_drop_weights(clause) for clause in document["clauses"]],
        "lines": [
            _line_1(explanation, line, before, after)
            for line, (before, after) in zip(account.lines, sums, strict=True)
            if line.points is not None
        ],
    }


def _drop_weights(clause: Document) -> Document:
    without = {key: value for key, value in clause.items() if key != "weight"}
    return without | {"parts": [_drop_weights(part) for part in clause["parts"]]}


def _line_1(explanation: Explanation, line: Line, before: Decimal, after: Decimal) -> Document:
    bound = {"floor": "floor", "most": "cap", "cap": "cap"}.get(line.bound or "")
    return {
        "on": line.on.isoformat(),
        "clause": explanation.statement.results[line.clause].node.id,
        "facts": list(_list_once(line)),
        "points": values.points(after - before),
        "nominal": values.points(ZERO if bound else line.counts),
        "before": values.points(before),
        "after": values.points(after),
        "bound": bound,
    }


def _list_once(line: Line) -> Iterator[str]:
    yield from dict.fromkeys(line.list_facts())

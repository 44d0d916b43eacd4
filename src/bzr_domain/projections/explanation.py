"""Why (说明): a statement followed back to each fact, the clause it fell under, the bound it met and who recorded it."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.facts.history import Amendment, CurrentFact
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line, ledger
from bzr_domain.scoring.lines import ItemLine
from bzr_domain.scoring.select import takes
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.subject_view import Scope


@attrs.frozen(kw_only=True)
class ItemAccount:
    """One item's account: its line of the statement, and every change of its score.

    Attributes:
        lines: From nothing to the score, in the order of the days.
        voided: Clause key → void facts that it would have counted.
    """

    item: ItemLine
    lines: tuple[Line, ...]
    voided: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Explanation:
    """A statement with the account of each of its items.

    Attributes:
        facts: Every fact the accounts speak of, as it reads now.
        marks: For each of them, every void and correction that was ever pointed at it.
    """

    statement: Statement
    accounts: tuple[ItemAccount, ...]
    facts: Mapping[str, CurrentFact]
    amendments: Mapping[str, tuple[Amendment, ...]]


def explain_statement(
    scope: Scope,
    statement: Statement,
    recorded: Iterable[CurrentFact],
    amendments: Mapping[str, tuple[Amendment, ...]],
    only: str | None = None,
) -> Explanation:
    """Explain a statement.

    Args:
        recorded: Every fact ever recorded for the class, void ones too.
        marks: Fact id → what was done to it.
        only: The id of the one item to explain; None explains all.
    """
    reach = scope.calendar.widen_to_weeks(scope.period)
    voided = [
        one
        for one in recorded
        if one.voided_by is not None
        and one.fact.class_id == scope.school_class.id
        and reach.covers(one.fact.on)
    ]
    items = [item for item in statement.items if only in (None, item.id)]
    accounts = tuple(_account(scope, statement, item, voided) for item in items)
    named = {fact for account in accounts for fact in _facts_of(account)}
    facts = {one.id: one for one in (*scope.view.school.facts, *voided) if one.id in named}
    return Explanation(
        statement=statement,
        accounts=accounts,
        facts=facts,
        amendments={fact: amendments[fact] for fact in facts if fact in amendments},
    )


def _account(scope: Scope, statement: Statement, item: ItemLine, voided: list[CurrentFact]) -> ItemAccount:
    book = scope.schedule.book
    node = book.nodes[item.id]
    would = {
        leaf.key: tuple(
            one.id for one in voided if takes(book, leaf.source, one) and _in_cells(scope, leaf, one)
        )
        for leaf in book.nodes.values()
        if isinstance(leaf.source, lang.FactRows) and book.item_of(leaf) == item.id
    }
    return ItemAccount(
        item=item,
        lines=ledger(book, node, statement.results, scope.period.first, scope.period.last),
        voided={key: facts for key, facts in would.items() if facts},
    )


def _in_cells(scope: Scope, node: Node, one: CurrentFact) -> bool:
    return scope.period_of(node.per, one.fact.on) == scope.period


def _facts_of(account: ItemAccount) -> set[str]:
    """Every fact of an account: those of its lines, those its clauses counted (all of them, worth points or not), void ones."""
    on_lines = [line.facts for line in account.lines]
    counted = {fact for facts in (*on_lines, *(one.facts for one in account.item.clauses)) for fact in facts}
    return counted | {fact for facts in account.voided.values() for fact in facts}

"""Explain a statement (说明): follow each point back to its facts, the clause it fell under and the bound it met."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import attrs

from bzr_domain.facts.fact_history import Amendment, CurrentFact
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.select_rows import selects_fact
from bzr_domain.scoring.statement import ItemLine, Statement
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.scoring.total_account import build_total_account


@attrs.frozen(kw_only=True)
class ItemAccount:
    """One item's account: its line of the statement, and the lines that add up to its score.

    Attributes:
        lines: Base, clauses by day, bounds and operations; where the item has no score, the facts that came to nothing.
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
        amendments: For each of them, every void and correction that was ever pointed at it.
        total_lines: How the total comes of the items: a line for each, and those of its own base, bounds and operations;
            empty where one item is asked for, or where there is no total.
    """

    statement: Statement
    accounts: tuple[ItemAccount, ...]
    facts: Mapping[str, CurrentFact]
    amendments: Mapping[str, tuple[Amendment, ...]]
    total_lines: tuple[Line, ...] = ()

    @property
    def is_plain_sum(self) -> bool:
        """Whether the total is the sum of its items and nothing else, so that there is nothing to add about it."""
        return all(line.kind == "clause" and line.weight == 1 for line in self.total_lines)


def explain_statement(
    scope: Scope,
    statement: Statement,
    recorded: Iterable[CurrentFact],
    amendments: Mapping[str, tuple[Amendment, ...]],
    item_id: str | None = None,
) -> Explanation:
    """Follow a statement back to its facts.

    Args:
        recorded: Every fact ever recorded for the class, void ones too.
        amendments: Fact id → what was done to it.
        item_id: The one item to explain; None explains all.
    """
    reach = scope.days
    class_id = scope.school_class.id
    void_facts = [
        current
        for current in recorded
        if current.voided_by is not None and current.fact.class_id == class_id and reach.covers(current.fact.on)
    ]
    items = [item for item in statement.items if item_id in (None, item.id)]
    accounts = tuple(_build_account(scope, statement, item, void_facts) for item in items)
    fact_ids = {fact_id for account in accounts for fact_id in _list_facts(account)}
    known_facts = (*scope.view.school.facts, *void_facts)
    facts = {current.id: current for current in known_facts if current.id in fact_ids}
    return Explanation(
        statement=statement,
        accounts=accounts,
        facts=facts,
        amendments={fact_id: amendments[fact_id] for fact_id in facts if fact_id in amendments},
        total_lines=() if item_id is not None else _list_total_lines(scope, statement),
    )


def _list_total_lines(scope: Scope, statement: Statement) -> tuple[Line, ...]:
    total = scope.schedule.book.total_of(scope.period.per)
    assert total is not None, "a statement is of a period that has a total"
    return build_total_account(scope, total, statement.results)


def _build_account(scope: Scope, statement: Statement, item: ItemLine, void_facts: list[CurrentFact]) -> ItemAccount:
    book = scope.schedule.book
    selected = {
        leaf.key: tuple(
            current.id
            for current in void_facts
            if selects_fact(book, leaf.source, current) and scope.period_of(leaf.per, current.fact.on) == scope.period
        )
        for leaf in book.nodes.values()
        if isinstance(leaf.source, lang.FactRows) and book.item_of(leaf) == item.id
    }
    voided = {key: fact_ids for key, fact_ids in selected.items() if fact_ids}
    lines = build_ledger(scope, book.nodes[item.id], statement.results)
    return ItemAccount(item=item, lines=lines, voided=voided)


def _list_facts(account: ItemAccount) -> Iterator[str]:
    """Every fact of an account: those of its lines, those its clauses counted (all of them, worth points or not), void ones."""
    yield from chain.from_iterable(line.list_facts() for line in account.lines)
    yield from chain.from_iterable(clause.facts for clause in account.item.clauses)
    yield from chain.from_iterable(account.voided.values())

"""Uncounted facts (不计入的事实): those that no period counts, since each in which a clause takes them has no school day."""

from collections.abc import Iterable, Iterator
from datetime import date

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.matching import counts_fact
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.aggregate_over_periods import counts_days_off, find_longer_parent


def list_periods_without_school_day(register: SchoolRegister, book: Book, fact: Fact) -> tuple[Period, ...]:
    """List the periods in which clauses would count a fact if they had a school day; none where some clause counts it.

    A fact that no clause takes is counted by none whatever its day is, and has no such periods.
    """
    calendar = register.calendars[fact.class_id]
    periods: list[Period] = []
    for node in _list_taking_nodes(book, fact):
        own = calendar if node.about == "class" else register.calendar
        period = _find_deciding_period(own, book, node, fact.on)
        if node.fact_rows.reach not in ("cell", "previous") or (period is not None and own.school_days_in(period)):
            return ()
        periods += [] if period is None else [period]
    return tuple(dict.fromkeys(periods))


def describe_uncounted(day: date, periods: Iterable[Period]) -> Problem:
    """Return what is said of a fact of a day that no period counts: in which periods it would count."""
    names = Message.listed(period.name for period in periods)
    what = Message(
        f"{day}的事实没有一个时段计入:{names.zh}没有上课日",
        f"no period counts the fact of {day}: no school day in {names.en}",
    )
    return Problem(code="fact.uncounted", field="date", what=what)


def _list_taking_nodes(book: Book, fact: Fact) -> Iterator[Node]:
    kind = book.kinds.get(fact.kind)
    for node in book.nodes.values():
        takes = kind is not None and isinstance(node.source, lang.FactRows) and counts_fact(node.source, kind, fact)
        if takes and node.covers(fact.on):
            yield node


def _find_deciding_period(calendar: Calendar, book: Book, node: Node, day: date) -> Period | None:
    """The period that has to have a school day: the node's own, or the longer one where days are added up."""
    parent = find_longer_parent(book, node)
    adds_up = parent is not None and counts_days_off(book, node, parent.per)
    return calendar.period_of(parent.per if parent is not None and adds_up else node.per, day)

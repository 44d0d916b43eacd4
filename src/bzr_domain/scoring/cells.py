"""单元: in which cells a node is measured, and the facts of each, by the version of the rulebook they stand under."""

from collections.abc import Iterable
from datetime import date

from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.part import Reading, waits
from bzr_domain.scoring.reach import window
from bzr_domain.scoring.rows import Read
from bzr_domain.scoring.select import takes
from bzr_domain.scoring.subject_view import SubjectView


def cells_of(view: SubjectView, node: Node, within_: Period, read: Read) -> list[Period]:
    """The cells of a node in a wider one: those that are due where absence counts, and those with facts.

    Nothing is short of anything in a cell without a school day: such a cell is never due.
    """
    due = view.calendar.list_assessed_periods(node.per, within_)
    rule = node.source
    if not isinstance(rule, lang.FactRows):
        inner = [
            cell
            for child in view.schedule.book.children(node.key)
            for cell in _cells_inside(view, child, node, within_, read)
        ]
        return sorted({*due, *inner}, key=lambda cell: cell.first)
    absent = bool(due) and waits(Reading(view=view, cell=due[0], read=read), node)
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None and absent:
        return due
    found = view.of_kinds(
        rule, view.calendar.widen_to_weeks(within_) if node.per in ("day", "week") else None
    )
    if absent:
        found = [one for one in found if takes(view.schedule.book, rule, one)]
    with_facts = {view.calendar.period_of(node.per, day) for day in {one.fact.on for one in found}}
    belonging = [
        cell
        for cell in with_facts
        if cell is not None and view.calendar.find_wider_period(within_.per, cell) == within_
    ]
    counts = absent or rule.reach != "cell"
    return sorted({*(due if counts else ()), *belonging}, key=lambda cell: cell.first)


def _cells_inside(view: SubjectView, child: Node, node: Node, within_: Period, read: Read) -> list[Period]:
    """The cells of a gathering node in which something that goes into it stands; each belongs to one wider cell alone."""
    own = cells_of(view, child, within_, read) if child.per != within_.per else []
    found = [view.calendar.find_wider_period(node.per, cell) for cell in own]
    return [
        one
        for one in found
        if one is not None and view.calendar.find_wider_period(within_.per, one) == within_
    ]


def pieces(view: SubjectView, key: str, cell: Period) -> Iterable[tuple[Book, Node, list[CurrentFact]]]:
    """A node and the facts of a cell it is asked about, by version.

    Where each fact adds its own points it is scored under the version of its day. Any other measure is one number for
    the whole cell: the version in force on the cell's last school day measures all of it.
    """
    schedule = view.schedule
    last = schedule.governing(view.calendar.last_school_day(cell))
    node = last.nodes.get(key)
    versions = schedule.versions(cell)
    if len(versions) <= 1 or (node is not None and not node.adds_up):
        if node is not None:
            yield last, node, _facts_in(view, node, cell)
        return
    for version in versions:
        node = version.nodes.get(key)
        if node is not None and node.adds_up:
            facts = _facts_in(view, node, cell)
            yield version, node, [one for one in facts if schedule.governing(one.fact.on) is version]


def _facts_in(view: SubjectView, node: Node, cell: Period) -> list[CurrentFact]:
    """The facts of a cell, and those that `reach` brings in, which `since` and `until` do not cut."""
    rule = node.source
    assert isinstance(rule, lang.FactRows)
    span = window(view, rule.reach, cell)
    if span is None:
        return []
    return [
        one
        for one in view.of_kinds(rule, span)
        if not cell.covers(one.fact.on) or in_force(node, one.fact.on)
    ]


def in_force(node: Node, day: date) -> bool:
    """Whether a node is in force on a day: `since` and `until` are both included."""
    return (node.since is None or node.since <= day) and (node.until is None or day <= node.until)

"""In which periods a node is measured (单元), and the facts of each, by the version of the rulebook they stand under."""

from collections.abc import Iterable

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate_period import Evaluation, counts_absence
from bzr_domain.scoring.reach import find_days_in_reach
from bzr_domain.scoring.select_rows import Evaluate, selects_fact
from bzr_domain.scoring.subject_view import SubjectView


def list_measured_periods(view: SubjectView, node: Node, whole: Period, evaluate: Evaluate) -> list[Period]:
    """List the periods of a node within a longer one: those that are due where absence counts, and those with facts.

    Nothing can be missing in a period without a school day, so such a period is never due.
    """
    calendar, rule = view.calendar, node.source
    due = calendar.list_assessed_periods(node.per, whole)
    if not isinstance(rule, lang.FactRows):
        children = view.schedule.book.children(node.key)
        inner = (p for child in children for p in _list_child_periods(view, child, node, whole, evaluate))
        return sorted({*due, *inner}, key=lambda period: period.first)
    first_due = Evaluation(view=view, period=due[0], evaluate=evaluate) if due else None
    absence = first_due is not None and counts_absence(first_due, node)
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None and absence:
        return due
    facts = view.list_facts(rule, calendar.widen_to_weeks(whole) if node.per in ("day", "week") else None)
    if absence:
        facts = [current for current in facts if selects_fact(view.schedule.book, rule, current)]
    with_facts = {calendar.period_of(node.per, day) for day in {current.fact.on for current in facts}}
    within = [p for p in with_facts if p is not None and calendar.find_wider_period(whole.per, p) == whole]
    return sorted(
        {*(due if absence or rule.reach != "cell" else ()), *within}, key=lambda period: period.first
    )


def _list_child_periods(
    view: SubjectView, child: Node, node: Node, whole: Period, evaluate: Evaluate
) -> list[Period]:
    """The periods of a node in which a child of it stands; each belongs to one longer period alone."""
    measured = [] if child.per == whole.per else list_measured_periods(view, child, whole, evaluate)
    periods = [view.calendar.find_wider_period(node.per, period) for period in measured]
    return [p for p in periods if p is not None and view.calendar.find_wider_period(whole.per, p) == whole]


def split_by_version(
    view: SubjectView, key: str, period: Period
) -> Iterable[tuple[Book, Node, list[CurrentFact]]]:
    """Split a node's facts of a period by the version of the rulebook they are scored under.

    Where each fact adds its own points it is scored under the version of its day. Any other measure is one number for
    the whole period: the version in force on the period's last school day measures all of it.
    """
    schedule = view.schedule
    last = schedule.governing(view.calendar.last_school_day(period))
    node = last.nodes.get(key)
    versions = schedule.versions(period)
    if len(versions) <= 1 or (node is not None and not node.adds_up):
        if node is not None:
            yield last, node, _list_facts(view, node, period)
        return
    for version in versions:
        node = version.nodes.get(key)
        if node is not None and node.adds_up:
            facts = _list_facts(view, node, period)
            yield version, node, [c for c in facts if schedule.governing(c.fact.on) is version]


def _list_facts(view: SubjectView, node: Node, period: Period) -> list[CurrentFact]:
    """The facts of a period, and those that `reach` brings in, which `since` and `until` do not cut."""
    rule = node.source
    assert isinstance(rule, lang.FactRows)
    span = find_days_in_reach(view, rule.reach, period)
    if span is None:
        return []
    facts = view.list_facts(rule, span)
    return [c for c in facts if not period.covers(c.fact.on) or node.covers(c.fact.on)]

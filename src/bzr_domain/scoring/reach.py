"""How far a node reads (范围): the stretch of days that counts for a cell, and whose values of which cells."""

from collections.abc import Iterable
from datetime import date, timedelta

from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.register.roster import Tenure
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.select import takes
from bzr_domain.scoring.subject_view import SubjectView

_DAY = timedelta(days=1)


def window(view: SubjectView, reach: lang.Reach, cell: Period) -> Period | None:
    """The days that count for a cell: its own, those of the due cell before it, or all since some beginning."""
    calendar = view.calendar
    if reach == "cell":
        return cell
    if reach == "previous":
        return calendar.find_previous_period(cell)
    closing, first = calendar.last_school_day(cell), date.min
    if reach in ("term", "year"):
        wide = calendar.period_of(reach, closing)
        first = cell.first if wide is None else wide.first
    elif reach == "tenure":
        first = min((_begun_on(view, tenure) for tenure in _held(view, cell)), default=cell.first)
    return Period(cell.per, first, cell.last)


def _held(view: SubjectView, cell: Period) -> list[Tenure]:
    """The tenures that the head teacher of the subject has at the end of a cell."""
    closing, subject = view.calendar.last_school_day(cell), view.subject
    whose = "teacher" if subject.about == "teacher" else "class_id"
    return [
        one
        for one in view.school.register.tenures
        if one.covers(closing) and getattr(one, whose) == subject.id
    ]


def _begun_on(view: SubjectView, tenure: Tenure) -> date:
    """The first day of a tenure and of those before it from which no school day without that teacher parts it."""
    first = tenure.start
    own = [
        t
        for t in view.school.register.tenures
        if (t.teacher, t.class_id) == (tenure.teacher, tenure.class_id)
    ]
    for before in sorted(own, key=lambda one: one.start, reverse=True):
        if before.end is not None and before.start < first:
            if view.calendar.school_days_in(Period("day", before.end + _DAY, first - _DAY)):
                break
            first = before.start
    return first


def sources(
    view: SubjectView, rule: lang.ScoreRows, source: Node, cell: Period
) -> list[tuple[SubjectView, Period, Node]]:
    """Whose values of which cells are read, each with the node as that version has it."""
    found = []
    for place in _cells_read(view, rule.reach, source, cell):
        wider = view.of(source.about, place, cell)
        views = [wider] if wider is not None else view.members(source.about, place)
        for one in views:
            own = one.seen(one.subject, place)
            node = own.schedule.book.nodes.get(source.key) if own is not None else None
            if own is not None and node is not None and node.per == source.per:
                found.append((own, place, node))
    return found


def _cells_read(view: SubjectView, reach: lang.Reach, source: Node, cell: Period) -> list[Period]:
    calendar = view.calendar
    if reach == "cell":
        if rank_length(source.per) >= rank_length(cell.per):
            wider = calendar.find_wider_period(source.per, cell)
            return [] if wider is None else [wider]
        extra = [one for one in _undue(view, source) if calendar.find_wider_period(cell.per, one) == cell]
        return _begun(view, [*calendar.list_assessed_periods(source.per, cell), *extra])
    span = window(view, reach, cell)
    if span is None:
        return []
    if reach == "previous":
        wider = (
            calendar.find_wider_period(source.per, span)
            if rank_length(source.per) >= rank_length(cell.per)
            else None
        )
        return calendar.list_assessed_periods(source.per, span) if wider is None else [wider]
    first = calendar.school_days[0] if span.first == date.min and calendar.school_days else span.first
    cells = calendar.list_periods_between(source.per, min(first, _start(view, source, first)), cell.last)
    extra = [one for one in _undue(view, source) if one.first <= cell.last]
    return _begun(view, [one for one in (*cells, *extra) if calendar.last_school_day(one) >= span.first])


def _start(view: SubjectView, source: Node, day: date) -> date:
    """The first day of the cell that a stretch begins in: a score belongs to whoever has the class at its end."""
    own = view.calendar.period_of(source.per, day)
    return day if own is None else own.first


def _begun(view: SubjectView, cells: Iterable[Period]) -> list[Period]:
    return sorted((one for one in cells if one.first <= view.school.as_of), key=lambda one: one.first)


def _undue(view: SubjectView, source: Node) -> list[Period]:
    """The cells without a school day in which facts of a node stand nevertheless: what was recorded there counts."""
    found: dict[Period, None] = {}
    for rule in _rules_below(view.schedule.book, source):
        facts = view.of_kinds(rule)
        cells = {day: view.calendar.period_of(source.per, day) for day in {one.fact.on for one in facts}}
        undue = {day: cell for day, cell in cells.items() if cell and not view.calendar.school_days_in(cell)}
        for one in facts:
            if one.fact.on in undue and takes(view.schedule.book, rule, one):
                found[undue[one.fact.on]] = None
    return list(found)


def _rules_below(book: Book, node: Node) -> list[lang.FactRows]:
    own = [node.source] if isinstance(node.source, lang.FactRows) else []
    return own + [rule for child in book.children(node.key) for rule in _rules_below(book, child)]

"""Preview what some events move (预演): every statement, and every pay sheet begun, that reads differently with them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from bzr_domain.application.find_moved_statements import find_moved_places, list_facts_touched
from bzr_domain.application.load_results import list_published
from bzr_domain.application.prepare_pay import load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.compare_statements import (
    ClassPeriod,
    Scored,
    StatementDifference,
    compare_pairs,
    list_missing,
    sort_by_size,
)
from bzr_domain.kernel.messages import Message, Refused, UnknownReference, report_problem
from bzr_domain.kernel.periods import Period, quarter_of, week_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_impact import PayImpact, SheetImpact, compare_pay
from bzr_domain.pay.pay_sheet import find_month
from bzr_domain.pay.payroll import Entitlements, recompute_paid_month


@attrs.frozen(kw_only=True)
class Preview:
    """What differs between two readings of a store (预演), by the rulebooks of one purpose.

    Attributes:
        published: The class and the period's name of every result published by the first reading.
        changes: The statements that differ: the published ones first, then the biggest difference.
        unchanged: How many statements were compared and do not differ.
        sheets: Whose pay differs, on the sheets begun by the first reading.
        problems: Class and period, known to the first reading, where only one reading has a statement, and why the other has
            none; without a class, the month of a sheet begun, and why what it owes cannot be told by the second reading.
    """

    published: frozenset[tuple[str, str]] = frozenset()
    changes: tuple[StatementDifference, ...] = ()
    unchanged: int = 0
    sheets: tuple[SheetImpact, ...] = ()
    problems: tuple[tuple[str, str, Message], ...] = ()

    def is_published(self, change: StatementDifference) -> bool:
        """Whether a statement that differs was published."""
        return (change.before.school_class.id, change.before.period.name) in self.published


def preview_changes(before: SchoolReader, after: SchoolReader) -> Preview:
    """Compare a store as known before some events and after them; what is not read before is no difference."""
    places = find_moved_places(before, after, _list_events(before, after))
    return _compare(before, after, places, min(period.first for _, period in places)) if places else Preview()


def preview_settled(before: SchoolReader, after: SchoolReader) -> Preview:
    """Compare what was published and the sheets begun, as known before facts were recorded or amended and after it."""
    events = _list_events(before, after)
    days = (_find_first_day(fact.on) for fact in list_facts_touched(before, after, events))
    since = min(days, default=date.max)
    find_period = before.register.calendar.find_period
    known = ((place, find_period(place[1])) for place in list_published(before))
    published = {place for place, period in known if period is not None and period.last >= since}
    moved = find_moved_places(before, after, events) if published else ()
    return _compare(before, after, [place for place in moved if (place[0], place[1].name) in published], since)


def _find_first_day(day: date) -> date:
    """The first day of a period that can count a day and belong to a longer one that is over: its week, its quarter."""
    return min(week_of(day).first, quarter_of(day).first)


def _list_events(before: SchoolReader, after: SchoolReader) -> list[Recorded[Any]]:
    """Return the events that only the second reading knows."""
    pages = after.store.read_all(after=before.up_to or 0)
    return [event for page in pages for event in page if event.position <= (after.up_to or 0)]


def _compare(before: SchoolReader, after: SchoolReader, places: Iterable[ClassPeriod], since: date) -> Preview:
    """Compare the statements of some places, and the sheets begun of the months from a day on."""
    pairs = list(_score_both_ways(before, after, places))
    differences = compare_pairs(pairs)
    changes = sort_by_size(differences)
    published = frozenset(list_published(before))
    sheets, unpayable = _compare_sheets(before, after, since)
    missing = [(class_id, period.name, problem.what) for class_id, period, problem in list_missing(pairs)]
    preview = Preview(
        published=published,
        changes=changes,
        unchanged=len(differences) - len(changes),
        sheets=sheets,
        problems=(*missing, *(("", month, reason) for month, reason in unpayable.items())),
    )
    return attrs.evolve(preview, changes=tuple(sorted(changes, key=lambda change: not preview.is_published(change))))


def _score_both_ways(
    before: SchoolReader, after: SchoolReader, places: Iterable[ClassPeriod]
) -> Iterator[tuple[ClassPeriod, Scored, Scored]]:
    """Yield some places with the statement of each reading, period by period, so that memory stays bounded.

    A class or a period that only the second reading knows is left out: nothing was there that could move.
    """
    by_period: dict[str, dict[str, Period]] = {}
    for class_id, period in places:
        by_period.setdefault(period.name, {})[class_id] = period
    for name, classes in by_period.items():
        sides = [_score_period(reader, name, list(classes)) for reader in (before, after)]
        for class_id, period in classes.items():
            then, now = (side.get(class_id) for side in sides)
            if then is not None:
                yield (class_id, period), then, now or _report_absence(class_id, name)


def _score_period(reader: SchoolReader, name: str, classes: Iterable[str]) -> dict[str, Scored]:
    """Return the statements of some classes for a period, or why there are none; of those that a reader knows."""
    try:
        register = reader.register
    except UnknownReference:
        return {}
    period, known = register.calendar.find_period(name), [name for name in classes if name in register.classes]
    return dict(reader.statements(period, known)) if period is not None and known else {}


def _report_absence(class_id: str, period: str) -> Scored:
    return report_problem(
        f"以后没有班级“{class_id}”,或没有时段“{period}”",
        f"afterwards there is no class {class_id!r}, or no period {period!r}",
        code="register.unknown-class",
    )


def _compare_sheets(
    before: SchoolReader, after: SchoolReader, since: date
) -> tuple[tuple[SheetImpact, ...], dict[str, Message]]:
    """Compare what the sheets begun owe by each reading, of the months from a day on."""
    impacts: list[SheetImpact] = []
    unpayable: dict[str, Message] = {}
    for sheet in load_pay_sheets(before):
        if sheet.content is None or find_month(sheet.content).last < since:
            continue
        owed = [_recompute_month(reader, sheet.content) for reader in (before, after)]
        month, (then, now) = sheet.content.period, owed
        if isinstance(now, Message):
            unpayable[month] = now
        elif not isinstance(then, Message):
            changed = _compare_entitlements(then, now)
            impacts += (SheetImpact(month=month, state=sheet.state, impact=impact) for impact in changed)
    return tuple(impacts), unpayable


def _recompute_month(reader: SchoolReader, sheet: PayPrepared) -> Entitlements | Message:
    """Return what a sheet's month owes by a reading, by the scheme and the allowance of the sheet; or why nobody can tell."""
    month, allowance = find_month(sheet), reader.books.get(sheet.allowance)
    histories = reader.load_histories(
        [(class_id, month) for class_id in reader.register.classes], [] if allowance is None else [allowance]
    )
    try:
        owed = recompute_paid_month(reader.load_school_from(histories), sheet, allowance, sheet.scheme)
    except UnknownReference as error:
        return error.message
    return owed.reason if isinstance(owed, Refused) else owed


def _compare_entitlements(then: Entitlements, now: Entitlements) -> list[PayImpact]:
    names = {teacher: owed.name for side in (now, then) for teacher, owed in side.items()}
    before, after = ({teacher: owed.total for teacher, owed in side.items()} for side in (then, now))
    return [impact for impact in compare_pay(names, before, after) if impact.difference]

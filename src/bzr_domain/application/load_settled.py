"""Load what was published and paid (已定的时段), with what it was computed from, so that the register can guard it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from bzr_domain.application.load_results import list_published
from bzr_domain.application.prepare_pay import load_pay_sheet, load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader, parse_rulebooks
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.kernel.periods import EVERYTHING, Period, week_of, year_of
from bzr_domain.pay.pay_sheet import find_month
from bzr_domain.pay.payroll import recompute_paid_month
from bzr_domain.publication.causes_of_change import find_days_read, find_dependencies, reads_earlier_years
from bzr_domain.publication.figures import extract_figures
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.differences import list_differences
from bzr_domain.register.past_guard import find_touched
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.register.settled import SettledPeriod
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.statement import Statement

_CANNOT_CHANGE = ("handed-over", "paid")
"""The states of a pay sheet from which it is never sent back: what changes then becomes an adjustment."""


def load_settled(reader: SchoolReader, after: SchoolRegister) -> tuple[SettledPeriod, ...]:
    """Return everything published or paid, for any purpose, that depends on what a register is to have otherwise.

    What differs on days without school alone, or on the days of its first and last week outside a period, touches it only
    where its figures would move.

    Args:
        reader: The store as known now.
        after: The register as it is to be.
    """
    before = reader.whole_register
    differences = list_differences(before, after)
    since = min((difference.start for difference in differences), default=None)
    if since is None:
        return ()
    readers = [attrs.evolve(reader, purpose=purpose) for purpose in before.purposes]
    calendars = (before.calendar, after.calendar)
    days = {day for calendar in calendars for day in calendar.school_days}
    on_school_days = [each for each in differences if any(map(each.covers, days))]
    return tuple(
        settled
        for each in readers
        for settled in (*_load_published(each, calendars, since), *_load_paid(each, calendars, since))
        if find_touched(differences, [settled])
        and (find_touched(on_school_days, [_leave_out_edges(each, after, settled)]) or _moves(each, after, settled))
    )


def _leave_out_edges(reader: SchoolReader, after: SchoolRegister, settled: SettledPeriod) -> SettledPeriod:
    """Return what is settled without the days outside its period."""
    period = _find_period(reader, settled)
    last = max(each.last for each in (period, after.calendar.find_period(settled.period)) if each is not None)
    first = period.first if week_of(settled.start) == week_of(period.first) else settled.start
    return attrs.evolve(settled, start=first, end=last if week_of(settled.end) == week_of(last) else settled.end)


def _find_period(reader: SchoolReader, settled: SettledPeriod) -> Period:
    period = reader.register.calendar.find_period(settled.period)
    assert period is not None, "what is settled has a period"
    return period


def _moves(reader: SchoolReader, after: SchoolRegister, settled: SettledPeriod) -> bool:
    """Return whether a result or the pay of a month comes out otherwise by another register."""
    period = _find_period(reader, settled)
    sheet = None if settled.class_id else load_pay_sheet(reader, settled.period).content
    classes = [settled.class_id] if settled.class_id else list(reader.register.classes)
    books = [] if sheet is None or not sheet.allowance else [reader.books[sheet.allowance]]
    then = reader.load_school_from(reader.load_histories([(each, period) for each in classes], books))
    now = attrs.evolve(then, register=after.for_purpose(settled.purpose), books=parse_rulebooks(after.rulebooks))
    if sheet is None:
        statements = [assess_loaded_class(school, settled.class_id, period) for school in (then, now)]
        figures = [extract_figures(each) if isinstance(each, Statement) else None for each in statements]
        return figures[0] != figures[1]
    allowance = books[0] if books else None
    try:
        owed = [recompute_paid_month(school, sheet, allowance, sheet.scheme) for school in (then, now)]
    except UnknownReference:
        return True
    return owed[0] != owed[1]


def _load_published(reader: SchoolReader, calendars: Sequence[Calendar], since: date) -> Iterator[SettledPeriod]:
    register = reader.register
    for class_id, name in list_published(reader):
        period = register.calendar.find_period(name)
        if period is None or class_id not in register.classes or _find_last_day(calendars, period) < since:
            continue
        book = reader.vocabulary(class_id, register.calendar.last_school_day(period))
        read = find_dependencies(register, register, [book], class_id, period, reader.purpose)
        first, last = _find_days(calendars, [book], period)
        yield SettledPeriod(
            class_id=class_id,
            period=name,
            start=first,
            end=last,
            classes=None if book.needs_peers(period.per) else frozenset(read.classes),
            teachers=read.teachers,
            purpose=reader.purpose,
        )


def _load_paid(reader: SchoolReader, calendars: Sequence[Calendar], since: date) -> Iterator[SettledPeriod]:
    """Yield the months paid: every class counts, since each that serves there would be paid."""
    register = reader.register
    for sheet in load_pay_sheets(reader):
        if sheet.content is None or sheet.state not in _CANNOT_CHANGE:
            continue
        month = find_month(sheet.content)
        if _find_last_day(calendars, month) < since:
            continue
        books = [reader.vocabulary(class_id, month.last) for class_id in register.classes]
        books += [reader.books[digest] for digest in [sheet.content.allowance] if digest in reader.books]
        first, last = _find_days(calendars, list({book.digest: book for book in books}.values()), month)
        served = (tenure.teacher for tenure in register.tenures if tenure.touches(month.first, month.last))
        yield SettledPeriod(
            class_id="",
            period=month.name,
            start=first,
            end=last,
            classes=None,
            teachers=frozenset(served),
            purpose=reader.purpose,
        )


def _find_last_day(calendars: Iterable[Calendar], period: Period) -> date:
    """Return a day after which nothing counts in a period: the end of its school year, or of a term in it."""
    year = year_of(period.last)
    return max([year.last, *(term.end for calendar in calendars for term in calendar.terms_in(year))])


def _find_days(calendars: Iterable[Calendar], books: Sequence[Book], period: Period) -> tuple[date, date]:
    """Return the first and the last day whose entries count in a period by either calendar."""
    known = ((calendar, calendar.find_period(period.name)) for calendar in calendars)
    days = [find_days_read(calendar, books, each) for calendar, each in known if each is not None]
    first = EVERYTHING.first if reads_earlier_years(books, period) else min(each.first for each in days)
    return first, max(each.last for each in days)

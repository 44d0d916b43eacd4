"""Load what was published and paid (已定的时段), with what it was computed from, so that the register can guard it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from bzr_domain.application.load_results import list_published
from bzr_domain.application.prepare_pay import load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.periods import EVERYTHING, Period, year_of
from bzr_domain.pay.pay_sheet import find_month
from bzr_domain.publication.causes_of_change import find_days_read, find_dependencies, reads_earlier_years
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.settled import SettledPeriod
from bzr_domain.rulebook.book import Book

_CANNOT_CHANGE = ("handed-over", "paid")
"""The states of a pay sheet from which it is never sent back: what changes then becomes an adjustment."""


def load_settled(reader: SchoolReader, declared: Calendar, since: date) -> tuple[SettledPeriod, ...]:
    """Return everything published or paid, for any purpose, that can depend on entries of the register from a day on.

    Args:
        reader: The store as known now.
        declared: The calendar as it is to be: a term that ends later has further days.
    """
    readers = [attrs.evolve(reader, purpose=purpose) for purpose in reader.whole_register.purposes]
    calendars = (reader.whole_register.calendar, declared)
    return tuple(
        settled
        for each in readers
        for settled in (*_load_published(each, calendars, since), *_load_paid(each, calendars, since))
    )


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

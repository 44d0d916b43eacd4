"""Owing (补发、扣回): what a dispute would do to the pay of months whose sheets are begun. Read from a store."""

from collections.abc import Iterable

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.counterfactual.without_fact import Dispute, find_affected_statements
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.pay.pay_impact import PayImpact, pay_impacts
from bzr_domain.pay.pay_sheet import PaySheet, State
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool


@attrs.frozen(kw_only=True)
class Owed:
    """One head teacher's pay for a month with a sheet, with and without a fact; `state` is how far the sheet is."""

    month: str
    state: State
    arrear: PayImpact


def owed(reader: SchoolReader, found: Dispute) -> tuple[Owed, ...]:
    """Whose pay moves with a fact, on the sheets begun, month by month: by each sheet's own scheme and allowance."""
    if not reader.store.streams("pay:"):
        return ()
    # What only a school with sheets needs is imported here, so that all others are answered sooner.
    from bzr_domain.application.paysheets import sheets  # noqa: PLC0415

    moved = [one.before for one in (found.difference, *found.beyond) if one.changed]
    told: list[Owed] = []
    for sheet in sheets(reader):
        assert sheet.sheet is not None
        month = reader.register.calendar.named(sheet.sheet.period)
        if month is None:
            continue
        allowance = reader.books.get(sheet.sheet.allowance)
        touched = {one.school_class.id for one in moved if one.period == month}
        classes = _theirs(reader, month, touched | _allowed(reader, found, month, allowance))
        if classes:
            besides = [] if allowance is None else [allowance]
            school = reader.load_school_from(
                reader.load_histories([(one, month) for one in classes], besides)
            )
            told += _moves(school, found.fact.id, month, classes, sheet, allowance)
    return tuple(told)


def _moves(
    school: LoadedSchool,
    fact: str,
    month: Period,
    classes: list[str],
    sheet: PaySheet,
    allowance: Book | None,
) -> list[Owed]:
    """Whose pay moves on one sheet; nobody's where a rulebook adopted since asks which scheme pays (see `bzr pay`)."""
    assert sheet.sheet is not None
    try:
        found = pay_impacts(school, fact, month, classes, sheet.sheet.scheme, allowance)
    except UnknownReference:
        return []
    return [Owed(month=month.name, state=sheet.state, arrear=one) for one in found]


def _allowed(reader: SchoolReader, found: Dispute, month: Period, allowance: Book | None) -> set[str]:
    """The classes whose seniority allowance for a month can move."""
    if allowance is None:
        return set()
    places = find_affected_statements(
        replace_rulebook(reader.load_school_from(()), allowance), found.fact.fact
    )
    return {class_id for class_id, cell in places if cell == month}


def _theirs(reader: SchoolReader, month: Period, touched: Iterable[str]) -> list[str]:
    """Some classes, and the others that their head teachers had in that month, in the order of the register."""
    register = reader.register
    days = register.calendar.school_days_in(month)
    served = [one for one in register.tenures if any(one.covers(day) for day in days)]
    heads = {one.teacher for one in served if one.class_id in touched}
    theirs = {one.class_id for one in served if one.teacher in heads}
    return [one for one in register.classes if one in theirs]

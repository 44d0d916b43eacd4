"""What an office sees of its school at one moment, so that two moments can be compared: published, paid, owed, and why."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import attrs

from bzr_adapters import BzrError, NotFound, School
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.pay.events import Adjustment, NewerFigure
from bzr_domain.publication.recheck import CheckedResult
from tests.life.office import MONTHS, UNPAID

Place = tuple[str, str]
"""Class or teacher, and month."""
Totals = dict[Place, Decimal]


@attrs.frozen(kw_only=True)
class Debt:
    """What a paid month owes somebody by the next sheet, in yuan.

    Attributes:
        paid: What the paid sheets gave.
        adjusted: What the next sheet gives or takes.
        outstanding: What was paid too much and cannot be taken back with that sheet.
        waits: Whether newer software computes it otherwise, and nobody has accepted that.
        causes: The positions of the events that are named.
    """

    paid: Decimal
    owed: Decimal
    adjusted: Decimal
    outstanding: Decimal
    waits: bool
    causes: frozenset[int]


@attrs.frozen(kw_only=True)
class Seen:
    """Everything seen at one moment.

    Attributes:
        meaning: The scoring meaning of the software.
        totals: The total of every class and month, as known now.
        results: The published results, rechecked.
        paid: The documents of the paid sheets.
        debts: What each paid month owes each head teacher; None where the next sheet cannot be filled in.
    """

    head: int
    meaning: int
    totals: Totals
    results: dict[Place, CheckedResult]
    paid: dict[str, dict[str, Any]]
    debts: dict[Place, Debt] | None


def look(school: School, meaning: int, paid_months: Iterable[str]) -> Seen:
    """See everything."""
    months = list_months(school)
    paid = {month: read_paid(school, month) for month in paid_months}
    return Seen(
        head=school.head(),
        meaning=meaning,
        totals=ask_totals(school, months),
        results={
            (result.class_id, result.period.name): result for month in months for result in recheck(school, month)
        },
        paid=paid,
        debts=read_debts(school, paid),
    )


def list_months(school: School) -> list[str]:
    """The months that have a term."""
    terms = school.terms()
    return [m for m in MONTHS if any(f"{term.start:%Y-%m}" <= m <= f"{term.end:%Y-%m}" for term in terms)]


def ask_totals(answers: Any, months: Iterable[str]) -> Totals:
    """The total of every class and month that has a statement."""
    totals: Totals = {}
    for month in months:
        try:
            table = answers.month(month)
        except NotFound:
            continue
        totals |= {(statement.class_id, month): statement.total for statement in table.statements}
    return totals


def recheck(school: School, month: str) -> Iterable[CheckedResult]:
    """The published results of a month beside recomputed ones."""
    results = school.recheck(month).source[0]
    return [result for result in results if result.period.name == month]


def read_paid(school: School, month: str) -> dict[str, Any]:
    """The document of a paid sheet, but for its remarks and its checkpoint, which tell what is so today."""
    document = school.pay_sheet(month).to_dict()
    return {key: value for key, value in document.items() if key not in ("as_of", "position", "remarks", "checkpoint")}


def read_debts(school: School, paid: dict[str, dict[str, Any]]) -> dict[Place, Debt] | None:
    """What every paid month owes everybody by the sheet of the month that is never paid; None where none can be told."""
    if not paid:
        return None
    try:
        report = school.pay_sheet(UNPAID).source.report
    except BzrError:
        return None
    adjustments = {(line.teacher, each.period): each for line in report.content.lines for each in line.adjustments}
    newer = {(each.teacher, each.period): each for each in report.content.newer}
    given = dict(_list_given(paid))
    return {
        place: _read_debt(report, place, given.get(place, Decimal(0)), adjustments.get(place), newer.get(place))
        for place in {**given, **adjustments, **newer}
    }


def _read_debt(
    report: PaySheetReport, place: Place, given: Decimal, adjustment: Adjustment | None, newer: NewerFigure | None
) -> Debt:
    told = adjustment or newer
    adjusted = adjustment.amount if adjustment else Decimal(0)
    return Debt(
        paid=given,
        owed=told.owed if told else given,
        adjusted=adjusted,
        outstanding=given + adjusted - adjustment.owed if adjustment else Decimal(0),
        waits=newer is not None,
        causes=frozenset(cause.event.position for cause in report.causes.get(place, ())),
    )


def _list_given(paid: dict[str, dict[str, Any]]) -> Iterator[tuple[Place, Decimal]]:
    """Yield what paid sheets gave each head teacher for each month, added up by hand."""
    lines = [(sheet["month"], line) for sheet in paid.values() for line in sheet["lines"]]
    for month, teacher in {(month, line["teacher"]) for month in paid for _, line in lines}:
        own = [line for _, line in lines if line["teacher"] == teacher]
        amounts = [each["amount"] for line in own for each in line["adjustments"] if each["month"] == month]
        amounts += [line["assessment"] for of, line in lines if (of, line["teacher"]) == (month, teacher)]
        if amounts:
            yield (teacher, month), sum(map(Decimal, amounts), Decimal(0))


def owe_by_hand(school: School, month: str, school_days: int) -> dict[str, tuple[Decimal, bool]]:
    """What a month owes each head teacher by its statements, in yuan, and whether that is exact: nobody shares a class."""
    owed: dict[str, tuple[Decimal, bool]] = {}
    for statement in school.month(month).to_dict()["statements"]:
        services = [service for service in statement["teachers"] if service["school_days"]]
        for service in services:
            amount, exact = owed.get(service["teacher"], (Decimal(0), True))
            share = Decimal(statement["outcomes"]["pay"]) * service["school_days"] / school_days
            owed[service["teacher"]] = amount + share, exact and service["school_days"] == school_days
    return owed


def check_published(before: Seen, now: Seen) -> None:
    """What was published stands until it is published again; what it comes to now moves only by an event that is named."""
    for place, result in now.results.items():
        assert all(each.same or each.moved_by_meaning for each in (*result.earlier, result.last)), place
        assert result.causes or not result.differences or result.last.moved_by_meaning, place
    for place, old in before.results.items():
        new = now.results[place]
        if old.last.at != new.last.at:
            assert new.last.at.position > before.head, place
        elif old.now != new.now and new.differences and before.meaning == now.meaning:
            named = {cause.position for cause in new.causes}
            assert any(position > before.head for position in named), f"{place}: nothing of this step is named"


def check_pay(before: Seen, now: Seen) -> None:
    """A paid sheet never changes; what it owes otherwise stands as an adjustment that names an event, or waits."""
    for month, sheet in before.paid.items():
        assert sheet == now.paid[month]
    for place, debt in (now.debts or {}).items():
        assert debt.paid + debt.adjusted - debt.outstanding == debt.owed or debt.waits, place
        assert debt.causes or not (debt.adjusted or debt.outstanding), f"{place}: no event is named"
        old = (before.debts or {}).get(place)
        if old is not None and now.paid.keys() != before.paid.keys() and old.paid == debt.paid != debt.owed:
            assert old.causes <= debt.causes, f"{place}: unpaid, and not named any more"
        is_moved = old is not None and old.paid == debt.paid and old.owed != debt.owed != debt.paid
        if is_moved and before.meaning == now.meaning:
            assert any(position > before.head for position in debt.causes), f"{place}: nothing of this step is named"

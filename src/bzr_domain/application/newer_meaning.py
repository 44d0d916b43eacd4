"""What newer software computes otherwise (计分含义): of results published and months paid under an older scoring meaning.

A figure is moved by the meaning when it comes out otherwise from what was known when it was published or paid; what was
recorded since plays no part in that.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from decimal import Decimal

from bzr_domain.application.check_published import check_published
from bzr_domain.application.load_results import load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.entitlement import Entitlement
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import find_month, list_paid_lines
from bzr_domain.pay.payroll import TeacherMonth, find_amount_for, recompute_paid_month
from bzr_domain.publication.recheck import CheckedResult, list_publications
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning

_NOON = time(12)


def find_results_moved_by_meaning(reader: SchoolReader, period: Period, classes: Iterable[str]) -> list[CheckedResult]:
    """Return the results of a period that were published under an older meaning and come out otherwise by this one."""
    meaning = find_scoring_meaning()
    shown = {class_id: list_publications(load_result(reader, class_id, period.name)) for class_id in classes}
    older = [class_id for class_id, last in shown.items() if last and last[-1].event.scoring_meaning < meaning]
    results = check_published(reader, [period], older) if older else []
    return [result for result in results if result.last.moved_by_meaning]


def find_results_of_class_moved_by_meaning(reader: SchoolReader, class_id: str) -> Iterator[CheckedResult]:
    """Yield the results of a class, of every period, that newer software computes otherwise than they were published."""
    names = map(streams.read_result, reader.store.streams(streams.of_result(class_id, "")))
    periods = [reader.register.calendar.find_period(name) for _, name, purpose in names if purpose == reader.purpose]
    for period in filter(None, periods):
        yield from find_results_moved_by_meaning(reader, period, [class_id])


def find_pay_moved_by_meaning(
    reader: SchoolReader, paid: list[Recorded[PayPrepared]], books: Mapping[str, Book]
) -> dict[TeacherMonth, int]:
    """Return what newer software computes otherwise of paid months: teacher and month → the scoring meaning paid by.

    The months paid under an older meaning are computed again as known when the last of them was filled in, and compared
    with what they owed by the meaning of then. Once a sheet is paid under this meaning, its figures that nobody accepted
    are all there is: what it adjusted, or found as it was paid, stands by this meaning.

    Args:
        paid: What the paid sheets say, in the order of the months.
        books: Digest → rulebook, those of allowances among them.
    """
    meaning = find_scoring_meaning()
    if not paid:
        return {}
    last = max(paid, key=lambda sheet: sheet.position)
    if last.event.scoring_meaning >= meaning:
        waiting = () if last.event.accept_meaning else last.event.newer
        return {(figure.teacher, figure.period): figure.meaning for figure in waiting}
    then = reader.at(datetime.combine(last.event.on, _NOON, reader.zone), up_to=last.position - 1)
    sheets = [sheet.event for sheet in paid]
    owed_then = _list_owed(last.event, sheets)
    moved: dict[TeacherMonth, int] = {}
    for sheet, owed_now in _recompute(then, sheets, last.event.scheme, books):
        teachers = dict.fromkeys([*(line.teacher for line in sheet.lines), *(owed_now or {})])
        moved |= {
            (teacher, sheet.period): sheet.scoring_meaning
            for teacher in teachers
            if owed_now is None or _get_total(owed_now, teacher) != owed_then.get((teacher, sheet.period), ZERO)
        }
    return moved


def _list_owed(last: PayPrepared, sheets: list[PayPrepared]) -> dict[TeacherMonth, Decimal]:
    """What each paid month owed each head teacher as the last of some sheets knew it: what was paid, unless it says otherwise."""
    lines = list_paid_lines(sheets).items()
    owed = {
        (teacher, period): sum((find_amount_for(line, period) for line in of_month), ZERO)
        for (period, teacher), of_month in lines
    }
    adjusted = ((line.teacher, each.period, each.owed) for line in last.lines for each in line.adjustments)
    return owed | {(teacher, period): amount for teacher, period, amount in adjusted}


def _recompute(
    then: SchoolReader, sheets: list[PayPrepared], scheme: str, books: Mapping[str, Book]
) -> Iterator[tuple[PayPrepared, Mapping[str, Entitlement] | None]]:
    """Each paid sheet with what its month owes by this software as known then; None where that cannot be told."""
    places = [(class_id, find_month(sheet)) for sheet in sheets for class_id in then.register.classes]
    allowances = [books[sheet.allowance] for sheet in sheets if sheet.allowance in books]
    school = then.load_school_from(then.load_histories(places, allowances))
    for sheet in sheets:
        try:
            owed = recompute_paid_month(school, sheet, books.get(sheet.allowance), scheme)
        except UnknownReference:
            owed = None
        yield sheet, None if isinstance(owed, Refused) else owed


def _get_total(owed: Mapping[str, Entitlement], teacher: str) -> Decimal:
    return owed[teacher].total if teacher in owed else ZERO

"""List the numbers that a pay sheet uses (表上用到的数): of its month, and of every paid month that it adjusts."""

from collections.abc import Iterable, Iterator

import attrs

from bzr_domain.application.load_results import find_unsettled, is_silent_school, load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.hand_over import UsedNumber
from bzr_domain.pay.pay_sheet import find_month, list_classes
from bzr_domain.pay.sheet_remarks import find_classes_of
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles
from bzr_domain.publication.nothing_recorded import refuse_unrecorded
from bzr_domain.publication.pending_reasons import explain_pending
from bzr_domain.scoring.statement import Statement


def list_used_numbers(
    reader: SchoolReader, content: PayPrepared, paid: Iterable[Recorded[PayPrepared]]
) -> tuple[UsedNumber, ...]:
    """Return every number that a sheet uses, with what is open about it as known then.

    Args:
        paid: The paid sheets, of which some months are adjusted.
    """
    month, sheets = find_month(content), {sheet.event.period: sheet.event for sheet in paid}
    classes = {month: list_classes(content)}
    for line in content.lines:
        for adjustment in line.adjustments:
            sheet = sheets[adjustment.period]
            adjusted = find_month(sheet)
            classes.setdefault(adjusted, []).extend(find_classes_of(line.teacher, sheet, adjusted, reader.register))
    numbers = [number for period, ids in classes.items() for number in _list_numbers(reader, period, ids)]
    if not classes[month] and is_silent_school(reader, month):
        numbers.append(UsedNumber(class_id="", name="", period=month.name, unrecorded=True))
    return tuple(numbers)


def _list_numbers(reader: SchoolReader, period: Period, class_ids: Iterable[str]) -> Iterator[UsedNumber]:
    """Yield the number of each class for a period, and those of shorter periods that can still change."""
    ids = [class_id for class_id in dict.fromkeys(class_ids) if class_id in reader.register.classes]
    names = reader.class_names_in(period)
    for class_id, statement in reader.statements(period, ids) if ids else ():
        number = _build_number(reader, class_id, names[class_id], period.name)
        if isinstance(statement, Statement):
            silent = not statement.recorded and is_silent_school(reader, period)
            number = attrs.evolve(
                number,
                pending=explain_pending(statement) if statement.provisional else None,
                assessed=statement.assessed,
                unrecorded=refuse_unrecorded(statement, silent_school=silent) is not None,
                not_assessed=statement.not_assessed,
                not_assessed_names=statement.name_clauses(statement.not_assessed),
                table_gaps=statement.table_gaps,
                moved=_describe_moved(reader, class_id, statement),
            )
        yield number
        for shorter in find_unsettled(reader, class_id, period):
            yield _build_number(reader, class_id, names[class_id], shorter)


def _describe_moved(reader: SchoolReader, class_id: str, statement: Statement) -> tuple[Message, ...]:
    """Describe every figure that differs from its last publication; nothing where it was never published."""
    published = load_result(reader, class_id, statement.period.name).published
    if published is None:
        return ()
    differences = compare_figures(published.figures, extract_figures(statement), list_titles(statement.book))
    return tuple(difference.describe() for difference in differences)


def _build_number(reader: SchoolReader, class_id: str, name: str, period: str) -> UsedNumber:
    """Return a number with what is open about its result."""
    result, today = load_result(reader, class_id, period), reader.today
    published, open_ = result.published, result.can_still_change(today)
    return UsedNumber(
        class_id=class_id,
        name=name,
        period=period,
        until=published.until if open_ and published is not None and today <= published.until else None,
        appeals=tuple(result.open_appeals),
        reason="" if published is None else published.nothing_recorded,
    )

"""Check published results (核对): recompute each as known then and as known now, and find what can have moved it since."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

import attrs

from bzr_domain.application.load_results import list_published, load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.publication.causes_of_change import (
    Cause,
    find_dependencies,
    find_fact_causes,
    find_register_causes,
    sort_causes,
)
from bzr_domain.publication.events import Figures
from bzr_domain.publication.figures import extract_figures
from bzr_domain.publication.recheck import (
    CheckedResult,
    Publication,
    add_periods_within,
    check_result,
    list_publications,
)
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import Statement

_NOON = time(12)


def find_published_periods(reader: SchoolReader, periods: Sequence[Period]) -> list[Period]:
    """Return some periods, and after them every other published one that lies within their stretch of days."""
    published = dict.fromkeys(period for _, period in list_published(reader))
    return add_periods_within(reader.register.calendar, periods, published)


def check_published(
    reader: SchoolReader, periods: Sequence[Period], classes: Iterable[str] = ()
) -> list[CheckedResult]:
    """Recompute every published result of some periods; classes that were never published are left out."""
    published = [class_id for class_id, _ in list_published(reader)]
    chosen = list(classes) or list(dict.fromkeys([*reader.register.classes, *published]))
    return [result for period in periods for result in _check_period(reader, period, chosen)]


def _check_period(reader: SchoolReader, period: Period, classes: Iterable[str]) -> Iterable[CheckedResult]:
    """Check the results of a period; what several are computed from is read once for all of them."""
    loaded = {class_id: load_result(reader, class_id, period.name) for class_id in classes}
    results = {class_id: result for class_id, result in loaded.items() if list_publications(result)}
    now = _compute_figures(reader, period, results)
    then = _recompute_published(reader, period, results.values())
    for class_id, result in results.items():
        checked = check_result(result, period, then, now.get(class_id), reader.books)
        causes = find_causes(reader, class_id, period, checked.last.at.position) if checked.differences else ()
        yield attrs.evolve(checked, causes=tuple(cause.event for cause in causes))


def _recompute_published(
    reader: SchoolReader, period: Period, results: Iterable[AssessmentResult]
) -> dict[int, Figures]:
    """Return the position of each publication → its figures as known then.

    What one command published is one picture: it is computed together, as known before the command.
    """
    commands: dict[str, list[Publication]] = {}
    for result in results:
        for publication in list_publications(result):
            commands.setdefault(publication.command, []).append(publication)
    recomputed: dict[int, Figures] = {}
    for together in commands.values():
        first = min(together, key=lambda publication: publication.position)
        zone = reader.at(first.recorded_at, up_to=first.position - 1).zone
        noon = datetime.combine(first.event.asked_on, _NOON, zone)
        then = reader.at(noon, up_to=first.position - 1)
        places = {publication.position: publication.event.class_id for publication in together}
        figures = _compute_figures(then, period, places.values())
        recomputed |= {at: figures[class_id] for at, class_id in places.items() if class_id in figures}
    return recomputed


def _compute_figures(reader: SchoolReader, period: Period, classes: Iterable[str]) -> dict[str, Figures]:
    """Return the figures of some classes; one without a statement, or that has left the register, is left out."""
    known = [class_id for class_id in classes if class_id in reader.register.classes]
    statements = reader.statements(period, known) if known else ()
    return {
        class_id: extract_figures(statement) for class_id, statement in statements if isinstance(statement, Statement)
    }


def find_causes(
    reader: SchoolReader, class_id: str, period: Period, after: int, more_books: Sequence[Book] = ()
) -> list[Cause]:
    """Return what was recorded after a position and can have moved a class's result for a period, in that order.

    Args:
        more_books: Rulebooks that the class is scored by besides its own.
    """
    now = reader.register
    if class_id not in now.classes:
        return []
    then = reader.at(reader.as_of, up_to=after).register
    book = reader.vocabulary(class_id, now.calendar.last_school_day(period))
    dependencies = find_dependencies(then, now, [book, *more_books], class_id, period, reader.purpose)
    days = dependencies.days
    causes = [
        cause
        for name in dependencies.classes
        for cause in find_fact_causes(reader.class_histories(name, days), name, days, now.calendar)
    ]
    entries = (entry for page in reader.read_events(streams.REGISTER) for entry in page)
    return sort_causes([*causes, *find_register_causes(entries, dependencies)], after)

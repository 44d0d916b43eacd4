"""Check published results (核对): load each one, recompute it as known then and as known now, and compare."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

import attrs

from bzr_domain.application.find_causes import find_causes
from bzr_domain.application.load_results import load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.events import Figures
from bzr_domain.publication.figures import extract_figures
from bzr_domain.publication.recheck import (
    CheckedResult,
    Publication,
    add_periods_within,
    check_result,
    list_publications,
)
from bzr_domain.scoring.statement import Statement

_NOON = time(12)


def find_published_periods(reader: SchoolReader, periods: Sequence[Period]) -> list[Period]:
    """Return some periods, and after them every other published one that lies within their stretch of days."""
    published = dict.fromkeys(name.split(":", 2)[2] for name in reader.store.streams("result:"))
    return add_periods_within(reader.register.calendar, periods, published)


def check_published(
    reader: SchoolReader, periods: Sequence[Period], classes: Iterable[str] = ()
) -> list[CheckedResult]:
    """Recompute every published result of some periods; classes that were never published are left out."""
    published = [name.split(":")[1] for name in reader.store.streams("result:")]
    chosen = list(classes) or list(dict.fromkeys([*reader.register.classes, *published]))
    return [result for period in periods for result in _check_period(reader, period, chosen)]


def _check_period(reader: SchoolReader, period: Period, classes: Iterable[str]) -> Iterable[CheckedResult]:
    """Check the results of a period; what several are computed from is read once for all of them."""
    results = {class_id: load_result(reader, class_id, period.name) for class_id in classes}
    published = {
        class_id: publications
        for class_id, result in results.items()
        if (publications := list_publications(result))
    }
    now = _compute_figures(reader, period, published)
    then = _recompute_published(reader, period, published)
    for class_id in published:
        result = results[class_id]
        checked = check_result(result, class_id, period, then, now.get(class_id), reader.books)
        causes = (
            find_causes(reader, class_id, period, checked.last.at.position) if checked.differences else ()
        )
        yield attrs.evolve(checked, causes=tuple(cause.event for cause in causes))


def _recompute_published(
    reader: SchoolReader, period: Period, published: Mapping[str, Sequence[Publication]]
) -> dict[int, Figures]:
    """Return the position of each publication → its figures as known then.

    What one command published is one picture: it is computed together, as known before the command.
    """
    commands: dict[str, list[tuple[str, Publication]]] = {}
    for class_id, publications in published.items():
        for publication in publications:
            commands.setdefault(publication.command, []).append((class_id, publication))
    recomputed: dict[int, Figures] = {}
    for together in commands.values():
        first = min((publication for _, publication in together), key=lambda event: event.position)
        zone = reader.at(first.recorded_at, up_to=first.position - 1).zone
        asked = datetime.combine(first.event.asked_on, _NOON, zone)
        then = reader.at(asked, up_to=first.position - 1)
        figures = _compute_figures(then, period, [class_id for class_id, _ in together])
        recomputed |= {at.position: figures[class_id] for class_id, at in together if class_id in figures}
    return recomputed


def _compute_figures(reader: SchoolReader, period: Period, classes: Iterable[str]) -> dict[str, Figures]:
    """Return the figures of some classes; one without a statement, or that has left the register, is left out."""
    known = [class_id for class_id in classes if class_id in reader.register.classes]
    statements = reader.statements(period, known) if known else ()
    return {
        class_id: extract_figures(statement)
        for class_id, statement in statements
        if isinstance(statement, Statement)
    }

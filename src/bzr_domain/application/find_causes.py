"""Load what was recorded since a result was published or paid, and can have moved it."""

from collections.abc import Sequence

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.causes_of_change import (
    Cause,
    find_dependencies,
    find_fact_causes,
    find_register_causes,
    sort_causes,
)
from bzr_domain.rulebook.book import Book


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
    dependencies = find_dependencies(then, now, [book, *more_books], class_id, period)
    days = dependencies.days
    causes = [
        cause
        for name in dependencies.classes
        for cause in find_fact_causes(reader.class_histories(name, days), name, days)
    ]
    entries = (entry for page in reader.read_events(streams.REGISTER) for entry in page)
    return sort_causes([*causes, *find_register_causes(entries, dependencies)], after)

"""What is needed to tell events in words, taken from a reader: rulebooks by name, corrections by what they changed."""

from collections.abc import Iterable
from typing import Any

from bzr_adapters.reports.corrected import corrections
from bzr_adapters.reports.trail import Told
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact_history import FactCorrected
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.recorded import Recorded


def told_for(reader: SchoolReader, found: Iterable[Recorded[Any]], lang: Lang) -> Told:
    """What is needed to tell some events: the names of rulebooks, and what each correction changed."""
    corrected = dict.fromkeys(one.stream for one in found if isinstance(one.event, FactCorrected))
    return Told(
        kinds=reader.kinds,
        zone=reader.zone,
        lang=lang,
        books={digest: f"{book.id}/{book.version}" for digest, book in reader.books.items()},
        corrections=corrections(reader.history(name) for name in corrected),
    )

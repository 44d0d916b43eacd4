"""Read facts one at a time in the order recorded (按记录次序读取), so that memory stays bounded however many there are."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact_history import FactHistory
from bzr_domain.facts.streams import list_streams_of_class, replay_stream
from bzr_domain.kernel.periods import EVERYTHING
from bzr_domain.kernel.recorded import Recorded

_HISTORIES_HELD = 500
"""Of how many histories what was done to their facts is held at a time: more than a school's of one term."""
_Load = Callable[[str], FactHistory]


def read_all_facts(reader: SchoolReader, after: int = 0) -> Iterator[FactHistory]:
    """Yield every fact of the school recorded beyond a position, in a history that holds it alone, with what was done to it."""
    return _read_facts(reader.read_log(after), _build_loader(reader))


def read_facts_ever_in_class(reader: SchoolReader, class_id: str) -> Iterator[FactHistory]:
    """Yield every fact that can be one of a class, likewise: some of them are of another class at present."""
    load = _build_loader(reader)
    streams = list_streams_of_class(reader.register, class_id, EVERYTHING)
    homes = {home for stream in streams for home in load(stream).moved_in.values()}
    histories = [chain.from_iterable(reader.read_events(s)) for s in (*streams, *sorted(homes - set(streams)))]
    return _read_facts(merge(*histories, key=attrgetter("position")), load)


def _build_loader(reader: SchoolReader) -> _Load:
    @lru_cache(_HISTORIES_HELD)
    def load(stream: str) -> FactHistory:
        """Return a history without its facts: what was done to them."""
        pages = reader.read_events(stream)
        return replay_stream(stream, ([r for r in page if not isinstance(r.event, FactRecorded)] for page in pages))

    return load


def _read_facts(recorded: Iterable[Recorded[Any]], load: _Load) -> Iterator[FactHistory]:
    for entry in recorded:
        if isinstance(entry.event, FactRecorded):
            yield attrs.evolve(load(entry.stream), facts={entry.event.id: entry})

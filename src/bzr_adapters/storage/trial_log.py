"""A log in memory over a real one (试写): whatever is appended is kept here alone, so that any use case can be tried."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from bzr_adapters.storage.rows import find_entry_id, find_sheet_fact, place_events
from bzr_adapters.storage.store import describe_command, to_utc
from bzr_domain.application.ports import PAGE, Batch, Command, EventLog, KnownCommand, answer_known
from bzr_domain.kernel.recorded import Recorded

_Page = tuple[Recorded[Any], ...]


class TrialLog:
    """The events of another log as it stood when the trial began, and behind them those that were tried.

    It promises what `bzr_domain.application.ports.EventLog` does, for one thread; nothing of it reaches the other log.
    """

    def __init__(self, log: EventLog) -> None:
        """Stand on a log at the position it has now."""
        self.name = log.name
        self.store_id = log.store_id
        self.turn: AbstractContextManager[object] = threading.RLock()
        self._log = log
        self._start = log.last_position()
        self._tried: list[Recorded[Any]] = []
        self._commands: dict[str, KnownCommand] = {}

    def hold(self) -> AbstractContextManager[object]:
        """There is no other writer."""
        return self.turn

    def append(self, batches: Sequence[Batch], *, command: Command, now: datetime) -> _Page:
        """Add events to their histories, in memory alone."""
        known = self.find_command(command.id)
        if known is not None:
            raise answer_known(known, digest=command.digest, actor=command.actor)
        at = to_utc(now, "now")
        recorded = place_events(batches, self.last_position(), at, command.id, command.actor)
        self._tried += recorded
        self._commands[command.id] = describe_command(command, self.last_position(), at)
        return recorded

    def read(self, stream: str, *, after: int = 0, until: datetime | None = None) -> Iterator[_Page]:
        """The events of one history, in pages, those tried last."""
        yield from self._leave_out_later(self._log.read(stream, after=after, until=until))
        tried = (event for event in self._tried if event.stream == stream and event.version > after)
        yield tuple(event for event in tried if until is None or event.recorded_at <= until)

    def read_all(self, *, after: int = 0, page_size: int = PAGE) -> Iterator[_Page]:
        """The events of the log, in pages of so many at most, those tried last."""
        yield from self._leave_out_later(self._log.read_all(after=after, page_size=page_size))
        tried = (event for event in self._tried if event.position > after)
        while page := tuple(islice(tried, page_size)):
            yield page

    def _leave_out_later(self, pages: Iterable[_Page]) -> Iterator[_Page]:
        """Yield what the log held when the trial began."""
        yield from (tuple(event for event in page if event.position <= self._start) for page in pages)

    def streams(self, prefix: str = "") -> list[str]:
        """The histories whose name begins so, sorted."""
        tried = {event.stream for event in self._tried if event.stream.startswith(prefix)}
        return sorted(tried.union(self._log.streams(prefix)))

    def find(self, prefix: str, *, limit: int = 3) -> list[tuple[str, str]]:
        """Entries whose id begins so, sorted."""
        tried = [(entry, stream) for entry, stream in self._list_entries() if entry.startswith(prefix)]
        return sorted([*self._log.find(prefix, limit=limit), *tried])[:limit]

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        wanted = list(ids)
        return self._log.known(wanted) | {entry: stream for entry, stream in self._list_entries() if entry in wanted}

    def _list_entries(self) -> Iterator[tuple[str, str]]:
        entries = ((find_entry_id(event.event), event.stream) for event in self._tried)
        return ((entry, stream) for entry, stream in entries if entry is not None)

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[tuple[str, str]]:
        """The facts recorded from a sheet for some days, those tried last."""
        places = ((find_sheet_fact(event.event), event.stream) for event in self._tried)
        tried = sorted((place, stream) for place, stream in places if place is not None and place[0] == sheet)
        inside = [(fact, stream) for (_, day, fact), stream in tried if f"{first}" <= day <= f"{last}"]
        return [*self._log.sheet_facts(sheet, first, last), *inside]

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id, tried or carried out."""
        return self._commands.get(command) or self._log.find_command(command)

    def last_position(self) -> int:
        """The position of the last event tried, else of the last one of the log then."""
        return self._start + len(self._tried)

    def position_at(self, moment: datetime) -> int:
        """The position of the last event recorded or tried by a moment."""
        tried = (event.position for event in self._tried if event.recorded_at <= moment)
        return max([min(self._start, self._log.position_at(moment)), *tried])

    def bookmark(self, name: str, save: str | None = None) -> str | None:  # noqa: ARG002 (a trial keeps no place)
        """A follower's place in the log; none is saved."""
        return self._log.bookmark(name)

    def reading_mark(self) -> object:
        """What differs once a name or a text reads otherwise."""
        return self._log.reading_mark()

    def blind(self, text: str) -> str:
        """A keyed hash of a text, as the other log makes it."""
        return self._log.blind(text)

    def find_pseudonym(self, class_id: str, student: str) -> str:
        """The pseudonym of a student, as the other log finds it."""
        return self._log.find_pseudonym(class_id, student)

    def wait(self, after: int, timeout: timedelta) -> bool:  # noqa: ARG002 (nobody else writes to a trial)
        """Whether there are events beyond a position."""
        return self.last_position() > after

    def close(self) -> None:
        """Leave the other log open."""

"""A program that writes to a store: `python -m tests.adapters.storage.writing URL WHO BATCHES EVENTS`.

It prints the command's id for every batch acknowledged, one a line; the tests run several at once, or kill it.
"""

import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any

from bzr_adapters.storage import open_store
from bzr_domain.application.ports import Batch, Command, Conflict, EventLog
from bzr_domain.events import Event
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.recorded import Recorded

_COUNTER = count()
NOW = datetime(2024, 9, 3, 8, 0, tzinfo=timezone(timedelta(hours=8)))


def fact(name: str) -> FactRecorded:
    """A fact with that id."""
    return FactRecorded(id=name, fact=Fact(kind="late", on=date(2024, 9, 3), class_id="7-1"))


def batch(stream: str, *ids: str, after: int = 0) -> Batch:
    """Facts with those ids, for one history."""
    return Batch(stream=stream, after=after, events=tuple(fact(name) for name in ids))


def add(store: EventLog, *batches: Batch, now: datetime = NOW, command: str = "") -> tuple[Recorded[Any], ...]:
    """Append, as somebody, by a command of its own unless it is named; the digest is of the names of what is added."""
    digest = " ".join(f"{batch.stream}:{name}" for batch in batches for name in name_facts(batch.events))
    return store.append(
        batches, command=Command(id=command or f"c{next(_COUNTER)}", actor="me", digest=digest), now=now
    )


def everything(pages: Iterable[tuple[Recorded[Any], ...]]) -> list[Recorded[Any]]:
    """All events of all pages."""
    return [recorded for page in pages for recorded in page]


def name_facts(events: Iterable[Event]) -> list[str]:
    """The ids of facts."""
    return [event.id for event in events if isinstance(event, FactRecorded)]


def ids(recorded: Iterable[Recorded[Any]]) -> list[str]:
    """The ids of recorded facts."""
    return name_facts(entry.event for entry in recorded)


def write_on(store: EventLog, stream: str, names: list[str], command: str) -> None:
    """Add facts to the end of a history, again and again until nobody else was first."""
    while True:
        version = len(everything(store.read(stream)))
        try:
            add(store, batch(stream, *names, after=version), command=command)
        except Conflict:
            continue
        return


def main(url: str, who: str, batches: str, events: str) -> None:
    """Write some batches of so many events each."""
    store = open_store(url)
    for number in range(int(batches)):
        command = f"{who}.{number}"
        write_on(store, "shared", [f"{command}.{n}" for n in range(int(events))], command)
        print(command, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The second peer: the event-sourcing library's own way, with decorated aggregates in an application over SQLite."""

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bzr_domain.application.ports import Batch
from bzr_domain.facts.events import FactRecorded

_HISTORIES: dict[Path, list[UUID]] = {}


class ClassHistory(Aggregate):
    """The facts of one history, as the library's documentation would write it."""

    @event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.facts: dict[str, int] = {}

    @event("FactRecorded")
    def record(
        self,
        entry: str,
        kind: str,
        on: str,
        class_id: str,
        count: int,
        value: str | None,
        grade: str | None,
        level: str | None,
        place: str | None,
        recorder: str | None,
        sheet: str,
    ) -> None:
        """Take a fact into account."""
        self.facts[entry] = count


def _application(path: Path) -> Application[UUID]:
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def append(path: Path, batches: Sequence[Batch]) -> float:
    """Record every fact and save every history in one transaction; the seconds it took."""
    application = _application(path)
    start = time.process_time()
    histories = [_history(batch) for batch in batches]
    application.save(*histories)
    seconds = time.process_time() - start
    application.close()
    _HISTORIES[path] = [history.id for history in histories]
    return seconds


def _history(batch: Batch) -> ClassHistory:
    history = ClassHistory(batch.stream)
    for one in batch.events:
        assert isinstance(one, FactRecorded)
        fact = one.fact
        history.record(
            one.id,
            fact.kind,
            fact.on.isoformat(),
            fact.class_id,
            fact.count,
            None if fact.value is None else str(fact.value),
            fact.grade,
            fact.level,
            fact.place,
            fact.recorder,
            one.sheet,
        )
    return history


def replay(path: Path) -> int:
    """Every history loaded through the repository, and the counts of its facts added up."""
    application = _application(path)
    try:
        histories: list[ClassHistory] = [application.repository.get(id_) for id_ in _HISTORIES[path]]
        return sum(sum(history.facts.values()) for history in histories)
    finally:
        application.close()

"""Looking at what a fault has left (查看残局), and counting what must not be."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bzr_adapters import BzrError, Event, School
from bzr_adapters.storage import open_store
from bzr_adapters.storage.rows import find_entry_id
from bzr_domain.application.ports import EventLog, StoreError
from bzr_domain.kernel.recorded import Recorded
from tests.torture.tally import Tally
from tests.torture.working import Answers, Office, open_school

Log = list[Recorded[Any]]


def read_all(log: EventLog) -> Log:
    """Return every event of a log."""
    return [event for page in log.read_all() for event in page]


def read_store(url: str) -> Log:
    """Return every event of the store at an address."""
    with closing(open_store(url)) as log:
        return read_all(log)


def check_file(path: Path) -> str:
    """Return what SQLite itself says of a file: "ok" where it is whole."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def look_for_loss(tally: Tally, url: str, written: Log, answers: Answers) -> None:
    """Look at a store in which what was written last may be missing: what was acknowledged has to be there, whole.

    Args:
        tally: Where it is counted.
        url: The store.
        written: What its log would be if nothing were missing.
        answers: What was acknowledged.
    """
    try:
        with closing(open_store(url)) as log:
            found = read_all(log)
            places = {command: known.position for command in answers if (known := log.find_command(command))}
            entries = dict(log.find("", limit=len(written) + 1))
    except StoreError as error:
        tally.lost += 1
        tally.tell(f"{url}: {error}")
        return
    if found != written[: len(found)] or entries != _list_entries(found):
        tally.wrong += 1
        tally.tell(f"{url}: an event or an index differs from what was written")
    missing = [command for command, answer in answers.items() if places.get(command) != answer["position"]]
    sizes, here = Counter(event.command for event in written), Counter(event.command for event in found)
    halves = [command for command, size in here.items() if size != sizes[command]]
    if missing or halves or len(found) < max([0, *places.values()]):
        tally.lost += 1
        tally.tell(f"{url}: {len(found)} events are left; missing {missing[:3]}, in part {halves[:3]}")
    count_gaps(tally, found)


def _list_entries(found: Log) -> dict[str, str]:
    return {entry: event.stream for event in found if (entry := find_entry_id(event.event))}


def count_gaps(tally: Tally, found: Iterable[Recorded[Any] | Event]) -> None:
    """Count the places that are missing, or stand twice, in the histories and in the log."""
    versions: Counter[str] = Counter()
    for position, event in enumerate(found, 1):
        versions[event.stream] += 1
        if (event.position, event.version) != (position, versions[event.stream]):
            tally.gaps += 1
            tally.tell(f"{event.stream} {event.version} stands at {event.position}, not at {position}")


def send_again(tally: Tally, url: str, office: Office, answers: Answers, *, commands: int) -> None:
    """Give an office's commands again: those answered give their first receipt, the others come through now.

    Args:
        tally: Where it is counted.
        url: The store.
        office: It has given nothing yet, and draws as the one did that gave them first.
        answers: What was acknowledged then.
        commands: How many to give.
    """
    recorded: Counter[str] = Counter()
    with open_school(url) as school:
        for _ in range(commands):
            try:
                command, answer = office.give(school)
            except BzrError as error:
                tally.conflicts += 1
                tally.tell(f"{office.name}.{office.given} sent again: {error}")
                return
            recorded.update(answer["new"])
            if command in answers and answer != {**answers[command], "replayed": True}:
                tally.twice += 1
                tally.tell(f"{command} sent again is answered otherwise: {answer}")
        look_for_doubles(tally, school, recorded, office.name)


def look_for_doubles(tally: Tally, school: School, recorded: Counter[str], office: str) -> None:
    """Hold the entries of an office in a store against those that its receipts tell of; the whole log is looked at for gaps."""
    found = list(school.events())
    own = [event.data for event in found if event.command.startswith(f"{office}.")]
    here = Counter(data["id"] for data in own if "id" in data)
    if here != recorded:
        tally.twice += (here - recorded).total()
        tally.lost += (recorded - here).total()
        tally.tell(f"receipts of {office} tell of {recorded.total()} entries, the store has {here.total()}")
    count_gaps(tally, found)

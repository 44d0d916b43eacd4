"""A school that moves (搬迁) between a file and a server while an office writes and a follower reads along; an older copy put back."""

import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import attrs

from bzr_adapters import Batch, Bookmark, BzrError, StoreUnavailable
from tests.support.postgres import name_schema, share_server
from tests.torture.looking import look_for_doubles
from tests.torture.tally import Tally
from tests.torture.working import NameStore, Office, create_school, open_school

_EACH = 4


@attrs.define
class _Follower:
    """Keeps its place beside what it was given, and so is to be given each event once."""

    place: Bookmark = attrs.Factory(Bookmark)
    positions: list[int] = attrs.Factory(list)

    def take(self, batch: Batch) -> None:
        """Take a batch and the place behind it."""
        self.positions += [event.position for event in batch.events]
        self.place = batch.bookmark


def move_among_files(folder: Path, times: int, seed: int) -> Tally:
    """Move a school from one file to the next."""
    return _move(times, seed, lambda number: f"sqlite:///{folder / f'{number}.db'}")


def move_there_and_back(folder: Path, times: int, seed: int) -> Tally:
    """Move a school from a file to a server, from there to a file, and so on."""
    server = share_server()
    return _move(
        times,
        seed,
        lambda number: server.address(schema=name_schema()) if number % 2 else f"sqlite:///{folder / f'{number}.db'}",
    )


def _move(times: int, seed: int, name_store: NameStore) -> Tally:
    """Move a school from one store to the next; each time an office works, before it and after, and a follower reads on."""
    tally, office, follower, recorded = Tally(), Office("o", Random(seed)), _Follower(), Counter[str]()
    create_school(url := name_store(0))
    for number, target in enumerate(map(name_store, range(1, times + 1)), 1):
        # The follower may be told that the store has moved before it is stopped.
        with (
            suppress(StoreUnavailable),
            open_school(url) as school,
            school.subscribe("f", follower.take, after=follower.place, batch=3),
        ):
            for _ in range(_EACH):
                recorded.update(office.give(school)[1]["new"])
            school.migrate(target)
        tally.tries, url = number, target
    with open_school(url) as school:
        head = school.head()
        school.subscribe("f", follower.take, after=follower.place).run(until=head)
        look_for_doubles(tally, school, recorded, office.name)
    tally.missed += follower.positions != list(range(1, head + 1))
    return tally


def put_back_older_copy(folder: Path, times: int, seed: int) -> Tally:
    """Put an older copy of a store in its place: its followers, and `verify` with a checkpoint kept elsewhere, notice."""
    tally = Tally()
    for number in range(times):
        path = folder / f"{number}.db"
        office, follower, url = Office("o", Random(seed + number)), _Follower(), f"sqlite:///{path}"
        create_school(url)
        shutil.copy(path, path.with_suffix(".old"))
        with open_school(url) as school:
            for _ in range(_EACH):
                office.give(school)
            checkpoint = school.checkpoint().rows[0]["text"]
            school.subscribe("f", follower.take).run(until=school.head())
        path.with_suffix(".old").replace(path)
        tally.tries += 1
        with open_school(url) as school:
            Office("other", Random(seed)).give(school)
            tally.wrong += school.verify(checkpoints=[checkpoint]).ok
            with suppress(BzrError):
                school.subscribe("f", follower.take, after=follower.place).run(until=school.head())
                tally.missed += 1
    return tally

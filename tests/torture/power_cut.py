"""Power cuts (断电): what a disk can hold after one, made from what SQLite asked of it until then.

A file holds what was written before its last sync. What was written since is there in part: any of it, in any order, torn
at the boundaries of sectors; where the end was written and the middle was not, there are zeros or what the disk held
before. A new file is missing until its folder was synced, which SQLite does with the first sync of a journal; a deleted
one may be back until then. What lies in `-shm` is never made sure of, and so may be anything. As SQLite itself assumes,
a write spoils no byte beside it ("powersafe overwrite").
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import attrs

from bzr_adapters import BzrError
from bzr_adapters.storage import create_store, open_store
from bzr_domain.application.ports import StoreError
from tests.adapters.storage.writing import add, batch
from tests.torture.disk import OK, Call, watch_disk
from tests.torture.looking import Log, check_file, look_for_loss, read_store
from tests.torture.tally import Tally
from tests.torture.working import Answers, Office, create_school, open_school

SECTOR = 512
_IMAGES = 50
"""How many moments of one piece of work are looked at."""
_COMMANDS = 40
_NAME = "school.db"
_OLD_STORES = cycle(sorted(Path(__file__).parents[1].joinpath("golden_store").glob("*.db")))


@attrs.define
class Medium:
    """What a disk is sure to hold of a file, and what it may hold.

    Attributes:
        sure: What was there at the last sync.
        since: The writes and truncations since, in order.
        named: Whether the folder is sure to have it.
        deleted: Whether it was deleted since the folder was last synced.
    """

    sure: bytes = b""
    since: list[Call] = attrs.Factory(list)
    named: bool = False
    deleted: bool = False

    def sync(self) -> None:
        """Make sure of everything."""
        self.sure, self.since = bytes(apply(self.sure, self.since)), []

    def survive(self, chance: Random) -> bytes:
        """Return what a power cut leaves of it."""
        pieces = [piece for call in self.since for piece in tear(call)]
        match chance.randrange(4):
            case 0:
                left = pieces[: chance.randrange(len(pieces) + 1)]
            case 1:
                left = pieces
            case _:
                likely = chance.random()
                left = [piece for piece in pieces if chance.random() < likely]
                chance.shuffle(left)
        content = apply(self.sure, left)
        size = len(apply(self.sure, self.since))
        if size > len(content) and chance.random() < 0.5:
            rest = size - len(content)
            content += bytes(rest) if chance.random() < 0.5 else chance.randbytes(rest)
        return bytes(content)


def tear(call: Call) -> Iterator[Call]:
    """Yield the parts of a write that a sector holds each."""
    if call.what == "truncate":
        yield call
        return
    begin, end = call.offset, call.offset + len(call.data)
    while begin < end:
        until = min(end, (begin // SECTOR + 1) * SECTOR)
        yield attrs.evolve(call, offset=begin, data=call.data[begin - call.offset : until - call.offset])
        begin = until


def apply(content: bytes, calls: Sequence[Call]) -> bytearray:
    """Return what a file holds after some writes and truncations."""
    after = bytearray(content)
    for call in calls:
        if call.what == "truncate":
            del after[call.offset :]
        else:
            after.extend(bytes(max(0, call.offset - len(after))))
            after[call.offset : call.offset + len(call.data)] = call.data
    return after


@attrs.define
class Disk:
    """A disk that remembers what was asked of it, and shows what a power cut would leave.

    Attributes:
        folder: It holds for sure what is there when the watching begins.
        calls: Everything asked since, in order.
    """

    folder: Path
    calls: list[Call] = attrs.Factory(list)
    _media: dict[Path, Medium] = attrs.field(init=False)
    _done: int = 0

    def __attrs_post_init__(self) -> None:
        self._media = {path: Medium(path.read_bytes(), named=True) for path in self.folder.iterdir()}

    def listen(self, call: Call) -> int:
        """Remember a call."""
        self.calls.append(call)
        return OK

    def run_to(self, moment: int) -> None:
        """Go on to the moment after so many calls."""
        for call in self.calls[self._done : moment]:
            self._take(call)
        self._done = moment

    def _take(self, call: Call) -> None:
        medium = self._media.get(call.path, Medium())
        match call.what:
            case "create":
                self._media[call.path] = Medium()
            case "find":
                self._media.setdefault(call.path, Medium(call.data))
            case "sync":
                medium.sync()
                if call.path.name.endswith(("-journal", "-wal")) and not medium.named:
                    self._sync_folder()
            case "delete":
                medium.deleted = True
                if call.offset:
                    self._sync_folder()
            case _:
                medium.since.append(call)

    def _sync_folder(self) -> None:
        self._media = {path: medium for path, medium in self._media.items() if not medium.deleted}
        for medium in self._media.values():
            medium.named = True

    def cut(self, folder: Path, chance: Random) -> None:
        """Write what a power cut would leave now into a folder."""
        for path, medium in self._media.items():
            gone = medium.deleted or not medium.named
            if not gone or chance.random() < 0.5:
                folder.joinpath(path.name).write_bytes(medium.survive(chance))
            if path.suffix == ".db" and chance.random() < 0.5:
                folder.joinpath(f"{path.name}-shm").write_bytes(chance.randbytes(32768))


Work = Iterator[tuple[str, dict[str, Any]]]
"""Commands and what they were answered, as they are given."""


def cut_at_work(folder: Path, images: int, seed: int) -> Tally:
    """Cut the power while an office works, opening and closing its store."""
    return _cut_often(folder, images, seed, create_school, _work_in_sessions)


def cut_at_creation(folder: Path, images: int, seed: int) -> Tally:
    """Cut the power while a store is created, and during the first commands."""
    return _cut_often(folder, images, seed, lambda _: None, _create_and_work)


def cut_at_migration(folder: Path, images: int, seed: int) -> Tally:
    """Cut the power while a store of an older form is written to for the first time."""
    return _cut_often(folder, images, seed, _copy_old_store, _add_on)


def _cut_often(
    folder: Path, images: int, seed: int, prepare: Callable[[str], object], work: Callable[[str, Random], Work]
) -> Tally:
    """Prepare a store, watch the work on it, and look at so many images; anew for every few of them."""
    tally = Tally()
    for number in range(0, images, _IMAGES):
        place, chance = folder / f"{number}", Random(seed + number)
        place.mkdir()
        prepare(url := f"sqlite:///{place / _NAME}")
        disk, answered = Disk(place), []
        with watch_disk(disk.listen):
            for command, answer in work(url, chance):
                answered.append((len(disk.calls), command, answer))
        written = read_store(url)
        for moment in sorted(chance.sample(range(len(disk.calls) + 1), min(_IMAGES, images - number))):
            image = place / f"{moment}"
            image.mkdir()
            disk.run_to(moment)
            disk.cut(image, chance)
            answers = {command: answer for when, command, answer in answered if when <= moment}
            _look_at_image(tally, image / _NAME, written, answers)
            shutil.rmtree(image)
        shutil.rmtree(place)
    return tally


def _look_at_image(tally: Tally, path: Path, written: Log, answers: Answers) -> None:
    """Look whether everything acknowledged is there, and whether the store can be written on."""
    tally.tries += 1
    url = f"sqlite:///{path}"
    try:
        if not answers:
            create_store(url).close()
        look_for_loss(tally, url, written, answers)
        verdict = check_file(path)
        if answers:
            _demand_verified(url)
        with closing(open_store(url)) as log:
            add(log, batch("after", "after"))
    except (sqlite3.Error, StoreError, BzrError) as error:
        verdict = f"{error}"
    if verdict != "ok":
        tally.wrong += 1
        tally.tell(f"{path}: {verdict}")


def _demand_verified(url: str) -> None:
    """Demand that chains, indexes and all else that `verify` checks are as they should be."""
    with open_school(url) as school:
        report = school.verify()
    if not report.ok:
        raise StoreError.of(str(report.to_dict()), str(report.to_dict()), code="store.damaged")


def _copy_old_store(url: str) -> None:
    shutil.copy(next(_OLD_STORES), url.removeprefix("sqlite:///"))


def _find_last(url: str) -> tuple[str, dict[str, Any]]:
    """Return the last command of a store; it was acknowledged before the work begins."""
    last = read_store(url)[-1]
    return last.command, {"position": last.position}


def _work_in_sessions(url: str, chance: Random, sessions: int = 3) -> Work:
    yield _find_last(url)
    office = Office("power", chance)
    for _ in range(sessions):
        with open_school(url) as school:
            for _ in range(_COMMANDS):
                yield office.give(school)


def _create_and_work(url: str, chance: Random) -> Work:
    create_school(url)
    yield _find_last(url)
    with open_school(url) as school:
        office = Office("first", chance)
        for _ in range(3):
            yield office.give(school)


def _add_on(url: str, chance: Random) -> Work:
    yield _find_last(url)
    with closing(open_store(url)) as log:
        for number in range(3):
            command = f"new.{number}"
            (recorded,) = add(log, batch("new", command, after=number), command=command)
            yield command, {"position": recorded.position}

"""What happens to a file while its store is open (文件出事): deleted, moved, emptied, replaced, or held by another program.

A command is then refused, or it is in the store that stands at the address afterwards; an answer is refused, or is what
it was.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import cycle
from pathlib import Path
from random import Random

from bzr_adapters import BzrError, School
from bzr_domain.application.ports import StoreError
from tests.torture.looking import read_store
from tests.torture.tally import Tally
from tests.torture.working import Office, create_and_open, create_school, open_school

Mishap = Callable[[Path, Random], object]
_BEFORE, _AFTER = 3, 3
QUESTION = ("g1c1", "2024-09")


def _sides(path: Path) -> list[Path]:
    """The file and those that SQLite puts beside it."""
    return [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]


def _delete(path: Path, _: Random) -> None:
    path.unlink()


def _delete_with_logs(path: Path, _: Random) -> None:
    for side in _sides(path):
        side.unlink(missing_ok=True)


def _delete_log(path: Path, _: Random) -> None:
    for side in _sides(path)[1:]:
        side.unlink(missing_ok=True)


def _move(path: Path, _: Random) -> None:
    path.rename(path.with_name("moved.db"))


def _move_folder(path: Path, _: Random) -> None:
    path.parent.rename(path.parent.with_name(f"{path.parent.name}-moved"))


def _empty(path: Path, _: Random) -> None:
    os.truncate(path, 0)


def _cut_short(path: Path, chance: Random) -> None:
    os.truncate(path, chance.randrange(1, path.stat().st_size))


def _replace_by_other_school(path: Path, _: Random) -> None:
    create_school(f"sqlite:///{path.with_name('other.db')}")
    path.with_name("other.db").replace(path)


def _replace_by_other_program(path: Path, _: Random) -> None:
    other = path.with_name("other.db")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE stored_events (a)")
    other.replace(path)


def _replace_by_older_copy(path: Path, _: Random) -> None:
    path.with_name("older.db").replace(path)


def _replace_by_text(path: Path, chance: Random) -> None:
    other = path.with_name("other.db")
    other.write_bytes(chance.randbytes(9000))
    other.replace(path)


def _overwrite_by_text(path: Path, chance: Random) -> None:
    path.write_bytes(chance.randbytes(9000))


MISHAPS: tuple[Mishap, ...] = (
    _delete,
    _delete_with_logs,
    _delete_log,
    _move,
    _move_folder,
    _empty,
    _cut_short,
    _replace_by_other_school,
    _replace_by_other_program,
    _replace_by_older_copy,
    _replace_by_text,
    _overwrite_by_text,
)


def suffer_mishaps(folder: Path, times: int, seed: int) -> Tally:
    """Let one mishap after the other come over a store in use."""
    tally = Tally()
    for number, mishap in zip(range(times), cycle(MISHAPS)):
        place = folder / f"{number}"
        place.mkdir()
        _suffer(tally, place / "school.db", mishap, Random(seed + number))
    return tally


def _suffer(tally: Tally, path: Path, mishap: Mishap, chance: Random) -> None:
    url, office = f"sqlite:///{path}", Office("m", chance)
    tally.tries += 1
    with create_and_open(url) as school:
        for _ in range(_BEFORE):
            office.give(school)
    shutil.copy(path, path.with_name("older.db"))
    with open_school(url) as school:
        for _ in range(_BEFORE):
            office.give(school)
        statement = school.statement(*QUESTION).to_dict()
        with open_school(url) as other:
            mishap(path, chance)
            after = [answer for side in (school, other) for answer in _give_on(side, office)]
            answered = [answer for side in (school, other) if (answer := _ask(side))]
    if not after and any({**answer, "as_of": ""} != {**statement, "as_of": ""} for answer in answered):
        tally.wrong += 1
        tally.tell(f"{mishap.__name__}: the statement is another")
    if lost := set(after) - _list_kept(url):
        tally.lost += 1
        tally.tell(f"{mishap.__name__}: {lost} acknowledged, and not at {url}")


def _give_on(school: School, office: Office) -> list[str]:
    """Go on giving commands; return the ids of those that were acknowledged."""
    given = []
    for _ in range(_AFTER):
        with suppress(BzrError):
            command, _ = office.give(school)
            given.append(command)
    return given


def _ask(school: School) -> dict[str, object] | None:
    try:
        return school.statement(*QUESTION).to_dict()
    except BzrError:
        return None


def _list_kept(url: str) -> set[str]:
    """Return the commands whose events stand in the store at an address; nothing where it cannot be read to its end."""
    try:
        return {event.command for event in read_store(url)}
    except StoreError:
        return set()

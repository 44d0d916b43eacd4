"""A store altered from outside (外部改动): a bit of its file flipped, a cell or a row of its tables changed by hand.

Each alteration has to be found: when the store is opened, when it is asked, or by `verify`. One that nothing finds may
have touched nothing: then every table still holds what it held.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

import attrs
import psycopg

from bzr_adapters import BzrError
from bzr_domain.application.ports import StoreError
from tests.support import tampering
from tests.support.postgres import name_schema, share_server
from tests.torture.looking import read_store
from tests.torture.tally import Tally
from tests.torture.working import WHO, Office, create_and_open, open_school

_COMMANDS = 25
_KEEPS_NO_COUNT = ("bookmarks", "checkpoints")
_MISSING = "密钥缺失"
"""What stands in the place of a name or text whose key is not there."""


def flip_bits(folder: Path, times: int, seed: int) -> Tally:
    """Flip one bit of a store's file at a time."""
    flips = tampering.flip_bits(tampering.build_store(folder), times, seed)
    return Tally(tries=times, wrong=len(flips.missed), told=[f"nothing finds byte {place}" for place in flips.missed])


def flip_key_bits(folder: Path, times: int, seed: int) -> Tally:
    """Flip one bit at a time of the file with the keys to names and texts; what has no key any more says so."""
    tally, chance = Tally(), Random(seed)
    original = folder / "original" / "school.db"
    _build_school(f"sqlite:///{original}", original.parent, seed)
    before = _read_revealed(original)
    for number in range(times):
        with _copied(original, folder / f"{number}") as path:
            keys = path.with_name(f"{path.name}.keys")
            content = bytearray(keys.read_bytes())
            place = chance.randrange(len(content) * 8)
            content[place // 8] ^= 1 << place % 8
            keys.write_bytes(content)
            tally.tries += 1
            if not _is_found(f"sqlite:///{path}") and (difference := _compare(before, _read_revealed(path))):
                tally.wrong += 1
                tally.tell(f"nothing finds bit {place}: {difference}")
    return tally


def attack(folder: Path, times: int, seed: int) -> Tally:
    """Make every change by hand and every attack that the tests know; the last of them nobody can find, and says so."""
    tally, untouched = Tally(), tampering.build_store(folder)
    sealed = tampering.copy_store(untouched, "sealed")
    tampering.take_checkpoint(sealed)
    for edit in tampering.EDITS:
        copy = tampering.copy_store(sealed, "edited")
        tampering.change_file(copy, edit.change)
        _count(tally, edit.name, is_found=bool(set(edit.codes) & tampering.list_findings(copy)))
    for attempt in tampering.ATTACKS:
        found = tampering.attack(untouched, attempt)
        _count(tally, attempt.name, is_found=found == attempt.found_by)
    return tally


def edit_rows(folder: Path, times: int, seed: int) -> Tally:
    """Change one cell of a file's tables at a time, or take a row out, with what any database program can do."""
    tally, chance = Tally(), Random(seed)
    original = folder / "original" / "school.db"
    _build_school(f"sqlite:///{original}", original.parent, seed)
    for number in range(times):
        with _copied(original, folder / f"{number}") as path, closing(sqlite3.connect(path)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            edit = _edit(_Tables(connection, [name for (name,) in tables]), chance)
            connection.commit()
            _count(tally, edit, is_found=_is_found(f"sqlite:///{path}"))
    return tally


def edit_server_rows(folder: Path, times: int, seed: int) -> Tally:
    """Change one cell of a server's tables at a time, or take a row out; each is put back afterwards."""
    tally, chance, schema, server = Tally(), Random(seed), name_schema(), share_server()
    url = server.address(schema=schema)
    _build_school(url, folder / "original", seed)
    with server.connect() as connection:
        connection.execute(f"SET search_path TO {schema}".encode())
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname=%s", [schema]).fetchall()
        for name in (names := [name for (name,) in found]):
            connection.execute(f"CREATE TEMP TABLE was_{name} AS TABLE {name}".encode())
        for _ in range(times):
            edit = _edit(_Tables(connection, names, mark="%s"), chance)
            _count(tally, edit, is_found=_is_found(url))
            for name in names:
                connection.execute(f"DELETE FROM {name}".encode())
                connection.execute(f"INSERT INTO {name} SELECT * FROM was_{name}".encode())
    return tally


def _count(tally: Tally, change: str, *, is_found: bool) -> None:
    tally.tries += 1
    if not is_found:
        tally.wrong += 1
        tally.tell(f"nothing finds {change}")


def _build_school(url: str, folder: Path, seed: int) -> None:
    """Create a school that has something of everything that a store keeps, with its sheet in a new folder."""
    folder.mkdir()
    office = Office("x", Random(seed))
    with create_and_open(url) as school:
        for _ in range(_COMMANDS):
            office.give(school)
        sheet = folder / "九月.csv"
        sheet.write_text("日期,班级,事项,备注\n2024-09-03,g1c1,卫生不合格,地上有纸\n", encoding="utf-8")
        school.acting(WHO).record(sheet)
        school.acting(WHO).publish("2024-09", until="2024-10-12", nothing_recorded="本月无事")
        school.checkpoint()
        school.subscribe("mirror", lambda _: None).run(until=school.head())
    assert not _is_found(url), "nothing was altered yet"


@contextmanager
def _copied(original: Path, folder: Path) -> Iterator[Path]:
    shutil.copytree(original.parent, folder)
    yield folder / original.name
    shutil.rmtree(folder)


def _is_found(url: str) -> bool:
    """Return whether opening the store, asking it or verifying it says that something is wrong."""
    try:
        with open_school(url) as school:
            return not school.verify().ok
    except BzrError:
        return True


def _read_revealed(path: Path) -> list[Any]:
    """Return every event as it is read, and what stands in the place of it where it says that a key is missing."""
    try:
        return [_MISSING if _MISSING in f"{event}" else f"{event}" for event in read_store(f"sqlite:///{path}")]
    except StoreError:
        return [_MISSING]


def _compare(before: list[Any], after: list[Any]) -> str:
    """Return what differs, but for what says by itself that something is missing."""
    pairs = zip_longest(before, after, fillvalue=_MISSING)
    return "; ".join(f"{old} → {new}" for old, new in pairs if old != new != _MISSING)[:600]


@attrs.frozen
class _Tables:
    """The tables of a store, as any program reaches them; `mark` stands for a value in a statement."""

    connection: Any
    names: list[str]
    mark: str = "?"

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Do something to them."""
        return self.connection.execute(statement, values)


def _edit(tables: _Tables, chance: Random) -> str:
    """Change a cell, or take a row out; return what was done.

    Left alone is what no table can tell of, and no answer depends on: a follower's place taken out, with which it begins
    anew, and which checkpoints are kept; they count where they are kept elsewhere.
    """
    while True:
        table = chance.choice(tables.names)
        cursor = tables.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        rows, columns = cursor.fetchall(), [column[0] for column in cursor.description]
        if not rows:
            continue
        row, place, takes = chance.choice(rows), chance.randrange(len(columns)), chance.random() < 0.2
        where = " AND ".join(f'"{column}"={tables.mark}' for column in columns)
        value = _change(row[place], chance)
        if value == row[place] or (takes and table in _KEEPS_NO_COUNT) or _is_idle(table, columns[place], row):
            continue
        try:
            if takes:
                tables.execute(f'DELETE FROM "{table}" WHERE {where}', row)
                return f"a row taken out of {table}: {row}"[:300]
            tables.execute(f'UPDATE "{table}" SET "{columns[place]}"={tables.mark} WHERE {where}', (value, *row))
        except (sqlite3.IntegrityError, psycopg.IntegrityError):
            continue
        return f"{table}.{columns[place]} {row[place]!r} → {value!r}"[:300]


def _is_idle(table: str, column: str, row: Sequence[Any]) -> bool:
    """Return whether no answer depends on a cell: the number of a checkpoint, the day of an entry that is from no sheet."""
    return (table, column) == ("checkpoints", "number") or ((table, column) == ("entries", "day") and not row[-2])


def _change(value: Any, chance: Random) -> Any:
    """Return a value that is nearly the same."""
    match value:
        case int():
            return value + chance.choice((-1, 1, 7))
        case str():
            place = chance.randrange(len(value) + 1)
            return value[:place] + chance.choice("0一x") + value[place + 1 :]
        case bytes():
            changed = bytearray(value or b"\0")
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            return bytes(changed)
        case _:
            return "x"

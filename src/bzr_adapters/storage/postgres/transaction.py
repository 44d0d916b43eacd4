"""The write transaction of a store on a PostgreSQL server."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row

from bzr_adapters.storage.errors import used_ids_conflict
from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.chain import digest_bookmark
from bzr_adapters.storage.postgres.arrays import ENTRY, ENTRY_TYPES, ROW, ROW_TYPES, turn_columns
from bzr_adapters.storage.postgres.statements import Statements
from bzr_adapters.storage.rows import ChainedRow, Entry, KeptCheckpoint, KeptCommand, Row, SheetFact, build_command
from bzr_domain.application.ports import KnownCommand

_MANY = 500
"""So many rows are copied to the server; fewer are sent with the statement, which takes fewer ways to it."""
_PART = 5_000
"""How many further rows are made before they are copied. Making one may ask the keys on this very connection, which
does nothing else while rows are copied."""
_IndexedEntry = tuple[str, str, str, str]


class PostgresTransaction:
    """The open write transaction of a recorder: it holds the row that every writer has to hold."""

    def __init__(self, connection: Connection[Any], statements: Statements) -> None:
        self.connection, self._statements = connection, statements
        self._cursor = connection.cursor(binary=True, row_factory=tuple_row)
        self._is_changed = self.is_over = False
        begin = connection.cursor(row_factory=tuple_row).execute(statements["begin"])
        _, ends, chains, moves, rows = [result.fetchall() if result.description else [] for result in begin.results()]
        self._last_position: int = ends[0][0]
        self._last_number: int = ends[0][1]
        self._last_chain: bytes = chains[0][0] if chains else NO_CHAIN
        self._address: str = moves[0][0] if moves else ""
        self._last_row: Row | None = rows[0] if rows else None

    def _fetch_all(self, purpose: str, *values: object) -> list[Any]:
        return self._cursor.execute(self._statements[purpose], values).fetchall()

    def _change(self, purpose: str, *values: object) -> None:
        self._is_changed = True
        self._cursor.execute(self._statements[purpose], values)

    def head(self, stream: str) -> tuple[int, bytes]:
        """How many events a history has, and the chain of its last."""
        heads = self._fetch_all("head", stream)
        return heads[0] if heads else (0, NO_CHAIN)

    def last_row(self) -> Row | None:
        """The newest row, or None in an empty store."""
        return self._last_row

    def last_position(self) -> int:
        """The highest position ever given, that of an erased row included."""
        return self._last_position

    def known_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        return read_command(self._fetch_all("command", command))

    def command_head(self) -> tuple[int, bytes]:
        """How many commands were ever kept, and the chain of the last."""
        return self._last_number, self._last_chain

    def keep_command(self, command: KeptCommand) -> None:
        """Keep a command that is not known."""
        self._last_number, known, self._last_chain = command
        values = (known.id, known.actor, known.digest, known.receipt, known.position, known.recorded_at.isoformat())
        self._change("keep", *values, self._last_number, self._last_chain)

    def insert(self, rows: Iterable[ChainedRow], entries: Sequence[Entry], sheet_facts: Sequence[SheetFact]) -> None:
        """Add rows and what the indexes say of them."""
        places = {fact: (sheet, day) for sheet, day, fact in sheet_facts}
        indexed = sorted((*entry, *places.get(entry[0], ("", ""))) for entry in entries)
        try:
            self._insert(iter(rows), indexed)
        except psycopg.errors.UniqueViolation as error:
            if error.diag.table_name != "entries":
                raise
            # Taken back first, so that only what was there before is found.
            self.connection.rollback()
            used = self._fetch_all("known", [entry for entry, _ in entries])
            raise used_ids_conflict(dict(used)) from error

    def _insert(self, rows: Iterator[ChainedRow], entries: Sequence[_IndexedEntry]) -> None:
        first = list(islice(rows, _MANY))
        if len(first) < _MANY:
            self._change("insert", *turn_columns(entries, ENTRY), *turn_columns(first, ROW))
            self._last_row = first[-1][:5] if first else self._last_row
        else:
            self._copy("copy_entries", ENTRY_TYPES, entries)
            part = first
            while part:
                self._copy("copy_events", ROW_TYPES, part)
                self._last_row = part[-1][:5]
                part = list(islice(rows, _PART))
        self._last_position = self._last_row[0] if first and self._last_row else self._last_position

    def _copy(self, purpose: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        self._is_changed = True
        with self._cursor.copy(self._statements[purpose]) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def save_bookmark(self, name: str, place: str) -> None:
        """Keep a follower's place under its name."""
        self._change("save_bookmark", name, place, digest_bookmark(name, place))

    def save_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        self._change("save_checkpoint", *checkpoint)

    def take_identity(self, store_id: str) -> None:
        """Become the store of that id, of which everything was copied here."""
        self._change("identity", store_id)

    def mark_moved(self, address: str) -> None:
        """Keep the address to which the store has moved."""
        self._address = address
        self._change("move", address)

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        return self._address

    def clear_indexes(self) -> None:
        """Empty the indexes of entries and of sheets."""
        self._change("clear_entries")

    def end(self) -> None:
        """Commit, and tell those who wait for events; or let go of the row, where nothing was written."""
        self.is_over = True
        if self._is_changed:
            ends = self._statements["commit"] % (self._last_position, self._last_number)
            self.connection.cursor().execute(ends)
        else:
            self.roll_back()

    def roll_back(self) -> None:
        """Take back what was not committed; a connection that is lost has done so."""
        self.is_over = True
        with suppress(psycopg.Error):
            self.connection.rollback()


def read_command(rows: Sequence[Any]) -> KnownCommand | None:
    """Return the command of a row, if there is one."""
    return build_command(rows[0]) if rows else None

"""The store on a PostgreSQL server, over the library's recorder with our own statements for reading and writing."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.rows import tuple_row

from bzr_adapters.storage.errors import busy_error, unknown_outcome_error
from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.chain import digest_bookmark
from bzr_adapters.storage.evidence.inspection import (
    check_bookmarks,
    check_checkpoint_numbers,
    compare_numbers,
    compare_positions,
    report_altered_tables,
)
from bzr_adapters.storage.held_transaction import HeldTransaction
from bzr_adapters.storage.keys.address import create_keys, open_keys
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.postgres.address import PostgresAddress, parse_postgres_address
from bzr_adapters.storage.postgres.arrays import SHEET_FACT, turn_columns
from bzr_adapters.storage.postgres.connection import WAIT, Pool, StoreSchema, create
from bzr_adapters.storage.postgres.errors import Interrupted, ask_until, translate_errors
from bzr_adapters.storage.postgres.keys import open_keys_beside
from bzr_adapters.storage.postgres.schema import list_table_faults
from bzr_adapters.storage.postgres.statements import write_statements
from bzr_adapters.storage.postgres.transaction import PostgresTransaction, read_command
from bzr_adapters.storage.rows import ChainedRow, Entry, KeptCheckpoint, KeptCommand, Row, SheetFact, build_command
from bzr_adapters.storage.store import RecorderStore, demand_not_moved
from bzr_domain.application.ports import Batch, Command, KnownCommand, StoreError
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.recorded import Recorded

_LAST_CHARACTER = "\U0010ffff"
_LISTEN = 1.0
"""After how many seconds a waiting reader looks for itself, should a notification be lost on its way."""
_LOOK = 0.05
"""After how many seconds it looks where nobody tells it."""


class Datastore(PostgresDatastore):
    """The library's data store, with connections to one store and nothing else."""

    def __init__(self, schema: StoreSchema) -> None:
        """Stand on a schema known to be a store."""
        self.schema = schema.address.schema
        self.pool = Pool(schema)  # type: ignore[assignment]  # the library uses no more of its pool than this
        self.pool_open_timeout = None
        self.single_row_tracking = True
        self.originator_id_type = "text"
        self.enable_db_functions = False
        self.lock_timeout = 0
        self.db_type_names = set[str]()
        self.psycopg_type_adapters = {}
        self.psycopg_python_types = {}

    def register_type_adapters(self) -> None:
        """There is no type of the library's in the schema: it serves the library's way of writing alone."""


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder, with positions, an index of entries, and pages of plain tuples."""

    def __init__(self, schema: StoreSchema, wait: float) -> None:
        """Stand on a schema known to be a store; wait so long for one's turn to write."""
        super().__init__(Datastore(schema))
        self.store_id = schema.store_id
        # A name for each store, so that a follower is not woken by another school's events.
        self.channel_name = f"bzr_{self.store_id}"
        self._name, self._wait = schema.name, wait
        self._schema = schema.address.schema
        self._statements = write_statements(self._schema, self.channel_name)
        self._pool: Pool = self.datastore.pool  # type: ignore[assignment]  # see Datastore
        self._turn = threading.RLock()
        self._held = HeldTransaction(self._begin, self._finish)
        self._written_to = threading.local()

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """A write transaction: commits at the end, rolls back on any exception."""
        with self._held.take_or_begin() as transaction:
            self._written_to.connection = transaction.connection
            try:
                yield transaction
            finally:
                self._written_to.connection = None

    def open_keys(self, address: PostgresAddress) -> Keys:
        """The keys of the store, which stand in the same database unless its address says otherwise."""
        if address.keys:
            return Keys(open_keys(address.keys, self.store_id))
        beside = address.place_keys()
        writing_on = partial(getattr, self._written_to, "connection", None)
        return Keys(open_keys_beside(beside, self.store_id, self._pool, writing_on))

    @contextmanager
    def _begin(self) -> Iterator[PostgresTransaction]:
        # Writers of one process take turns without a connection, so that those who wait leave the server's to others.
        if not self._turn.acquire(timeout=self._wait):
            raise busy_error(self._name)
        try:
            with ExitStack() as connections:
                # On whatever connection works: nothing is written yet.
                transaction = ask_until(lambda: self._open_transaction(connections), self._wait)
                with self._finish(transaction):
                    yield transaction
        finally:
            self._turn.release()

    def _open_transaction(self, connections: ExitStack) -> PostgresTransaction:
        connection = connections.enter_context(self._pool.connection())
        with translate_errors(self._name):
            return PostgresTransaction(connection, self._statements)

    @contextmanager
    def _finish(self, transaction: PostgresTransaction) -> Iterator[PostgresTransaction]:
        with translate_errors(self._name):
            try:
                yield transaction
                if not transaction.is_over:
                    transaction.end()
            except BaseException:
                transaction.roll_back()
                raise

    def holding(self) -> AbstractContextManager[None]:
        """Keep every other writer out, until this thread has written or leaves; readers go on reading."""
        return self._held.hold()

    def settle(self) -> None:
        """Wait until the server is done with whatever transaction was committing when its connection was lost."""
        with self._begin():
            pass

    def _all(self, purpose: str, *values: object, **named: object) -> list[Any]:
        return ask_until(lambda: self._ask(self._statements[purpose], values or named), self._wait)

    def _ask(self, statement: bytes, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        with self._pool.connection() as connection, translate_errors(self._name):
            return connection.cursor(binary=True, row_factory=tuple_row).execute(statement, values).fetchall()

    def rows(self, stream: str, *, after: int, limit: int) -> list[Row]:
        """The next rows of a history beyond a version."""
        return self._all("rows", stream, after, limit)

    def log(self, *, after: int, limit: int) -> list[Row]:
        """The next rows of the store beyond a position."""
        return self._all("log", after, limit)

    def chained_log(self, *, after: int, limit: int) -> list[ChainedRow]:
        """The next rows of the store beyond a position, with their chains."""
        return self._all("chained_log", after, limit)

    def commands(self, *, after: int, limit: int) -> list[KeptCommand]:
        """The next commands kept beyond a number."""
        rows = self._all("commands", after, limit)
        return [(number, build_command(row), chain) for *row, number, chain in rows]

    def streams(self, prefix: str = "") -> list[str]:
        """The histories whose name begins so, sorted."""
        return [name for (name,) in self._all("streams", low=prefix, high=prefix + _LAST_CHARACTER)]

    def find(self, prefix: str, *, limit: int = 3) -> list[Entry]:
        """Index entries whose id begins so, sorted."""
        return self._all("find", prefix, prefix + _LAST_CHARACTER, limit)

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        return dict(self._all("known", list(ids)))

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[Entry]:
        """The facts recorded from a sheet for some days, by day and id."""
        return self._all("sheet_facts", sheet, f"{first}", f"{last}")

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        return read_command(self._all("command", command))

    def last_command(self) -> tuple[int, bytes]:
        """How many commands were ever kept, and the chain of the last."""
        number, chain = self._all("command_head")[0]
        return number, chain or NO_CHAIN

    def prepare(self) -> None:
        """There is no earlier schema on a server."""

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints kept, in the order of keeping."""
        return self._all("checkpoints")

    def keep_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        with self.writing() as transaction:
            transaction.save_checkpoint(checkpoint)

    def inspect(self) -> Iterator[Problem]:
        """What is wrong with the tables, the positions given out and the places of followers."""
        with self._pool.connection() as connection, translate_errors(self._name):
            for fault in list_table_faults(connection, self._schema):
                yield report_altered_tables(fault)
            (positions,) = self._all("positions")
            yield from compare_positions(*positions[:2])
            yield from compare_numbers(*positions[2:])
            yield from check_checkpoint_numbers(self._all("checkpoint_numbers"))
            yield from check_bookmarks(self._all("digested_bookmarks"))

    def index_sizes(self) -> tuple[int, int]:
        """How many entries the index of entries has, and how many facts that of sheets."""
        entries, sheet_facts = self._all("index_sizes")[0]
        return entries, sheet_facts

    def known_sheet_facts(self, places: Iterable[SheetFact]) -> set[SheetFact]:
        """Those of some places that the index of sheets has."""
        return set(self._all("known_sheet_facts", *turn_columns(list(places), SHEET_FACT)))

    def bookmarks(self) -> dict[str, str]:
        """The places of all followers, by their names."""
        return dict(self._all("bookmarks"))

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        addresses = self._all("moved")
        return addresses[0][0] if addresses else ""

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, saved first where there is one to save."""
        asked = ("bookmark", name) if save is None else ("save_bookmark", name, save, digest_bookmark(name, save))
        places = self._all(*asked)
        return places[0][0] if places else None

    def last_position(self) -> int:
        """The position of the newest row; 0 in an empty store."""
        return int(self._all("last")[0][0] or 0)

    def listen(self, after: int, seconds: float) -> bool:
        """Wait until somebody tells of events, but no longer than some seconds; not at all where there are some beyond a position.

        Returns:
            Whether there are some, or somebody told.
        """
        with self._pool.connection() as connection, translate_errors(self._name):
            cursor = connection.cursor(row_factory=tuple_row)
            try:
                cursor.execute(self._statements["listen"])
                is_told = (cursor.execute(self._statements["last"]).fetchall()[0][0] or 0) > after
                is_told = is_told or any(True for _ in connection.notifies(timeout=seconds, stop_after=1))
                cursor.execute(self._statements["unlisten"])
            except (psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.FeatureNotSupported):
                time.sleep(min(seconds, _LOOK))  # a standby, or a server of another make, which tells of nothing
                return False
        return is_told

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class PostgresStore(RecorderStore):
    """An event log on a PostgreSQL server."""

    recorder: PostgresRecorder

    def append(self, batches: Sequence[Batch], *, command: Command, now: datetime) -> tuple[Recorded[Any], ...]:
        """Add events to their histories and keep the command, all or nothing; once more where the server broke it off."""
        append = super().append
        return ask_until(lambda: append(batches, command=command, now=now), WAIT)

    def _is_kept(self, command: KnownCommand, failure: StoreError) -> bool:
        try:
            self.recorder.settle()
        except StoreError:
            raise unknown_outcome_error(failure, command.id) from failure
        return super()._is_kept(command, failure)

    def wait(self, after: int, timeout: timedelta) -> bool:
        """Wait for events beyond a position; whether there are any when the time is over."""
        over = time.monotonic() + timeout.total_seconds()
        while self.recorder.last_position() <= after:
            left = over - time.monotonic()
            if left <= 0:
                # Nothing will ever come here any more: whoever waits has to be told.
                demand_not_moved(self.name, self.recorder.moved_to())
                return False
            with suppress(Interrupted):
                self.recorder.listen(after, min(left, _LISTEN))
        return True


def postgres_store(url: str, *, wait: float = WAIT) -> PostgresStore:
    """The store at an address.

    Args:
        url: The address.
        wait: Seconds to wait for another program that is writing.

    Raises:
        NotAStore: When there is no store of ours.
    """
    address = parse_postgres_address(url)
    schema = StoreSchema(address, wait=wait)
    recorder = PostgresRecorder(schema, wait)
    try:
        return PostgresStore(schema.name, recorder, recorder.open_keys(address))
    except BaseException:
        recorder.close()
        raise


def create_postgres_store(url: str) -> None:
    """Make a store at an address where there is none; one that is there already stays as it is.

    Raises:
        NotAStore: When something else is there; it is left alone.
    """
    address = parse_postgres_address(url)
    store_id = create(address)
    if address.keys and store_id:
        create_keys(address.keys, store_id)

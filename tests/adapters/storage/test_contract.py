"""Every store keeps the published contract: memory, SQLite, PostgreSQL, and one written outside with a hundred lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bzr_adapters.storage import EventStore
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.postgres.recorder import create_postgres_store, postgres_store
from bzr_adapters.storage.sqlite.file import create
from bzr_adapters.storage.sqlite.recorder import sqlite_store
from bzr_adapters.storage.store import RecorderStore
from bzr_adapters.storage.testing import StoreContract
from examples.own_store import LedgerStore


class TestMemory(StoreContract):
    @pytest.fixture(autouse=True)
    def keep_stores(self) -> None:
        """A store in memory is found again as long as somebody holds it."""
        self.views: dict[Path, ByteView] = {}

    def open_store(self, folder: Path) -> EventStore:
        return self.views.setdefault(folder, ByteView(memory_store()))


class TestSQLite(StoreContract):
    @pytest.fixture(autouse=True)
    def close_stores(self) -> Iterator[None]:
        """Every handle is closed in the end."""
        self.logs: list[RecorderStore] = []
        yield
        for log in self.logs:
            log.close()

    def open_store(self, folder: Path) -> EventStore:
        path = folder / "bzr.db"
        create(path)
        self.logs.append(sqlite_store(path))
        return ByteView(self.logs[-1])


class TestPostgres(StoreContract):
    @pytest.fixture(autouse=True)
    def close_stores(self, postgres_address: str) -> Iterator[None]:
        """Every handle is closed in the end; a test has one folder."""
        self.address, self.logs = postgres_address, list[RecorderStore]()
        yield
        for log in self.logs:
            log.close()

    def open_store(self, folder: Path) -> EventStore:
        create_postgres_store(self.address)
        self.logs.append(postgres_store(self.address))
        return ByteView(self.logs[-1])


class TestLedger(StoreContract):
    @pytest.fixture(autouse=True)
    def close_stores(self) -> Iterator[None]:
        """Every handle is closed in the end."""
        self.stores: list[LedgerStore] = []
        yield
        for store in self.stores:
            store.close()

    def open_store(self, folder: Path) -> EventStore:
        self.stores.append(LedgerStore.create(f"ledger:{folder / 'school.jsonl'}"))
        return self.stores[-1]

"""Any persistence module of the event-sourcing library keeps the contract once it is plugged in."""

from pathlib import Path

import pytest
from eventsourcing.persistence import InfrastructureFactory

from bzr_adapters.storage import EventStore
from bzr_adapters.storage.library_rows import Rows
from bzr_adapters.storage.library_store import LibraryStore
from bzr_adapters.storage.testing import StoreContract


class TestMemory(StoreContract):
    @pytest.fixture(autouse=True)
    def keep(self) -> None:
        self.rows: dict[Path, Rows] = {}

    def open_store(self, folder: Path) -> EventStore:
        if folder not in self.rows:
            recorder = InfrastructureFactory.construct(
                {"PERSISTENCE_MODULE": "eventsourcing.popo"}
            ).application_recorder()
            self.rows[folder] = Rows("popo", recorder)
        return LibraryStore.begin(self.rows[folder])


class TestSQLite(StoreContract):
    def open_store(self, folder: Path) -> EventStore:
        recorder = InfrastructureFactory.construct(
            {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "a.db")}
        ).application_recorder()
        return LibraryStore.begin(Rows("sqlite", recorder))


class TestAlchemy(StoreContract):
    def open_store(self, folder: Path) -> EventStore:
        recorder = InfrastructureFactory.construct(
            {"PERSISTENCE_MODULE": "eventsourcing_sqlalchemy", "SQLALCHEMY_URL": f"sqlite:///{folder / 'a.db'}"}
        ).application_recorder()
        return LibraryStore.begin(Rows("alchemy", recorder))

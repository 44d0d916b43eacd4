"""The store on a PostgreSQL server keeps the contract, whoever else writes there, dies, or edits it by hand."""

from collections.abc import Iterator

import pytest

from bzr_adapters.storage.postgres import PostgresStore, create_postgres_store, postgres_store
from tests.adapters.storage.conformance import RecorderContract


@pytest.fixture
def store(postgres_address: str) -> Iterator[PostgresStore]:
    """A store in a new schema."""
    create_postgres_store(postgres_address)
    store = postgres_store(postgres_address)
    yield store
    store.close()


class TestPostgres(RecorderContract):
    @pytest.fixture
    def store(self, store: PostgresStore) -> PostgresStore:
        """A store in a new schema."""
        return store

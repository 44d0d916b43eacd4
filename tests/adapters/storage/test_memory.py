"""The store in memory keeps the contract."""

import pytest

from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.store import RecorderStore
from tests.adapters.storage.conformance import RecorderContract


class TestMemory(RecorderContract):
    @pytest.fixture
    def store(self) -> RecorderStore:
        """A new store."""
        return memory_store()

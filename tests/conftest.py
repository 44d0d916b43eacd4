"""What is not measured, and the PostgreSQL server that every test may ask for."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.measuring import untraced
from tests.support.postgres import build_postgres_address, postgres_address, postgres_server

__all__ = ["build_postgres_address", "postgres_address", "postgres_server"]

UNMEASURED = [Path(__file__).parent / name for name in ("benchmarks", "laws", "life", "mutation")]
"""Folders of tests that pass many times where others pass once: coverage is what the others reach."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Pause the measuring of coverage in the folders that are not measured."""
    if any(item.path.is_relative_to(folder) for folder in UNMEASURED):
        with untraced():
            return (yield)
    return (yield)

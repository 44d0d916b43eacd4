"""What is not measured."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.measuring import untraced

UNMEASURED = [Path(__file__).parent / name for name in ("benchmarks", "laws", "life", "mutation")]
"""Folders of tests that pass many times where others pass once: coverage is what the others reach."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Pause the measuring of coverage in the folders that are not measured."""
    if any(item.path.is_relative_to(folder) for folder in UNMEASURED):
        with untraced():
            return (yield)
    return (yield)

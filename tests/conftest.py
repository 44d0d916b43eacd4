"""How many examples a law is tried on, the same for everyone or new ones (`make nightly`), and what is not measured."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.support.measuring import untraced

# Slow generation depends on the machine; whether a change is right does not.
settings.register_profile("default", deadline=None, derandomize=False, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, max_examples=100)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=2000, print_blob=True)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Hypothesis also tries the constants that stand in whatever code is loaded, and so other examples in another process or
# after a change elsewhere. Examples that are to be the same for everyone have to do without.
if settings.default is not None and settings.default.derandomize:
    providers._get_local_constants = lambda: providers._local_constants

UNMEASURED = [Path(__file__).parent / name for name in ("benchmarks", "laws", "life", "mutation")]
"""Folders of tests that pass many times where others pass once: coverage is what the others reach."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Pause the measuring of coverage in the folders that are not measured."""
    if any(item.path.is_relative_to(folder) for folder in UNMEASURED):
        with untraced():
            return (yield)
    return (yield)

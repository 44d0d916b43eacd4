from collections.abc import Iterator

import pytest

from bzr_adapters import School
from tests.adapters.front_door.schools import Clock, create_school


@pytest.fixture
def clock() -> Clock:
    """A clock that stands on 5 October 2024 until it is set."""
    return Clock()


@pytest.fixture
def school(clock: Clock) -> Iterator[School]:
    """The small school, in memory."""
    with create_school(clock=clock) as school:
        yield school

"""A school for tests (示例学校): two classes, two terms, the monthly rulebook; in memory, with a clock that is set."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bzr_adapters.front_door.school import School
from bzr_domain.kernel.messages import Lang

DECLARATION: Mapping[str, Any] = {
    "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
    "term": [
        {"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"},
        {"id": "2025-spring", "start": "2025-02-17", "end": "2025-07-04"},
    ],
    "class": [
        {"id": "g1c1", "name": "高一(1)班", "grade": "高一", "students": 45},
        {"id": "g1c2", "name": "高一(2)班", "grade": "高一", "students": 43},
    ],
    "tenure": [
        {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"},
        {"teacher": "t02", "name": "王老师", "class": "g1c2", "from": "2024-09-01"},
    ],
    "adopt": [{"rulebook": "monthly-quantified", "from": "2024-09-01"}],
}
"""A school file as a mapping; `{**DECLARATION, "adopt": […]}` is one with other rulebooks."""


class Clock:
    """A clock that stands until it is set or goes on."""

    def __init__(self, moment: str = "2024-10-08T09:00+08:00") -> None:
        """Stand at a moment, with its offset."""
        self.moment = datetime.fromisoformat(moment)

    def set(self, moment: str) -> None:
        """Stand at another moment."""
        self.moment = datetime.fromisoformat(moment)

    def advance(self, **duration: float) -> None:
        """Go on by so many `days`, `hours` …"""
        self.moment += timedelta(**duration)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment


def create_school(
    declaration: Mapping[str, Any] = DECLARATION,
    *,
    by: str = "李老师",
    clock: Callable[[], datetime] | None = None,
    lang: Lang = "zh",
) -> School:
    """Return a new school in memory, declared by somebody."""
    return School.create("memory:", declaration, by=by, clock=clock or Clock(), lang=lang)


@pytest.fixture
def clock() -> Clock:
    """A clock on the morning of 8 October 2024; import it beside `school` to set it."""
    return Clock()


@pytest.fixture
def school(clock: Clock) -> Iterator[School]:
    """A new school in memory for each test, closed after it."""
    with create_school(clock=clock) as created:
        yield created

"""A small school behind the front door: two classes, one term, the usual rulebook; in memory, with a clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bzr_adapters import School

DECLARATION: Mapping[str, Any] = {
    "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
    "term": [{"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"}],
    "class": [
        {"id": "g1c1", "name": "高一(1)班", "grade": "高一", "students": 45},
        {"id": "g1c2", "name": "高一(2)班", "grade": "高一"},
    ],
    "tenure": [
        {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"},
        {"teacher": "t02", "name": "王老师", "class": "g1c2", "from": "2024-09-01"},
    ],
    "adopt": [{"rulebook": "monthly-quantified", "from": "2024-09-01"}],
}
ROW: Mapping[str, object] = {"date": "2024-09-03", "class": "高一(1)班", "fact": "卫生不合格", "count": 2}


class Clock:
    """A clock that stands until it is set or goes on."""

    def __init__(self, moment: str = "2024-10-05T12:00+08:00") -> None:
        self.set(moment)

    def set(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment)

    def advance(self, **duration: float) -> None:
        self.moment += timedelta(**duration)

    def __call__(self) -> datetime:
        return self.moment


def create_school(
    declaration: Mapping[str, object] = DECLARATION, clock: Clock | None = None, address: str = "memory:"
) -> School:
    """A school, declared by 李老师."""
    return School.create(address, declaration, by="李老师", clock=clock or Clock(), lang="en")


def finding(day: str = "2024-09-03", class_: str = "g1c1", count: int = 2) -> Mapping[str, object]:
    """A row: so many findings about hygiene."""
    return {"date": day, "class": class_, "fact": "卫生不合格", "count": count}


@pytest.fixture
def clock() -> Clock:
    """A clock at noon of 5 October 2024."""
    return Clock()


@pytest.fixture
def school(clock: Clock) -> School:
    """Two classes with head teachers, under the monthly rulebook."""
    return School.create("memory:", DECLARATION, by="李老师", clock=clock)

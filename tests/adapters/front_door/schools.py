"""A small school behind the front door: two classes, one term, the usual rulebook; in memory, with a clock."""

from collections.abc import Mapping
from typing import Any

from bzr_adapters import School, testing
from bzr_domain.kernel.messages import Lang

DECLARATION: Mapping[str, Any] = {
    **testing.DECLARATION,
    "term": testing.DECLARATION["term"][:1],
    "class": [
        {"id": "g1c1", "name": "高一(1)班", "grade": "高一", "students": 45},
        {"id": "g1c2", "name": "高一(2)班", "grade": "高一"},
    ],
}
ROW: Mapping[str, object] = {"date": "2024-09-03", "class": "高一(1)班", "fact": "卫生不合格", "count": 2}


class Clock(testing.Clock):
    """The published clock; it starts at noon of 5 October 2024."""

    def __init__(self, moment: str = "2024-10-05T12:00+08:00") -> None:
        super().__init__(moment)


def create_school(
    declaration: Mapping[str, object] = DECLARATION,
    clock: Clock | None = None,
    address: str = "memory:",
    lang: Lang = "en",
) -> School:
    """A school, declared by 李老师."""
    return School.create(address, declaration, by="李老师", clock=clock or Clock(), lang=lang)


def finding(day: str = "2024-09-03", class_: str = "g1c1", count: int = 2) -> Mapping[str, object]:
    """A row: so many findings about hygiene."""
    return {"date": day, "class": class_, "fact": "卫生不合格", "count": count}

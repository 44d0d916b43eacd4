"""The stores of several schools, looked at (学校清单): where each is, whether it can be reached, and where it stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from bzr_adapters.documents.spreadsheet import Block, Sheet
from bzr_adapters.front_door.errors import Problem
from bzr_adapters.front_door.tables import Table
from bzr_domain.kernel.messages import Lang, Message


@attrs.frozen(kw_only=True)
class ListedSchool:
    """The store of one school.

    Attributes:
        id: The name under which it is listed.
        address: Without its password.
        position: Of its last event; None where it cannot be reached.
        recorded_at: When that was recorded, in the school's time zone; None of a store without events.
        problem: Why it cannot be reached, or where it has moved; None where all is well.
    """

    id: str
    address: str
    position: int | None = None
    recorded_at: datetime | None = None
    problem: Problem | None = None


@attrs.frozen(kw_only=True)
class SchoolList(Table):
    """The stores of several schools in the order listed (学校清单), `bzr.schools/1`."""

    schools: tuple[ListedSchool, ...]
    lang: Lang = attrs.field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether each can be reached where it is listed."""
        return all(school.problem is None for school in self.schools)

    def to_dict(self) -> dict[str, Any]:
        """Return the document."""
        return {"schema": "bzr.schools/1", "ok": self.ok, "schools": [_describe(school) for school in self.schools]}

    def build_sheet(self) -> Sheet:
        """Return a row for each school, and below them what is wrong."""
        heads = Message("学校|存储|位置|上次记录", "school|store|position|last recorded")
        rows = [(school.id, school.address, school.position, _drop_zone(school.recorded_at)) for school in self.schools]
        faults = [f"{school.id}: {school.problem}" for school in self.schools if school.problem is not None]
        block = Block(heads=heads.in_(self.lang).split("|"), rows=rows, numbers={2}, notes=faults)
        return Sheet(name=Message("学校清单", "schools"), blocks=[block])


def _drop_zone(moment: datetime | None) -> datetime | None:
    """Return a moment as it stands in a sheet: in its own time zone, which no cell names."""
    return None if moment is None else moment.replace(tzinfo=None)


def _describe(school: ListedSchool) -> Mapping[str, Any]:
    return {
        "id": school.id,
        "address": school.address,
        "reachable": school.position is not None,
        "position": school.position,
        "recorded_at": None if school.recorded_at is None else school.recorded_at.isoformat(),
        "problem": None if school.problem is None else school.problem.to_dict(),
    }

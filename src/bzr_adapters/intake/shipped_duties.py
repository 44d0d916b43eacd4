"""The regulations that list duties point by point, as they are shipped (duties/regulations.toml on the shelf)."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from bzr_adapters.intake.rulebook_files import open_shelf
from bzr_domain.rulebook.duty_points import AskedCount, DutyPoint, FactName, Regulation


@cache
def read_regulations() -> Mapping[str, Regulation]:
    """Return the regulations by their number: A15 → its points."""
    text = (open_shelf() / "duties" / "regulations.toml").read_text(encoding="utf-8")
    return {
        table["id"]: Regulation(
            id=table["id"],
            title=table["title"],
            points=tuple(
                DutyPoint(
                    number=point["number"],
                    title=point["title"],
                    duties=tuple(point["duties"]),
                    kinds=_name_facts(point["kinds"]),
                    failures=_name_facts(point.get("failures", ())),
                    asks=tuple(
                        AskedCount(**{**asked, "kinds": _name_facts(asked["kinds"])}) for asked in point.get("asks", ())
                    ),
                )
                for point in table["points"]
            ),
        )
        for table in tomllib.loads(text)["regulation"]
    }


def _name_facts(names: Iterable[str]) -> tuple[FactName, ...]:
    """Return what names mean: `papers.submitted:计划` is one step of the kind's level."""
    parts = (name.partition(":") for name in names)
    return tuple(FactName(kind=kind, level=level) for kind, _, level in parts)

"""Duty points (职责条款): what a regulation lists point by point as the head teacher's work, and which facts are its evidence."""

from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.periods import Per
from bzr_domain.rulebook.duties import Duty


@attrs.frozen(kw_only=True)
class FactName:
    """A kind of fact, or those of its facts that have one step of its level alone (材料上交的计划)."""

    kind: str
    level: str = ""

    def names(self, fact: Fact) -> bool:
        """Whether a fact is meant."""
        return fact.kind == self.kind and self.level in ("", fact.level)


@attrs.frozen(kw_only=True)
class AskedCount:
    """How often a point asks for something (次数要求): at least so many times in each week, month or term.

    Attributes:
        kinds: The facts that count, each by its count.
        per: The length of the periods in each of which it is asked for.
        count: How many times at least.
        each: `student` where it is asked for each student of the class; empty where once for all.
    """

    kinds: tuple[FactName, ...]
    per: Per
    count: int
    each: Literal["", "student"] = ""


@attrs.frozen(kw_only=True)
class DutyPoint:
    """One point of a regulation's list of duties.

    Attributes:
        number: Its number in the regulation, as printed.
        title: What it asks, in words of our own.
        duties: The ids of the duties that it is filed under.
        kinds: The facts that are its evidence; any of them is enough.
        failures: Further facts that say that something went wrong.
        asks: How often it asks for something, where it prints a number.
    """

    number: str
    title: str
    duties: tuple[str, ...]
    kinds: tuple[FactName, ...]
    failures: tuple[FactName, ...] = ()
    asks: tuple[AskedCount, ...] = ()


@attrs.frozen(kw_only=True)
class Regulation:
    """A regulation that lists duties (细则), with its points in the order printed."""

    id: str
    title: str
    points: tuple[DutyPoint, ...]


@attrs.frozen(kw_only=True)
class DutyFiling:
    """Where facts belong (职责归类): the duties, the kinds filed under them, and the regulations that list them.

    The common duties and kinds are those shipped today, whatever a school adopted; those of its rulebook come on top.
    """

    duties: Mapping[str, Duty]
    kinds: Mapping[str, Kind]
    regulations: Mapping[str, Regulation]

    def kinds_of(self, duty: str) -> tuple[Kind, ...]:
        """Return the kinds whose facts can be evidence of a duty."""
        return tuple(kind for kind in self.kinds.values() if kind.duty == duty and kind.shows == "work")

    def cites_of(self, duty: Duty) -> dict[str, str]:
        """Return the regulations that list a duty, each with its points."""
        listed = {
            regulation.id: [point.number for point in regulation.points if duty.id in point.duties]
            for regulation in self.regulations.values()
        }
        return {id_: "、".join(numbers) for id_, numbers in listed.items() if numbers}


def gather_points(duties: Iterable[Duty], kinds: Iterable[Kind]) -> dict[str, Regulation]:
    """Return the regulations that duties themselves cite; a point is a duty, its evidence the kinds filed under it."""
    points: dict[str, list[DutyPoint]] = {}
    filed = list(kinds)
    for duty in duties:
        own = [kind for kind in filed if kind.duty == duty.id]
        for regulation, place in duty.cites.items():
            points.setdefault(regulation, []).append(
                DutyPoint(
                    number=place,
                    title=duty.title,
                    duties=(duty.id,),
                    kinds=tuple(FactName(kind=kind.id) for kind in own if kind.shows != "failure"),
                    failures=tuple(FactName(kind=kind.id) for kind in own if kind.shows == "failure"),
                )
            )
    return {id_: Regulation(id=id_, title=id_, points=tuple(listed)) for id_, listed in points.items()}

"""What is counted of a fault: how often it was tried, and what it did to the store."""

from collections.abc import Callable
from pathlib import Path

import attrs


@attrs.define
class Tally:
    """The figures of one fault on one store; all but the first have to be 0.

    Attributes:
        tries: How often the fault happened.
        lost: Acknowledged commands that are not there, or only in part, or in a store that does not open any more.
        wrong: Answers that differ from what was recorded, without a word.
        gaps: Histories in which a version is missing, or positions that are missing or stand twice.
        twice: Commands that were carried out more than once.
        conflicts: Conflicts told to a caller whom nobody had overtaken, or whose command was recorded.
        missed: Events that a follower did not get, or got twice.
        told: What was seen, for whoever looks into a figure that is not 0.
    """

    tries: int = 0
    lost: int = 0
    wrong: int = 0
    gaps: int = 0
    twice: int = 0
    conflicts: int = 0
    missed: int = 0
    told: list[str] = attrs.Factory(list)

    @property
    def held(self) -> bool:
        """Whether nothing happened that must not, and the fault was tried at all."""
        return self.tries > 0 and not any(self.figures)

    @property
    def figures(self) -> tuple[int, ...]:
        """What has to be 0, in the order of `FIGURES`."""
        return (self.lost, self.wrong, self.gaps, self.twice, self.conflicts, self.missed)

    def tell(self, what: str) -> None:
        """Keep what was seen; the first few say enough."""
        if len(self.told) < 5:
            self.told.append(what)

    def add(self, other: "Tally") -> None:
        """Add the figures of another part of the same fault."""
        self.tries += other.tries
        self.lost += other.lost
        self.wrong += other.wrong
        self.gaps += other.gaps
        self.twice += other.twice
        self.conflicts += other.conflicts
        self.missed += other.missed
        for what in other.told:
            self.tell(what)


Run = Callable[[Path, int, int], Tally]
"""Makes a fault happen so many times, in a folder of its own; the last number is where its chance begins."""
FIGURES = ("lost", "wrong", "gaps", "twice", "conflicts", "missed")


@attrs.frozen
class Fault:
    """A fault and a store that has to survive it.

    Attributes:
        name: What happens.
        store: To which store: "memory", "SQLite", "PostgreSQL" or the name of a plugged one.
        times: How often in `make torture`.
        few: How often in `make test`; 0 where it is tested there elsewhere.
        run: Makes it happen.
    """

    name: str
    store: str
    times: int
    few: int
    run: Run

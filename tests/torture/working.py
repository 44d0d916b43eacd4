"""An office at work (干活的教务处): commands through the front door, and what was acknowledged of them."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import attrs

from bzr_adapters import Actor, Receipt, School
from tests.adapters.front_door.schools import DECLARATION, Clock, finding

WHO = "李老师"
SHARED = 10
"""How many offices use one store, one after the other."""
NameStore = Callable[[int], str]
"""Names the stores of one run: the address of each number."""
Give = Callable[[Actor, str], Receipt]
"""Gives a command under an id."""
Answers = dict[str, dict[str, Any]]
"""Ids of commands → the documents of their receipts."""


def create_and_open(url: str) -> School:
    """Create the small school at an address, and keep it open; its clock stands."""
    return School.create(url, DECLARATION, by=WHO, clock=Clock("2024-10-08T12:00+08:00"))


def create_school(url: str) -> None:
    """Create the small school at an address."""
    create_and_open(url).close()


def share_school(name_store: NameStore, number: int) -> str:
    """Return the address of the small school that some offices use one after the other; the first of them creates it."""
    url = name_store(number // SHARED)
    if number % SHARED == 0:
        create_school(url)
    return url


def open_school(url: str) -> School:
    """Open the school at an address; its clock stands."""
    return School.open(url, clock=Clock("2024-10-08T12:00+08:00"))


@attrs.define
class Office:
    """Somebody who gives one command after another. Which ones follows from its chance and from the answers alone.

    Whoever draws from the same chance gives the same commands again.

    Attributes:
        name: Begins the ids of its commands.
        chance: What it draws from.
        given: How many commands it has given, and got an answer to.
        facts: Ids of its facts that stand, which it may void or correct.
    """

    name: str
    chance: Random
    given: int = 0
    facts: list[str] = attrs.Factory(list)
    _pending: Give | None = None

    def give(self, school: School) -> tuple[str, dict[str, Any]]:
        """Give the next command, or again the one that failed; return its id and the document of its receipt."""
        command = f"{self.name}.{self.given}"
        self._pending = self._pending or self._draw()
        receipt = self._pending(school.acting(WHO), command)
        self._pending = None
        self.given += 1
        return command, receipt.to_dict()

    def _draw(self) -> Give:
        if self.facts and self.chance.random() < 0.25:
            return self._draw_change(self.facts.pop(self.chance.randrange(len(self.facts))))
        rows = [self._draw_row() for _ in range(self.chance.choice((1, 1, 1, 2, 3, 40)))]

        def record(actor: Actor, command: str) -> Receipt:
            receipt = actor.record(rows, command=command)
            self.facts += receipt.new
            return receipt

        return record

    def _draw_row(self) -> Mapping[str, object]:
        draw = self.chance.randrange
        return finding(f"2024-09-{draw(3, 28):02}", f"g1c{draw(1, 3)}", draw(1, 4))

    def _draw_change(self, fact: str) -> Give:
        if self.chance.random() < 0.5:
            return lambda actor, command: actor.void(fact, reason="复查", command=command)
        count = self.chance.randrange(4, 9)
        return lambda actor, command: actor.correct(fact, count=count, reason="复查", command=command)

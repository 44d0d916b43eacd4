"""Disks that fail and answers that are lost (磁盘出错、应答丢失): the caller sends the command again, and it counts once."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from random import Random
from unittest.mock import patch

from bzr_adapters import Conflict, School, StoreUnavailable
from tests.torture.disk import FULL, IO_ERROR, OK, Call, watch_disk
from tests.torture.looking import look_for_doubles, send_again
from tests.torture.tally import Tally
from tests.torture.working import Answers, NameStore, Office, open_school, share_school

_MOST_CALLS = 150
_COMMANDS = 4
_TRIES = 5


def fail_disk(name_store: NameStore, times: int, seed: int) -> Tally:
    """Let one write, sync or truncation fail, or all from there on: the disk is full, or reports an error."""
    tally = Tally()
    for number in range(times):
        url, name = share_school(name_store, number), f"f{number}"
        answers, office = Answers(), Office(name, Random(seed + number))
        with watch_disk(_FailingDisk(Random(seed + number)).listen), open_school(url) as school:
            give_or_give_up(tally, school, office, answers)
        send_again(tally, url, Office(name, Random(seed + number)), answers, commands=_COMMANDS)
        tally.tries += 1
    return tally


class _FailingDisk:
    """Fails at a counted call: once, or for good."""

    def __init__(self, chance: Random) -> None:
        self._number = count()
        self._at = chance.randrange(_MOST_CALLS)
        self._last = self._at if chance.random() < 0.5 else _MOST_CALLS * 100
        self._answer = chance.choice((FULL, IO_ERROR))

    def listen(self, call: Call) -> int:
        return (
            self._answer if call.what not in {"create", "find"} and self._at <= next(self._number) <= self._last else OK
        )


def give_or_give_up(tally: Tally, school: School, office: Office, answers: Answers) -> None:
    """Give some commands, each some times where the store cannot be reached; a conflict is false, as nobody else writes."""
    for _ in range(_COMMANDS * _TRIES):
        if office.given == _COMMANDS:
            return
        try:
            command, answer = office.give(school)
        except StoreUnavailable:
            continue
        except Conflict as conflict:
            tally.conflicts += 1
            tally.tell(f"{conflict}")
            continue
        answers[command] = {**answer, "replayed": False}


def lose_answers(name_store: NameStore, times: int, seed: int) -> Tally:
    """Let commits come through and their answers be lost: the caller gets the receipt, or sends the command again."""
    tally, chance, url = Tally(), Random(seed), share_school(name_store, 0)
    recorded: Counter[str] = Counter()
    office = Office("lost", chance)
    with patch.object(sqlite3, "connect", _lose_some(tally, chance)), open_school(url) as school:
        while tally.tries < times:
            try:
                _, answer = office.give(school)
            except Conflict as conflict:
                tally.conflicts += 1
                tally.tell(f"{conflict}")
                break
            recorded.update(answer["new"])
    with open_school(url) as school:
        look_for_doubles(tally, school, recorded, office.name)
    return tally


def _lose_some(tally: Tally, chance: Random) -> Callable[..., sqlite3.Connection]:
    """Return a way to connect whose commits come through and then, now and again, say that they did not."""

    class Losing(sqlite3.Connection):
        changes = 0

        def commit(self) -> None:
            super().commit()
            changed, self.changes = self.total_changes > self.changes, self.total_changes
            if changed and chance.random() < 0.3:
                tally.tries += 1
                raise sqlite3.OperationalError("disk I/O error")

    return partial(sqlite3.connect, factory=Losing)

"""Offices that are killed (kill -9): at a counted write of the disk, or at a moment of chance.

The office works in a fork of this process, tells through a pipe what it was answered, and dies. Then somebody gives all
its commands again, under the same ids, and the one it had on its hands.
"""

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from random import Random

from tests.torture.disk import OK, Call, watch_disk
from tests.torture.looking import send_again
from tests.torture.processes import start_fork, work_and_tell
from tests.torture.tally import Tally
from tests.torture.working import NameStore, Office, share_school

_MOST_CALLS = 150
_LONGEST = 0.03
_FOR_EVER = 10**6
Work = Callable[[], None]


def kill_at_writes(name_store: NameStore, kills: int, seed: int) -> Tally:
    """Kill offices right before some write, sync or truncation that their store asks of the disk."""
    tally = Tally()
    for number in range(kills):
        url = share_school(name_store, number)
        die = partial(_die_at_call, calls=Random(seed + number).randrange(_MOST_CALLS))
        _kill_one(tally, url, f"k{number}", seed + number, die)
    return tally


def kill_at_moments(name_store: NameStore, kills: int, seed: int) -> Tally:
    """Kill offices at moments of chance, whatever the store."""
    tally = Tally()
    for number in range(kills):
        url, pause = share_school(name_store, number), Random(seed + number).uniform(0, _LONGEST)
        _kill_one(tally, url, f"k{number}", seed + number, _work_on, pause)
    return tally


def _kill_one(
    tally: Tally, url: str, name: str, seed: int, lead: Callable[[Work], None], pause: float | None = None
) -> None:
    """Let an office work in a fork until it is killed, and give its commands again."""
    office = Office(name, Random(seed))
    fork = start_fork(lambda pipe: lead(lambda: work_and_tell(url, office, _FOR_EVER, pipe)))
    if pause is not None:
        fork.pipe.peek(1)
        time.sleep(pause)
        os.kill(fork.process, signal.SIGKILL)
    answers, code = fork.end()
    assert code == -signal.SIGKILL, "the office was not killed"
    tally.tries += 1
    send_again(tally, url, Office(name, Random(seed)), answers, commands=len(answers) + 1)


def _work_on(work: Work) -> None:
    work()


def _die_at_call(work: Work, *, calls: int) -> None:
    number = count()

    def listen(call: Call) -> int:
        if next(number) == calls:
            os.kill(os.getpid(), signal.SIGKILL)
        return OK

    with watch_disk(listen):
        work()

"""Offices that are killed (kill -9): at a counted write of the disk, or at a moment of chance.

The office works in a fork of this process, tells through a pipe what it was answered, and dies. Then somebody gives all
its commands again, under the same ids, and the one it had on its hands.
"""

import json
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from random import Random

from tests.torture.disk import OK, Call, watch_disk
from tests.torture.looking import send_again
from tests.torture.tally import Tally
from tests.torture.working import NameStore, Office, open_school, share_school

_MOST_CALLS = 150
_LONGEST = 0.03
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
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(read)
            lead(lambda: _work_and_tell(url, Office(name, Random(seed)), write))
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        if pause is not None:
            first = pipe.readline()
            time.sleep(pause)
            os.kill(process, signal.SIGKILL)
            lines = [first, *pipe.readlines()]
        else:
            lines = pipe.readlines()
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the office was not killed"
    answers = dict(json.loads(line) for line in lines if line.endswith(b"\n"))
    tally.tries += 1
    send_again(tally, url, Office(name, Random(seed)), answers, commands=len(answers) + 1)


def _work_and_tell(url: str, office: Office, pipe: int) -> None:
    with open_school(url) as school:
        while True:
            os.write(pipe, json.dumps(office.give(school)).encode() + b"\n")


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

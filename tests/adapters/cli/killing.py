"""A program that records sheets and is killed in the middle: `python -m tests.adapters.cli.killing SHEET …`.

The moment is counted, not timed, so that it is the same on every machine: half of the sheets are killed before or after
some call of the database, the others at the first write beyond some byte of a file. It tells which sheets were acknowledged.
"""

import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from types import FrameType

from bzr_adapters.cli import main

STORE = Path("bzr.db")


def record(sheet: str) -> list[str]:
    """The words that record a sheet, by the clock of the machine, which is far from that of the school."""
    return ["record", "--clock", "测试", sheet]


def follow_store(act: Callable[[], object]) -> None:
    """Act before and after each call that this process makes of its database."""

    def follow(_: FrameType, event: str, called: object) -> None:
        database = isinstance(getattr(called, "__self__", None), sqlite3.Connection | sqlite3.Cursor)
        if database and event in {"c_call", "c_return"}:
            act()

    sys.setprofile(follow)


def kill_at_step(number: int) -> None:
    """Kill this process at its so many-th step: before or after a call of its database."""
    steps = count(1)

    def kill() -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    follow_store(kill)


def kill_beyond(size: int) -> None:
    """Kill this process at its first write beyond so many bytes of a file, with what lies before them written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def count_steps(sheet: str) -> int:
    """Record a sheet to its end and return how many steps that takes."""
    steps = count()
    follow_store(lambda: next(steps))
    main(record(sheet))
    sys.setprofile(None)
    return next(steps)


def record_in_fork(sheet: str, prepare_death: Callable[[], None]) -> bool:
    """Record a sheet in a process of its own that is to die; return whether it said that the sheet is recorded."""
    answer = Path(f"{sheet}.answer")
    process = os.fork()
    if process == 0:
        os.dup2(os.open(answer, os.O_WRONLY | os.O_CREAT), sys.stdout.fileno())
        prepare_death()
        main(record(sheet))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)
    return answer.read_text(encoding="utf-8") != ""


def kill_recordings(sheets: Sequence[str]) -> list[str]:
    """Record the first two sheets, kill the recording of each of the others; return those that were acknowledged."""
    warming, counting, *doomed = sheets
    main(record(warming))
    steps, size, half = count_steps(counting), 2 * STORE.stat().st_size, len(doomed) // 2
    deaths = [
        *(partial(kill_at_step, steps * number // half) for number in range(1, half + 1)),
        *(partial(kill_beyond, size * number // half) for number in range(1, half + 1)),
    ]
    killed = [sheet for sheet, death in zip(doomed, deaths, strict=True) if record_in_fork(sheet, death)]
    return [warming, counting, *killed]


if __name__ == "__main__":
    print(json.dumps(kill_recordings(sys.argv[1:])), file=sys.stderr)

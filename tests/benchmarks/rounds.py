"""Timing two or more things in turn, so that whatever else the machine does falls on all of them alike.

Seconds are of the processor, not of the clock on the wall: a machine that runs tests is rarely alone with them.
"""

import gc
import time
from collections.abc import Callable, Mapping

from tests.support.measuring import untraced

Timed = Callable[[], float]
"""Does its work once and says how many seconds it took."""


def timed(work: Callable[[], object]) -> Timed:
    """The whole of some work, timed."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return once


def fastest(rounds: int, contestants: Mapping[str, Timed]) -> dict[str, float]:
    """The least time of each, in seconds; they take turns, and each starts with a swept memory.

    What the measuring itself holds is put out of the collector's sight: a program that runs alone does not hold it.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, once in contestants.items():
            gc.collect()
            gc.freeze()
            with untraced():
                times[name].append(once())
    return {name: min(of) for name, of in times.items()}

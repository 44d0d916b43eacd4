"""`python -m tests.torture`: every fault on every store that has to survive it, in one table; exit status 1 where one did not."""

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from tests.torture.faults import FAULTS
from tests.torture.tally import FIGURES, Fault, Tally

SEED = 20240903
Line = tuple[Fault, Tally, float]
"""A fault, what it did, and the seconds of the processor that it took."""


def run_fault(number: int, times: int, seed: int) -> tuple[Tally, float]:
    """Make a fault happen, as often as `make torture` does or some times that."""
    fault, start = FAULTS[number], _measure_processor()
    with tempfile.TemporaryDirectory() as folder:
        try:
            tally = fault.run(Path(folder), fault.times * times, seed)
        except Exception:  # noqa: BLE001 (the others are run all the same)
            tally = Tally(wrong=1, told=[traceback.format_exc()])
    return tally, _measure_processor() - start


def _measure_processor() -> float:
    """Return the seconds of the processor that this process and those it started have taken."""
    return sum(os.times()[:4])


def run_all(times: int, seed: int, only: str) -> Iterator[Line]:
    """Run the faults side by side; yield each in its order."""
    os.environ.setdefault("PYTEST_XDIST_TESTRUNUID", uuid4().hex)  # by this they share one server
    chosen = [number for number, fault in enumerate(FAULTS) if only in f"{fault.name} {fault.store}"]
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        results = pool.map(run_fault, chosen, [times] * len(chosen), [seed] * len(chosen))
        for number, (tally, seconds) in zip(chosen, results, strict=True):
            yield FAULTS[number], tally, seconds


def print_table(lines: Iterator[Line]) -> bool:
    """Print a row for each fault, what was seen where it did not hold, and the sums; return whether all held."""
    print(f"{'fault':<48} {'store':<12} {'tries':>7} {' '.join(f'{name:>9}' for name in FIGURES)}  seconds")
    total, held = Tally(), True
    for fault, tally, seconds in lines:
        print(f"{fault.name:<48} {fault.store:<12} {_format(tally)} {seconds:8.1f}", flush=True)
        for what in tally.told:
            print(f"    {what}")
        total.add(tally)
        held = held and tally.held
    print(f"{'all':<61} {_format(total)}")
    return held


def _format(tally: Tally) -> str:
    return f"{tally.tries:>7,} " + " ".join(f"{figure:>9}" for figure in tally.figures)


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="how many times as often as by default (20 nightly)")
    parser.add_argument("--seed", type=int, default=SEED, help="where chance begins: the same gives the same again")
    parser.add_argument("--only", default="", help="a part of the name of a fault or of a store")
    asked = parser.parse_args()
    return 0 if print_table(run_all(asked.times, asked.seed, asked.only)) else 1


if __name__ == "__main__":
    sys.exit(main())

"""A command in a process of its own: how long it took and how much memory it held at most."""

import json
import subprocess
import sys
from pathlib import Path

import attrs

# A new process begins with its parent's peak on its account, so a small one of a few MB stands between.
_BETWEEN = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, done.stderr]))
"""


@attrs.frozen
class Run:
    """One run of a command: seconds by the clock on the wall and of the processor, and its peak of resident memory in MB."""

    seconds: float
    processor: float
    megabytes: float


def bzr(store: Path, *words: str) -> Run:
    """One call of `bzr` on a store, output thrown away; fails when the command does."""
    call = [sys.executable, "-m", "bzr_adapters.cli", "--store", f"sqlite:///{store}", *words]
    between = [sys.executable, "-S", "-E", "-c", _BETWEEN, *call]
    answer = subprocess.run(between, capture_output=True, text=True, check=True).stdout
    status, seconds, processor, kilobytes, complaint = json.loads(answer)
    assert status == 0, complaint
    return Run(seconds, processor, kilobytes / 1024)

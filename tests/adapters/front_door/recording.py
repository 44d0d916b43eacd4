"""A program that records facts through the front door: `python -m tests.adapters.front_door.recording URL WHO COMMANDS`.

Each command records one row of the same class, under an id of its own; its receipt is printed when it is there, one a
line. The tests run several at once, kill it, and send its commands again.
"""

import json
import subprocess
import sys
from pathlib import Path

from bzr_adapters import Actor, Receipt, School
from tests.adapters.front_door.schools import ROW

ROOT = Path(__file__).parents[3]


def record_as(actor: Actor, who: str, number: int) -> Receipt:
    """Record the row of a command; rows of all commands are equal, so only the id tells a new one from a repeated one."""
    return actor.record([ROW], command=f"{who}.{number}")


def start_recording(url: str, who: str, commands: int) -> subprocess.Popen[str]:
    """Another process that records."""
    arguments = ["-m", "tests.adapters.front_door.recording", url, who, str(commands)]
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def main(url: str, who: str, commands: str) -> None:
    """Record so many rows."""
    with School.open(url) as school:
        for number in range(int(commands)):
            receipt = record_as(school.acting("李老师"), who, number)
            print(json.dumps(receipt.to_dict()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Offices in processes of their own (各自的进程): forks of this one, which tell through a pipe what they were answered."""

import json
import os
import warnings
from collections.abc import Callable
from io import BufferedReader

import attrs

from tests.torture.working import Answers, Office, open_school


@attrs.frozen
class Fork:
    """A process that was forked, and the pipe by which it tells."""

    process: int
    pipe: BufferedReader

    def end(self) -> tuple[Answers, int]:
        """Wait for its end; return what it was answered, and its exit code, which is below 0 where it was killed.

        A line that is not whole was told while it died.
        """
        with self.pipe:
            lines = self.pipe.readlines()
        _, status = os.waitpid(self.process, 0)
        return dict(json.loads(line) for line in lines if line.endswith(b"\n")), os.waitstatus_to_exitcode(status)


def start_fork(run: Callable[[int], None]) -> Fork:
    """Run something in a fork, with a pipe to tell by; it ends with 0 where nothing went wrong."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # this process may have threads; the fork uses none of them
        process = os.fork()
    if process == 0:
        try:
            os.close(read)
            run(write)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(write)
    return Fork(process, os.fdopen(read, "rb"))


def work_and_tell(url: str, office: Office, commands: int, pipe: int) -> None:
    """Give commands; tell of each answer when it is there."""
    with open_school(url) as school:
        for _ in range(commands):
            os.write(pipe, json.dumps(office.give(school)).encode() + b"\n")

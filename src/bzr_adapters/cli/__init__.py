"""The command `bzr`: its arguments are read, one command is run, and its exit status comes back."""

import os
import sys
from collections.abc import Mapping, Sequence

from bzr_adapters.cli.words import language_of, speak

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status: 0 done, 1 the data or a check says no, 2 the call was wrong.

    Args:
        argv: The arguments behind the command's name; None takes the process's own.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    speak(language_of(arguments, os.environ))
    _readable_streams()
    try:
        status = _guarded(arguments, os.environ)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _guarded(arguments: list[str], environ: Mapping[str, str]) -> int:
    from bzr_adapters.cli.app import run

    try:
        return run(arguments, environ)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if environ.get("BZR_DEBUG"):
            raise
        from bzr_adapters.cli.failure import unexpected
        from bzr_adapters.reports.ink import PLAIN

        unexpected(PLAIN, error)
        return 1


def _readable_streams() -> None:
    """Pipes and files get UTF-8; a terminal that lacks a character shows its code instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = stream.encoding if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace")

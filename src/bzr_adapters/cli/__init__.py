"""The command `bzr`: its arguments are read, one command is run, and its exit status comes back."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from bzr_adapters.cli.words import language_of, speak
from bzr_adapters.extras import MissingExtra, name_missing_extra

_WRONG, _INTERRUPTED = 2, 130
_COLLECT_AFTER = 200_000
"""One call makes many small things without circles and is soon over: the collector need not walk them all the time."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status: 0 done, 1 the data or a check says no, 2 the call was wrong.

    Args:
        argv: The arguments behind the command's name; None takes the process's own.
    """
    gc.set_threshold(_COLLECT_AFTER)
    arguments = list(sys.argv[1:] if argv is None else argv)
    speak(language_of(arguments, os.environ))
    _readable_streams()
    try:
        status = _guarded(arguments, os.environ)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing more can be said there.
        _let_go_of_output()
        return 1
    except OSError as error:
        _let_go_of_output()
        _block(error)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _guarded(arguments: list[str], environ: Mapping[str, str]) -> int:
    try:
        with name_missing_extra():
            from bzr_adapters.cli.app import run

            return run(arguments, environ)
    except MissingExtra as error:
        _block(error)
        return _WRONG
    except Exception as error:
        if isinstance(error, OSError) or environ.get("BZR_DEBUG"):
            raise
        _block(error)
        return 1


def _block(error: Exception) -> None:
    from bzr_adapters.cli.failure import raised, unexpected, unwritable
    from bzr_adapters.reports.ink import PLAIN

    if isinstance(error, MissingExtra):
        raised(PLAIN, error)
    elif isinstance(error, OSError):
        unwritable(PLAIN, error)
    else:
        unexpected(PLAIN, error)


def _let_go_of_output() -> None:
    """Point standard output nowhere, so that what is left in it does not fail again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _readable_streams() -> None:
    """Pipes and files get UTF-8; a terminal that lacks a character shows its code instead of failing.

    A stream that was closed before we came swallows what is written.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = stream.encoding if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 (it lives as long as the process)

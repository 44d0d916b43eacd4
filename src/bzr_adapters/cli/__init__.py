"""The command `bzr`: read its arguments, run one command, return its exit status."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from bzr_adapters.cli.language import find_language, use_language
from bzr_adapters.extras import MissingExtra, name_missing_extra

_WRONG, _INTERRUPTED = 2, 130
_COLLECT_AFTER = 200_000
"""Objects allocated before the collector runs: a short call makes many without circles, so walking them is waste."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status: 0 done, 1 the data or a check says no, 2 the call was wrong.

    Args:
        argv: The arguments behind the command's name; None takes the process's own.
    """
    gc.set_threshold(_COLLECT_AFTER)
    arguments = list(sys.argv[1:] if argv is None else argv)
    use_language(find_language(arguments, os.environ))
    _make_streams_readable()
    try:
        status = _run_guarded(arguments, os.environ)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has closed it: nothing more can be written there.
        _discard_output()
        return 1
    except OSError as error:
        _discard_output()
        _show_block(error)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _run_guarded(arguments: list[str], environ: Mapping[str, str]) -> int:
    try:
        with name_missing_extra():
            from bzr_adapters.cli.app import run

            return run(arguments, environ)
    except MissingExtra as error:
        _show_block(error)
        return _WRONG
    except Exception as error:
        if isinstance(error, OSError) or environ.get("BZR_DEBUG"):
            raise
        _show_block(error)
        return 1


def _show_block(error: Exception) -> None:
    from bzr_adapters.cli.failure import show_crash, show_error, show_unwritable
    from bzr_adapters.reports.ink import PLAIN

    if isinstance(error, MissingExtra):
        show_error(PLAIN, error)
    elif isinstance(error, OSError):
        show_unwritable(PLAIN, error)
    else:
        show_crash(PLAIN, error)


def _discard_output() -> None:
    """Point standard output to nowhere, so that what is left in it does not fail again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _make_streams_readable() -> None:
    """Write UTF-8 to pipes and files; on a terminal that lacks a character, write its code instead of failing.

    A stream that the caller closed swallows what is written.
    """
    sys.stdout = sys.stdout or _open_nowhere()
    sys.stderr = sys.stderr or _open_nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = stream.encoding if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace")


def _open_nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 (it lives as long as the process)

"""The command line's shell, for questions to the kept store."""

from tests.adapters.cli.calling import shell

__all__ = ["shell"]

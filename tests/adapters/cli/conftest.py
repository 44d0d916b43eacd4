"""The fixtures of the command's tests."""

from tests.adapters.cli.calling import school, september, shell

__all__ = ["school", "september", "shell"]

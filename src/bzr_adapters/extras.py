"""Which extra of the distribution brings a package that an import does not find (附加项)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bzr_domain.kernel.messages import BzrError, Message

DISTRIBUTION = "bzr-domain"
"""The name to install; the packages are `bzr_domain` and `bzr_adapters`, the command is `bzr`."""
EXTRAS: Mapping[str, str] = {
    "click": "cli",
    "eventsourcing": "store",
    "cattrs": "store",
    "msgspec": "store",
    "cryptography": "store",
    "psycopg": "postgres",
    "psycopg_pool": "postgres",
    "openpyxl": "xlsx",
    "defusedxml": "xlsx",
    "hypothesis": "testing",
    "pytest": "testing",
}
"""Package → the extra of ours that brings it."""


class MissingExtra(BzrError):
    """What was asked for needs an extra that is not installed; the message names it."""

    code = "extra.missing"


def explain_missing(package: str) -> MissingExtra:
    """The error that says how to install a package of `EXTRAS`."""
    command = f"pip install '{DISTRIBUTION}[{EXTRAS[package]}]'"
    return MissingExtra(Message(f"没有安装{package};请运行 {command}", f"{package} is not installed; run {command}"))


@contextmanager
def name_missing_extra() -> Iterator[None]:
    """Import inside what an extra brings.

    Raises:
        MissingExtra: When it is not installed; any other import that fails stays as it is.
    """
    try:
        yield
    except ImportError as error:
        # psycopg without its library from C names nothing.
        package = "psycopg" if "pq wrapper" in str(error) else (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        raise explain_missing(package) from error

"""Join the parts: the store behind an address, what is shipped, the real clock and real ids."""

import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import uuid4

import attrs

from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_adapters.intake.shipped_rights import find_shipped_right
from bzr_domain.register.people import Right
from bzr_domain.rulebook.duty_points import Regulation

DEFAULT_STORE = "sqlite:///bzr.db"
RETRY = 5.0
"""For how many seconds a use case is tried again where other writers come first, unless said otherwise."""
_PAUSES = (0.002, 0.2)
"""The first pause at most, and the longest, in seconds."""


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


@attrs.frozen
class ShippedShelf:
    """What is shipped as data: the common fact kinds, the usual rights, and the duties that regulations list."""

    def common_kinds(self) -> str:
        """Return the TOML text of the fact kinds that every rulebook knows."""
        return read_common_kinds()

    def usual_right(self, step: str) -> Right:
        """Return who may take a step unless the school says otherwise."""
        return find_shipped_right(step)

    def regulations(self) -> Mapping[str, Regulation]:
        """Return the regulations that list duties point by point, by their number."""
        return read_regulations()


def create_id() -> str:
    """Return an id that nothing else has."""
    return uuid4().hex[:20]


def pause_between_tries(seconds: float = RETRY) -> Iterator[float]:
    """Yield a pause after having made it, growing at random from one to the next, until so many seconds are over."""
    longest, limit = _PAUSES
    over = time.monotonic() + seconds
    while (left := over - time.monotonic()) > 0:
        pause = min(left, random.uniform(0, longest))  # noqa: S311 (no secret)
        time.sleep(pause)
        yield pause
        longest = min(limit, longest * 2)

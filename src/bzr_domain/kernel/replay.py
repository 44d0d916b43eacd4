"""Replay (重放): events of one stream are folded into a state. This is the only loop that does so."""

from collections.abc import Callable, Iterable
from typing import Any, TypeGuard, TypeVar

from bzr_domain.kernel.recorded import Recorded

State = TypeVar("State")
EventT = TypeVar("EventT")


def replay(
    evolve: Callable[[State, Recorded[EventT]], State],
    state: State,
    pages: Iterable[Iterable[Recorded[EventT]]],
) -> State:
    """Return the state after every event of some pages, taken in order; nothing is judged, it has already happened.

    >>> replay(lambda total, number: total + number, 0, [[1, 2], [3]])  # numbers in the place of events
    6
    """
    for page in pages:
        for recorded in page:
            state = evolve(state, recorded)
    return state


def holds(recorded: Recorded[Any], kind: type[EventT]) -> TypeGuard[Recorded[EventT]]:
    """Return whether a recorded event is of a kind, so that the type checker knows it from there on."""
    return isinstance(recorded.event, kind)

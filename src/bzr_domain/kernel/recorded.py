"""An event as the store keeps it (已记录的事件): with its stream, place, time and actor."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

EventT_co = TypeVar("EventT_co", covariant=True)


# A named tuple is frozen too, and made in half the time: there is one for every event read.
class Recorded(NamedTuple, Generic[EventT_co]):
    """An event as the store keeps it: with its place, its time and who brought it.

    Attributes:
        stream: The history it belongs to.
        version: Its place in that history, from 1 without a gap.
        position: Its place in the whole store, ascending: the order of recording.
        recorded_at: When the store took it, with offset; never before an earlier position's.
        actor: Who gave the command.
        command: The id of the command that caused it.
    """

    stream: str
    version: int
    position: int
    recorded_at: datetime
    actor: str
    command: str
    event: EventT_co

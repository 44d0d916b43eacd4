"""The facts about a teacher (班主任档案): recorded, voided, corrected as `fact_history` says. The aggregate `TeacherHistory`."""

from collections.abc import Iterable

import attrs

from bzr_domain.facts import fact_history
from bzr_domain.facts.events import FactEvent
from bzr_domain.facts.fact_history import Draft, FactCommand, FactHistory
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay

PREFIX = "teacher:"


def stream_of(teacher: str) -> str:
    """Return the name of the stream of a teacher."""
    return f"{PREFIX}{teacher}"


@attrs.frozen
class TeacherHistory(FactHistory):
    """The state: a history of facts, each of which names the class the teacher had that day."""


def initial(stream: str) -> TeacherHistory:
    """Return a history in which nothing has happened."""
    return TeacherHistory(stream)


def evolve(history: TeacherHistory, recorded: Recorded[FactEvent]) -> TeacherHistory:
    """Return the history with one more event taken into account."""
    return replay_events(history, [[recorded]])


def replay_events(history: TeacherHistory, pages: Iterable[Iterable[Recorded[FactEvent]]]) -> TeacherHistory:
    """Return the history with some pages of events taken into account: what `evolve` does, without a copy for each event."""
    draft = replay(Draft.add, Draft.of(history), pages)
    return TeacherHistory(history.stream, *attrs.astuple(draft, recurse=False))


def decide(history: TeacherHistory, command: FactCommand) -> tuple[FactEvent, ...] | Refused:
    """Turn a command into events, or refuse it. A command that has been carried out already yields no event."""
    return fact_history.decide(history, command)

"""A teacher's facts of one term (班主任学期档案). The aggregate `TeacherHistory`.

They are recorded, voided and corrected as `fact_history` says. Stores of before 0.2 hold all of a teacher's facts in one
stream; it is read for ever, what stands there is amended there, and no new fact goes there.
"""

import attrs

from bzr_domain.facts import fact_history
from bzr_domain.facts.events import FactEvent
from bzr_domain.facts.fact_history import FactCommand, FactHistory, replay_events
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.calendar import Term

PREFIX = "teacher:"


def stream_of(teacher: str, term: Term) -> str:
    """Return the name of the stream of a teacher in a term; the id of a term holds no colon, that of a teacher may."""
    return f"{PREFIX}{teacher}:{term.id}"


def stream_of_all_terms(teacher: str) -> str:
    """Return the name of the one stream that a teacher had before there was one for each term."""
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


def decide(history: TeacherHistory, command: FactCommand) -> tuple[FactEvent, ...] | Refused:
    """Turn a command into events, or refuse it. A command that has been carried out already yields no event."""
    return fact_history.decide(history, command)

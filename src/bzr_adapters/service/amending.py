"""Voids and corrections: what has to be added to which history, decided on what a reader knows. Nothing here writes."""

from collections.abc import Callable

import attrs

from bzr_adapters.service.reading import Reader
from bzr_adapters.storage import Batch
from bzr_domain import amendments, streams
from bzr_domain import history as histories
from bzr_domain.commands import CorrectFact, RecordFact, VoidEntry
from bzr_domain.errors import Message, Problem, Refused, UnknownReference
from bzr_domain.events import Event, FactReferred
from bzr_domain.facts import Fact
from bzr_domain.wording import words_of


@attrs.frozen
class Amended:
    """The events of a void or a correction, none where it changes nothing, and where they go."""

    events: tuple[Event, ...]
    batches: tuple[Batch, ...]


def voided(reader: Reader, prefix: str, reason: str, name: str) -> Amended | Refused:
    """Declare the entry of that id void.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find(reader, prefix)
    history = reader.history(home)
    decided = amendments.decide(history, VoidEntry(id=name, target=target, reason=reason))
    if isinstance(decided, Refused):
        return decided
    batch = Batch(stream=home, after=history.version, events=decided)
    return Amended(decided, (batch,) if decided else ())


def corrected(
    reader: Reader, prefix: str, changed: Callable[[RecordFact], RecordFact], reason: str, name: str
) -> Amended | tuple[Problem, ...] | Refused:
    """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find(reader, prefix)
    history = reader.history(home)
    if target not in history.facts:
        return _only_facts(target)
    after = reader.desk.admit(changed(words_of(histories.standing(history, target).fact)))
    if isinstance(after, tuple):
        return after
    decided = amendments.decide(history, CorrectFact(id=name, target=target, after=after, reason=reason))
    if isinstance(decided, Refused):
        return decided
    batch = Batch(stream=home, after=history.version, events=decided)
    return Amended(decided, (batch, *_referred(reader, target, home, after)) if decided else ())


def _referred(reader: Reader, target: str, home: str, after: Fact) -> list[Batch]:
    """A pointer in the history a correction moves a fact to, where there is none yet."""
    now = streams.home_of(after, reader.register.calendar)
    if now == home:
        return []
    history = reader.history(now)
    event = FactReferred(fact=target, home=home)
    return [] if target in history.guests else [Batch(stream=now, after=history.version, events=(event,))]


def find(reader: Reader, prefix: str) -> tuple[str, str]:
    """The one entry whose id starts with a prefix, and the history it stands in.

    Raises:
        UnknownReference: When no entry or several fit.
    """
    found = reader.store.find(prefix) if prefix else []
    exact = [one for one in found if one[0] == prefix]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    if not found:
        raise UnknownReference(
            Message(
                f"没有编号以“{prefix}”开头的记录;用 bzr facts 查看编号",
                f"no id starts with {prefix!r}; see bzr facts",
            )
        )
    ids = ", ".join(id_ for id_, _ in found)
    raise UnknownReference(
        Message(
            f"编号“{prefix}”不止一条:{ids} …;请多写几位",
            f"{prefix!r} is not unique: {ids} …; write more of it",
        )
    )


def _only_facts(target: str) -> Refused:
    return Refused(
        reason=Message(f"{target}不是事实,只能作废", f"{target} is no fact: it can only be voided"),
        clause=histories.NEVER_OVERWRITTEN,
    )

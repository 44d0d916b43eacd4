"""Entries: finding what a person means by the beginning of an id, and what an entry says."""

from collections.abc import Iterator
from typing import Any

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import FactHistory
from bzr_domain.kernel.clauses import NEVER_OVERWRITTEN
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.recorded import Recorded

_TOLD = 3
"""How many of several entries are told."""
_ALL = 1 << 40


def find(reader: SchoolReader, prefix: str) -> tuple[str, str]:
    """The one entry whose id starts with a prefix, and the history it stands in, as known to a reader.

    A whole id is found even where it was recorded later: whoever asks is told that it was not known then.

    Raises:
        UnknownReference: When no entry or several fit.
    """
    whole = reader.store.known([prefix])
    found = _known(reader, prefix) if prefix else []
    exact = [one for one in found if one[0] == prefix] or ([] if found else list(whole.items()))
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


def _known(reader: SchoolReader, prefix: str) -> list[tuple[str, str]]:
    """The entries that begin so and had been recorded by then: as many as tell one from several."""
    if reader.until is None and reader.up_to is None:
        return reader.store.find(prefix, limit=_TOLD)
    histories: dict[str, FactHistory] = {}
    found: list[tuple[str, str]] = []
    for name, home in reader.store.find(prefix, limit=_ALL):
        if home not in histories:
            histories[home] = reader.history(home)
        history = histories[home]
        if any(name in entries for entries in (history.facts, history.amendments)):
            found.append((name, home))
        if len(found) == _TOLD:
            break
    return found


def every(reader: SchoolReader, stream: str) -> Iterator[Recorded[Any]]:
    """The events of one history as known then, one by one."""
    return (one for page in reader.read_events(stream) for one in page)


def only_facts(entry: str) -> Refused:
    """The refusal where a void or a correction was named, and only a fact can be meant."""
    return Refused(
        reason=Message(f"{entry}不是事实,只能作废", f"{entry} is no fact: it can only be voided"),
        clause=NEVER_OVERWRITTEN,
    )


def said_by(event: Event) -> Fact | None:
    """What an event says that happened; None where it says nothing of the kind."""
    match event:
        case FactRecorded(fact=fact) | FactCorrected(after=fact):
            return fact
        case _:
            return None


def kind_given(event: Event) -> str | None:
    """The kind that an event gives a fact: that of a new one, or of one made another kind; None where it gives none."""
    match event:
        case FactRecorded(fact=fact):
            return fact.kind
        case FactCorrected(after=fact, fields=fields) if "kind" in fields:
            return fact.kind
        case _:
            return None

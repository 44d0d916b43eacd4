"""Find the entry that a person means by the beginning of an id (编号): a fact, a void or a correction."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact_history import FactHistory
from bzr_domain.kernel.messages import UnknownReference

_SHOWN = 3
"""How many of several entries are named."""
_ALL = 1 << 40


def find_entry(reader: SchoolReader, prefix: str) -> tuple[str, str]:
    """Return the one entry whose id starts with a prefix, and the history it stands in, as known to a reader.

    A whole id is found even where it was recorded later: whoever asks is told that it was not known then.

    Raises:
        UnknownReference: When no entry or several fit.
    """
    whole = reader.store.known([prefix])
    entries = _list_entries(reader, prefix) if prefix else []
    exact = [entry for entry in entries if entry[0] == prefix] or ([] if entries else list(whole.items()))
    if len(entries) == 1 or exact:
        return (exact or entries)[0]
    if not entries:
        raise UnknownReference.of(
            f"没有编号以“{prefix}”开头的记录;用 bzr facts 查看编号",
            f"no id starts with {prefix!r}; see bzr facts",
            code="fact.unknown",
        )
    near = [id_ for id_, _ in entries]
    ids = ", ".join(near)
    raise UnknownReference.of(
        f"编号“{prefix}”不止一条:{ids} …;请多写几位",
        f"{prefix!r} is not unique: {ids} …; write more of it",
        code="fact.ambiguous",
        near=near,
    )


def _list_entries(reader: SchoolReader, prefix: str) -> list[tuple[str, str]]:
    """Return the entries that begin so and had been recorded by then: as many as tell one from several."""
    histories: dict[str, FactHistory] = {}
    entries: list[tuple[str, str]] = []
    for entry, stream in reader.store.find(prefix, limit=_ALL):
        if stream not in histories:
            histories[stream] = reader.history(stream)
        history = histories[stream]
        if entry in history.facts or entry in history.amendments:
            entries.append((entry, stream))
        if len(entries) == _SHOWN:
            break
    return entries

"""Which rows are recorded already (重复判定): known by their id, or by what they say and their ordinal among equal rows.

Two rows of one sheet may say the same and mean two things that happened. So the second equal row matches the second equal
fact that this sheet recorded, the third the third; only then equal facts of other sheets, void ones, and ones that say so only
since they were corrected are offered as possible duplicates.
"""

from collections.abc import Callable
from itertools import count

import attrs

from bzr_domain.facts.fact import Fact, content_key, make_fact_id
from bzr_domain.facts.fact_history import FactHistory, RecordFact, current_fact, refuse_used_id
from bzr_domain.facts.streams import list_streams_of_equal_facts, stream_of_fact
from bzr_domain.kernel.messages import Refused
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen
class KnownFact:
    """A fact that is recorded already.

    Attributes:
        sheet: The sheet it came from.
        is_void: Whether it is void.
        is_corrected: Whether it says so only since it was corrected, so that a row may well mean it, or another.
    """

    id: str
    sheet: str
    is_void: bool = False
    is_corrected: bool = False

    def is_certain(self, sheet: str) -> bool:
        """Return whether an equal row of a sheet is surely this fact."""
        return self.sheet == sheet and not (self.is_void or self.is_corrected)


@attrs.frozen
class NewFact:
    """A row that is not recorded yet: what records it, the stream it goes to, and whether an older fact equals it."""

    stream: str
    command: RecordFact
    is_alike: bool = False


@attrs.define
class DuplicateFinder:
    """Tells the rows of one recording that are recorded already from new ones; a row found new is known from then on.

    Attributes:
        load: Stream → the history in it.
        is_used: Whether an id stands for an entry anywhere in the store.
        record_again: Record what may be a duplicate, instead of offering it.
    """

    register: SchoolRegister
    load: Callable[[str], FactHistory]
    is_used: Callable[[str], bool]
    record_again: bool
    _by_content: dict[tuple[str, ...], list[KnownFact]] = attrs.field(factory=dict)
    _indexed: set[str] = attrs.field(factory=set)
    _new_by_id: dict[str, Fact] = attrs.field(factory=dict)
    _new_ids: set[str] = attrs.field(factory=set)

    def classify_row_with_id(self, fact: Fact, fact_id: str, sheet: str) -> NewFact | KnownFact | Refused:
        """Decide whether a row with an id of its own (编号) is recorded; an id that stands for something else is refused."""
        key = content_key(fact)
        new = self._new_by_id.get(fact_id)
        if new is not None:
            return KnownFact(fact_id, sheet) if content_key(new) == key else refuse_used_id(fact_id)
        streams = list_streams_of_equal_facts(self.register, fact)
        stream = next((name for name in streams if fact_id in self.load(name).facts), None)
        if stream is None:
            if self.is_used(fact_id):
                return refuse_used_id(fact_id)
            self._new_by_id[fact_id] = fact
            return self._new_fact(fact, fact_id, sheet)
        history = self.load(stream)
        same = content_key(history.facts[fact_id].event.fact) == key
        return _known_fact(history, fact_id) if same else refuse_used_id(fact_id)

    def classify_row_without_id(self, fact: Fact, ordinal: int, sheet: str) -> NewFact | KnownFact:
        """Decide whether a row without an id is recorded; `ordinal` counts the equal rows of its sheet from 1."""
        equal = self._find_equal(fact)
        certain = [known for known in equal if known.is_certain(sheet)]
        if ordinal <= len(certain):
            return certain[ordinal - 1]
        uncertain = [known for known in equal if known.sheet == sheet and not known.is_certain(sheet)]
        candidates = uncertain + [known for known in equal if known.sheet != sheet]
        place = ordinal - len(certain) - 1
        if not self.record_again and place < len(candidates):
            return candidates[place]
        return self._add_equal(fact, equal, sheet)

    def classify_row_of_command(self, fact: Fact) -> NewFact:
        """Take a row that comes from no sheet: a command is its own source, so the row is a new fact, whatever equals it."""
        return self._add_equal(fact, self._find_equal(fact), "")

    def _add_equal(self, fact: Fact, equal: list[KnownFact], sheet: str) -> NewFact:
        """Return a new fact under the first id that no equal fact has."""
        is_alike = any(known.id not in self._new_ids for known in equal)
        used = {known.id for known in equal}
        fact_id = next(free for n in count(1) if (free := make_fact_id(fact, n)) not in used)
        equal.append(KnownFact(fact_id, sheet))
        self._new_ids.add(fact_id)
        return self._new_fact(fact, fact_id, sheet, is_alike=is_alike)

    def _new_fact(self, fact: Fact, fact_id: str, sheet: str, *, is_alike: bool = False) -> NewFact:
        stream = stream_of_fact(fact, self.register.calendar)
        return NewFact(stream, RecordFact(id=fact_id, fact=fact, sheet=sheet), is_alike)

    def _find_equal(self, fact: Fact) -> list[KnownFact]:
        """Return every fact recorded in these very words, in the order recorded."""
        for stream in list_streams_of_equal_facts(self.register, fact):
            self._index_history(stream)
        return self._by_content.setdefault(content_key(fact), [])

    def _index_history(self, stream: str) -> None:
        """Index the facts recorded in a stream, and in those from which a correction moved some here."""
        if stream in self._indexed:
            return
        self._indexed.add(stream)
        history = self.load(stream)
        for fact_id in history.facts:
            self._index_fact(history, fact_id)
        for home in history.moved_in.values():
            self._index_history(home)

    def _index_fact(self, history: FactHistory, fact_id: str) -> None:
        """Index a fact under what it first said, and under what it says since it was corrected."""
        known = _known_fact(history, fact_id)
        first = content_key(history.facts[fact_id].event.fact)
        self._by_content.setdefault(first, []).append(known)
        if fact_id in history.amended_by:
            current = content_key(current_fact(history, fact_id).fact)
            if current != first:
                self._by_content.setdefault(current, []).append(attrs.evolve(known, is_corrected=True))


def _known_fact(history: FactHistory, fact_id: str) -> KnownFact:
    current = current_fact(history, fact_id)
    return KnownFact(fact_id, current.sheet, is_void=current.voided_by is not None)

"""Which rows are recorded already (重复判定): known by their id, or by what they say and their ordinal among equal rows.

Two rows of one sheet may say the same and mean two things that happened. So each row matches a fact of its own: the second
equal row the second equal fact that this sheet recorded, the third the third; only then equal facts of other sheets, void
ones, and ones that say so only since they were corrected are offered as possible duplicates. What was amended with its sheet
is what the sheet says since.

Of a fact whose texts are erased or not shown, nothing equals a row. Its id does: it is made of what the row said.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import count, takewhile

import attrs

from bzr_domain.facts.fact import Blind, Fact, content_key, leave_plain, make_fact_id
from bzr_domain.facts.fact_history import (
    FactHistory,
    RecordFact,
    current_fact,
    is_taken_out,
    read_in_sheet,
    refuse_used_id,
)
from bzr_domain.facts.streams import list_streams_of_equal_facts, stream_of_fact
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.names import fold_text
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen
class KnownFact:
    """A fact that is recorded already.

    Attributes:
        sheet: The sheet it came from.
        is_void: Whether it is void.
        is_corrected: Whether it says so only since it was corrected, so that a row may well mean it, or another.
        is_former: Whether it said so only until its sheet changed, so that no row means it any more.
    """

    id: str
    sheet: str
    is_void: bool = False
    is_corrected: bool = False
    is_former: bool = False

    def is_certain(self, sheet: str) -> bool:
        """Return whether an equal row of a sheet is surely this fact."""
        return self.sheet == sheet and not (self.is_void or self.is_corrected or self.is_former)


@attrs.frozen
class NewFact:
    """A row that is not recorded yet: what records it, the stream it goes to, and whether an older fact equals it."""

    stream: str
    command: RecordFact
    is_alike: bool = False

    @property
    def id(self) -> str:
        """The id it is recorded under."""
        return self.command.id


@attrs.frozen
class OtherContent:
    """A row with the id of a fact that this sheet recorded with other content; which history tells it, and both contents."""

    id: str
    stream: str
    before: Fact
    after: Fact


@attrs.define
class DuplicateFinder:
    """Tells the rows of one recording that are recorded already from new ones; a row found new is known from then on.

    Attributes:
        load: Stream → the history in it.
        find_home: Id → the stream of the entry that it stands for anywhere in the store; None where it is free.
        record_again: Record what may be a duplicate, instead of offering it.
        blind: What ids made of content are made with.
    """

    register: SchoolRegister
    load: Callable[[str], FactHistory]
    find_home: Callable[[str], str | None]
    record_again: bool
    blind: Blind = leave_plain
    _by_content: dict[tuple[str, ...], list[KnownFact]] = attrs.field(factory=dict)
    _first: dict[str, tuple[tuple[str, ...], KnownFact]] = attrs.field(factory=dict)
    _indexed: set[str] = attrs.field(factory=set)
    _new_by_id: dict[str, Fact] = attrs.field(factory=dict)
    _new_ids: set[str] = attrs.field(factory=set)

    def classify_row_with_id(self, fact: Fact, own_id: str, sheet: str) -> NewFact | KnownFact | OtherContent | Refused:
        """Decide whether a row with an id of its own (编号) is recorded; an id that stands for something else is refused.

        Where the fact came from this very sheet, its row may have changed; that is for the sheets to be compared.
        An id is looked up as it is written, since facts are stored under it, and then in its one form.
        """
        folded = fold_text(own_id)
        fact_id = own_id if folded != own_id and self._find_home(fact, own_id) is not None else folded
        new = self._new_by_id.get(fact_id)
        if new is not None:
            return KnownFact(fact_id, sheet) if content_key(new) == content_key(fact) else refuse_used_id(fact_id)
        home = self._find_home(fact, fact_id)
        if home is None:
            self._new_by_id[fact_id] = fact
            return self._new_fact(fact, fact_id, sheet)
        history = self.load(home)
        return _compare_content(history, fact, fact_id, sheet) if fact_id in history.facts else refuse_used_id(fact_id)

    def _find_home(self, fact: Fact, fact_id: str) -> str | None:
        """Return the stream that has an id: one of those an equal fact can stand in, or else any."""
        streams = list_streams_of_equal_facts(self.register, fact)
        near = next((name for name in streams if fact_id in self.load(name).facts), None)
        return near or self.find_home(fact_id)

    def find_certain(self, fact: Fact, sheet: str, claimed: Collection[str]) -> KnownFact | None:
        """Return the first fact that an equal row of a sheet surely is, beside those that other rows of it are."""
        certain = (known for known in self._find_equal(fact) if known.is_certain(sheet) and known.id not in claimed)
        return next(certain, None)

    def classify_row_without_id(self, fact: Fact, sheet: str, claimed: Collection[str]) -> NewFact | KnownFact:
        """Decide whether a row without an id is recorded; `claimed` are the facts that other rows of its sheet are."""
        certain = self.find_certain(fact, sheet, claimed)
        if certain is not None:
            return certain
        equal = self._find_equal(fact)
        candidates = [known for known in equal if not known.is_former and known.id not in claimed]
        of_sheet = [known for known in candidates if known.sheet == sheet]
        others = [known for known in candidates if known.sheet != sheet]
        if candidates and not self.record_again:
            return (of_sheet + others)[0]
        return self._add_equal(fact, equal, sheet)

    def classify_row_of_command(self, fact: Fact) -> NewFact:
        """Take a row that comes from no sheet: a command is its own source, so the row is a new fact, whatever equals it."""
        return self._add_equal(fact, self._find_equal(fact), "")

    def _add_equal(self, fact: Fact, equal: list[KnownFact], sheet: str) -> NewFact:
        """Return a new fact under the first id that no equal fact has."""
        is_alike = any(known.id not in self._new_ids and not known.is_former for known in equal)
        used = {known.id for known in equal}
        fact_id = next(free for n in count(1) if (free := make_fact_id(fact, n, self.blind)) not in used)
        equal.append(KnownFact(fact_id, sheet))
        self._new_ids.add(fact_id)
        return self._new_fact(fact, fact_id, sheet, is_alike=is_alike)

    def _new_fact(self, fact: Fact, fact_id: str, sheet: str, *, is_alike: bool = False) -> NewFact:
        stream = stream_of_fact(fact, self.register.calendar)
        return NewFact(stream, RecordFact(id=fact_id, fact=fact, sheet=sheet), is_alike)

    def _find_equal(self, fact: Fact) -> list[KnownFact]:
        """Return every fact recorded in these very words, in the order recorded; then those whose words are not shown."""
        for stream in list_streams_of_equal_facts(self.register, fact):
            self._index_history(stream)
        equal = self._by_content.setdefault(content_key(fact), [])
        equal += [known for known in self._find_hidden(fact) if known not in equal]
        return equal

    def _find_hidden(self, fact: Fact) -> Iterator[KnownFact]:
        """Yield the facts recorded in these very words that read otherwise now: their texts are erased, or not shown."""
        by_ordinal = (self._list_recorded(fact, ordinal) for ordinal in count(1))
        for recorded in takewhile(bool, by_ordinal):
            yield from (known for words, known in recorded if words != content_key(fact))

    def _list_recorded(self, fact: Fact, ordinal: int) -> list[tuple[tuple[str, ...], KnownFact]]:
        """Return what is recorded under the ids that a fact has as the one of that number among equal ones."""
        ids = dict.fromkeys(make_fact_id(fact, ordinal, blind) for blind in (self.blind, leave_plain))
        return [self._first[each] for each in ids if each in self._first]

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
        """Index a fact under what its sheet says, and under what it first said and what it says since it was corrected."""
        known = _known_fact(history, fact_id)
        first = content_key(history.facts[fact_id].event.fact)
        if fact_id not in history.amended_by:
            self._first[fact_id] = (first, known)
            self._by_content.setdefault(first, []).append(known)
            return
        former = attrs.evolve(known, is_former=True)
        meanings = {
            first: former,
            content_key(current_fact(history, fact_id).fact): attrs.evolve(known, is_corrected=True),
            content_key(read_in_sheet(history, fact_id)): known,
        }
        if is_taken_out(history, fact_id):
            meanings = dict.fromkeys(meanings, former)
        self._first[fact_id] = (first, meanings[first])
        for key, meaning in meanings.items():
            self._by_content.setdefault(key, []).append(meaning)


def _compare_content(history: FactHistory, fact: Fact, fact_id: str, sheet: str) -> KnownFact | OtherContent | Refused:
    """Return what a row is that bears the id of a recorded fact."""
    known, current = _known_fact(history, fact_id), current_fact(history, fact_id).fact
    key = content_key(fact)
    if key in (content_key(read_in_sheet(history, fact_id)), content_key(current)):
        return known
    if sheet and known.sheet == sheet and not known.is_void:
        return OtherContent(fact_id, history.stream, current, fact)
    return refuse_used_id(fact_id)


def _known_fact(history: FactHistory, fact_id: str) -> KnownFact:
    current = current_fact(history, fact_id)
    return KnownFact(fact_id, current.sheet, is_void=current.voided_by is not None)

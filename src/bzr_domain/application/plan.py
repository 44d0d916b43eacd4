"""Deciding a recording row by row: what is new, what is known, what is known from elsewhere, what is wrong."""

from datetime import date
from itertools import count

import attrs

from bzr_domain.application.outcome import Entry, KnownRow, Recording
from bzr_domain.application.ports import Batch, EventStore
from bzr_domain.application.school_reader import Progress, SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts import amendments, streams
from bzr_domain.facts.commands import RecordFact, RecordPrintedTotal
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import FactHistory, current_fact
from bzr_domain.facts.identity import content_key, fact_id
from bzr_domain.facts.sheet import IncomingSheet, PrintedTotal, by_place, total_of
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period


@attrs.define
class Plan:
    """What a recording would append, decided row by row against the histories as they are."""

    reader: SchoolReader
    store: EventStore
    also_known: bool
    progress: Progress
    _histories: dict[str, FactHistory] = attrs.field(factory=dict)
    _events: dict[str, list[Event]] = attrs.field(factory=dict)
    _same: dict[tuple[str, ...], list[Entry]] = attrs.field(factory=dict)
    _indexed: set[str] = attrs.field(factory=set)
    _own_ids: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    _new: int = 0
    _known: int = 0
    _printed: int = 0
    _elsewhere: list[KnownRow] = attrs.field(factory=list)
    _problems: list[Problem] = attrs.field(factory=list)
    _touched: set[tuple[str, date]] = attrs.field(factory=set)

    def outcome(self) -> Recording:
        """The plan in figures."""
        return Recording(
            new=self._new,
            known=self._known,
            elsewhere=tuple(self._elsewhere),
            printed=self._printed,
            problems=by_place(self._problems),
            touched=frozenset(self._touched),
        )

    def batches(self) -> list[Batch]:
        """What to append, one batch a history."""
        return [
            Batch(stream=name, after=self._histories[name].version, events=tuple(events))
            for name, events in self._events.items()
        ]

    def take(self, sheet: IncomingSheet) -> None:
        """Decide every row of a sheet."""
        self._problems += sheet.problems
        seen: dict[tuple[str, ...], int] = {}
        for index, wish in enumerate(sheet.wishes):
            fact = self.reader.admission.admit(wish)
            if isinstance(fact, tuple):
                self._problems += [sheet.placed(problem, index) for problem in fact]
            elif wish.id is not None:
                self._take_named(sheet, index, fact, wish.id)
            else:
                self._take_equal(sheet, index, fact, seen)
            self.progress(index + 1, len(sheet.wishes))
        for printed in sheet.totals:
            self._take_total(sheet, printed)

    def _take_named(self, sheet: IncomingSheet, index: int, fact: Fact, own: str) -> None:
        """A row with an identity of its own (编号): known by it, and refused when it stands for something else."""
        self._touched.add((fact.class_id, fact.on))
        home = next(
            (name for name in self._where(fact) if own in self._history(name).facts), self._home(fact)
        )
        history = self._history(home)
        elsewhere = own not in history.facts and (own in self._own_ids or own in self.store.known([own]))
        same_again = self._own_ids.get(own) == content_key(fact)
        decided = amendments.decide(history, RecordFact(id=own, fact=fact, sheet=sheet.name))
        if (elsewhere and not same_again) or isinstance(decided, Refused):
            self._problems.append(
                sheet.placed(Problem(field="id", what=amendments.id_taken(own).reason), index)
            )
        elif same_again:
            self._known += 1
        elif decided:
            self._own_ids[own] = content_key(fact)
            self._add(home, own, fact, sheet)
        else:
            self._note_known(sheet, index, self._entry(home, own))

    def _take_equal(
        self, sheet: IncomingSheet, index: int, fact: Fact, seen: dict[tuple[str, ...], int]
    ) -> None:
        """The n-th equal row of its sheet: known as the n-th equal fact from that sheet, then from any other."""
        self._touched.add((fact.class_id, fact.on))
        # One key for both tables: a long sheet has as many keys as rows.
        key = content_key(fact)
        seen[key] = ordinal = seen.get(key, 0) + 1
        equal = self._equal(fact, key)
        own = [one for one in equal if one.sheet == sheet.name]
        standing = [one for one in own if one.certain]
        candidates = [one for one in own if not one.certain] + [
            one for one in equal if one.sheet != sheet.name
        ]
        if ordinal <= len(standing):
            self._known += 1
        elif not self.also_known and ordinal - len(standing) <= len(candidates):
            self._note_known(sheet, index, candidates[ordinal - len(standing) - 1])
        else:
            taken = {one.id for one in equal}
            id_ = next(id_ for n in count(1) if (id_ := fact_id(fact, n)) not in taken)
            self._add(self._home(fact), id_, fact, sheet)
            equal.append(Entry(id_, sheet.name, void=False))

    def _take_total(self, sheet: IncomingSheet, printed: PrintedTotal) -> None:
        class_id = self.reader.admission.class_named(printed.class_ref)
        term = self.reader.register.calendar.term_of(printed.on)
        if isinstance(class_id, tuple):
            column = sheet.columns.get("class", "")
            found = [attrs.evolve(p, sheet=sheet.name, row=printed.row, column=column) for p in class_id]
            self._problems += [problem for problem in found if problem not in self._problems]
            return
        if term is None:
            return
        kinds = tuple(self.reader.find_kind_id(kind) for kind in sheet.kinds)
        event = total_of(sheet, printed, class_id, kinds)
        home = streams.of_class(class_id, term)
        if amendments.decide(self._history(home), RecordPrintedTotal(printed=event)):
            self._events.setdefault(home, []).append(event)
        self._printed += 1
        self._touched.add((class_id, printed.on))

    def _add(self, home: str, id_: str, fact: Fact, sheet: IncomingSheet) -> None:
        self._history(home)
        self._events.setdefault(home, []).append(FactRecorded(id=id_, fact=fact, sheet=sheet.name))
        self._new += 1

    def _note_known(self, sheet: IncomingSheet, index: int, known: Entry) -> None:
        if known.sheet == sheet.name and known.certain:
            self._known += 1
        else:
            row = sheet.wishes[index].row
            found = KnownRow(sheet=sheet.name, row=row, id=known.id, from_sheet=known.sheet, void=known.void)
            self._elsewhere.append(found)

    def _home(self, fact: Fact) -> str:
        return streams.home_of(fact, self.reader.register.calendar)

    def _history(self, name: str) -> FactHistory:
        if name not in self._histories:
            self._histories[name] = self.reader.history(name)
        return self._histories[name]

    def _where(self, fact: Fact) -> list[str]:
        """The histories an equal fact can stand in: its home, and for a teacher's that of earlier head teachers."""
        if fact.teacher is None:
            return [self._home(fact)]
        day = Period("day", fact.on, fact.on)
        reaching = streams.reaching(self.reader.register, fact.class_id, day)
        return [name for name in reaching if name.startswith("teacher:")]

    def _equal(self, fact: Fact, key: tuple[str, ...]) -> list[Entry]:
        """Every fact recorded in these very words, in the order recorded."""
        for name in self._where(fact):
            self._index_history(name)
        return self._same.setdefault(key, [])

    def _index_history(self, name: str) -> None:
        """The facts recorded in a history, and in those from which a correction moved some here."""
        if name in self._indexed:
            return
        self._indexed.add(name)
        history = self._history(name)
        for id_ in history.facts:
            self._index(name, id_)
        for home in history.moved_in.values():
            self._index_history(home)

    def _index(self, name: str, id_: str) -> None:
        """A fact under what it first said, and under what it says since it was corrected."""
        history, entry = self._history(name), self._entry(name, id_)
        event = history.facts[id_].event
        assert isinstance(event, FactRecorded)
        first = content_key(event.fact)
        self._same.setdefault(first, []).append(entry)
        now = content_key(current_fact(history, id_).fact) if id_ in history.amended_by else first
        if now != first:
            self._same.setdefault(now, []).append(attrs.evolve(entry, corrected=True))

    def _entry(self, name: str, id_: str) -> Entry:
        now = current_fact(self._history(name), id_)
        return Entry(id_, now.sheet, void=now.voided_by is not None)

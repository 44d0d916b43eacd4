"""Decide what the rows of sheets are (逐行判定): new, known, changed, or a problem; then what a sheet has not any more."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias, assert_never

import attrs

from bzr_domain.application.amend_facts import Amended, decide_amendment
from bzr_domain.application.ports import Batch
from bzr_domain.application.recording import KnownRow, Recording, RepeatedRow
from bzr_domain.application.school_reader import Progress, SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts import class_history
from bzr_domain.facts.class_history import RecordPrintedTotal
from bzr_domain.facts.duplicates import DuplicateFinder, KnownFact, NewFact, OtherContent
from bzr_domain.facts.fact import Fact, content_key
from bzr_domain.facts.fact_history import CorrectFact, VoidEntry, decide, refuse_used_id
from bzr_domain.facts.incoming_sheet import IncomingSheet, PrintedTotal, find_repeated_ids, sort_by_place
from bzr_domain.facts.percentages import find_fractions_among_percentages
from bzr_domain.facts.sheet_comparison import (
    ChangedFact,
    Gone,
    GoneFact,
    NewRow,
    SheetComparison,
    compare_sheet,
    find_gone_fact,
    find_voided_fact,
    join_comparisons,
    pair_nearest,
)
from bzr_domain.facts.streams import AnyHistory
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.names import fold_text
from bzr_domain.scoring.uncounted_facts import describe_uncounted

_Row: TypeAlias = NewFact | KnownFact | OtherContent | Refused
"""What a row turns out to be."""


FindFact = Callable[[AnyHistory, str, date, date], GoneFact | None]


@attrs.define
class _Sheet:
    """What was decided of the sheets of one name: the days they cover, the facts their rows are, and the rows that are new.

    Attributes:
        contents: Id that a row bears → what the row says.
    """

    days: list[date] = attrs.field(factory=list)
    matched: set[str] = attrs.field(factory=set)
    changed: dict[str, ChangedFact] = attrs.field(factory=dict)
    new: list[NewRow] = attrs.field(factory=list)
    contents: dict[str, tuple[str, ...]] = attrs.field(factory=dict)


@attrs.define
class RowDecisions:
    """What a recording appends, decided row by row against the histories as they are."""

    reader: SchoolReader
    record_again: bool
    gone: Gone
    duplicates: DuplicateFinder = attrs.field(init=False)
    comparison: SheetComparison = attrs.field(factory=SheetComparison)
    _sheets: dict[str, _Sheet] = attrs.field(factory=dict)
    _pending: list[NewFact | tuple[str, RecordPrintedTotal]] = attrs.field(factory=list)
    _amended: dict[str, str] = attrs.field(factory=dict)
    _void_rows: dict[str, str] = attrs.field(factory=dict)
    _histories: dict[str, AnyHistory] = attrs.field(factory=dict)
    _events: dict[str, list[Event]] = attrs.field(factory=dict)
    _ids: list[tuple[str, ...]] = attrs.field(factory=list)
    _new: list[str] = attrs.field(factory=list)
    _known: list[str] = attrs.field(factory=list)
    _alike: list[str] = attrs.field(factory=list)
    _removed: list[str] = attrs.field(factory=list)
    _repeats: list[RepeatedRow] = attrs.field(factory=list)
    _printed: int = 0
    _elsewhere: list[KnownRow] = attrs.field(factory=list)
    _problems: list[Problem] = attrs.field(factory=list)
    _uncounted: list[Problem] = attrs.field(factory=list)
    _touched: set[tuple[str, date]] = attrs.field(factory=set)

    def __attrs_post_init__(self) -> None:
        store = self.reader.store
        self.duplicates = DuplicateFinder(
            register=self.reader.register,
            load=self._load,
            find_home=lambda fact_id: store.known([fact_id]).get(fact_id),
            record_again=self.record_again,
            blind=store.blind,
        )

    def summary(self) -> Recording:
        """Return what came of it."""
        return Recording(
            new=len(self._new),
            known=len(self._known) - len(self._elsewhere),
            ids=tuple(tuple((self._amended | self._void_rows).get(id_, id_) for id_ in ids) for ids in self._ids),
            new_ids=tuple(self._new),
            known_ids=tuple(self._known),
            alike=tuple(self._alike),
            repeats=tuple(self._repeats),
            elsewhere=tuple(self._elsewhere),
            printed=self._printed,
            problems=sort_by_place(self._problems),
            amended=tuple(self._amended.values()),
            removed=tuple(self._removed),
            comparison=self.comparison,
            uncounted=tuple(self._uncounted),
            touched=frozenset(self._touched),
        )

    def batches(self) -> list[Batch]:
        """Return what to append, one batch a stream."""
        return [
            Batch(stream=stream, after=self._load(stream).version, events=tuple(events))
            for stream, events in self._events.items()
        ]

    def decide_sheet(self, sheet: IncomingSheet, progress: Progress) -> None:
        """Decide what every row and every printed total of a sheet is."""
        self._problems += sheet.problems
        facts = dict(self._admit_rows(sheet, progress))
        of_name = self._sheets.setdefault(sheet.name, _Sheet())
        of_name.days += [fact.on for fact in facts.values()]
        of_name.days += [] if sheet.on is None else [sheet.on]
        of_name.days += (*(sheet.stretch or ()), *sheet.bad_days)
        ids = [""] * len(sheet.rows)
        rows = self._classify_rows(sheet, facts, of_name)
        for index, row in sorted(rows.items()):
            ids[index] = self._take(row, facts[index], sheet, index)
        new = {index: row for index, row in rows.items() if isinstance(row, NewFact)}
        self._repeats += _list_repeats(sheet, facts, new)
        self._ids.append(tuple(ids))
        for printed in sheet.totals:
            self._decide_printed_total(sheet, printed)

    def _admit_rows(self, sheet: IncomingSheet, progress: Progress) -> Iterator[tuple[int, Fact]]:
        """Yield the fact that each good row states, with the row's place, and note the problems of the others."""
        among_rows: dict[int, list[Problem]] = {}
        for index, problem in (*find_fractions_among_percentages(sheet.rows), *find_repeated_ids(sheet.rows)):
            among_rows.setdefault(index, []).append(problem)
        for index, row in enumerate(sheet.rows):
            fact = self.reader.admission.admit(row)
            if index in among_rows:
                fact = tuple(dict.fromkeys((*(fact if isinstance(fact, tuple) else ()), *among_rows[index])))
            if isinstance(fact, tuple):
                self._problems += [sheet.place_problem(problem, index) for problem in fact]
            else:
                self._touched.add((fact.class_id, self.reader.register.calendar.find_counting_day(fact.on)))
                yield index, fact
            progress(index + 1, len(sheet.rows))

    def _classify_rows(self, sheet: IncomingSheet, facts: Mapping[int, Fact], of_name: _Sheet) -> dict[int, _Row]:
        """Return what the rows are: first those that surely are a fact, those with ids before all, so that no other takes it."""
        claimed: set[str] = set()
        rows: dict[int, _Row] = {}
        for index, fact in sorted(facts.items(), key=lambda place: sheet.rows[place[0]].id is None):
            row = self._find_certain(fact, sheet.rows[index].id, sheet.name, of_name, claimed)
            if row is not None:
                rows[index] = row
                claimed.add(_id_of(row))
        for index, fact in facts.items():
            if index not in rows:
                rows[index] = row = self._classify(fact, sheet.name, claimed)
                claimed.add(_id_of(row))
        return rows

    def _find_certain(
        self, fact: Fact, own_id: str | None, name: str, of_name: _Sheet, claimed: set[str]
    ) -> _Row | None:
        """Return what a row surely is: by the id it bears, or by what it says."""
        if own_id is None:
            return self.duplicates.find_certain(fact, name, claimed) if name else None
        key = content_key(fact)
        if of_name.contents.setdefault(fold_text(own_id), key) != key:
            return refuse_used_id(own_id)
        return self.duplicates.classify_row_with_id(fact, own_id, name)

    def _classify(self, fact: Fact, name: str, claimed: set[str]) -> NewFact | KnownFact:
        if name:
            return self.duplicates.classify_row_without_id(fact, name, claimed)
        return self.duplicates.classify_row_of_command(fact)

    def _take(self, row: _Row, fact: Fact, sheet: IncomingSheet, index: int) -> str:
        """Take a row for what it is and return its fact's id; empty text where it cannot be recorded."""
        if isinstance(row, OtherContent) and self.gone == "keep":
            row = refuse_used_id(row.id)
        of_name, number = self._sheets[sheet.name], sheet.rows[index].row
        match row:
            case Refused(code=code, reason=reason):
                problem = Problem(code=code, field="id", what=reason)
                self._problems.append(sheet.place_problem(problem, index))
                return ""
            case KnownFact():
                self._list_known(row, sheet, index)
            case OtherContent():
                self._note_uncounted(fact, sheet, index)
                of_name.changed[row.id] = ChangedFact(
                    id=row.id,
                    stream=row.stream,
                    sheet=sheet.name,
                    row=number,
                    before=row.before,
                    after=row.after,
                    row_id=row.id,
                )
            case NewFact():
                self._note_uncounted(fact, sheet, index)
                has_own_id = sheet.rows[index].id is not None
                new = NewRow(id=row.id, has_own_id=has_own_id, sheet=sheet.name, row=number, fact=fact)
                of_name.new.append(new)
                self._pending.append(row)
            case _:
                assert_never(row)
        of_name.matched.add(_id_of(row))
        return _id_of(row)

    def _note_uncounted(self, fact: Fact, sheet: IncomingSheet, index: int) -> None:
        """Note a row whose fact no period counts."""
        periods = self.reader.list_uncounted_in(fact)
        if periods:
            self._uncounted.append(sheet.place_problem(describe_uncounted(fact.on, periods), index))

    def compare(self) -> None:
        """Compare the sheets with what was recorded from them before for the days they cover."""
        if not self.record_again:
            for name, sheet in self._sheets.items():
                self._set_void_rows_aside(name, sheet)
        if self.gone == "keep":
            return
        compared = [
            compare_sheet(
                list(self._list_facts_without_row(name, sheet, find_gone_fact)), sheet.new, [*sheet.changed.values()]
            )
            for name, sheet in self._sheets.items()
            if name
        ]
        self.comparison = join_comparisons(compared)

    def _set_void_rows_aside(self, name: str, sheet: _Sheet) -> None:
        """List a row that is a fact voided by hand, with something changed since, as void: `--new` alone records it anew."""
        voided = {each.id for each in self._list_facts_without_row(name, sheet, find_voided_fact)}
        if not voided:
            return
        facts = [
            fact
            for find in (find_gone_fact, find_voided_fact)
            for fact in self._list_facts_without_row(name, sheet, find)
        ]
        pairs = pair_nearest(facts, [row for row in sheet.new if not row.has_own_id])
        rows = {row.id: (fact, row) for fact, row in pairs if fact.id in voided}
        sheet.new = [row for row in sheet.new if row.id not in rows]
        for fact, row in rows.values():
            self._void_rows[row.id] = fact.id
            self._known.append(fact.id)
            self._elsewhere.append(KnownRow(sheet=row.sheet, row=row.row, id=fact.id, from_sheet=fact.sheet, void=True))

    def _list_facts_without_row(self, name: str, sheet: _Sheet, find: FindFact) -> Iterator[GoneFact]:
        """Yield the facts of the days that sheets of a name cover whose rows are not in them any more, as far as one is found."""
        if not (name and sheet.days):
            return
        first, last = min(sheet.days), max(sheet.days)
        for fact_id, stream in self.reader.store.sheet_facts(name, first, last):
            fact = None if fact_id in sheet.matched else find(self._load(stream), fact_id, first, last)
            if fact is not None:
                yield fact

    def settle(self, reason: str, ids: Callable[[], str]) -> None:
        """Decide the events: those that amend, where that is asked for, then those of the new rows."""
        if self.gone == "amend":
            for changed in self.comparison.changed:
                self._amended[changed.row_id] = changed.id
                command = CorrectFact(
                    id=ids(), target=changed.id, after=changed.after, reason=reason, sheet=changed.sheet
                )
                self._amend(changed.stream, command, changed.before)
            for gone in self.comparison.gone:
                self._removed.append(gone.id)
                self._amend(
                    gone.stream, VoidEntry(id=ids(), target=gone.id, reason=reason, sheet=gone.sheet), gone.current
                )
        for pending in self._pending:
            if not isinstance(pending, NewFact):
                self._record_printed_total(*pending)
            elif pending.id not in self._amended and pending.id not in self._void_rows:
                self._record(pending)

    def _amend(self, stream: str, command: CorrectFact | VoidEntry, before: Fact) -> None:
        amended = decide_amendment(self.reader, self._load(stream), command)
        assert isinstance(amended, Amended), "what is compared is recorded, not void, and amended for a reason"
        for batch in amended.batches:
            self._events.setdefault(batch.stream, []).extend(batch.events)
        self._touched.add((before.class_id, before.on))

    def _record(self, new: NewFact) -> None:
        decided = decide(self._load(new.stream), new.command)
        assert isinstance(decided, tuple), "the id of a new row is free"
        self._events.setdefault(new.stream, []).extend(decided)
        self._new.append(new.id)
        if new.is_alike:
            self._alike.append(new.id)

    def _list_known(self, known: KnownFact, sheet: IncomingSheet, index: int) -> None:
        self._known.append(known.id)
        if known.is_certain(sheet.name):
            return
        self._elsewhere.append(
            KnownRow(
                sheet=sheet.name,
                row=sheet.rows[index].row,
                id=known.id,
                from_sheet=known.sheet,
                void=known.is_void,
            )
        )

    def _decide_printed_total(self, sheet: IncomingSheet, printed: PrintedTotal) -> None:
        class_id = self.reader.admission.find_class(printed.class_ref, printed.on)
        term = self.reader.register.calendar.term_of(printed.on)
        if isinstance(class_id, tuple):
            column = sheet.columns.get("class", "")
            problems = [attrs.evolve(p, sheet=sheet.name, row=printed.row, column=column) for p in class_id]
            self._problems += [problem for problem in problems if problem not in self._problems]
            return
        if term is None:
            return
        kinds = tuple(self.reader.find_kind_id(kind) for kind in sheet.kinds)
        stream = class_history.stream_of(class_id, term)
        command = RecordPrintedTotal(
            class_id=class_id, on=printed.on, total=printed.total, kinds=kinds, sheet=sheet.name
        )
        self._pending.append((stream, command))
        self._printed += 1
        self._touched.add((class_id, printed.on))

    def _record_printed_total(self, stream: str, command: RecordPrintedTotal) -> None:
        decided = class_history.decide(self._load(stream), command)
        if decided and not isinstance(decided, Refused):
            self._events.setdefault(stream, []).extend(decided)

    def _load(self, stream: str) -> AnyHistory:
        if stream not in self._histories:
            self._histories[stream] = self.reader.history(stream)
        return self._histories[stream]


def _list_repeats(sheet: IncomingSheet, facts: Mapping[int, Fact], new: Mapping[int, NewFact]) -> Iterator[RepeatedRow]:
    """Yield the new rows that say what an earlier row of the sheet says; equal facts in one cell of a table are no two rows."""
    first_rows: dict[tuple[str, ...], int | None] = {}
    for index, fact in facts.items():
        row = sheet.rows[index]
        of_row = first_rows.setdefault(content_key(fact), row.row)
        if index in new and row.id is None and of_row != row.row:
            yield RepeatedRow(sheet=sheet.name, row=row.row, of_row=of_row, id=new[index].id)


def _id_of(row: _Row) -> str:
    """Return the id of the fact that a row is; empty text where it is none."""
    return "" if isinstance(row, Refused) else row.id

"""Record sheets (登记事实): load the histories a sheet's rows can stand in, decide row by row, append all or nothing."""

from collections.abc import Sequence
from datetime import date

import attrs

from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.facts import class_history
from bzr_domain.facts.class_history import RecordPrintedTotal
from bzr_domain.facts.duplicates import DuplicateFinder, KnownFact, NewFact
from bzr_domain.facts.events import ClassEvent
from bzr_domain.facts.fact import Fact, content_key
from bzr_domain.facts.fact_history import decide
from bzr_domain.facts.incoming_sheet import IncomingSheet, PrintedTotal, sort_by_place
from bzr_domain.facts.streams import AnyHistory
from bzr_domain.kernel.messages import Problem, Refused


@attrs.frozen(kw_only=True)
class KnownRow:
    """A row that says what is recorded already: under which id, from which sheet, and whether that fact is void."""

    sheet: str
    row: int | None
    id: str
    from_sheet: str
    void: bool


@attrs.frozen(kw_only=True)
class Recording:
    """What came of recording some sheets.

    Attributes:
        new: How many facts were recorded (or would be, on a dry run); 0 when `problems` stopped everything.
        known: How many rows were known from the same sheet.
        ids: For each sheet, the ids of the facts that its rows are, known ones too; empty text for a bad row.
        new_ids, known_ids: The same ids apart, in the order of the rows.
        alike: Of the new ones, those that equal a fact recorded before.
        elsewhere: Rows known from a sheet of another name, or equal to a void fact: not recorded, so listed.
        printed: How many printed totals were recorded.
        problems: Every bad row.
        refused: Why the one who asks may not record one of the kinds; then nothing was recorded.
        touched: (class id, day) of every fact and printed total, for what is compared afterwards.
    """

    new: int = 0
    known: int = 0
    ids: tuple[tuple[str, ...], ...] = ()
    new_ids: tuple[str, ...] = ()
    known_ids: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    elsewhere: tuple[KnownRow, ...] = ()
    printed: int = 0
    problems: tuple[Problem, ...] = ()
    refused: Refused | None = None
    touched: frozenset[tuple[str, date]] = frozenset()


@attrs.frozen
class SheetRecorder(Writer):
    """Records sheets."""

    @retry_on_conflict
    def record(
        self,
        sheets: Sequence[IncomingSheet],
        *,
        partial: bool = False,
        new: bool = False,
        dry_run: bool = False,
        progress: Progress = no_progress,
    ) -> Recording:
        """Record some sheets together: all rows or, unless `partial`, none.

        Args:
            partial: Record the good rows although others are bad.
            new: Record also what is known from another sheet or was declared void.
            dry_run: Decide everything and append nothing.
        """
        reader = self.reader()
        decisions = _Decisions(reader, record_again=new)
        for sheet in sheets:
            decisions.decide_sheet(sheet, progress)
        recording = decisions.summary()
        if recording.problems and not partial:
            return attrs.evolve(recording, new=0, printed=0, new_ids=(), alike=())
        batches = decisions.batches()
        refused = self.check_record_rights(reader, batches)
        if refused is not None:
            return attrs.evolve(recording, new=0, printed=0, refused=refused)
        if not dry_run:
            self.append(batches, recording)
        return recording


@attrs.define
class _Decisions:
    """What a recording appends, decided row by row against the histories as they are."""

    reader: SchoolReader
    record_again: bool
    duplicates: DuplicateFinder = attrs.field(init=False)
    _histories: dict[str, AnyHistory] = attrs.field(factory=dict)
    _events: dict[str, list[ClassEvent]] = attrs.field(factory=dict)
    _ids: list[tuple[str, ...]] = attrs.field(factory=list)
    _new: list[str] = attrs.field(factory=list)
    _known: list[str] = attrs.field(factory=list)
    _alike: list[str] = attrs.field(factory=list)
    _printed: int = 0
    _elsewhere: list[KnownRow] = attrs.field(factory=list)
    _problems: list[Problem] = attrs.field(factory=list)
    _touched: set[tuple[str, date]] = attrs.field(factory=set)

    def __attrs_post_init__(self) -> None:
        store = self.reader.store
        self.duplicates = DuplicateFinder(
            register=self.reader.register,
            load=self._load,
            is_used=lambda fact_id: bool(store.known([fact_id])),
            record_again=self.record_again,
        )

    def summary(self) -> Recording:
        return Recording(
            new=len(self._new),
            known=len(self._known) - len(self._elsewhere),
            ids=tuple(self._ids),
            new_ids=tuple(self._new),
            known_ids=tuple(self._known),
            alike=tuple(self._alike),
            elsewhere=tuple(self._elsewhere),
            printed=self._printed,
            problems=sort_by_place(self._problems),
            touched=frozenset(self._touched),
        )

    def batches(self) -> list[Batch]:
        """Return what to append, one batch a stream."""
        return [
            Batch(stream=stream, after=self._load(stream).version, events=tuple(events))
            for stream, events in self._events.items()
        ]

    def decide_sheet(self, sheet: IncomingSheet, progress: Progress) -> None:
        """Decide every row and every printed total of a sheet."""
        self._problems += sheet.problems
        # One key for counting and for finding equal facts: a long sheet has as many keys as rows.
        ordinals: dict[tuple[str, ...], int] = {}
        ids = [""] * len(sheet.rows)
        for index, row in enumerate(sheet.rows):
            fact = self.reader.admission.admit(row)
            if isinstance(fact, tuple):
                self._problems += [sheet.place_problem(problem, index) for problem in fact]
            else:
                self._touched.add((fact.class_id, fact.on))
                ids[index] = self._take(self._classify(fact, row.id, sheet, ordinals), sheet, index)
            progress(index + 1, len(sheet.rows))
        self._ids.append(tuple(ids))
        for printed in sheet.totals:
            self._decide_printed_total(sheet, printed)

    def _classify(
        self, fact: Fact, fact_id: str | None, sheet: IncomingSheet, ordinals: dict[tuple[str, ...], int]
    ) -> NewFact | KnownFact | Refused:
        if fact_id is not None:
            return self.duplicates.classify_row_with_id(fact, fact_id, sheet.name)
        if not sheet.name:
            return self.duplicates.classify_row_of_command(fact)
        key = content_key(fact)
        ordinals[key] = ordinal = ordinals.get(key, 0) + 1
        return self.duplicates.classify_row_without_id(fact, ordinal, sheet.name)

    def _take(self, row: NewFact | KnownFact | Refused, sheet: IncomingSheet, index: int) -> str:
        """Take a row's events and return its fact's id; empty text where it cannot be recorded."""
        stream = row.stream if isinstance(row, NewFact) else ""
        decided = decide(self._load(stream), row.command) if isinstance(row, NewFact) else row
        if isinstance(decided, Refused):
            problem = Problem(code=decided.code, field="id", what=decided.reason)
            self._problems.append(sheet.place_problem(problem, index))
            return ""
        if isinstance(decided, KnownFact):
            self._list_known(decided, sheet, index)
            return decided.id
        assert isinstance(row, NewFact)
        self._events.setdefault(stream, []).extend(decided)
        self._new.append(row.command.id)
        if row.is_alike:
            self._alike.append(row.command.id)
        return row.command.id

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
        decided = class_history.decide(self._load(stream), command)
        if decided and not isinstance(decided, Refused):
            self._events.setdefault(stream, []).extend(decided)
        self._printed += 1
        self._touched.add((class_id, printed.on))

    def _load(self, stream: str) -> AnyHistory:
        if stream not in self._histories:
            self._histories[stream] = self.reader.history(stream)
        return self._histories[stream]

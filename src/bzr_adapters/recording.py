"""Recording: load → decide → append, in one place. A command is tried again when another writer came between."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Protocol, TypeVar
from uuid import uuid4

import attrs

from bzr_adapters.reading import Progress, Reader, no_progress
from bzr_adapters.storage import Batch, Conflict, EventStore
from bzr_domain import amendments, school, streams
from bzr_domain import history as histories
from bzr_domain.admission import Admission
from bzr_domain.commands import CorrectFact, RecordFact, TakeFact, TakeTotal, VoidEntry
from bzr_domain.declaration import Declaration
from bzr_domain.errors import Message, Problem, Refused, UnknownReference
from bzr_domain.events import Event, FactRecorded, FactReferred, TotalPrinted
from bzr_domain.facts import Fact
from bzr_domain.history import History
from bzr_domain.identity import content_key, fact_id
from bzr_domain.periods import Cell

_TRIES = 5
_Answer = TypeVar("_Answer")


class PrintedTotal(Protocol):
    """A total as a wide table prints it."""

    class_ref: str
    on: date
    total: Decimal
    kinds: tuple[str, ...]
    row: int


class Sheet(Protocol):
    """A sheet or table as the intake read it."""

    @property
    def name(self) -> str:
        """How the sheet is named in messages and kept with its facts."""

    @property
    def wishes(self) -> Sequence[RecordFact]:
        """Its rows."""

    @property
    def columns(self) -> dict[str, str]:
        """Field → the column it stands in, as messages name it."""

    @property
    def printed(self) -> Sequence[PrintedTotal]:
        """Its printed totals; none on a fact sheet."""


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
        elsewhere: Rows known from a sheet of another name, or equal to a void fact: not recorded, so listed.
        printed: How many printed totals were taken.
        problems: Every bad row.
        touched: (class id, day) of every fact and printed total, for what is compared afterwards.
    """

    new: int = 0
    known: int = 0
    elsewhere: tuple[KnownRow, ...] = ()
    printed: int = 0
    problems: tuple[Problem, ...] = ()
    touched: frozenset[tuple[str, date]] = frozenset()


@attrs.frozen
class Recorder:
    """Writes to a store.

    Attributes:
        clock: Gives the present moment, with offset.
        actor: Who gives the commands.
    """

    store: EventStore
    clock: Callable[[], datetime]
    actor: str

    def reader(self) -> Reader:
        """The store with everything recorded in it, asked now."""
        return Reader(self.store, self.clock())

    def setup(self, declared: Declaration) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; returns the events this took."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            register = school.initial()
            for page in self.store.read(streams.REGISTER):
                register = school.evolve(register, page)
            decided = school.decide(register, declared, self._in_use())
            if isinstance(decided, Refused) or not decided or isinstance(decided[0], Problem):
                return decided  # type: ignore[return-value]
            self._append([Batch(stream=streams.REGISTER, after=register.version, events=decided)])  # type: ignore[arg-type]
            return decided  # type: ignore[return-value]

        return _try_again(once)

    def _in_use(self) -> list[tuple[str, str]]:
        names = (name.split(":") for name in self.store.streams("class:"))
        return [(class_id, term) for _, class_id, term in names]

    def void(self, prefix: str, reason: str) -> tuple[Event, ...] | Refused:
        """Declare the entry of that id void; an entry that is void already takes no event."""

        def once() -> tuple[Event, ...] | Refused:
            target, home = self.find(prefix)
            history = self.reader().history(home)
            decided = amendments.decide(history, VoidEntry(id=_new_id(), target=target, reason=reason))
            if not isinstance(decided, Refused) and decided:
                self._append([Batch(stream=home, after=history.version, events=decided)])
            return decided

        return _try_again(once)

    def correct(
        self, prefix: str, changed: Callable[[RecordFact], RecordFact], reason: str
    ) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            target, home = self.find(prefix)
            reader = self.reader()
            history = reader.history(home)
            if target not in history.facts:
                return _only_facts(target)
            after = _desk(reader).admit(changed(_words(histories.standing(history, target).fact)))
            if isinstance(after, tuple):
                return after
            command = CorrectFact(id=_new_id(), target=target, after=after, reason=reason)
            decided = amendments.decide(history, command)
            if not isinstance(decided, Refused) and decided:
                batches = [Batch(stream=home, after=history.version, events=decided)]
                self._append(batches + self._referred(reader, target, home, after))
            return decided

        return _try_again(once)

    def _referred(self, reader: Reader, target: str, home: str, after: Fact) -> list[Batch]:
        """A pointer in the history a correction moves a fact to, where there is none yet."""
        now = streams.home_of(after, reader.register.calendar)
        if now == home:
            return []
        history = reader.history(now)
        event = FactReferred(fact=target, home=home)
        return [] if target in history.guests else [Batch(stream=now, after=history.version, events=(event,))]

    def find(self, prefix: str) -> tuple[str, str]:
        """The one entry whose id starts with a prefix, and the history it stands in.

        Raises:
            UnknownReference: When no entry or several fit.
        """
        found = self.store.find(prefix) if prefix else []
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

    def record(
        self,
        sheets: Sequence[Sheet],
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

        def once() -> Recording:
            plan = _Plan(self.reader(), self.store, new, progress)
            for sheet in sheets:
                plan.take(sheet)
            outcome = plan.outcome()
            if outcome.problems and not partial:
                return attrs.evolve(outcome, new=0, printed=0)
            if not dry_run:
                self._append(plan.batches())
            return outcome

        return _try_again(once)

    def _append(self, batches: Sequence[Batch]) -> None:
        if batches:
            self.store.append(batches, command=_new_id(), actor=self.actor, now=self.clock())


def _try_again(once: Callable[[], _Answer]) -> _Answer:
    """Load and decide again when another writer came between; what was already written is found as known."""
    for _ in range(_TRIES - 1):
        try:
            return once()
        except Conflict:
            continue
    return once()


def _new_id() -> str:
    return uuid4().hex[:20]


def _only_facts(target: str) -> Refused:
    return Refused(
        reason=Message(f"{target}不是事实,只能作废", f"{target} is no fact: it can only be voided"),
        clause=histories.NEVER_OVERWRITTEN,
    )


def _desk(reader: Reader) -> Admission:
    return Admission(reader.register, reader.vocabulary, reader.today)


def _words(fact: Fact) -> RecordFact:
    """A fact in the words of somebody who would record it."""
    values = {
        a.name: getattr(fact, a.name) for a in attrs.fields(Fact) if a.name not in ("class_id", "teacher")
    }
    return RecordFact(class_ref=fact.class_id, **values)


@attrs.define
class _Plan:
    """What a recording would append, decided row by row against the histories as they are."""

    reader: Reader
    store: EventStore
    also_known: bool
    progress: Progress
    _histories: dict[str, History] = attrs.field(factory=dict)
    _events: dict[str, list[Event]] = attrs.field(factory=dict)
    _same: dict[tuple[str, ...], list[tuple[str, str, bool]]] = attrs.field(factory=dict)
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
            problems=tuple(self._problems),
            touched=frozenset(self._touched),
        )

    def batches(self) -> list[Batch]:
        """What to append, one batch a history."""
        return [
            Batch(stream=name, after=self._histories[name].version, events=tuple(events))
            for name, events in self._events.items()
        ]

    def take(self, sheet: Sheet) -> None:
        """Decide every row of a sheet."""
        desk = _desk(self.reader)
        seen: dict[tuple[str, ...], int] = {}
        for done, wish in enumerate(sheet.wishes, 1):
            fact = desk.admit(wish)
            if isinstance(fact, tuple):
                self._problems += [_placed(problem, sheet, wish.row) for problem in fact]
            elif wish.id is not None:
                self._take_named(sheet, wish, fact, wish.id)
            else:
                key = content_key(fact)
                seen[key] = seen.get(key, 0) + 1
                self._take_equal(sheet, wish, fact, key, seen[key])
            self.progress(done, len(sheet.wishes))
        for printed in sheet.printed:
            self._take_total(sheet, printed)

    def _take_named(self, sheet: Sheet, wish: RecordFact, fact: Fact, own: str) -> None:
        """A row with an identity of its own (编号)."""
        home = self._home(fact)
        key = content_key(fact)
        if own in self._own_ids:
            if self._own_ids[own] != key:
                self._problems.append(_placed(_id_taken(own), sheet, wish.row))
            self._known += 1
            return
        self._own_ids[own] = key
        for name in self._where(fact):
            if own in self._history(name).facts:
                home = name
        if own not in self._history(home).facts and own in self.store.known([own]):
            self._problems.append(_placed(_id_taken(own), sheet, wish.row))
            return
        decided = amendments.decide(self._history(home), TakeFact(id=own, fact=fact, sheet=sheet.name))
        if isinstance(decided, Refused):
            self._problems.append(_placed(_id_taken(own), sheet, wish.row))
        elif decided:
            self._add(home, own, fact, sheet)
        else:
            self._note_known(sheet, wish, own, *self._state(home, own))

    def _take_equal(
        self, sheet: Sheet, wish: RecordFact, fact: Fact, key: tuple[str, ...], ordinal: int
    ) -> None:
        """The n-th equal row of its sheet: known as the n-th equal fact from that sheet, then from any other."""
        equal = self._equal(fact, key)
        standing = [id_ for id_, source, void in equal if source == sheet.name and not void]
        voided = [id_ for id_, source, void in equal if source == sheet.name and void]
        others = [(id_, source, void) for id_, source, void in equal if source != sheet.name]
        if ordinal <= len(standing):
            self._known += 1
            self._touched.add((fact.class_id, fact.on))
            return
        further = ordinal - len(standing) - 1
        candidates = [(id_, sheet.name, True) for id_ in voided] + others
        if not self.also_known and further < len(candidates):
            self._note_known(sheet, wish, *candidates[further])
            self._touched.add((fact.class_id, fact.on))
            return
        taken = {id_ for id_, _, _ in equal}
        free = next(n for n in range(1, len(taken) + 2) if fact_id(fact, n) not in taken)
        new_id = fact_id(fact, free)
        self._add(self._home(fact), new_id, fact, sheet)
        equal.append((new_id, sheet.name, False))

    def _take_total(self, sheet: Sheet, printed: PrintedTotal) -> None:
        class_id = _desk(self.reader).class_named(printed.class_ref)
        if isinstance(class_id, tuple):
            self._problems += [_placed(problem, sheet, printed.row) for problem in class_id]
            return
        parts = (
            sheet.name,
            class_id,
            printed.on.isoformat(),
            f"{printed.total.normalize():f}",
            *printed.kinds,
        )
        event = TotalPrinted(
            id=sha256("\x1f".join(parts).encode()).hexdigest()[:20],
            class_id=class_id,
            on=printed.on,
            total=printed.total,
            kinds=printed.kinds,
            sheet=sheet.name,
        )
        term = self.reader.register.calendar.term_of(printed.on)
        if term is None:
            return
        home = f"class:{class_id}:{term.id}"
        if amendments.decide(self._history(home), TakeTotal(printed=event)):
            self._events.setdefault(home, []).append(event)
        self._printed += 1
        self._touched.add((class_id, printed.on))

    def _add(self, home: str, id_: str, fact: Fact, sheet: Sheet) -> None:
        self._history(home)
        self._events.setdefault(home, []).append(FactRecorded(id=id_, fact=fact, sheet=sheet.name))
        self._new += 1
        self._touched.add((fact.class_id, fact.on))

    def _note_known(self, sheet: Sheet, wish: RecordFact, id_: str, source: str, void: bool) -> None:
        if source == sheet.name and not void:
            self._known += 1
        else:
            row = KnownRow(sheet=sheet.name, row=wish.row, id=id_, from_sheet=source, void=void)
            self._elsewhere.append(row)

    def _home(self, fact: Fact) -> str:
        return streams.home_of(fact, self.reader.register.calendar)

    def _history(self, name: str) -> History:
        if name not in self._histories:
            self._histories[name] = self.reader.history(name)
        return self._histories[name]

    def _where(self, fact: Fact) -> list[str]:
        """The histories an equal fact can stand in: its home, and for a teacher's that of earlier head teachers."""
        if fact.teacher is None:
            return [self._home(fact)]
        day = Cell("day", fact.on, fact.on)
        reaching = streams.reaching(self.reader.register, fact.class_id, day)
        return [name for name in reaching if name.startswith("teacher:")]

    def _equal(self, fact: Fact, key: tuple[str, ...]) -> list[tuple[str, str, bool]]:
        """(id, sheet, void) of every fact recorded in these very words, in the order recorded."""
        for name in self._where(fact):
            if name not in self._indexed:
                self._indexed.add(name)
                for id_, recorded in self._history(name).facts.items():
                    event = recorded.event
                    assert isinstance(event, FactRecorded)
                    entry = (id_, *self._state(name, id_))
                    self._same.setdefault(content_key(event.fact), []).append(entry)
        return self._same.setdefault(key, [])

    def _state(self, name: str, id_: str) -> tuple[str, bool]:
        """The sheet a fact came from, and whether it is void."""
        history = self._history(name)
        event = history.facts[id_].event
        assert isinstance(event, FactRecorded)
        return event.sheet, histories.standing_void(history, id_) is not None


def _placed(problem: Problem, sheet: Sheet, row: int | None) -> Problem:
    return attrs.evolve(problem, sheet=sheet.name, row=row, column=sheet.columns.get(problem.field, ""))


def _id_taken(own: str) -> Problem:
    return Problem(
        field="id",
        what=Message(f"编号“{own}”已用于另一条事实", f"the id {own!r} already stands for another fact"),
        expected=Message(
            "要改那条事实请用 bzr correct,否则换一个编号",
            "use bzr correct to change that fact, or another id",
        ),
    )

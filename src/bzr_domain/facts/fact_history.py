"""A history of facts (事实档案): recorded, voided, corrected, moved in; nothing is ever overwritten.

What a class's history of a term (`class_history`) and a teacher's history (`teacher_history`) have in common. A void or a
correction is one more event that points at a fact, a correction or a void. An entry is in force unless a void in force points
at it, so a void of a void restores, and voiding twice counts once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, Self, TypeVar, assert_never

import attrs

from bzr_domain.facts.events import FactCorrected, FactEvent, FactRecorded, FactReferred, FactVoided
from bzr_domain.facts.fact import Fact, content_key
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay

# ------------------------------------------------------------------------------------------------ state


@attrs.define
class Draft:
    """A history while events are added to it: its mappings are changed in place, so that replay copies nothing."""

    version: int
    facts: dict[str, Recorded[FactRecorded]]
    amendments: dict[str, Recorded[FactVoided | FactCorrected]]
    amended_by: dict[str, tuple[str, ...]]
    moved_in: dict[str, str]

    @classmethod
    def of(cls, history: "FactHistory") -> Self:
        """Copy a history's mappings once."""
        mappings = [dict(getattr(history, field.name)) for field in attrs.fields(cls)[1:]]
        return cls(history.version, *mappings)

    def add(self, recorded: Recorded[Any]) -> Self:
        """Take an event into account; never judge it, it has already happened."""
        event = recorded.event
        match event:
            case FactRecorded():
                self.facts[event.id] = recorded
            case FactVoided() | FactCorrected():
                self.amendments[event.id] = recorded
                self.amended_by[event.target] = (*self.amended_by.get(event.target, ()), event.id)
            case FactReferred():
                self.moved_in[event.fact] = event.home
            case _:
                self.add_other(recorded)
        self.version = recorded.version
        return self

    def add_other(self, recorded: Recorded[Any]) -> None:
        """Take an event into account that only some histories have; asked last, as facts are what replay is full of."""
        raise TypeError(f"{type(recorded.event).__name__} belongs to another aggregate, not to a history of facts")


@attrs.frozen
class FactHistory:
    """The state of one history: every entry ever made, keyed by its id, in the order recorded.

    Attributes:
        stream: The name of the stream.
        version: How many events it holds.
        facts: The facts as first recorded.
        amendments: Voids and corrections.
        amended_by: For each id, the ids of the amendments that point at it, in the order recorded.
        moved_in: Facts that a correction moved here → the stream in which they were recorded.
    """

    draft: ClassVar[type[Draft]] = Draft

    stream: str
    version: int = 0
    facts: Mapping[str, Recorded[FactRecorded]] = attrs.field(factory=dict)
    amendments: Mapping[str, Recorded[FactVoided | FactCorrected]] = attrs.field(factory=dict)
    amended_by: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    moved_in: Mapping[str, str] = attrs.field(factory=dict)


HistoryT = TypeVar("HistoryT", bound=FactHistory)


def replay_events(history: HistoryT, pages: Iterable[Iterable[Recorded[Any]]]) -> HistoryT:
    """Return a history of any kind with some pages of events taken into account, without a copy for each event."""
    draft = replay(history.draft.add, history.draft.of(history), pages)
    return type(history)(history.stream, *attrs.astuple(draft, recurse=False))


# ------------------------------------------------------------------------------------------------ what is in force


@attrs.frozen(kw_only=True)
class CurrentFact:
    """A fact as it reads at present, with the trail of what was done to it.

    Attributes:
        id: The fact's id, kept through corrections.
        fact: Its present content.
        order: Its place in the order of recording.
        recorded_at: When it was first recorded.
        recorder: Who saw it (检查人), or else who recorded it.
        sheet: The sheet it came from.
        voided_by: The void in force that takes it out; None while it counts.
        corrected_by: The corrections in force, in the order recorded.
        handed_in: For scoring, the day of what was handed in after its term: `fact.on` is then the term's last day.
    """

    id: str
    fact: Fact
    order: int
    recorded_at: datetime
    recorder: str
    sheet: str
    voided_by: str | None
    corrected_by: tuple[str, ...]
    handed_in: date | None = None

    @property
    def day(self) -> date:
        """The day that was recorded, whatever day it counts as."""
        return self.handed_in or self.fact.on


@attrs.frozen(kw_only=True)
class Amendment:
    """One void or correction as it was made; `voided_by` is the void that takes it out, None while it is in force."""

    id: str
    target: str
    fields: tuple[str, ...]
    reason: str
    actor: str
    recorded_at: datetime
    voided_by: str | None


def find_void(history: FactHistory, entry: str) -> str | None:
    """Return the first void in force that points at an entry, or None while the entry is in force."""
    for amendment in history.amended_by.get(entry, ()):
        is_void = isinstance(history.amendments[amendment].event, FactVoided)
        if is_void and find_void(history, amendment) is None:
            return amendment
    return None


def find_fact_behind(history: FactHistory, entry: str) -> str:
    """Return the fact that an amendment touches, through whatever it points at; a fact is its own."""
    while entry not in history.facts:
        entry = history.amendments[entry].event.target
    return entry


def current_fact(history: FactHistory, fact_id: str) -> CurrentFact:
    """Return one fact as it reads at present: its corrections in force applied in the order recorded."""
    recorded = history.facts[fact_id]
    fact, applied = recorded.event.fact, []
    for name, correction in list_corrections(history, fact_id):
        if find_void(history, name) is None:
            fact = apply_correction(fact, correction)
            applied.append(name)
    return CurrentFact(
        id=fact_id,
        fact=fact,
        order=recorded.position,
        recorded_at=recorded.recorded_at,
        recorder=fact.recorder or recorded.actor,
        sheet=recorded.event.sheet,
        voided_by=find_void(history, fact_id),
        corrected_by=tuple(applied),
    )


def list_current_facts(history: FactHistory) -> list[CurrentFact]:
    """Return every fact first recorded here as it reads at present, void ones included, in the order recorded."""
    return [current_fact(history, fact_id) for fact_id in history.facts]


def list_corrections(history: FactHistory, fact_id: str) -> Iterable[tuple[str, FactCorrected]]:
    """Return the corrections of a fact with their ids, void ones included, in the order recorded."""
    for name in history.amended_by.get(fact_id, ()):
        event = history.amendments[name].event
        if isinstance(event, FactCorrected):
            yield name, event


def apply_correction(fact: Fact, correction: FactCorrected) -> Fact:
    """Return a fact with the corrected fields, and no others, changed."""
    return attrs.evolve(fact, **{name: getattr(correction.after, name) for name in correction.fields})


def read_in_sheet(history: FactHistory, fact_id: str) -> Fact:
    """Return a fact as its sheet last said it, whatever a person corrected since: also where that amended the sheet's own word."""
    fact = history.facts[fact_id].event.fact
    for _, correction in list_corrections(history, fact_id):
        fact = correction.after if correction.sheet else fact
    return fact


def is_taken_out(history: FactHistory, fact_id: str) -> bool:
    """Return whether a fact is void because its row went from the sheet, and not because a person said so."""
    void = find_void(history, fact_id)
    return void is not None and history.amendments[void].event.sheet != ""


def list_amendments(history: FactHistory, entry: str) -> tuple[Amendment, ...]:
    """Return every void and correction that ever pointed at an entry, and at those in turn, in the order recorded."""
    pointing = [history.amendments[name] for name in history.amended_by.get(entry, ())]
    amendments = [
        amendment
        for recorded in pointing
        for amendment in (_amendment(history, recorded), *list_amendments(history, recorded.event.id))
    ]
    return tuple(sorted(amendments, key=lambda amendment: history.amendments[amendment.id].position))


def _amendment(history: FactHistory, recorded: Recorded[FactVoided | FactCorrected]) -> Amendment:
    event = recorded.event
    return Amendment(
        id=event.id,
        target=event.target,
        fields=event.fields if isinstance(event, FactCorrected) else (),
        reason=event.reason,
        actor=recorded.actor,
        recorded_at=recorded.recorded_at,
        voided_by=find_void(history, event.id),
    )


# ------------------------------------------------------------------------------------------------ commands


@attrs.frozen(kw_only=True)
class RecordFact:
    """Record an admitted fact under its id."""

    id: str
    fact: Fact
    sheet: str = ""


@attrs.frozen(kw_only=True)
class VoidEntry:
    """Declare a fact, a correction or a void void; `id` names the new record, `sheet` the sheet without the row."""

    id: str
    target: str
    reason: str
    sheet: str = ""


@attrs.frozen(kw_only=True)
class CorrectFact:
    """Correct a fact to read as `after`; `id` names the new record, `sheet` the sheet whose row says so."""

    id: str
    target: str
    after: Fact
    reason: str
    sheet: str = ""


@attrs.frozen(kw_only=True)
class ReferFact:
    """Note that a correction moved a fact here, from the stream `home` in which it was recorded."""

    fact: str
    home: str


FactCommand = RecordFact | VoidEntry | CorrectFact | ReferFact


# ------------------------------------------------------------------------------------------------ decisions

_refuse = partial(refuse, clause=NEVER_OVERWRITTEN)


def decide(history: FactHistory, command: FactCommand) -> tuple[FactEvent, ...] | Refused:
    """Turn a command into events, or refuse it. A command that has been carried out already yields no event."""
    match command:
        case RecordFact():
            return _record(history, command)
        case VoidEntry() | CorrectFact():
            return _amend(history, command)
        case ReferFact(fact=fact, home=home):
            return () if fact in history.moved_in else (FactReferred(fact=fact, home=home),)
        case _:
            assert_never(command)


def _record(history: FactHistory, command: RecordFact) -> tuple[FactEvent, ...] | Refused:
    recorded = history.facts.get(command.id)
    if recorded is None:
        return (FactRecorded(id=command.id, fact=command.fact, sheet=command.sheet),)
    return () if content_key(recorded.event.fact) == content_key(command.fact) else refuse_used_id(command.id)


def _amend(history: FactHistory, command: VoidEntry | CorrectFact) -> tuple[FactEvent, ...] | Refused:
    target, amendments = command.target, history.amendments if isinstance(command, VoidEntry) else ()
    if target not in history.facts and target not in amendments:
        return _refuse(f"没有编号为{target}的记录", f"nothing is recorded under the id {target}", code="fact.unknown")
    if not command.reason.strip():
        return _refuse(
            "作废或更正必须写明理由(--reason)",
            "a void or a correction needs a reason (--reason)",
            code="reason.missing",
        )
    if isinstance(command, CorrectFact):
        return _correct(history, command)
    if find_void(history, target) is not None:
        return ()
    return (FactVoided(id=command.id, target=target, reason=command.reason, sheet=command.sheet),)


def _correct(history: FactHistory, command: CorrectFact) -> tuple[FactEvent, ...] | Refused:
    target, after, current = command.target, command.after, current_fact(history, command.target)
    if current.voided_by is not None:
        return _refuse(
            f"事实{target}已作废(作废记录{current.voided_by});要更正,先作废那条作废记录使它恢复",
            f"fact {target} is void (by {current.voided_by}); void that void to restore it, then correct it",
            code="fact.void",
        )
    changed = tuple(
        field.name for field in attrs.fields(Fact) if getattr(after, field.name) != getattr(current.fact, field.name)
    )
    if not changed:
        return ()
    return (
        FactCorrected(
            id=command.id, target=target, fields=changed, after=after, reason=command.reason, sheet=command.sheet
        ),
    )


def refuse_used_id(fact_id: str) -> Refused:
    """Two different facts cannot share an id (编号)."""
    return _refuse(
        f"编号“{fact_id}”已用于另一条事实;要改那条请用 bzr correct,否则换一个编号",
        f"the id {fact_id!r} already stands for another fact; use bzr correct to change that one, or another id",
        code="fact.id-taken",
    )


def refuse_amendment(entry: str) -> Refused:
    """Only a fact can be corrected; a void or a correction is voided."""
    return _refuse(f"{entry}不是事实,只能作废", f"{entry} is no fact: it can only be voided", code="fact.not-a-fact")

"""Deciding on wishes: given a history, when somebody asks, then these events or this refusal."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.facts.class_history import ClassCommand, RecordPrintedTotal, decide, evolve, initial
from bzr_domain.facts.events import ClassEvent, FactCorrected, FactRecorded, FactVoided, TotalPrinted
from bzr_domain.facts.fact_history import CorrectFact, RecordFact, VoidEntry, replay_events
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import fact

FINDING = fact("hygiene.finding", count=2)
TAKEN = FactRecorded(id="f1", fact=FINDING)
VOIDED = FactVoided(id="v1", target="f1", reason="误记")
PRINTED = TotalPrinted(
    id="p1",
    class_id="g1c1",
    on=date(2024, 9, 3),
    total=Decimal(2),
    kinds=("hygiene.finding",),
    sheet="九月.csv",
)


def when(wish: ClassCommand, *given: ClassEvent) -> tuple[ClassEvent, ...] | Refused:
    """What comes of a wish after these events."""
    page = [record_event(event, n) for n, event in enumerate(given, 1)]
    return decide(replay_events(initial("h"), [page]), wish)


def refused(code: str, zh: str, en: str) -> Refused:
    """The refusal of whoever touches what is recorded."""
    return Refused(code=code, reason=Message(zh, en), clause=NEVER_OVERWRITTEN)


def test_a_new_fact_is_recorded() -> None:
    """Given nothing, when a fact is taken, then it is recorded."""
    assert (TAKEN,) == when(RecordFact(id="f1", fact=FINDING))


def test_a_known_fact_is_not_recorded_again() -> None:
    """Given the fact, when it is taken again under its id, then nothing happens."""
    assert () == when(RecordFact(id="f1", fact=attrs.evolve(FINDING, teacher="t09")), TAKEN)


def test_an_id_stands_for_one_fact() -> None:
    """Given the fact, when another one is taken under its id, then it is refused."""
    expected = refused(
        "fact.id-taken",
        "编号“f1”已用于另一条事实;要改那条请用 bzr correct,否则换一个编号",
        "the id 'f1' already stands for another fact; use bzr correct to change that one, or another id",
    )

    assert expected == when(RecordFact(id="f1", fact=fact("hygiene.finding", count=3)), TAKEN)


def test_a_printed_total_is_taken_once() -> None:
    """Given nothing, then the total; given the total, then nothing."""
    command = RecordPrintedTotal(
        class_id="g1c1", on=PRINTED.on, total=PRINTED.total, kinds=PRINTED.kinds, sheet=PRINTED.sheet
    )

    decided = when(command)
    assert isinstance(decided, tuple)
    (recorded,) = decided
    assert isinstance(recorded, TotalPrinted)
    assert (PRINTED, 20) == (attrs.evolve(recorded, id=PRINTED.id), len(recorded.id))
    assert () == when(command, recorded)
    assert (recorded,) == when(command, recorded, attrs.evolve(PRINTED, total=PRINTED.total + 1))


def test_a_fact_is_voided_with_a_reason() -> None:
    """Given the fact, when it is voided, then it is void."""
    assert (VOIDED,) == when(VoidEntry(id="v1", target="f1", reason="误记"), TAKEN)


def test_what_is_void_is_not_voided_again() -> None:
    """Given a void fact, when it is voided, then nothing happens."""
    assert () == when(VoidEntry(id="v2", target="f1", reason="误记"), TAKEN, VOIDED)


def test_a_void_can_be_voided() -> None:
    """Given a void fact, when the void is voided, then the fact is restored."""
    restored = FactVoided(id="v2", target="v1", reason="复核")

    assert (restored,) == when(VoidEntry(id="v2", target="v1", reason="复核"), TAKEN, VOIDED)


def test_nothing_unknown_is_voided() -> None:
    """Given nothing, when something is voided, then it is refused."""
    expected = refused("fact.unknown", "没有编号为f9的记录", "nothing is recorded under the id f9")

    assert expected == when(VoidEntry(id="v1", target="f9", reason="误记"))


def test_a_void_needs_a_reason() -> None:
    """Given the fact, when it is voided without a reason, then it is refused."""
    expected = refused(
        "reason.missing", "作废或更正必须写明理由(--reason)", "a void or a correction needs a reason (--reason)"
    )

    assert expected == when(VoidEntry(id="v1", target="f1", reason="  "), TAKEN)
    assert expected == when(CorrectFact(id="c1", target="f1", after=FINDING, reason=""), TAKEN)


def test_a_correction_names_what_it_changes() -> None:
    """Given the fact, when it is corrected, then only the fields that differ are named."""
    after = attrs.evolve(FINDING, count=1, place="教室")
    expected = FactCorrected(id="c1", target="f1", fields=("count", "place"), after=after, reason="更正")

    assert (expected,) == when(CorrectFact(id="c1", target="f1", after=after, reason="更正"), TAKEN)


def test_a_correction_that_changes_nothing_is_none() -> None:
    """Given the fact, when it is corrected to what it says, then nothing happens."""
    assert () == when(CorrectFact(id="c1", target="f1", after=FINDING, reason="更正"), TAKEN)


def test_nothing_unknown_is_corrected() -> None:
    """Given the fact and a void, when the void is corrected, then it is refused: only facts are."""
    expected = refused("fact.unknown", "没有编号为v1的记录", "nothing is recorded under the id v1")

    assert expected == when(CorrectFact(id="c1", target="v1", after=FINDING, reason="更正"), TAKEN, VOIDED)


def test_a_void_fact_is_not_corrected() -> None:
    """Given a void fact, when it is corrected, then it is refused and told how."""
    expected = refused(
        "fact.void",
        "事实f1已作废(作废记录v1);要更正,先作废那条作废记录使它恢复",
        "fact f1 is void (by v1); void that void to restore it, then correct it",
    )

    assert expected == when(
        CorrectFact(id="c1", target="f1", after=attrs.evolve(FINDING, count=1), reason="更正"), TAKEN, VOIDED
    )


def test_evolving_leaves_the_history_before_as_it_was() -> None:
    """A state that somebody still holds never changes."""
    empty = initial("h")
    history = evolve(evolve(empty, record_event(TAKEN, 1)), record_event(PRINTED, 2))

    assert (2, ["f1"], ["p1"]) == (history.version, list(history.facts), list(history.printed_totals))
    assert initial("h") == empty

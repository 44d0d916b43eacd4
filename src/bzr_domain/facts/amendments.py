"""Deciding on wishes about a history (决定): record, void, correct — or refuse, with the reading that refuses."""

from typing import assert_never

import attrs

from bzr_domain.facts.commands import CorrectFact, HistoryCommand, RecordFact, RecordPrintedTotal, VoidEntry
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided, HistoryEvent, TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import FactHistory, current_fact, find_void
from bzr_domain.facts.identity import content_key
from bzr_domain.kernel.clauses import NEVER_OVERWRITTEN
from bzr_domain.kernel.messages import Message, Refused


def decide(history: FactHistory, command: HistoryCommand) -> tuple[HistoryEvent, ...] | Refused:
    """Turn a wish into events, or refuse it. Asking twice is harmless: what is done already yields no event."""
    match command:
        case RecordFact():
            return _take(history, command)
        case RecordPrintedTotal():
            return _take_total(history, command.printed)
        case VoidEntry():
            return _void(history, command)
        case CorrectFact():
            return _correct(history, command)
        case _:
            assert_never(command)


def _take_total(history: FactHistory, printed: TotalPrinted) -> tuple[HistoryEvent, ...]:
    """Known when it is what this sheet last printed for that day; a total changed and changed back is taken again."""
    same = [
        one
        for one in history.printed.values()
        if isinstance(one.event, TotalPrinted)
        and (one.event.sheet, one.event.on) == (printed.sheet, printed.on)
    ]
    latest = max(same, key=lambda one: one.position, default=None)
    return () if latest is not None and latest.event == printed else (printed,)


def _take(history: FactHistory, command: RecordFact) -> tuple[HistoryEvent, ...] | Refused:
    known = history.facts.get(command.id)
    if known is None:
        return (FactRecorded(id=command.id, fact=command.fact, sheet=command.sheet),)
    assert isinstance(known.event, FactRecorded)
    if content_key(known.event.fact) == content_key(command.fact):
        return ()
    return id_taken(command.id)


def id_taken(own: str) -> Refused:
    """Two different facts cannot share an id (编号)."""
    return Refused(
        reason=Message(
            f"编号“{own}”已用于另一条事实;要改那条请用 bzr correct,否则换一个编号",
            f"the id {own!r} already stands for another fact; use bzr correct to change that one, or another id",
        ),
        clause=NEVER_OVERWRITTEN,
    )


def _void(history: FactHistory, command: VoidEntry) -> tuple[HistoryEvent, ...] | Refused:
    target = command.target
    if target not in history.facts and target not in history.amendments:
        return _unknown(target)
    if not command.reason.strip():
        return _no_reason()
    if find_void(history, target) is not None:
        return ()
    return (FactVoided(id=command.id, target=target, reason=command.reason),)


def _correct(history: FactHistory, command: CorrectFact) -> tuple[HistoryEvent, ...] | Refused:
    target, after = command.target, command.after
    if target not in history.facts:
        return _unknown(target)
    if not command.reason.strip():
        return _no_reason()
    now = current_fact(history, target)
    if now.voided_by is not None:
        return Refused(
            reason=Message(
                f"事实{target}已作废(作废记录{now.voided_by});要更正,先作废那条作废记录使它恢复",
                f"fact {target} is void (by {now.voided_by}); void that void to restore it, then correct it",
            ),
            clause=NEVER_OVERWRITTEN,
        )
    names = tuple(a.name for a in attrs.fields(Fact) if getattr(after, a.name) != getattr(now.fact, a.name))
    if not names:
        return ()
    return (FactCorrected(id=command.id, target=target, fields=names, after=after, reason=command.reason),)


def _unknown(target: str) -> Refused:
    return Refused(
        reason=Message(f"没有编号为{target}的记录", f"nothing is recorded under the id {target}"),
        clause=NEVER_OVERWRITTEN,
    )


def _no_reason() -> Refused:
    return Refused(
        reason=Message(
            "作废或更正必须写明理由(--reason)", "a void or a correction needs a reason (--reason)"
        ),
        clause=NEVER_OVERWRITTEN,
    )

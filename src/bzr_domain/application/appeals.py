"""What appeals are about and what puts them right (申诉的对象与改正), looked up in a store. Nothing here writes."""

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from bzr_domain.application import amending
from bzr_domain.application.amending import Amended
from bzr_domain.application.entries import find
from bzr_domain.application.ports import Batch
from bzr_domain.application.results import result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.commands import RecordFact
from bzr_domain.facts.history import all_facts
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Problem, Refused, did_you_mean
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeal_remedies import hands_in, unfit
from bzr_domain.publication.events import AppealFiled
from bzr_domain.scoring.assessment import assess_loaded_class, load_school
from bzr_domain.scoring.lines import ClauseLine
from bzr_domain.scoring.statement import Statement

Change = Callable[[RecordFact], RecordFact]
Remedy = Change | str | None
"""How an upheld appeal is put right: the fact is corrected so, an entry made already is named, or the fact is voided."""


def about_named(reader: SchoolReader, class_id: str, period: Period, ref: str) -> str:
    """The fact of a class whose id begins so, or the clause of that number in its statement.

    A clause that several items have is written with its item before it: `hygiene/council`.

    Raises:
        UnknownReference: When the result has neither, or several items have such a clause.
    """
    statement = reader.statement(class_id, period)
    clauses = {} if isinstance(statement, Problem) else _clauses(statement)
    if ref in clauses:
        return _clause_meant(ref, clauses)
    days = reader.register.calendar.reach(period)
    facts = [one.id for one in reader.current_facts(class_id, days) if one.voided_by is None]
    found = [one for one in facts if ref and one.startswith(ref)]
    if len(found) == 1:
        return found[0]
    near = did_you_mean(ref, clauses)
    raise UnknownReference(
        Message(
            f"{period.name}的结果里没有编号以“{ref}”开头的一条事实,也没有条款“{ref}”;{near.zh}",
            f"the result of {period.name} has no one fact whose id begins with {ref!r}, and no such clause; {near.en}",
        )
    )


def _clause_meant(ref: str, clauses: dict[str, dict[str, list[ClauseLine]]]) -> str:
    found = [name for name in clauses[ref] if name]
    if len(found) > 1:
        zh, en = "、".join(found), ", ".join(found)
        raise UnknownReference(
            Message(
                f"不止一个项目有条款“{ref}”,请写明是哪一个:{zh}",
                f"several items have a clause {ref!r}, say which: {en}",
            )
        )
    number = ref.rpartition("/")[2]
    return number if len(clauses.get(number, ())) == 1 else ref


def _clauses(statement: Statement) -> dict[str, dict[str, list[ClauseLine]]]:
    """Clause by number, and by item and number → the lines it can mean, by item and number."""
    found: dict[str, dict[str, list[ClauseLine]]] = {}
    places = [(f"{item.id}/", item.clauses) for item in statement.items]
    for place, lines in (*places, ("", statement.verdicts)):
        for line in _lines(lines):
            for name in dict.fromkeys((line.id, f"{place}{line.id}")):
                found.setdefault(name, {}).setdefault(f"{place}{line.id}", []).append(line)
    return found


def _lines(lines: Iterable[ClauseLine]) -> Iterable[ClauseLine]:
    for line in lines:
        yield line
        yield from _lines(line.parts)


def hands_behind(reader: SchoolReader, filed: Recorded[Any], period: Period) -> tuple[str, ...]:
    """Whoever had a hand in what an appeal is about: a fact, or every fact that a clause stood on.

    A clause stood on what it counted when the result was published and when the appeal was filed, and on what it would
    have counted then had nobody declared it void: who voids a fact first does not decide about it.
    """
    appeal = _appeal(filed)
    facts = [appeal.about]
    homes = reader.store.known(facts)
    if not homes:
        facts = _stood_on(reader, filed, period)
        homes = reader.store.known(facts)
    hands = (hands_in(reader.history(homes[one]), one) for one in dict.fromkeys(facts) if one in homes)
    return tuple(dict.fromkeys(name for names in hands for name in names))


def _stood_on(reader: SchoolReader, filed: Recorded[Any], period: Period) -> list[str]:
    """The facts of a clause as published, as the appeal was filed, and as if none of these were void."""
    appeal = _appeal(filed)
    shown = [
        one
        for one in result(reader, appeal.class_id, appeal.period).publications
        if one.position < filed.position
    ]
    moments = [reader.at(one.recorded_at, up_to=one.position - 1) for one in (*shown[-1:], filed)]
    statements = [then.statement(appeal.class_id, period) for then in moments]
    statements.append(_as_if_restored(moments[-1], appeal.class_id, period))
    lines = [
        line
        for one in statements
        if not isinstance(one, Problem)
        for found in _clauses(one).get(appeal.about, {}).values()
        for line in found
    ]
    return [fact for line in lines for fact in _behind(line)]


def _as_if_restored(reader: SchoolReader, class_id: str, period: Period) -> Statement | Problem:
    """The statement of a class as it would be had nobody declared a fact void."""
    found = [one for history in reader.load_histories([(class_id, period)]) for one in all_facts(history)]
    facts = [attrs.evolve(one, voided_by=None) for one in found]
    return assess_loaded_class(
        load_school(reader.register, reader.books, facts, reader.today), class_id, period
    )


def _behind(line: ClauseLine) -> tuple[str, ...]:
    """Every fact that a clause counted, left out by an exemption, or keeps until its points are chosen."""
    return (*line.facts, *line.excused, *line.pending)


def _appeal(filed: Recorded[Any]) -> AppealFiled:
    assert isinstance(filed.event, AppealFiled)
    return filed.event


@attrs.frozen
class Mended:
    """The entries that put right what an appeal is about, and what has to be added where; none where nothing does."""

    entries: tuple[str, ...]
    batches: tuple[Batch, ...] = ()


def mended(
    reader: SchoolReader, filed: Recorded[Any], period: Period, reason: str, remedy: Remedy, name: str
) -> Mended | tuple[Problem, ...] | Refused:
    """The voids and corrections that put right what an appeal is about; a refusal where an entry named does not.

    Raises:
        UnknownReference: When there is no entry of that id.
    """
    about = _appeal(filed).about
    if isinstance(remedy, str):
        entry, home = find(reader, remedy)
        days = reader.register.calendar.reach(period)
        return unfit(reader.history(home), entry, filed, days) or Mended((entry,))
    if not reader.store.known([about]):
        return Mended(())
    found = (
        amending.voided(reader, about, reason, name)
        if remedy is None
        else amending.corrected(reader, about, remedy, reason, name)
    )
    if not isinstance(found, Amended):
        return found
    return Mended((name,) if found.events else (), found.batches)

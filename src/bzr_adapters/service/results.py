"""Results as a reader knows them: their histories, the appeals in them, and what appeals can be about."""

from collections.abc import Callable, Iterable

import attrs

from bzr_adapters.service import amending
from bzr_adapters.service.amending import Amended
from bzr_adapters.service.entries import find
from bzr_adapters.service.reading import Reader
from bzr_adapters.service.writing import new_id
from bzr_adapters.storage import Batch
from bzr_domain import results, streams
from bzr_domain.commands import RecordFact
from bzr_domain.errors import Message, Problem, Refused, UnknownReference, did_you_mean
from bzr_domain.history import standing
from bzr_domain.periods import Cell
from bzr_domain.result_events import AppealFiled
from bzr_domain.results import ResultHistory
from bzr_domain.scoring.lines import ClauseLine
from bzr_domain.scoring.statement import Statement

Change = Callable[[RecordFact], RecordFact]
Remedy = Change | str | None
"""How an upheld appeal is put right: the fact is corrected so, an entry made already is named, or the fact is voided."""


def result(reader: Reader, class_id: str, period: str) -> ResultHistory:
    """The history of a class's result for a period as known then."""
    stream = streams.of_result(class_id, period)
    found = results.initial(stream)
    for page in reader.events(stream):
        found = results.evolve(found, page)
    return found


def appeal_named(history: ResultHistory, ref: str) -> str:
    """The appeal whose id begins so; without a word, the only one that is open.

    Raises:
        UnknownReference: When there is none, or several.
    """
    found = [one for one in history.appeals if one.startswith(ref)] if ref else history.open
    if len(found) == 1:
        return found[0]
    known = "、".join(one[:10] for one in history.appeals) or "无"
    if not found:
        raise UnknownReference(
            Message(f"没有这件申诉;已有的:{known}", f"there is no such appeal; known: {known}")
        )
    raise UnknownReference(
        Message(f"不止一件申诉,请写明编号:{known}", f"there are several appeals, say which: {known}")
    )


def appealed(reader: Reader, class_id: str, period: str, ref: str) -> str:
    """What an appeal is about: a fact's id, or a clause.

    Raises:
        UnknownReference: When there is no such appeal, or several.
    """
    history = result(reader, class_id, period)
    return filed_as(history, appeal_named(history, ref)).about


def about_named(reader: Reader, class_id: str, period: Cell, ref: str) -> str:
    """The fact of a class whose id begins so, or the clause of that number in its statement.

    Raises:
        UnknownReference: When the result has neither.
    """
    statement = reader.statement(class_id, period)
    clauses = [] if isinstance(statement, Problem) else list(_clauses(statement))
    if ref in clauses:
        return ref
    days = reader.register.calendar.reach(period)
    facts = [one.id for one in reader.all_facts(class_id, days) if one.voided_by is None]
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


def _clauses(statement: Statement) -> Iterable[str]:
    for item in statement.items:
        yield from _ids(item.clauses)
    yield from _ids(statement.verdicts)


def _ids(lines: Iterable[ClauseLine]) -> Iterable[str]:
    for line in lines:
        yield line.id
        yield from _ids(line.parts)


def recorders_of(reader: Reader, about: str) -> tuple[str, ...]:
    """Who recorded a fact, and who saw it; nobody where an appeal is about a clause."""
    home = reader.store.known([about]).get(about)
    if home is None:
        return ()
    history = reader.history(home)
    names = (history.facts[about].actor, standing(history, about).recorder)
    return tuple(dict.fromkeys(name for name in names if name))


@attrs.frozen
class Mended:
    """The entries that put right what an appeal is about, and what has to be added where; none where nothing does."""

    entries: tuple[str, ...]
    batches: tuple[Batch, ...] = ()


def mended(reader: Reader, about: str, reason: str, remedy: Remedy) -> Mended | tuple[Problem, ...] | Refused:
    """The voids and corrections that put right what an appeal is about."""
    if isinstance(remedy, str):
        return Mended((find(reader, remedy)[0],))
    name = new_id()
    if remedy is None and not reader.store.known([about]):
        return Mended(())
    found = (
        amending.voided(reader, about, reason, name)
        if remedy is None
        else amending.corrected(reader, about, remedy, reason, name)
    )
    if not isinstance(found, Amended):
        return found
    return Mended((name,) if found.events else (), found.batches)


def filed_as(history: ResultHistory, name: str) -> AppealFiled:
    """An appeal as it was filed."""
    event = history.appeals[name].event
    assert isinstance(event, AppealFiled)
    return event

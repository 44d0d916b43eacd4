"""Award a title (先进班主任): once a school year to a person, and to nobody whom the year's rules bar.

“学校每学年进行一次先进班主任评比”: the title is a fact about the head teacher, recorded by whoever has the right to; its day says
for which school year.
"""

from collections.abc import Collection, Iterator, Sequence

from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact, current_fact, find_fact_behind
from bzr_domain.facts.streams import preview
from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.commendation import Bar, rank_nominees
from bzr_domain.scoring.loaded_school import day_and_order
from bzr_domain.scoring.statement import Statement

# This name is stored: it stands in histories already.
TITLE = "title.advanced"
"""The kind of fact that says that a head teacher was awarded the title of the school year (先进班主任)."""
_CLAUSE = "B9 附件二 6"


def refuse_titles(reader: SchoolReader, batches: Sequence[Batch]) -> Refused | None:
    """Return why some titles cannot be awarded, by a new fact, a correction, or a void taken back; None where all of them can."""
    amended = {fact_id: facts for batch in batches for fact_id, facts in _preview_titles(reader, batch)}
    kept = (
        after.fact for before, after in amended.values() if _is_title(after) and not _is_awarded_anew(before, after)
    )
    awarded = {(fact.teacher, year_of(fact.on)) for fact in kept}
    recorded = (event for batch in batches for event in batch.events if isinstance(event, FactRecorded))
    new = [event.fact for event in recorded if event.fact.kind == TITLE]
    moved = [after.fact for before, after in amended.values() if _is_title(after) and _is_awarded_anew(before, after)]
    for fact in (*new, *moved):
        year = year_of(fact.on)
        refused = _refuse_second(reader, fact, year, awarded, set(amended)) or _refuse_barred(reader, fact, year)
        if refused is not None:
            return refused
        awarded.add((fact.teacher, year))
    return None


def _preview_titles(reader: SchoolReader, batch: Batch) -> Iterator[tuple[str, tuple[CurrentFact, CurrentFact]]]:
    """Yield each title that a batch amends, or makes one of another fact: its id, how it reads now, and how afterwards."""
    amending = [event for event in batch.events if isinstance(event, FactVoided | FactCorrected)]
    history = reader.history(batch.stream) if amending else None
    for event in amending:
        assert history is not None, "what is amended stands in a history of facts"
        fact_id = find_fact_behind(history, event.target)
        before = current_fact(history, fact_id)
        kinds = {history.facts[fact_id].event.fact.kind, before.fact.kind}
        if TITLE in kinds or (isinstance(event, FactCorrected) and event.after.kind == TITLE):
            yield fact_id, (before, preview(history, amending, reader.as_of, fact_id))


def _is_title(current: CurrentFact) -> bool:
    return current.fact.kind == TITLE and current.voided_by is None


def _is_awarded_anew(before: CurrentFact, after: CurrentFact) -> bool:
    """Whether a title reads for another head teacher, class or school year than before, or was none."""
    told = [(each.fact.teacher, each.fact.class_id, year_of(each.fact.on)) for each in (before, after)]
    return not _is_title(before) or told[0] != told[1]


def list_titles(reader: SchoolReader, classes: Sequence[str], period: Period) -> tuple[CurrentFact, ...]:
    """Return the titles of the school year of a period that head teachers of some classes were awarded, by day."""
    year = year_of(reader.register.calendar.last_school_day(period))
    facts = (current for class_id in classes for current in reader.current_facts(class_id, year))
    titles = [current for current in facts if _is_title(current)]
    return tuple(sorted(titles, key=day_and_order))


def _refuse_second(
    reader: SchoolReader,
    fact: Fact,
    year: Period,
    awarded: Collection[tuple[str | None, Period]],
    amended: Collection[str],
) -> Refused | None:
    """Refuse a second title of a school year; one that is `amended` in the same append is not held."""
    assert fact.teacher is not None, "a fact about a head teacher names one"
    known = (current for current in reader.facts_about_teacher(fact.teacher) if current.id not in amended)
    held = any(_is_title(current) and year.covers(current.fact.on) for current in known)
    if not held and (fact.teacher, year) not in awarded:
        return None
    return refuse(
        f"{fact.teacher}在{year.name}学年已评为先进班主任,一学年只评一次",
        f"{fact.teacher} has the title of the school year {year.name} already: it is awarded once a year",
        _CLAUSE,
        code="fact.title-held",
    )


def _refuse_barred(reader: SchoolReader, fact: Fact, year: Period) -> Refused | None:
    statement = reader.statement(fact.class_id, year)
    if not isinstance(statement, Statement):
        return None
    bars = [bar for nominee in rank_nominees([statement]) if nominee.teacher == fact.teacher for bar in nominee.bars]
    barring = [bar for bar in bars if bar.why in ("barred", "unqualified", "veto")]
    if not barring:
        return None
    reasons = Message.joined(map(_describe_bar, barring))
    return refuse(
        f"{fact.teacher}在{year.name}学年不得评为先进班主任:{reasons.zh}",
        f"{fact.teacher} is barred from the title of the school year {year.name}: {reasons.en}",
        barring[0].cite or _CLAUSE,
        code="fact.title-barred",
    )


def _describe_bar(bar: Bar) -> Message:
    return Message(bar.title, bar.id)

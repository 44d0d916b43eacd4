"""Award a title (先进班主任): once a school year to a person, and to nobody whom the year's rules bar.

“学校每学年进行一次先进班主任评比”: the title is a fact about the head teacher, recorded by whoever has the right to; its day says
for which school year.
"""

from collections.abc import Iterable, Sequence

from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.commendation import Bar, rank_nominees
from bzr_domain.scoring.loaded_school import day_and_order
from bzr_domain.scoring.statement import Statement

# This name is stored: it stands in histories already.
TITLE = "title.advanced"
"""The kind of fact that says that a head teacher was awarded the title of the school year (先进班主任)."""
_CLAUSE = "B9 附件二 6"


def refuse_titles(reader: SchoolReader, batches: Iterable[Batch]) -> Refused | None:
    """Return why some titles that are to be recorded cannot be awarded; None where all of them can."""
    awarded: set[tuple[str | None, Period]] = set()
    for batch in batches:
        for event in batch.events:
            if isinstance(event, FactRecorded) and event.fact.kind == TITLE:
                fact, year = event.fact, year_of(event.fact.on)
                refused = _refuse_second(reader, fact, year, awarded) or _refuse_barred(reader, fact, year)
                if refused is not None:
                    return refused
                awarded.add((fact.teacher, year))
    return None


def list_titles(reader: SchoolReader, classes: Sequence[str], period: Period) -> tuple[CurrentFact, ...]:
    """Return the titles of the school year of a period that head teachers of some classes were awarded, by day."""
    year = year_of(reader.register.calendar.last_school_day(period))
    facts = (current for class_id in classes for current in reader.current_facts(class_id, year))
    titles = [current for current in facts if current.fact.kind == TITLE and current.voided_by is None]
    return tuple(sorted(titles, key=day_and_order))


def _refuse_second(
    reader: SchoolReader, fact: Fact, year: Period, awarded: Iterable[tuple[str | None, Period]]
) -> Refused | None:
    assert fact.teacher is not None, "a fact about a head teacher names one"
    known = (current for current in reader.facts_about_teacher(fact.teacher) if current.voided_by is None)
    held = any(current.fact.kind == TITLE and year.covers(current.fact.on) for current in known)
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

"""Load results as a reader knows them, and say what a decision adds to their streams."""

from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.kernel.replay import replay
from bzr_domain.pay.events import PayEvent
from bzr_domain.pay.pay_sheet import PaySheet
from bzr_domain.publication.assessment_result import AssessmentResult, evolve, initial
from bzr_domain.publication.events import ResultEvent


def load_result(reader: SchoolReader, class_id: str, period: str) -> AssessmentResult:
    """Return a class's result for a period, by the rulebook of the reader's purpose, as known then."""
    stream = streams.of_result(class_id, period, reader.purpose)
    return replay(evolve, initial(stream), reader.read_events(stream))


def list_published(reader: SchoolReader) -> list[tuple[str, str]]:
    """Return class and period of everything published by the rulebooks of the reader's purpose."""
    results = map(streams.read_result, reader.store.streams(streams.RESULT))
    return [(class_id, period) for class_id, period, purpose in results if purpose == reader.purpose]


def find_unsettled(reader: SchoolReader, class_id: str, period: Period) -> tuple[str, ...]:
    """Return the shorter periods within one whose published results of the class can still change."""
    prefix, calendar = streams.of_result(class_id, ""), reader.register.calendar
    names = []
    for stream in reader.store.streams(prefix):
        _, name, purpose = streams.read_result(stream)
        shorter = calendar.find_period(name) if purpose == reader.purpose else None
        if shorter is None or rank_length(shorter.per) >= rank_length(period.per):
            continue
        within = calendar.find_wider_period(period.per, shorter) == period
        if within and load_result(reader, class_id, name).can_still_change(reader.today):
            names.append(name)
    return tuple(names)


def is_silent_school(reader: SchoolReader, period: Period) -> bool:
    """Return whether nothing that counts was recorded about any class in a period: facts that no period counts do not."""
    facts = (fact for class_id in reader.register.classes for fact in reader.current_facts(class_id, period))
    return all(fact.voided_by is not None or reader.list_uncounted_in(fact.fact) for fact in facts)


def list_batches(
    aggregate: AssessmentResult | PaySheet, decided: tuple[ResultEvent | PayEvent, ...] | Refused
) -> list[Batch]:
    """Return what a decision adds to a stream; nothing where it was refused, or yielded no event."""
    if isinstance(decided, Refused) or not decided:
        return []
    return [Batch(stream=aggregate.stream, after=aggregate.version, events=decided)]

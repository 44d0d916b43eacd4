"""Results and appeals as the front door gives them (结果、申诉); imported where they are asked for, so that months start sooner."""

from collections.abc import Collection, Iterator

from bzr_adapters.front_door.results import Appeal, Result
from bzr_adapters.front_door.values import Head
from bzr_domain.application.hear_appeals import Hearing, prepare_hearing
from bzr_domain.application.load_results import load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import Period
from bzr_domain.publication import appeals
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.scoring.statement import Statement


def list_results(
    reader: SchoolReader, head: Head, period: Period, class_ids: Collection[str], command: str = ""
) -> tuple[Result, ...]:
    """Return the results of some classes; `command` is the one that may have changed them."""
    loaded = {class_id: load_result(reader, class_id, period.name) for class_id in class_ids}
    published = {class_id: result for class_id, result in loaded.items() if result.published is not None}
    statements = dict(reader.statements(period, list(published))) if published else {}
    return tuple(
        _publish_result(reader, head, class_id, result, statements.get(class_id), command)
        for class_id, result in published.items()
    )


def _publish_result(
    reader: SchoolReader,
    head: Head,
    class_id: str,
    result: AssessmentResult,
    computed: Statement | kernel.Problem | None,
    command: str,
) -> Result:
    published, last = result.published, result.final or result.publications[-1]
    assert published is not None
    shown = published if result.final is None else result.final.event
    return Result(
        **head,
        source=result,
        class_id=class_id,
        class_name=_name_class(reader, class_id, published.period),
        period=published.period,
        state=result.state,
        until=published.until,
        total=shown.figures.total,
        digest=shown.digest,
        recomputed=computed.total if isinstance(computed, Statement) else None,
        nothing_recorded=published.nothing_recorded,
        changed=last.command == command,
    )


def list_appeals(
    reader: SchoolReader, head: Head, class_id: str | None = None, period: str | None = None
) -> tuple[Appeal, ...]:
    """Return the appeals against the results of a class or of all, of a period or of all, in the order filed."""
    filed = [
        (appeal.filed.position, publish_appeal(reader, head, result, appeal))
        for result in load_results(reader, class_id, period)
        for appeal in result.appeals.values()
    ]
    return tuple(appeal for _, appeal in sorted(filed, key=lambda pair: pair[0]))


def find_appeal(reader: SchoolReader, head: Head, class_id: str, period: Period, appeal_id: str) -> Appeal:
    """Return the appeal of a class and period whose id begins so; without an id, the only one that is open.

    Raises:
        UnknownReference: When there is none, or several.
    """
    result = load_result(reader, class_id, period.name)
    return publish_appeal(reader, head, result, result.appeals[appeals.find_appeal(result.appeals, appeal_id)])


def publish_appeal(reader: SchoolReader, head: Head, result: AssessmentResult, appeal: appeals.Appeal) -> Appeal:
    """Return an appeal as the front door gives it."""
    filed, decision = appeal.filed.event, None if appeal.decision is None else appeal.decision.event
    published = [at.event for at in result.publications if at.position < appeal.filed.position]
    hearing = _find_hearing(reader, result, appeal)
    instead_of = None if decision is None else decision.instead_of
    state = "open" if decision is None else "upheld" if decision.upheld else "rejected"
    return Appeal(
        **head,
        source=appeal,
        id=filed.id,
        class_id=filed.class_id,
        class_name=_name_class(reader, filed.class_id, filed.period),
        period=filed.period,
        about=filed.about,
        by=filed.by,
        grounds=filed.grounds,
        deadline=published[-1].until,
        state=state,
        reason="" if decision is None else decision.reason,
        may_decide=() if hearing is None else hearing.deciders.names,
        had_a_hand=() if hearing is None else hearing.participants,
        instead_of=instead_of if hearing is None else hearing.deciders.instead_of,
    )


def _find_hearing(reader: SchoolReader, result: AssessmentResult, appeal: appeals.Appeal) -> Hearing | None:
    """Return who may decide an open appeal; None where it is decided, or its period is none of the calendar any more."""
    period = reader.register.calendar.find_period(appeal.filed.event.period)
    return prepare_hearing(reader, result, period, appeal.filed) if appeal.is_open and period is not None else None


def _name_class(reader: SchoolReader, class_id: str, period: str) -> str:
    assessed = reader.register.calendar.find_period(period)
    names = reader.class_names if assessed is None else reader.class_names_in(assessed)
    return names.get(class_id, class_id)


def load_results(
    reader: SchoolReader, class_id: str | None = None, period: str | None = None
) -> Iterator[AssessmentResult]:
    """Yield the results for the reader's purpose that something has happened to, of a class, of a period or of all."""
    prefix = streams.RESULT if class_id is None else streams.of_result(class_id, "")
    for stream in reader.store.streams(prefix):
        owner, name, purpose = streams.read_result(stream)
        if purpose == reader.purpose and period in (None, name):
            yield load_result(reader, owner, name)

"""Publish results and make them final (公示、终定): load → decide → append."""

from collections.abc import Callable, Iterable
from datetime import date

from bzr_domain.application.load_results import find_unsettled, is_silent_school, list_batches, load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.assessment_result import (
    ComputedResult,
    FinaliseResult,
    PublishResult,
    ResultCommand,
    compute_result,
    decide,
)
from bzr_domain.publication.events import ResultEvent

Answers = dict[str, tuple[ResultEvent, ...] | Refused | Problem]
"""Class → its events, none where that was done already; or its refusal; or why it has no statement."""


def publish_results(
    writer: Writer, period: Period, classes: Iterable[str], until: date, nothing_recorded: str = ""
) -> Answers:
    """Publish the results of some classes for a period (公示): all of them, or none where one is refused.

    Args:
        until: The last day of the notice.
        nothing_recorded: Why those are published of which nothing was recorded; empty where nobody says so.
    """
    return _decide_each(
        writer,
        "result.publish",
        period,
        classes,
        lambda _, computed: PublishResult(computed=computed, until=until, nothing_recorded=nothing_recorded),
    )


def finalise_results(writer: Writer, period: Period, classes: Iterable[str]) -> Answers:
    """Make the results of some classes for a period final (终定): all of them, or none where one is refused."""

    def command(reader: SchoolReader, computed: ComputedResult) -> ResultCommand:
        unsettled = find_unsettled(reader, computed.class_id, period)
        return FinaliseResult(computed=computed, unsettled=unsettled)

    return _decide_each(writer, "result.finalise", period, classes, command)


@retry_on_conflict
def _decide_each(
    writer: Writer,
    step: str,
    period: Period,
    classes: Iterable[str],
    command: Callable[[SchoolReader, ComputedResult], ResultCommand],
) -> Answers:
    """Decide a command for each class, and append the events of all of them together, where none is refused."""
    reader, batches = writer.reader(), []
    answers: Answers = {}
    refused = writer.check_right(reader, step)
    if refused is not None:
        return dict.fromkeys(classes or reader.register.classes, refused)
    for class_id, statement in reader.statements(period, list(classes)):
        if isinstance(statement, Problem):
            answers[class_id] = statement
            continue
        last = reader.register.calendars[class_id].last_school_day(period)
        silent = not statement.recorded and is_silent_school(reader, period)
        computed = compute_result(statement, last, reader.today, reader.purpose, silent_school=silent)
        result = load_result(reader, class_id, period.name)
        answers[class_id] = decided = decide(result, command(reader, computed))
        batches += list_batches(result, decided)
    if all(isinstance(answer, tuple) for answer in answers.values()):
        writer.append(batches)
    return answers

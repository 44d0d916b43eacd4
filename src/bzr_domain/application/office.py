"""The office's work on results (学工处): publish and make final, beside hearing appeals. Load → decide → append."""

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from bzr_domain.application.hearing import Hearing, batches_of
from bzr_domain.application.results import result, unsettled_within
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import retry_on_conflict
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication import decisions as result_steps
from bzr_domain.publication.commands import FinaliseResult, PublishResult, ResultCommand
from bzr_domain.publication.events import ResultEvent
from bzr_domain.publication.pending_reasons import open_words
from bzr_domain.publication.published_figures import figures_of, titles_of
from bzr_domain.scoring.statement import Statement

Taken = dict[str, tuple[ResultEvent, ...] | Refused | Problem]
"""Class → the events it took, none where it was done already; a refusal; or why there is no statement."""


@attrs.frozen
class Office(Hearing):
    """Takes results through their life, under the name of the recorder's actor."""

    def publish(self, period: Period, classes: Iterable[str], until: date) -> Taken:
        """Publish the results of some classes for a period (公示); a class that is refused stays out."""

        def wish(reader: SchoolReader, class_id: str, statement: Statement) -> ResultCommand:
            return PublishResult(
                class_id=class_id,
                period=period.name,
                figures=figures_of(statement),
                awaits=open_words(statement) if statement.provisional else None,
                closing=reader.register.calendars[class_id].closing(period),
                assessed=statement.assessed,
                today=reader.today,
                until=until,
            )

        return self._each("result.publish", period, classes, wish)

    def finalise(self, period: Period, classes: Iterable[str]) -> Taken:
        """Make the results of some classes for a period final (终定); a class that is refused stays out."""

        def wish(reader: SchoolReader, class_id: str, statement: Statement) -> ResultCommand:
            return FinaliseResult(
                class_id=class_id,
                period=period.name,
                figures=figures_of(statement),
                awaits=open_words(statement) if statement.provisional else None,
                closing=reader.register.calendars[class_id].closing(period),
                assessed=statement.assessed,
                today=reader.today,
                unsettled=unsettled_within(reader, class_id, period),
                titles=titles_of(statement.book),
            )

        return self._each("result.finalise", period, classes, wish)

    def _each(
        self,
        step: str,
        period: Period,
        classes: Iterable[str],
        wish: Callable[[SchoolReader, str, Statement], ResultCommand],
    ) -> Taken:
        def once() -> Taken:
            reader, batches = self.recorder.reader(), []
            found: Taken = {}
            no = self.recorder.allowed(reader, step)
            if no is not None:
                return dict.fromkeys(classes or reader.register.classes, no)
            for class_id, statement in reader.statements(period, list(classes)):
                if isinstance(statement, Problem):
                    found[class_id] = statement
                    continue
                history = result(reader, class_id, period.name)
                found[class_id] = decided = result_steps.decide(history, wish(reader, class_id, statement))
                batches += batches_of(history, decided)
            self.recorder.append(batches)
            return found

        return retry_on_conflict(once)

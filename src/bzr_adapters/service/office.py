"""The office's work on results (学工处): publish, hear objections, decide, make final. Load → decide → append."""

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from bzr_adapters.service.reading import Reader
from bzr_adapters.service.recording import Recorder
from bzr_adapters.service.results import (
    Mended,
    Remedy,
    about_named,
    appeal_named,
    filed_as,
    mended,
    recorders_of,
    result,
)
from bzr_adapters.service.writing import new_id, try_again
from bzr_adapters.storage import Batch
from bzr_domain import result_steps
from bzr_domain.errors import Problem, Refused
from bzr_domain.periods import Cell
from bzr_domain.publication import figures_of
from bzr_domain.result_commands import (
    DecideAppeal,
    FileAppeal,
    FinaliseResult,
    PublishResult,
    ResultCommand,
)
from bzr_domain.result_events import ResultEvent
from bzr_domain.results import ResultHistory
from bzr_domain.scoring.statement import Statement

Taken = dict[str, tuple[ResultEvent, ...] | Refused | Problem]
"""Class → the events it took, none where it was done already; a refusal; or why there is no statement."""


@attrs.frozen
class Office:
    """Takes results through their life, under the name of the recorder's actor."""

    recorder: Recorder

    def publish(self, period: Cell, classes: Iterable[str], until: date) -> Taken:
        """Publish the results of some classes for a period (公示); a class that is refused stays out."""

        def wish(reader: Reader, class_id: str, statement: Statement) -> ResultCommand:
            return PublishResult(
                class_id=class_id,
                period=period.name,
                figures=figures_of(statement),
                provisional=statement.provisional,
                today=reader.today,
                until=until,
            )

        return self._each("result.publish", period, classes, wish)

    def finalise(self, period: Cell, classes: Iterable[str]) -> Taken:
        """Make the results of some classes for a period final (终定); a class that is refused stays out."""

        def wish(reader: Reader, class_id: str, statement: Statement) -> ResultCommand:
            return FinaliseResult(
                class_id=class_id,
                period=period.name,
                figures=figures_of(statement),
                provisional=statement.provisional,
                today=reader.today,
            )

        return self._each("result.finalise", period, classes, wish)

    def _each(
        self,
        step: str,
        period: Cell,
        classes: Iterable[str],
        wish: Callable[[Reader, str, Statement], ResultCommand],
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
                batches += _batches(history, decided)
            self.recorder.append(batches)
            return found

        return try_again(once)

    def appeal(self, class_id: str, period: Cell, about: str, grounds: str, evidence: str) -> str | Refused:
        """Object to a fact (by the start of its id) or a clause (by its number); returns the appeal's id.

        Raises:
            UnknownReference: When the result has neither such a fact nor such a clause.
        """

        def once() -> str | Refused:
            reader = self.recorder.reader()
            history, name = result(reader, class_id, period.name), new_id()
            command = FileAppeal(
                id=name,
                class_id=class_id,
                period=period.name,
                by=self.recorder.actor,
                about=about_named(reader, class_id, period, about),
                grounds=grounds,
                evidence=evidence,
                today=reader.today,
            )
            decided = self.recorder.allowed(reader, "appeal.file") or result_steps.decide(history, command)
            self.recorder.append(_batches(history, decided))
            return decided if isinstance(decided, Refused) else name

        return try_again(once)

    def reject(self, class_id: str, period: Cell, appeal: str, reason: str) -> Refused | None:
        """Reject an appeal (驳回); it stays in the history with its reason.

        Raises:
            UnknownReference: When no such appeal was filed.
        """

        def once() -> Refused | None:
            reader = self.recorder.reader()
            history = result(reader, class_id, period.name)
            wish = self._judged(reader, history, appeal, reason, (), upheld=False)
            decided = self.recorder.allowed(reader, "appeal.decide") or result_steps.decide(history, wish)
            self.recorder.append(_batches(history, decided))
            return decided if isinstance(decided, Refused) else None

        return try_again(once)

    def uphold(
        self, class_id: str, period: Cell, appeal: str, reason: str, remedy: Remedy
    ) -> tuple[Problem, ...] | Refused | None:
        """Uphold an appeal (成立) and put right what it is about, both or neither.

        Raises:
            UnknownReference: When no such appeal was filed, or the entry named is not there.
        """

        def once() -> tuple[Problem, ...] | Refused | None:
            reader = self.recorder.reader()
            history = result(reader, class_id, period.name)
            name = appeal_named(history, appeal)
            found = self.recorder.allowed(reader, "appeal.decide") or mended(
                reader, filed_as(history, name).about, reason, remedy
            )
            if not isinstance(found, Mended):
                return found
            wish = self._judged(reader, history, name, reason, found.entries, upheld=True)
            decided = result_steps.decide(history, wish)
            if isinstance(decided, Refused):
                return decided
            self.recorder.append([*found.batches, *_batches(history, decided)])
            return None

        return try_again(once)

    def _judged(
        self,
        reader: Reader,
        history: ResultHistory,
        appeal: str,
        reason: str,
        entries: tuple[str, ...],
        *,
        upheld: bool,
    ) -> DecideAppeal:
        name = appeal_named(history, appeal)
        return DecideAppeal(
            appeal=name,
            by=self.recorder.actor,
            recorders=recorders_of(reader, filed_as(history, name).about),
            upheld=upheld,
            reason=reason,
            entries=entries,
            today=reader.today,
        )


def _batches(history: ResultHistory, decided: tuple[ResultEvent, ...] | Refused) -> list[Batch]:
    if isinstance(decided, Refused) or not decided:
        return []
    return [Batch(stream=history.stream, after=history.version, events=decided)]

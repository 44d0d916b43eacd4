"""Hearing appeals (受理申诉): file, reject, uphold and put right. Load → decide → append."""

import attrs

from bzr_domain.application.appeals import Mended, Remedy, about_named, hands_behind, mended
from bzr_domain.application.ports import Batch
from bzr_domain.application.recording import Recorder
from bzr_domain.application.results import appeal_named, result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import retry_on_conflict
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication import appeal_decisions as appeal_steps
from bzr_domain.publication import decisions as result_steps
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.publication.commands import DecideAppeal, FileAppeal
from bzr_domain.publication.events import ResultEvent
from bzr_domain.register.rights import check_right_to_appeal


@attrs.frozen
class Hearing:
    """Hears appeals under the name of the recorder's actor."""

    recorder: Recorder

    def appeal(self, class_id: str, period: Period, about: str, grounds: str, evidence: str) -> str | Refused:
        """Object to a fact (by the start of its id) or a clause (by its number); returns the appeal's id.

        Raises:
            UnknownReference: When the result has neither such a fact nor such a clause.
        """

        def once() -> str | Refused:
            reader = self.recorder.reader()
            history, name = result(reader, class_id, period.name), self.recorder.ids()
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
            no = check_right_to_appeal(reader.register, self.recorder.actor, class_id, period)
            decided = no or result_steps.decide(history, command)
            self.recorder.append(batches_of(history, decided))
            if isinstance(decided, Refused):
                return decided
            return name if decided else appeal_steps.known(history, command.by, command.about) or name

        return retry_on_conflict(once)

    def reject(self, class_id: str, period: Period, appeal: str, reason: str) -> Refused | None:
        """Reject an appeal (驳回); it stays in the history with its reason.

        Raises:
            UnknownReference: When no such appeal was filed.
        """

        def once() -> Refused | None:
            reader = self.recorder.reader()
            history = result(reader, class_id, period.name)
            wish = self._judged(reader, history, appeal, period, reason)
            decided = self.recorder.allowed(reader, "appeal.decide") or result_steps.decide(history, wish)
            self.recorder.append(batches_of(history, decided))
            return decided if isinstance(decided, Refused) else None

        return retry_on_conflict(once)

    def uphold(
        self, class_id: str, period: Period, appeal: str, reason: str, remedy: Remedy
    ) -> tuple[Problem, ...] | Refused | None:
        """Uphold an appeal (成立) and put right what it is about, both or neither.

        Raises:
            UnknownReference: When no such appeal was filed, or the entry named is not there.
        """

        def once() -> tuple[Problem, ...] | Refused | None:
            reader = self.recorder.reader()
            history = result(reader, class_id, period.name)
            wish = self._judged(reader, history, appeal, period, reason)
            found = self.recorder.allowed(reader, "appeal.decide") or mended(
                reader, history.appeals[wish.appeal], period, reason, remedy, self.recorder.ids()
            )
            if not isinstance(found, Mended):
                return found
            wish = attrs.evolve(wish, upheld=True, entries=found.entries)
            decided = self.recorder.may_record(reader, found.batches) or result_steps.decide(history, wish)
            if isinstance(decided, Refused):
                return decided
            self.recorder.append([*found.batches, *batches_of(history, decided)])
            return None

        return retry_on_conflict(once)

    def _judged(
        self, reader: SchoolReader, history: AssessmentResult, appeal: str, period: Period, reason: str
    ) -> DecideAppeal:
        """The rejection of an appeal; upheld, it needs the entries that put it right."""
        name = appeal_named(history, appeal)
        return DecideAppeal(
            appeal=name,
            by=self.recorder.actor,
            hands=hands_behind(reader, history.appeals[name], period),
            upheld=False,
            reason=reason,
            entries=(),
            today=reader.today,
        )


def batches_of(history: AssessmentResult, decided: tuple[ResultEvent, ...] | Refused) -> list[Batch]:
    """What a step adds to a result's history; nothing where it was refused, or done already."""
    if isinstance(decided, Refused) or not decided:
        return []
    return [Batch(stream=history.stream, after=history.version, events=decided)]

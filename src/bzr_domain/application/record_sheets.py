"""Record sheets (登记事实): load the histories a sheet's rows can stand in, decide row by row, append all or nothing.

A sheet recorded again is compared with what it recorded before for the days it covers.
"""

from collections.abc import Sequence

import attrs

from bzr_domain.application.award_titles import refuse_titles
from bzr_domain.application.decide_rows import RowDecisions
from bzr_domain.application.ports import Batch
from bzr_domain.application.recording import Recording
from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.facts.sheet_comparison import Gone, SheetComparison
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN


@attrs.frozen
class SheetRecorder(Writer):
    """Records sheets."""

    @retry_on_conflict
    def record(  # noqa: PLR0913 (keywords)
        self,
        sheets: Sequence[IncomingSheet],
        *,
        partial: bool = False,
        new: bool = False,
        dry_run: bool = False,
        gone: Gone = "refuse",
        reason: str = "",
        progress: Progress = no_progress,
    ) -> Recording:
        """Record some sheets together: all rows or, unless `partial`, none.

        Args:
            partial: Record the good rows although others are bad; where sheets are amended, a bad row stops everything, as
                nobody knows what it says of the fact it was.
            new: Record also what is known from another sheet or was declared void.
            dry_run: Decide everything and append nothing.
            gone: What becomes of rows recorded from a sheet that it does not have any more.
            reason: Why sheets are amended.
        """
        if gone == "amend" and not reason.strip():
            return Recording(refused=_REASON_MISSING)
        reader = self.reader()
        decisions = RowDecisions(reader, record_again=new, gone=gone)
        for sheet in sheets:
            decisions.decide_sheet(sheet, progress)
        decisions.compare()
        decisions.settle(reason, self.ids)
        recording = decisions.summary()
        if recording.problems and (not partial or gone == "amend"):
            return recording.without_effect()
        batches = decisions.batches()
        refused = self._check(reader, recording.comparison, batches, gone)
        if refused is not None:
            return recording.without_effect(refused)
        if not dry_run:
            self.append(batches, recording)
        return recording

    def _check(
        self, reader: SchoolReader, comparison: SheetComparison, batches: Sequence[Batch], gone: Gone
    ) -> Refused | None:
        """Return why nothing can be recorded: a right that is missing, or sheets that differ from before."""
        steps = [("correct", comparison.changed), ("void", comparison.gone)] if gone == "amend" else []
        refusals = [self.check_right(reader, step) for step, facts in steps if facts]
        missing = next((refused for refused in refusals if refused is not None), None)
        differs = _SHEET_DIFFERS if gone == "refuse" and comparison.differs() else None
        return missing or self.check_record_rights(reader, batches) or differs or refuse_titles(reader, batches)


_REASON_MISSING = refuse(
    "表格改动要写明理由(--reason)",
    "amending with a sheet needs a reason (--reason)",
    NEVER_OVERWRITTEN,
    code="reason.missing",
)
_SHEET_DIFFERS = refuse(
    "这张表以前录过,以前录的有几行现在变了或不在表中,什么都没有写",
    "this sheet was recorded before, and rows recorded then have changed or are not in it any more; nothing was written",
    NEVER_OVERWRITTEN,
    code="sheet.differs",
)

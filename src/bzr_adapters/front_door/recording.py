"""Record sheets as one command (录入): all rows or the good ones, and the printed totals compared afterwards."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs

from bzr_adapters.documents.output import UnwritableFile, write_whole
from bzr_adapters.documents.recording import (
    Checked,
    PrintedTotalDifference,
    RecordingReport,
    describe_passed_over,
)
from bzr_adapters.documents.sheet_comparison import list_differences
from bzr_adapters.front_door.errors import publish_problems
from bzr_adapters.intake.refused_rows import build_refused_sheets, leave_out_refused
from bzr_adapters.intake.sheet_from_file import SheetFromFile
from bzr_domain.application.compare_totals import compare_recorded_totals
from bzr_domain.application.record_sheets import SheetRecorder
from bzr_domain.application.recording import Recording
from bzr_domain.application.school_reader import Progress, SchoolReader
from bzr_domain.facts.incoming_sheet import IncomingSheet, PassedOver
from bzr_domain.facts.sheet_comparison import Gone, SheetComparison
from bzr_domain.kernel.messages import Lang, Message, Problem, Refused
from bzr_domain.kernel.periods import month_of
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows

Bad: TypeAlias = Literal["refuse", "skip", "set-aside"]
"""What becomes of the rows of a sheet when some are bad: none is recorded; the bad ones are left out; they are left out
and written to a sheet beside theirs, to be mended and recorded."""


@attrs.define(kw_only=True)
class SheetsToRecord:
    """Some sheets to be recorded together, and what is found wrong with them.

    Attributes:
        new: Whether rows are recorded, too, that equal facts of another sheet, or void ones.
        gone: What becomes of rows recorded from a sheet that it does not have any more; `reason`, why they are amended.
        comparison: How the sheets differ from before, where that stopped everything.
        problems: Every bad row, once they are decided.
    """

    sheets: Sequence[IncomingSheet]
    bad: Bad
    new: bool
    dry_run: bool
    progress: Progress
    gone: Gone = "refuse"
    reason: str = ""
    comparison: SheetComparison | None = None
    problems: tuple[Problem, ...] = ()

    def record(self, recorder: SheetRecorder) -> Recording | Refused:
        """Record them; where bad rows refuse the whole, nothing."""
        if self.bad == "refuse":
            decided = self._try_recording(recorder, self.sheets, self.gone, dry_run=self.dry_run)
            self.problems = decided.problems
            return decided.refused or decided
        self.problems = self._try_recording(recorder, self.sheets, "keep", dry_run=True).problems
        good = [leave_out_refused(sheet, self.problems) for sheet in self.sheets]
        recorded = self._try_recording(recorder, good, self.gone, dry_run=self.dry_run)
        return recorded.refused or self._complete(recorded)

    def _try_recording(
        self, recorder: SheetRecorder, sheets: Sequence[IncomingSheet], gone: Gone, *, dry_run: bool
    ) -> Recording:
        recording = recorder.record(
            sheets, new=self.new, dry_run=dry_run, gone=gone, reason=self.reason, progress=self.progress
        )
        stopped = recording.refused is not None and recording.refused.code == "sheet.differs"
        self.comparison = recording.comparison if stopped else None
        return recording

    def write_receipt(self, recording: Recording, lang: Lang) -> dict[str, Any]:
        """Return what the receipt says of a recording."""
        complete = recording if self.bad == "refuse" else self._complete(recording)
        others = {
            "amended": complete.amended,
            "removed": complete.removed,
            "repeats": [attrs.asdict(row) for row in complete.repeats],
            "passed_over": [describe_passed_over(part, lang) for part in self._list_passed_over()],
            "uncounted": [problem.to_dict() for problem in publish_problems(complete.uncounted, lang)],
        }
        return {
            "ids": [id_ for ids in complete.ids for id_ in ids],
            "new": complete.new_ids,
            "known": complete.known_ids,
            "alike": complete.alike,
            "rejected": [problem.to_dict() for problem in publish_problems(complete.problems, lang)],
        } | {name: listed for name, listed in others.items() if listed}

    def _list_passed_over(self) -> list[PassedOver]:
        return [part for sheet in self.sheets for part in sheet.passed_over]

    def _complete(self, recording: Recording) -> Recording:
        """Return the recording of the good rows with a place for each bad one, and with the problems."""
        ids = tuple(map(self._place_ids, self.sheets, recording.ids))
        return attrs.evolve(recording, problems=self.problems, ids=ids)

    def _place_ids(self, sheet: IncomingSheet, good_ids: Sequence[str]) -> tuple[str, ...]:
        refused = {problem.row for problem in self.problems if problem.sheet == sheet.name}
        ids = iter(good_ids)
        return tuple("" if row.row in refused else next(ids) for row in sheet.rows)

    def report(self, recording: Recording, reader: SchoolReader, lang: Lang) -> RecordingReport:
        """Return what came of recording; the bad rows are written beside their sheets where that was asked for.

        Raises:
            UnwritableFile: When they cannot be; the good ones are recorded.
        """
        return RecordingReport(
            outcome=recording,
            printed=Checked() if self.dry_run else _compare_printed_totals(reader, self.sheets, recording),
            refused=self._set_aside(lang) if self.bad == "set-aside" and not self.dry_run else (),
            partial=self.bad != "refuse",
            dry_run=self.dry_run,
            passed_over=self._list_passed_over(),
            amendments=list_differences(attrs.evolve(recording.comparison, new=()), reader)
            if recording.amended or recording.removed
            else (),
            hidden=[
                Message.same(sheet.path.name) + Message(":", ": ") + part
                for sheet in self.sheets
                if isinstance(sheet, SheetFromFile)
                for part in sheet.hidden_parts
            ],
        )

    def _set_aside(self, lang: Lang) -> Sequence[Path]:
        files, written = [sheet for sheet in self.sheets if isinstance(sheet, SheetFromFile)], list[Path]()
        for path, content in build_refused_sheets(files, self.problems, lang):
            try:
                write_whole(path, content)
            except UnwritableFile as error:
                raise UnwritableFile.of(
                    f"有问题的行写不了:{error.message.zh};其余的已经记录",
                    f"the bad rows cannot be written: {error.message.en}; the others are recorded",
                ) from error
            written.append(path)
        return written


def _compare_printed_totals(reader: SchoolReader, sheets: Sequence[IncomingSheet], recording: Recording) -> Checked:
    """Compare the totals (印刷合计) that the sheets print with the computed ones, for every class and day recorded."""
    names = {sheet.name for sheet in sheets if sheet.totals}
    comparisons = compare_recorded_totals(reader, names, recording.touched)
    return Checked(
        compared=len(comparisons),
        differences=tuple(_build_difference(reader, comparison) for comparison in comparisons if not comparison.agrees),
        swapped=tuple(find_swapped_rows(comparisons)),
    )


def _build_difference(reader: SchoolReader, comparison: TotalComparison) -> PrintedTotalDifference:
    """Return a printed total that is not the computed one, with the facts behind it."""
    class_id, month = comparison.printed.class_id, month_of(comparison.printed.on)
    facts = {fact.id: fact for fact in reader.current_facts(class_id, month)}
    return PrintedTotalDifference(
        comparison=comparison,
        class_name=reader.register.class_on(class_id, comparison.printed.on).name,
        facts=tuple(facts[fact_id] for fact_id in comparison.facts if fact_id in facts),
        kinds=reader.kinds,
    )

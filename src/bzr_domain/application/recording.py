"""What came of recording sheets (登记结果): what is new, known, changed and gone, and why nothing was recorded."""

from datetime import date
from typing import Any

import attrs

from bzr_domain.facts.sheet_comparison import SheetComparison
from bzr_domain.kernel.messages import Problem, Refused


@attrs.frozen(kw_only=True)
class KnownRow:
    """A row that says what is recorded already: under which id, from which sheet, and whether that fact is void."""

    sheet: str
    row: int | None
    id: str
    from_sheet: str
    void: bool


@attrs.frozen(kw_only=True)
class RepeatedRow:
    """A row that says just what an earlier row of its sheet says (重复的行): both are recorded, as both may have happened."""

    sheet: str
    row: int | None
    of_row: int | None
    id: str


@attrs.frozen(kw_only=True)
class Recording:
    """What came of recording some sheets.

    Attributes:
        new: How many facts were recorded (or would be, on a dry run); 0 when `problems` stopped everything.
        known: How many rows were known from the same sheet.
        ids: For each sheet, the ids of the facts that its rows are, known ones too; empty text for a bad row.
        new_ids, known_ids: The same ids apart, in the order of the rows; those of changed rows are in neither.
        alike: Of the new ones, those that equal a fact recorded before.
        repeats: Of the new rows, those equal to an earlier row of their sheet.
        elsewhere: Rows known from a sheet of another name, or equal to a void fact: not recorded, so listed.
        printed: How many printed totals were recorded.
        problems: Every bad row.
        uncounted: The rows whose facts no period counts, and why; they are recorded all the same.
        amended: The facts that were corrected since their rows changed; `removed`: those voided since their rows went.
        comparison: How the sheets differ from what they recorded before.
        refused: Why nothing was recorded: the one who asks may not, or the sheets differ from before and nobody said what
            becomes of that.
        touched: (class id, day) of every fact and printed total, for what is compared afterwards.
    """

    new: int = 0
    known: int = 0
    ids: tuple[tuple[str, ...], ...] = ()
    new_ids: tuple[str, ...] = ()
    known_ids: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    repeats: tuple[RepeatedRow, ...] = ()
    elsewhere: tuple[KnownRow, ...] = ()
    printed: int = 0
    problems: tuple[Problem, ...] = ()
    uncounted: tuple[Problem, ...] = ()
    amended: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    comparison: SheetComparison = attrs.field(factory=SheetComparison)
    refused: Refused | None = None
    touched: frozenset[tuple[str, date]] = frozenset()

    def without_effect(self, refused: Refused | None = None) -> "Recording":
        """Return what was found out where nothing was recorded, and the refusal if a rule said no."""
        nothing: dict[str, Any] = dict.fromkeys(("new_ids", "alike", "repeats", "uncounted", "amended", "removed"), ())
        return attrs.evolve(self, new=0, printed=0, **nothing, refused=refused)

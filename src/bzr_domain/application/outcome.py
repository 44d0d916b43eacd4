"""What came of a recording, in figures and in the rows that need a person to look."""

from datetime import date

import attrs

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
class Recording:
    """What came of recording some sheets.

    Attributes:
        new: How many facts were recorded (or would be, on a dry run); 0 when `problems` stopped everything.
        known: How many rows were known from the same sheet.
        elsewhere: Rows known from a sheet of another name, or equal to a void fact: not recorded, so listed.
        printed: How many printed totals were taken.
        problems: Every bad row.
        refused: Why the one who asks may not record one of the kinds; then nothing was recorded.
        touched: (class id, day) of every fact and printed total, for what is compared afterwards.
    """

    new: int = 0
    known: int = 0
    elsewhere: tuple[KnownRow, ...] = ()
    printed: int = 0
    problems: tuple[Problem, ...] = ()
    refused: Refused | None = None
    touched: frozenset[tuple[str, date]] = frozenset()


@attrs.frozen
class Entry:
    """A fact that is recorded already.

    Attributes:
        sheet: The sheet it came from.
        void: Whether it is void.
        corrected: Whether it says so only since it was corrected, so that a row may well mean it, or another.
    """

    id: str
    sheet: str
    void: bool = False
    corrected: bool = False

    @property
    def certain(self) -> bool:
        """Whether an equal row of its sheet is surely this fact."""
        return not (self.void or self.corrected)

"""What can be asked of the histories: wishes in the words of the person who has them, not yet judged."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.facts.fact import Fact


@attrs.frozen(kw_only=True)
class FactRow:
    """Record this fact: one row of a sheet, its cells read but its names not yet looked up.

    Attributes:
        kind: The kind's id or label.
        on: The day it happened.
        class_ref, teacher_ref: Ids or names; None where the cell is empty.
        count: None where the cell is empty.
        own: The filled cells of the kind's own fields: name and text.
        id: The row's own identity (编号), if it has one.
        sheet: The sheet it stands on, and `row`, its number there.
    """

    kind: str
    on: date
    class_ref: str | None = None
    teacher_ref: str | None = None
    count: int | None = None
    value: Decimal | None = None
    grade: str | None = None
    level: str | None = None
    item: str | None = None
    points: Decimal | None = None
    place: str | None = None
    note: str | None = None
    recorder: str | None = None
    own: tuple[tuple[str, str], ...] = ()
    id: str | None = None
    sheet: str = ""
    row: int | None = None


@attrs.frozen(kw_only=True)
class RecordFact:
    """Take an admitted fact into the history it belongs to, under its id."""

    id: str
    fact: Fact
    sheet: str = ""


@attrs.frozen(kw_only=True)
class RecordPrintedTotal:
    """Take a printed total into the class's history, to be compared."""

    printed: TotalPrinted


@attrs.frozen(kw_only=True)
class VoidEntry:
    """Declare a fact, a correction or a void void; `id` names the new record."""

    id: str
    target: str
    reason: str


@attrs.frozen(kw_only=True)
class CorrectFact:
    """Correct a fact to read as `after`; `id` names the new record."""

    id: str
    target: str
    after: Fact
    reason: str


HistoryCommand = RecordFact | RecordPrintedTotal | VoidEntry | CorrectFact

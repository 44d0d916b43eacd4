"""What a sheet recorded again says otherwise than before (表格比对): which row changed into which, what went, what is new.

A fact whose row is not in its sheet any more is paired with a new row of the same class, day and kind: that row it became.
A row with an id of its own (编号) is told by its id alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, TypeAlias

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import FactHistory, current_fact, find_void, is_taken_out, read_in_sheet

Gone: TypeAlias = Literal["refuse", "amend", "keep"]
"""What becomes of rows that are not in their sheet any more: nothing is recorded; they are corrected and voided with the
sheet; they are kept, and the new rows recorded beside them."""


@attrs.frozen(kw_only=True)
class GoneFact:
    """A fact whose row is not in its sheet any more.

    Attributes:
        fact: What the sheet last said of it.
        current: What it says now: a person may have corrected it since.
    """

    id: str
    stream: str
    sheet: str
    fact: Fact
    current: Fact


@attrs.frozen(kw_only=True)
class NewRow:
    """A row that its sheet did not have before; `id` is the one it is to be recorded under, its own or not."""

    id: str
    has_own_id: bool
    sheet: str
    row: int | None
    fact: Fact


@attrs.frozen(kw_only=True)
class ChangedFact:
    """A fact whose row says something else now.

    Attributes:
        before: What the fact says now, corrections by a person included, so that none is undone without a word.
        row_id: The id under which the row would be recorded beside the fact; the fact's own where it bears that one.
    """

    id: str
    stream: str
    sheet: str
    row: int | None
    before: Fact
    after: Fact
    row_id: str


@attrs.frozen(kw_only=True)
class SheetComparison:
    """What some sheets recorded again say otherwise than before; `new` has the rows of these sheets that nothing became."""

    changed: tuple[ChangedFact, ...] = ()
    gone: tuple[GoneFact, ...] = ()
    new: tuple[NewRow, ...] = ()

    def differs(self) -> bool:
        """Return whether anything recorded before is not as it was: rows that are merely new change nothing."""
        return bool(self.changed or self.gone)


def find_gone_fact(history: FactHistory, fact_id: str, first: date, last: date) -> GoneFact | None:
    """Return a fact that its sheet does not have any more for some days; None where it is void, or of other days by now."""
    if fact_id not in history.facts or find_void(history, fact_id) is not None:
        return None
    return _read_gone(history, fact_id, first, last)


def find_voided_fact(history: FactHistory, fact_id: str, first: date, last: date) -> GoneFact | None:
    """Return a fact of a sheet for some days that a person voided; None where it counts, or its row went from the sheet."""
    if fact_id not in history.facts or find_void(history, fact_id) is None or is_taken_out(history, fact_id):
        return None
    return _read_gone(history, fact_id, first, last)


def _read_gone(history: FactHistory, fact_id: str, first: date, last: date) -> GoneFact | None:
    fact = read_in_sheet(history, fact_id)
    sheet = history.facts[fact_id].event.sheet
    current = current_fact(history, fact_id).fact
    within = first <= fact.on <= last
    return GoneFact(id=fact_id, stream=history.stream, sheet=sheet, fact=fact, current=current) if within else None


def compare_sheet(
    gone: Sequence[GoneFact], new: Sequence[NewRow], changed: Sequence[ChangedFact] = ()
) -> SheetComparison:
    """Return how a sheet differs from what was recorded from it.

    Args:
        gone: The facts whose rows it does not have any more.
        new: The rows it did not have.
        changed: The facts whose rows, known by their ids, say something else.
    """
    pairs = pair_nearest(gone, [row for row in new if not row.has_own_id])
    became = [
        ChangedFact(
            id=fact.id,
            stream=fact.stream,
            sheet=row.sheet,
            row=row.row,
            before=fact.current,
            after=row.fact,
            row_id=row.id,
        )
        for fact, row in pairs
    ]
    facts, rows = {fact.id for fact, _ in pairs}, {row.id for _, row in pairs}
    comparison = SheetComparison(
        changed=(*changed, *became),
        gone=tuple(fact for fact in gone if fact.id not in facts),
        new=tuple(row for row in new if row.id not in rows),
    )
    return comparison if comparison.differs() else SheetComparison()


def join_comparisons(comparisons: Iterable[SheetComparison]) -> SheetComparison:
    """Return the comparisons of several sheets as one."""
    each = tuple(comparisons)
    return SheetComparison(
        changed=tuple(changed for comparison in each for changed in comparison.changed),
        gone=tuple(gone for comparison in each for gone in comparison.gone),
        new=tuple(new for comparison in each for new in comparison.new),
    )


def pair_nearest(gone: Sequence[GoneFact], new: Sequence[NewRow]) -> list[tuple[GoneFact, NewRow]]:
    """Return facts with the rows they became: of one class, day and kind those first that differ least."""
    by_place: dict[tuple[str, date, str], list[NewRow]] = defaultdict(list)
    for row in new:
        by_place[_place(row.fact)].append(row)
    possible = [(fact, row) for fact in gone for row in by_place.get(_place(fact.fact), ())]
    possible.sort(key=lambda pair: _count_differences(pair[0].fact, pair[1].fact))
    facts: set[str] = set()
    rows: set[str] = set()
    pairs = []
    for fact, row in possible:
        if fact.id not in facts and row.id not in rows:
            facts.add(fact.id)
            rows.add(row.id)
            pairs.append((fact, row))
    return pairs


def _place(fact: Fact) -> tuple[str, date, str]:
    return fact.class_id, fact.on, fact.kind


def _count_differences(before: Fact, after: Fact) -> int:
    return len(list_changed_fields(before, after))


def list_changed_fields(before: Fact, after: Fact) -> tuple[str, ...]:
    """Return the attributes in which two facts differ; the head teacher is none, as class and day determine who it is."""
    names = (field.name for field in attrs.fields(Fact) if field.name != "teacher")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))

"""A sheet recorded again: compared with what it recorded before, then refused, amended or kept."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.application.recording import Recording
from bzr_domain.facts.incoming_sheet import FactRow, IncomingSheet
from tests.domain.application.test_school_writer import SCHOOL, Office, office, wish

__all__ = ["office"]

RIGHTS = """
[[person]]
name = "办公室"
roles = ["office", "head"]

[[person]]
name = "值周员"
roles = ["recorder"]
"""


def amend(office: Office, *rows: FactRow, **options: Any) -> Recording:
    """Record the sheet and amend what it said before."""
    return office.record(*rows, gone="amend", reason="复查", **options)


def fates(recording: Recording) -> tuple[int, int, int, int]:
    """How many rows were new, known, amended and removed."""
    return recording.new, recording.known, len(recording.amended), len(recording.removed)


def in_force(office: Office, class_id: str = "c1") -> list[tuple[int, int]]:
    """The day and the count of each fact in force."""
    facts = office.recorder.reader().current_facts(class_id)
    return sorted((fact.fact.on.day, fact.fact.count) for fact in facts if fact.voided_by is None)


def test_an_edited_sheet_is_refused_and_leaves_no_trace(office: Office) -> None:
    """Which row changed, which went and which is new, with their places; nothing is recorded."""
    office.record(wish(count=2), wish(day=4), wish(day=6))
    head = office.recorder.store.last_position()

    refused = office.record(wish(count=3), wish(day=5), wish(day=6))

    assert refused.refused is not None
    assert ("sheet.differs", (0, 1, 0, 0)) == (refused.refused.code, fates(refused))
    (changed,), (gone,), (new,) = refused.comparison.changed, refused.comparison.gone, refused.comparison.new
    assert (2, 2, 3) == (changed.row, changed.before.count, changed.after.count)
    assert (4, (3, 5)) == (gone.fact.on.day, (new.row, new.fact.on.day))
    assert head == office.recorder.store.last_position()


def test_amending_corrects_and_voids_in_one_append(office: Office) -> None:
    """The corrected fact keeps its id; every row's fate is told; amended once more it is known."""
    before = office.record(wish(count=2), wish(day=4), wish(day=6))
    rows = wish(count=3), wish(day=5), wish(day=6), wish(day=6)
    amended = amend(office, *rows)
    events = [r for page in office.recorder.store.read_all() for r in page]

    assert (2, 1, 1, 1) == fates(amended)
    assert (before.ids[0][0], before.ids[0][2]) == (amended.ids[0][0], amended.ids[0][2])
    assert (amended.amended, amended.removed) == (before.ids[0][:1], before.ids[0][1:2])
    assert 1 == len({recorded.command for recorded in events[-4:]})
    assert [(3, 3), (5, 1), (6, 1), (6, 1)] == in_force(office)
    assert (0, 4, 0, 0) == fates(amend(office, *rows)) == fates(office.record(*rows))


def test_a_row_changed_back_is_a_change_again(office: Office) -> None:
    """What was amended with the sheet is what the sheet says since; what it said first is free for another row."""
    office.record(wish(count=2))
    amend(office, wish(count=3))
    (fact,) = office.ids()

    refused = office.record(wish(count=2))
    both = office.record(wish(count=3), wish(count=2))

    assert refused.refused is not None
    assert (1, 1, 0, 0) == fates(both)
    assert fact not in both.new_ids
    assert (0, 0, 1, 1) == fates(amend(office, wish(count=4)))


def test_a_row_that_went_and_came_back_is_a_new_fact(office: Office) -> None:
    """What the sheet took out itself is no void fact to be asked about; what a person voided still is."""
    office.record(wish(), wish(day=4), wish(day=5))
    amend(office, wish(), wish(day=5))
    back = office.record(wish(), wish(day=4), wish(day=5))
    office.recorder.void(back.new_ids[0], "误记")
    void = office.record(wish(), wish(day=4), wish(day=5))

    assert ((1, 2, 0, 0), ()) == (fates(back), back.alike)
    assert [True] == [known.void for known in void.elsewhere]


def test_keeping_records_the_new_rows_beside_the_old(office: Office) -> None:
    """As asked for: both count."""
    office.record(wish(count=2))

    assert (1, 0, 0, 0) == fates(office.record(wish(count=3), gone="keep"))
    assert [(3, 2), (3, 3)] == in_force(office)


def test_a_row_corrected_by_hand_stays_known_by_the_unedited_sheet(office: Office) -> None:
    """So does a void one, whose row is listed; nobody is asked what became of them."""
    office.record(wish(count=2), wish(day=4))
    corrected, void = office.ids()
    office.recorder.correct(corrected, lambda row: attrs.evolve(row, count=5), "复查")
    office.recorder.void(void, "有假条")

    again = office.record(wish(count=2), wish(day=4))

    assert (None, 0, ((corrected, void),)) == (again.refused, again.new, again.ids)
    assert [(3, 5)] == in_force(office)


def test_a_row_corrected_by_hand_and_then_mended_is_amended(office: Office) -> None:
    """The row says neither what the fact first said nor what it says now."""
    office.record(wish(count=2))
    office.recorder.correct(office.ids()[0], lambda row: attrs.evolve(row, count=5), "复查")

    assert (0, 0, 1, 0) == fates(amend(office, wish(count=4)))
    assert [(3, 4)] == in_force(office)


def test_days_that_a_sheet_does_not_cover_are_not_compared(office: Office) -> None:
    """A sheet of the same name for other days is another one; rows without a sheet never are one."""
    office.record(wish(), wish(day=4))
    office.record(wish(day=9), name="")

    assert (1, 0, 0, 0) == fates(office.record(wish(day=5)))
    assert (1, 0, 0, 0) == fates(office.record(wish(day=9), name=""))
    assert (0, 0, 0, 0) == fates(office.record())


def test_a_table_covers_its_day_also_where_nothing_is_written_in_it(office: Office) -> None:
    """All its rows went."""
    office.record(wish(), name="表.csv")
    empty = IncomingSheet(name="表.csv", rows=(), on=date(2024, 9, 3))

    assert office.recorder.record([empty]).refused is not None
    assert (0, 0, 0, 1) == fates(office.recorder.record([empty], gone="amend", reason="查无此事"))


def test_a_row_with_an_id_changes_under_its_id(office: Office) -> None:
    """Also to another class, where it is noted; kept beside, the id is used; another sheet's id is."""
    office.record(wish(id="A-1", count=2), wish(day=4))
    rows = wish(id="A-1", count=3, class_ref="c2"), wish(day=4)

    refused, kept = office.record(*rows), office.record(*rows, gone="keep")
    other = office.record(wish(id="A-1", count=3), name="乙.csv")
    amended = amend(office, *rows)

    assert refused.refused is not None
    assert ["fact.id-taken"] == [problem.code for problem in kept.problems]
    assert ["fact.id-taken"] == [problem.code for problem in other.problems]
    assert ((0, 1, 1, 0), ("A-1",)) == (fates(amended), amended.amended)
    assert [(3, 3)] == in_force(office, "c2")
    assert (0, 2, 0, 0) == fates(office.record(*rows))


def test_a_row_with_an_id_that_says_what_the_fact_says_now_is_known(office: Office) -> None:
    """Corrected by hand first, then mended in the sheet."""
    office.record(wish(id="A-1", count=2))
    office.recorder.correct("A-1", lambda row: attrs.evolve(row, count=3), "复查")

    assert (0, 1, 0, 0) == fates(office.record(wish(id="A-1", count=3)))


def test_a_row_with_an_id_never_takes_another_rows_place(office: Office) -> None:
    """Of two rows that say the same one bears the id: the other is a fact of its own, each time."""
    rows = wish(), wish(id="A-1")
    first, again = office.record(*rows), office.record(*rows)

    assert ((2, 0, 0, 0), (0, 2, 0, 0), first.ids) == (fates(first), fates(again), again.ids)


def test_an_id_that_is_no_facts_is_refused(office: Office) -> None:
    """A void bears it."""
    office.record(wish())
    office.recorder.void(office.ids()[0], "误记")
    events = [r for page in office.recorder.store.read_all() for r in page]

    taken = office.record(wish(id=events[-1].event.id, day=5), name="乙.csv")

    assert ["fact.id-taken"] == [problem.code for problem in taken.problems]


def test_amending_takes_a_reason_and_no_bad_row(office: Office) -> None:
    """Nobody knows what a bad row says of the fact it was, so that it would be void for a slip of the pen."""
    office.record(wish(count=2), wish(day=4))
    head = office.recorder.store.last_position()

    without = office.record(wish(count=3), gone="amend", reason=" ")
    bad = amend(office, wish(count=3), wish(day=4, class_ref="c9"), partial=True)

    assert without.refused is not None
    assert ("reason.missing", (0, 0, 0, 0)) == (without.refused.code, fates(bad))
    assert ["fact.unknown-class"] == [problem.code for problem in bad.problems]
    assert head == office.recorder.store.last_position()


@pytest.mark.parametrize("rows", [[wish(count=3), wish(day=4)], [wish(count=2)]], ids=["correct", "void"])
def test_amending_asks_for_the_right_to_correct_and_to_void(office: Office, rows: list[FactRow]) -> None:
    """Who may record a sheet may not for that reason change what was recorded."""
    office.record(wish(count=2), wish(day=4), wish(day=2))
    office.setup(SCHOOL + RIGHTS)
    watch = attrs.evolve(office, recorder=attrs.evolve(office.recorder, actor="值周员"))

    refused = amend(watch, wish(day=2), *rows, wish(day=4, kind="assembly.missed"))

    assert refused.refused is not None
    assert "right.missing" == refused.refused.code
    assert (0, 0, 0, 0) == (refused.new, 0, len(refused.amended), len(refused.removed))

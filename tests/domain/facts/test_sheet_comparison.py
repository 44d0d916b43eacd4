"""What a sheet recorded again says otherwise: pairs of what went and what is new, and whose word a fact's content is."""

from collections.abc import Sequence
from datetime import date

import attrs

from bzr_domain.facts import class_history
from bzr_domain.facts.class_history import ClassHistory
from bzr_domain.facts.events import ClassEvent, FactCorrected, FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import is_taken_out, read_in_sheet, replay_events
from bzr_domain.facts.sheet_comparison import (
    ChangedFact,
    GoneFact,
    NewRow,
    SheetComparison,
    compare_sheet,
    find_gone_fact,
    join_comparisons,
    list_changed_fields,
)
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import fact

STREAM = "class:g1c1:2024-autumn"
FINDING = fact("hygiene.finding", count=2)
MENDED = attrs.evolve(FINDING, count=3)
RECORDED = FactRecorded(id="f1", fact=FINDING, sheet="甲.csv")
CORRECTED = FactCorrected(id="c1", target="f1", fields=("count",), after=MENDED, reason="复查")
VOIDED = FactVoided(id="v1", target="f1", reason="误记")


def history_of(*events: ClassEvent) -> ClassHistory:
    """A class's history of these events."""
    page = [record_event(event, number) for number, event in enumerate(events, 1)]
    return replay_events(class_history.initial(STREAM), [page])


def gone(name: str, content: Fact) -> GoneFact:
    """A fact that its sheet does not have any more."""
    return GoneFact(id=name, stream=STREAM, sheet="甲.csv", fact=content, current=content)


def new(name: str, content: Fact, *, has_own_id: bool = False) -> NewRow:
    """A row that its sheet did not have."""
    return NewRow(id=name, has_own_id=has_own_id, sheet="甲.csv", row=2, fact=content)


def pairs(comparison: SheetComparison) -> Sequence[tuple[str, str]]:
    """Which fact became which row."""
    return [(changed.id, changed.row_id) for changed in comparison.changed]


def test_a_fact_is_what_its_sheet_last_said() -> None:
    """A person's correction is not the sheet's word; one made with the sheet is, even where a person voided it since."""
    of_sheet = attrs.evolve(CORRECTED, sheet="甲.csv")

    assert FINDING == read_in_sheet(history_of(RECORDED, CORRECTED), "f1")
    assert MENDED == read_in_sheet(history_of(RECORDED, of_sheet), "f1")
    assert MENDED == read_in_sheet(history_of(RECORDED, of_sheet, attrs.evolve(VOIDED, target="c1")), "f1")


def test_a_fact_is_taken_out_by_its_sheet_and_not_by_a_person() -> None:
    """Only then does its row, once it is back, mean a new fact."""
    of_sheet = attrs.evolve(VOIDED, sheet="甲.csv")

    taken_out = [is_taken_out(history_of(RECORDED, *events), "f1") for events in ([], [VOIDED], [of_sheet])]

    assert [False, False, True] == taken_out


def test_what_is_void_or_of_other_days_is_not_gone() -> None:
    """A void fact needs nothing; one that its sheet moved to another day is compared with that one."""
    first, last = date(2024, 9, 1), date(2024, 9, 30)
    moved = attrs.evolve(CORRECTED, after=attrs.evolve(FINDING, on=date(2024, 10, 8)), fields=("on",), sheet="甲.csv")

    assert gone("f1", FINDING) == find_gone_fact(history_of(RECORDED), "f1", first, last)
    assert find_gone_fact(history_of(RECORDED, VOIDED), "f1", first, last) is None
    assert find_gone_fact(history_of(RECORDED, moved), "f1", first, last) is None
    assert find_gone_fact(history_of(RECORDED), "f2", first, last) is None


def test_of_several_rows_each_fact_became_the_one_most_like_it() -> None:
    """Of the same class, day and kind; what is left over went, or is new."""
    corridor, room = attrs.evolve(FINDING, place="走廊"), attrs.evolve(FINDING, place="教室")
    facts = [gone("f1", corridor), gone("f2", room), gone("f3", attrs.evolve(room, count=9))]
    rows = [new("n1", attrs.evolve(room, count=3)), new("n2", attrs.evolve(corridor, count=3))]

    comparison = compare_sheet(facts, rows)

    assert {("f1", "n2"), ("f2", "n1")} == set(pairs(comparison))
    assert ((facts[2],), ()) == (comparison.gone, comparison.new)


def test_another_day_class_or_kind_is_another_row() -> None:
    """It did not become that one: the fact went, and the row is new."""
    others = [{"on": date(2024, 9, 4)}, {"class_id": "g1c2"}, {"kind": "assembly.missed"}]
    for changes in others:
        row = new("n1", attrs.evolve(FINDING, **changes))  # type: ignore[arg-type]

        comparison = compare_sheet([gone("f1", FINDING)], [row])

        assert ((), (gone("f1", FINDING),), (row,)) == (comparison.changed, comparison.gone, comparison.new)


def test_a_row_with_an_id_of_its_own_is_told_by_it_alone() -> None:
    """Nothing became such a row; a fact that bears its id and says something else has changed."""
    row = new("A-1", MENDED, has_own_id=True)
    changed = ChangedFact(id="f1", stream=STREAM, sheet="甲.csv", row=2, before=FINDING, after=MENDED, row_id="f1")

    assert (gone("f1", FINDING),) == compare_sheet([gone("f1", FINDING)], [row]).gone
    assert (changed,) == compare_sheet([], [], [changed]).changed


def test_rows_that_are_merely_new_are_no_difference() -> None:
    """Further rows of a sheet are recorded without a question."""
    comparison = compare_sheet([], [new("n1", FINDING)])

    assert (SheetComparison(), False) == (comparison, comparison.differs())


def test_several_sheets_are_one_comparison() -> None:
    """The differences of each, one after the other."""
    one, other = (compare_sheet([gone(name, FINDING)], []) for name in ("f1", "f2"))

    joined = join_comparisons([one, other])

    assert (["f1", "f2"], True) == ([fact.id for fact in joined.gone], joined.differs())


def test_the_head_teacher_is_no_difference() -> None:
    """Class and day determine who it is, also after the tenures were corrected."""
    assert ("count", "note") == list_changed_fields(FINDING, attrs.evolve(MENDED, teacher="t9", note="补"))

"""Laws of sheets recorded again (表格再录): amended, the facts say what the sheet says; kept or refused, nothing old is touched."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import Actor, Fact, Invalid, Receipt, Refused, School
from bzr_domain.application.recording import Recording
from tests.adapters.front_door.schools import create_school
from tests.support.effort import fewer

Row: TypeAlias = Mapping[str, Any]

DAYS_OF_IDS = {"a-1": 3, "a-2": 4}
"""A row with an id stays on its day: what was recorded from a sheet is found by the day recorded."""


def row(kind: str, class_: str, day: int, count: int, note: str, own_id: str = "") -> Row:
    """A row of a sheet, with the cells that are filled."""
    cells = {"fact": kind, "class": class_, "date": f"2024-09-{DAYS_OF_IDS.get(own_id, day):02}", "count": count}
    return cells | ({"note": note} if note else {}) | ({"id": own_id} if own_id else {})


WITHOUT_ID = st.builds(
    row,
    st.sampled_from(["hygiene.finding", "assembly.missed", "lesson.check_missed"]),
    st.sampled_from(["g1c1", "g1c2"]),
    st.integers(3, 5),
    st.integers(1, 3),
    st.sampled_from(["", "已复查"]),
)
WITH_ID = st.builds(
    row,
    st.sampled_from(["hygiene.finding", "assembly.missed"]),
    st.sampled_from(["g1c1", "g1c2"]),
    st.just(0),
    st.integers(1, 3),
    st.just(""),
    st.sampled_from(sorted(DAYS_OF_IDS)),
)
PLAIN_SHEETS = st.lists(WITHOUT_ID, min_size=1, max_size=6)
SHEETS = st.tuples(
    st.lists(WITHOUT_ID, min_size=1, max_size=6), st.lists(WITH_ID, max_size=2, unique_by=lambda cells: cells["id"])
).map(lambda parts: [*parts[0], *parts[1]])
VERSIONS = st.lists(SHEETS, min_size=2, max_size=4)


@contextmanager
def opened() -> Iterator[tuple[School, Actor]]:
    """A school in memory, and a clerk."""
    school = create_school()
    try:
        yield school, school.acting("李老师")
    finally:
        school.close()


def content(day: date, cells: Mapping[str, Any]) -> tuple[object, ...]:
    """What a row or a fact says on its day."""
    return (day, *(cells.get(name) for name in ("fact", "class", "count", "note")))


def say_rows(rows: Sequence[Row]) -> Counter[tuple[object, ...]]:
    """What the rows of a sheet say, each as often as it stands there."""
    return Counter(content(date.fromisoformat(cells["date"]), cells) for cells in rows)


def say_facts(facts: Sequence[Fact], rows: Sequence[Row]) -> Counter[tuple[object, ...]]:
    """What the facts in force of the days that a sheet covers say."""
    days = [date.fromisoformat(cells["date"]) for cells in rows]
    within = [fact for fact in facts if fact.voided_by is None and min(days) <= fact.on <= max(days)]
    return Counter(content(fact.on, fact.to_dict()) for fact in within)


def amend(clerk: Actor, rows: Sequence[Row]) -> Receipt:
    """Record a version of the sheet and amend what it said before."""
    return clerk.record(rows, sheet="检查.csv", gone="amend", reason="表改了")


def list_void_rows(receipt: Receipt, rows: Sequence[Row]) -> list[Row]:
    """The rows that are not recorded, as they bear the id of a fact that is void."""
    outcome: Recording = receipt.source.outcome
    void = {known.id for known in outcome.elsewhere if known.void}
    return [cells for cells in rows if cells.get("id") in void]


@fewer(60)
@given(VERSIONS)
def test_after_amending_the_facts_in_force_say_exactly_what_the_sheet_says(versions: Sequence[Sequence[Row]]) -> None:
    """However it was edited, as often as each row stands there; and amended once more it is known."""
    with opened() as (school, clerk):
        for rows in versions:
            try:
                receipt = amend(clerk, rows)
            except Invalid as invalid:  # an id that came back for a fact that went: nothing is recorded
                assert {"fact.id-taken"} == {problem.code for problem in invalid.problems}
                continue
            void = list_void_rows(receipt, rows)
            assert say_rows(rows) - say_rows(void) == say_facts(list(school.facts()), rows)
            assert len(rows) == len(receipt.ids)

            head = school.head()
            known = amend(clerk, rows)
            assert (head, sorted(receipt.ids)) == (school.head(), sorted(known.ids))
            assert () == known.new == known.amended == known.removed


@fewer(60)
@given(PLAIN_SHEETS, st.data())
def test_the_unedited_sheet_changes_nothing_whatever_a_person_amended(rows: Sequence[Row], data: st.DataObject) -> None:
    """Corrected by hand or void, each fact stays known by its row, and nobody is asked what became of it."""
    with opened() as (school, clerk):
        for fact in clerk.record(rows, sheet="检查.csv").ids:
            step = data.draw(st.sampled_from(["", "void", 1, 2, 3]))
            if step == "void":
                clerk.void(fact, reason="有假条")
            elif step:
                clerk.correct(fact, count=step, reason="复查")
        head = school.head()

        receipt = clerk.record(rows, sheet="检查.csv")

        assert head == school.head()
        assert len(set(receipt.ids)) == len(rows) == len(receipt.known)


@fewer(60)
@given(SHEETS, SHEETS)
def test_keeping_touches_nothing_that_was_recorded(before: Sequence[Row], after: Sequence[Row]) -> None:
    """Every fact says what it said and is as much in force as it was."""
    with opened() as (school, clerk):
        clerk.record(before, sheet="检查.csv")
        facts = [fact.to_dict() for fact in school.facts()]

        with suppress(Invalid):  # an id that is used: nothing is recorded
            clerk.record(after, sheet="检查.csv", gone="keep")

        kept = {fact.id: fact.to_dict() for fact in school.facts()}
        assert facts == [kept[fact["id"]] for fact in facts]


@fewer(60)
@given(SHEETS, SHEETS)
def test_a_refused_sheet_leaves_no_trace_and_names_what_amending_changes(
    before: Sequence[Row], after: Sequence[Row]
) -> None:
    """What is named as changed and gone is what amending then corrects and voids; where nothing is, nothing is refused."""
    with opened() as (school, clerk):
        clerk.record(before, sheet="检查.csv")
        head, codes = school.head(), []
        try:
            clerk.record(after, sheet="检查.csv")
        except Refused as refused:
            assert (head, "sheet.differs") == (school.head(), refused.code)
            codes = [problem.code for problem in refused.problems]

        receipt = amend(clerk, after)

        assert len(receipt.amended) == codes.count("sheet.row-changed")
        assert len(receipt.removed) == codes.count("sheet.row-gone")
        assert bool(codes) == bool(receipt.amended or receipt.removed)
        if codes:
            assert len(receipt.new) == codes.count("sheet.row-new")

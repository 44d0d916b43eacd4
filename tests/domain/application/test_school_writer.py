"""Recording and reading over a real store: what is new, known or refused, and what was known when."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.school_file import read_school
from bzr_adapters.storage import create_store
from bzr_domain.application.compare_totals import compare_totals
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.ports import Batch, Conflict
from bzr_domain.application.recording import Recording
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, TotalPrinted
from bzr_domain.facts.incoming_sheet import FactRow, IncomingSheet, PrintedTotal
from bzr_domain.kernel.messages import Message, Problem, Refused, UnknownReference
from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.kernel.quantities import Percentage
from bzr_domain.register.declaration import Declaration
from bzr_domain.scoring.statement import Statement
from tests.support import stores
from tests.support.effort import fewer

SCHOOL = """
[school]
name = "示例中学"

[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17

[[class]]
id = "c1"
name = "高一(1)班"
stage = "senior"
grade = "高一"

[[class]]
id = "c2"
name = "高一(2)班"
stage = "senior"
grade = "高一"

[[tenure]]
teacher = "t1"
name = "张老师"
class = "c1"
from = 2024-09-01
to = 2024-09-15

[[tenure]]
teacher = "t2"
name = "李老师"
class = "c1"
from = 2024-09-16

[[tenure]]
teacher = "t3"
name = "王老师"
class = "c2"
from = 2024-09-01

[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
"""


def cell(name: str) -> Period:
    """A month by name."""
    found = parse_month(name)
    assert found is not None
    return found


SEPTEMBER = cell("2024-09")


@attrs.define
class Clock:
    """A clock that moves one minute each time it is read."""

    now: datetime = datetime(2025, 2, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@attrs.define
class Office:
    """A school with a store of its own, and the few things a test does with it."""

    recorder: SchoolWriter
    clock: Clock
    folder: Path

    def setup(self, text: str = SCHOOL) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Register the school file."""
        path = self.folder / "school.toml"
        path.write_text(text, encoding="utf-8")
        declared = read_school(path)
        assert isinstance(declared, Declaration), declared
        return self.recorder.setup(declared)

    def record(self, *rows: FactRow, name: str = "九月.csv", **options: Any) -> Recording:
        """Record one sheet of wishes."""
        rows = tuple(attrs.evolve(wish, row=index) for index, wish in enumerate(rows, 2))
        return self.recorder.record([IncomingSheet(name=name, rows=rows)], **options)

    def total(self, class_id: str = "c1", as_of: datetime | None = None) -> Decimal:
        """A class's total for September, now or as known then."""
        reader = self.recorder.reader() if as_of is None else stores.read_at(self.recorder.store, as_of, as_of)
        statement = reader.statement(class_id, SEPTEMBER)
        assert isinstance(statement, Statement)
        return statement.total

    def ids(self, class_id: str = "c1") -> list[str]:
        """The ids of a class's facts, in the order of the days."""
        return [one.id for one in self.recorder.reader().current_facts(class_id)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office for one test."""
    made = new_office(tmp_path)
    yield made
    made.recorder.store.close()


def new_office(folder: Path) -> Office:
    """A school, registered, on a store in memory."""
    clock = Clock()
    made = Office(stores.build_writer(create_store("memory:"), "办公室", clock), clock, folder)
    made.setup()
    return made


def wish(kind: str = "hygiene.finding", class_ref: str | None = "c1", day: int = 3, **fields: Any) -> FactRow:
    """A wish about a class on a day of September."""
    return FactRow(kind=kind, class_ref=class_ref, on=date(2024, 9, day), **fields)


def test_rows_of_one_sheet_with_one_id_are_all_named(office: Office) -> None:
    """However the id is spelt, and whether they say the same or not; nobody knows which was meant."""
    recorded = office.record(wish(id="A-1"), wish(id="Ａ-1", count=2), wish(id="A-2"))

    assert [(2, "fact.id-repeated"), (3, "fact.id-repeated")] == [(p.row, p.code) for p in recorded.problems]
    assert "编号“A-1”在表中重复:第2、3行" == str(recorded.problems[0].what)


def test_two_sheets_of_one_name_do_not_give_one_id_two_meanings(office: Office) -> None:
    """Recorded together, the second one's row is told."""
    sheets = [IncomingSheet(name="九月.csv", rows=(wish(id="A-1", count=count, row=2),)) for count in (1, 2)]

    assert ["fact.id-taken"] == [problem.code for problem in office.recorder.record(sheets).problems]


def test_a_fraction_among_percentages_is_named_with_what_else_is_wrong(office: Office) -> None:
    """Each row has all its problems, and none twice."""
    scores = [Percentage(97), Decimal("0.97")]
    rates = office.record(*(wish("attendance.rate", value=score, class_ref="c7") for score in scores))
    scored = office.record(*(wish("hygiene.score", value=score) for score in scores))

    assert ["fact.unknown-class", "fact.unknown-class", "fact.fraction-or-percentage"] == [
        problem.code for problem in rates.problems
    ]
    assert [(3, "fact.fraction-or-percentage")] == [(problem.row, problem.code) for problem in scored.problems]


def test_a_recorded_fraction_needs_no_question_when_something_else_is_corrected(office: Office) -> None:
    """Only a new value is asked about."""
    [fact_id] = office.record(wish("attendance.rate", value=Percentage("0.97"))).new_ids

    noted = office.recorder.correct(fact_id, lambda row: attrs.evolve(row, note="复查"), "复查")
    asked = office.recorder.correct(fact_id, lambda row: attrs.evolve(row, value=Decimal("0.98")), "复查")

    assert isinstance(noted, tuple)
    assert isinstance(asked, tuple)
    assert ["复查"] == [each.after.note for each in noted if isinstance(each, FactCorrected)]
    assert ["fact.fraction-or-percentage"] == [each.code for each in asked if isinstance(each, Problem)]


EVE = datetime(2024, 9, 2, 12, tzinfo=UTC)


def test_a_date_without_its_year_means_days_of_terms_up_to_today(office: Office) -> None:
    """A day of no calendar, of no term, and one that is still to come mean none."""
    reader = office.recorder.reader()

    assert [date(2024, 9, 3)] == reader.list_days_without_year(9, 3)
    assert [[], []] == [reader.list_days_without_year(*day) for day in ((2, 30), (8, 1))]
    assert [] == stores.read_at(office.recorder.store, EVE).list_days_without_year(9, 3)


def test_the_same_sheet_twice_adds_nothing(office: Office) -> None:
    """Every row of the second time is known, equal rows of one sheet by their ordinal."""
    rows = [wish(), wish(), wish(count=2), wish("bearing.rating", None, teacher_ref="张老师", grade="good")]

    first, second = office.record(*rows), office.record(*rows)

    assert (4, 0) == (first.new, first.known)
    assert (0, 4, ()) == (second.new, second.known, second.elsewhere)


def test_rows_of_another_sheet_are_listed_and_new_records_them_once(office: Office) -> None:
    """Nothing is lost silently: what another sheet said is listed, --new records it, and again adds nothing."""
    office.record(wish(), name="甲.csv")

    listed = office.record(wish(), name="乙.csv")
    anew = office.record(wish(), name="乙.csv", new=True)
    again = office.record(wish(), name="乙.csv", new=True)

    (row,) = listed.elsewhere
    assert (0, "甲.csv", "乙.csv", 2, False) == (listed.new, row.from_sheet, row.sheet, row.row, row.void)
    assert (1, 0) == (anew.new, len(anew.elsewhere))
    assert (0, 1) == (again.new, again.known)


def test_a_row_equal_to_a_void_fact_is_listed_and_new_records_it_once(office: Office) -> None:
    """A fact declared void does not come back by itself with its sheet."""
    office.record(wish())
    office.recorder.void(office.ids()[0], "不是本班")

    listed = office.record(wish())
    anew = office.record(wish(), new=True)
    again = office.record(wish(), new=True)

    assert (0, True) == (listed.new, listed.elsewhere[0].void)
    assert (1, 0, 1) == (anew.new, again.new, again.known)


def test_a_dry_run_decides_and_records_nothing(office: Office) -> None:
    """What would be new is counted; afterwards it is still new."""
    assert 1 == office.record(wish(), dry_run=True).new
    assert 1 == office.record(wish()).new


def test_one_bad_row_stops_the_sheet_and_partial_records_the_others(office: Office) -> None:
    """All or none, unless the good rows are asked for."""
    rows = [wish(), wish(class_ref="c9")]

    stopped, part = office.record(*rows), office.record(*rows, partial=True)

    assert (0, 1) == (stopped.new, len(stopped.problems))
    assert ("九月.csv", 3, "没有班级“c9”") == (
        part.problems[0].sheet,
        part.problems[0].row,
        str(part.problems[0].what),
    )
    assert 1 == part.new


def test_an_id_of_its_own_is_known_again_and_refused_for_another_fact(office: Office) -> None:
    """The row's own identity: the same row is known, other content is a problem, in the sheet and across classes."""
    office.record(wish(id="A-1"))

    same = office.record(wish(id="A-1"))
    other = office.record(wish(id="A-1", count=5), gone="keep")
    elsewhere = office.record(wish(id="A-1", class_ref="c2"), gone="keep")
    twice = office.record(wish(id="B-1"), wish(id="B-1"), wish(id="B-1", count=2), wish(id="B-2"))

    assert (0, 1) == (same.new, same.known)
    assert ["id"] == [problem.field for problem in other.problems]
    assert ["id"] == [problem.field for problem in elsewhere.problems]
    assert [2, 3, 4] == [problem.row for problem in twice.problems]
    assert {"fact.id-repeated"} == {problem.code for problem in twice.problems}


def test_a_void_is_as_if_it_never_happened_and_voiding_it_restores(office: Office) -> None:
    """A void of a void restores; voiding twice takes no second event."""
    clean = office.total()
    office.record(wish(count=3))
    (fact,) = office.ids()
    with_it = office.total()

    done, again = office.recorder.void(fact, "记错"), office.recorder.void(fact, "记错")
    assert isinstance(done, tuple)
    voided = office.total()
    office.recorder.void(done[0].id, "没有记错")  # type: ignore[union-attr]  # a void or a correction has one

    assert () == again
    assert (clean, clean - 3, clean, clean - 3) == (voided, with_it, voided, office.total())


def test_a_correction_moves_a_fact_to_another_class_and_back(office: Office) -> None:
    """The wrong class was charged: the right one pays, the fact keeps its id, and voiding the correction undoes it."""
    office.record(wish(count=4))
    (fact,) = office.ids()
    before = office.total("c1"), office.total("c2")

    done = office.recorder.correct(fact, lambda one: attrs.evolve(one, class_ref="c2"), "是二班")
    assert isinstance(done, tuple)
    moved = office.total("c1"), office.total("c2")
    found = office.ids("c1"), office.ids("c2")
    office.recorder.void(done[0].id, "确是一班")  # type: ignore[union-attr]  # a void or a correction has one

    assert (before[0] + 4, before[1] - 4) == moved
    assert ([], [fact]) == found
    assert before == (office.total("c1"), office.total("c2"))


def test_a_fact_moved_twice_stands_once(office: Office) -> None:
    """Moved away and corrected back home, a fact still counts exactly once."""
    clean = office.total("c1"), office.total("c2")
    office.record(wish(count=4))
    (fact,) = office.ids()

    office.recorder.correct(fact, lambda one: attrs.evolve(one, class_ref="c2"), "是二班")
    office.recorder.correct(fact, lambda one: attrs.evolve(one, class_ref="c1"), "又是一班")
    office.recorder.correct(fact, lambda one: attrs.evolve(one, class_ref="c2"), "还是二班")

    assert (clean[0], clean[1] - 4) == (office.total("c1"), office.total("c2"))
    assert ([], [fact]) == (office.ids("c1"), office.ids("c2"))


def test_a_teachers_fact_follows_its_date_to_the_head_teacher_of_that_day(office: Office) -> None:
    """Corrected to a day after the handover, a fact about the teacher is about the new one, and counts once."""
    clean = office.total()
    office.record(wish("lesson.check_missed", day=10, count=2))
    (fact,) = office.ids()

    office.recorder.correct(fact, lambda one: attrs.evolve(one, on=date(2024, 9, 20)), "日期记错")

    (as_current_facts,) = office.recorder.reader().current_facts("c1")
    assert ("t2", date(2024, 9, 20), fact) == (
        as_current_facts.fact.teacher,
        as_current_facts.fact.on,
        as_current_facts.id,
    )
    assert clean - 2 == office.total()


def test_facts_reach_the_class_when_the_head_teacher_changes_in_the_month(office: Office) -> None:
    """Facts about both head teachers count for the class they had."""
    clean = office.total()

    office.record(wish("lesson.check_missed", day=10), wish("lesson.check_missed", day=20))

    assert clean - 2 == office.total()


def test_a_tenure_amended_afterwards_loses_no_fact(office: Office) -> None:
    """Facts recorded about the former head teacher still count for the class, and their sheet is still known."""
    rows = [wish("lesson.check_missed", day=10, count=2)]
    office.record(*rows)
    before = office.total()

    changed = SCHOOL.replace('teacher = "t1"\nname = "张老师"', 'teacher = "t9"\nname = "赵老师"')
    office.setup(changed)

    assert before == office.total()
    assert (0, 1) == (office.record(*rows).new, office.record(*rows).known)


def test_an_answer_of_that_day_can_be_given_again(office: Office) -> None:
    """As of a moment, only what had been recorded by then counts — exactly at the instant, too."""
    office.record(wish(count=3))
    before = office.total()
    last = max(r.recorded_at for page in office.recorder.store.read_all() for r in page)
    office.recorder.void(office.ids()[0], "记错")

    assert before == office.total(as_of=last)
    assert before + 3 == office.total()


def test_before_the_school_was_registered_there_is_one_clear_answer(office: Office) -> None:
    """Asking for a moment before setup says so, and what to do."""
    with pytest.raises(UnknownReference, match="还没有登记学校;请先运行 bzr setup"):
        office.total(as_of=datetime(2025, 1, 1, tzinfo=UTC))


def test_a_class_with_facts_cannot_leave_the_register(office: Office) -> None:
    """Records are only ever added to: the school file has to keep what they stand for."""
    office.record(wish(class_ref="c2"))
    start = SCHOOL.index('[[class]]\nid = "c2"')
    without = SCHOOL[:start] + SCHOOL[SCHOOL.index("[[tenure]]") :]
    end = without.index('[[tenure]]\nteacher = "t3"')
    without = without[:end] + without[without.index("[[adopt]]") :]

    refused = office.setup(without)

    assert isinstance(refused, Refused)
    assert "“c2”已有事实记录,不能从登记中去掉;请在学校文件中保留它" == str(refused.reason)


def test_a_term_cannot_leave_facts_behind(office: Office) -> None:
    """A term shortened over a recorded fact is refused with the day; one that still covers it is not."""
    office.record(wish(day=3))

    refused = office.setup(SCHOOL.replace("start = 2024-09-02", "start = 2024-09-09"))
    kept = office.setup(SCHOOL.replace("start = 2024-09-02", "start = 2024-09-03"))

    assert isinstance(refused, Refused)
    assert "“c1”在2024-09-03的事实记录在学期“2024-autumn”;请保留这个学期,并让它仍包括这一天" == str(refused.reason)
    assert isinstance(kept, tuple)
    assert 1 == len(kept)


def test_a_term_renamed_cannot_lose_its_facts(office: Office) -> None:
    """The histories of a class bear the term's id: renaming or splitting the term is refused while facts stand there."""
    office.record(wish(day=3))

    renamed = office.setup(SCHOOL.replace('id = "2024-autumn"', 'id = "2024-fall"'))

    assert isinstance(renamed, Refused)
    assert "“c1”在2024-09-03的事实记录在学期“2024-autumn”;请保留这个学期,并让它仍包括这一天" == str(renamed.reason)


def test_a_row_that_says_what_a_fact_was_corrected_to_is_listed(office: Office) -> None:
    """Corrected first, then mended in the sheet: the row may mean the same, so it is listed and not counted twice."""
    office.record(wish(count=3))
    office.recorder.correct(office.ids()[0], lambda one: attrs.evolve(one, count=1), "重复计数")

    mended = office.record(wish(count=1))
    first = office.record(wish(count=3))

    assert (0, office.ids()) == (mended.new, [row.id for row in mended.elsewhere])
    assert (0, 1) == (first.new, first.known)
    assert 1 == office.record(wish(count=1), new=True, gone="keep").new


def test_a_printed_total_changed_and_changed_back_is_the_last_one(office: Office) -> None:
    """Of several totals one sheet printed for a day, the one recorded last is compared; the same again adds nothing."""
    for total in ("5", "6", "5", "5"):
        printed = PrintedTotal(class_ref="c1", on=date(2024, 9, 3), total=Decimal(total), sheet="表.csv", row=4)
        kinds = ("hygiene.finding",)
        office.recorder.record([IncomingSheet(name="表.csv", rows=(), totals=(printed,), kinds=kinds)])

    (found,) = compare_totals(office.recorder.reader(), "c1", SEPTEMBER)

    assert Decimal(5) == found.printed.total
    taken = [r for page in office.recorder.store.read_all() for r in page if isinstance(r.event, TotalPrinted)]
    assert 3 == len(taken)


def test_facts_of_days_without_a_rulebook_are_listed_and_not_scored(office: Office) -> None:
    """A fact is scored under the version in force on its day; where none was, it costs nothing and is listed."""
    office.setup(SCHOOL.replace('monthly-quantified"\nfrom = 2024-09-01', 'monthly-quantified"\nfrom = 2024-09-10'))
    clean = office.total()

    office.record(wish(day=3, count=3), wish(day=12, count=4))

    statement = office.recorder.reader().statement("c1", SEPTEMBER)
    assert isinstance(statement, Statement)
    assert clean - 4 == statement.total
    assert (office.ids()[0],) == statement.not_scored


def test_setup_twice_changes_nothing(office: Office) -> None:
    """The same file again yields no event."""
    assert () == office.setup()


def test_another_writer_in_between_is_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conflict is decided again against the history as it now is, and the caller never sees it."""
    store = office.recorder.store
    append, calls = store.append, []

    def interrupted(batches: list[Batch], **rest: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            append(batches, **rest)
            raise Conflict(Message("冲突", "conflict"))
        return append(batches, **rest)

    monkeypatch.setattr(type(store), "append", lambda self, batches, **rest: interrupted(batches, **rest))

    outcome = office.record(wish())

    assert 1 == len(office.ids())
    assert 1 == outcome.new + outcome.known


def test_an_id_prefix_must_mean_one_entry(office: Office) -> None:
    """None and several are refused, with what to do."""
    office.record(wish(id="abc-1"), wish(id="abc-2"))

    with pytest.raises(UnknownReference, match="不止一条:abc-1, abc-2"):
        find_entry(office.recorder.reader(), "abc")
    with pytest.raises(UnknownReference, match="没有编号以“zzz”开头的记录"):
        find_entry(office.recorder.reader(), "zzz")
    assert "abc-1" == find_entry(office.recorder.reader(), "abc-1")[0]


sheets = st.lists(
    st.builds(
        wish,
        kind=st.sampled_from(["hygiene.finding", "fee.uncollected", "lesson.check_missed"]),
        class_ref=st.sampled_from(["c1", "c2"]),
        day=st.sampled_from([3, 12, 18, 24]),
        count=st.integers(1, 3),
    ),
    max_size=8,
)


@fewer(50, nightly=100)
@given(sheet=sheets, cut=st.integers(0, 8), times=st.integers(2, 3))
def test_recording_in_any_parts_and_again_is_recording_once(
    sheet: list[FactRow], cut: int, times: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A sheet recorded in full after a part of it, and again, comes to the same facts and totals as once."""
    folder = tmp_path_factory.mktemp("office")
    once, often = new_office(folder), new_office(folder)

    once.record(*sheet)
    often.record(*sheet[:cut])
    for _ in range(times):
        often.record(*sheet)

    assert len(once.ids("c1") + once.ids("c2")) == len(set(often.ids("c1") + often.ids("c2")))
    assert once.total("c1") == often.total("c1")
    assert once.total("c2") == often.total("c2")


@fewer(50, nightly=100)
@given(sheet=sheets.filter(bool), steps=st.lists(st.integers(0, 7), max_size=4), data=st.data())
def test_voiding_and_restoring_is_as_if_it_never_happened(
    sheet: list[FactRow], steps: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Voided facts are as good as never recorded, whatever was voided and restored in between."""
    folder = tmp_path_factory.mktemp("office")
    full, kept = new_office(folder), new_office(folder)
    full.record(*[attrs.evolve(one, id=f"r{index}") for index, one in enumerate(sheet)])
    gone = set()
    for step in steps:
        name = f"r{step % len(sheet)}"
        done = full.recorder.void(name, "作废")
        if name not in gone and data.draw(st.booleans(), label="restore"):
            assert isinstance(done, tuple)
            full.recorder.void(done[0].id, "恢复")  # type: ignore[union-attr]  # a void or a correction has one
        else:
            gone.add(name)

    kept.record(*[attrs.evolve(one, id=f"r{i}") for i, one in enumerate(sheet) if f"r{i}" not in gone])

    for class_id in ("c1", "c2"):
        assert kept.recorder.reader().statement(class_id, SEPTEMBER) == full.recorder.reader().statement(
            class_id, SEPTEMBER
        )


def test_a_printed_total_of_no_class_is_a_problem_and_one_outside_every_term_is_passed_over(office: Office) -> None:
    """The class is looked up like a row's, and named once however often the table has it; a day outside terms has no result."""
    unknown = [
        PrintedTotal(class_ref="c9", on=date(2024, 9, 3), total=Decimal(5), sheet="表.csv", row=4) for _ in range(2)
    ]
    outside = PrintedTotal(class_ref="c1", on=date(2024, 8, 3), total=Decimal(5), sheet="表.csv", row=5)
    sheet = IncomingSheet(name="表.csv", rows=(), totals=(*unknown, outside), kinds=("hygiene.finding",))

    recording = office.recorder.record([sheet])

    (problem,) = recording.problems
    assert ("class", "表.csv", 4) == (problem.field, problem.sheet, problem.row)
    assert 0 == recording.printed


def test_only_a_fact_is_corrected(office: Office) -> None:
    """A void or a correction is not: it is voided."""
    office.record(wish())
    (fact_id,) = office.ids()
    (voided,) = office.recorder.void(fact_id, "误记")  # type: ignore[misc]

    refused = office.recorder.correct(voided.id, lambda row: row, "改错了")  # type: ignore[union-attr]

    assert isinstance(refused, Refused)
    assert f"{voided.id}不是事实,只能作废" == refused.reason.zh  # type: ignore[union-attr]


def test_a_row_of_a_day_without_its_class_is_a_problem(office: Office) -> None:
    """A class formed on a day has no facts before it; of a table, the problem stands under its own column."""
    later = SCHOOL.replace('class = "c2"\nfrom = 2024-09-01', 'class = "c2"\nfrom = 2024-09-10')
    office.setup(later.replace('id = "c2"', 'id = "c2"\nfrom = 2024-09-10'))
    sheet = IncomingSheet(name="表.csv", rows=(wish(class_ref="c2", kind="nothing", row=2),), origins=("F",))

    problems = {problem.field: problem for problem in office.recorder.record([sheet]).problems}

    assert {"class", "fact"} == set(problems)
    assert "2024-09-03没有班级“c2”(2024-09-10建班)" == problems["class"].what.zh
    assert "F" == problems["fact"].column


def test_nothing_is_loaded_for_no_statement(office: Office) -> None:
    """A list of no classes and periods needs no history."""
    assert [] == office.recorder.reader().load_histories([])

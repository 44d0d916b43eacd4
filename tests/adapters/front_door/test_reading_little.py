"""What is asked about one event reads one, and a list of any length is read as it is asked for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from weakref import ref

import attrs
import pytest

from bzr_adapters import Bookmark, Fact, Invalid, School, StoreUnavailable
from bzr_adapters.documents import workbook
from bzr_adapters.front_door.json_text import write_json
from bzr_adapters.reports.facts import fact_lines
from bzr_adapters.reports.ink import Ink
from bzr_adapters.storage import rows, store
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.memory import memory_store
from bzr_domain.application.ports import Batch, Command, EventLog
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact as DomainFact
from bzr_domain.kernel.recorded import Recorded
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school

FACTS = 1_200
"""In each of two classes: more than two pages of the log in all, and more than one of each history."""
CLASSES = ("g1c1", "g1c2")


def fill(log: EventLog, clock: Clock) -> None:
    """Record facts of both classes in turn."""
    for class_id in CLASSES:
        facts = tuple(_build_fact(class_id, number) for number in range(FACTS))
        for half in (0, 1):
            start, stop = half * FACTS // 2, (half + 1) * FACTS // 2
            batch = Batch(stream=f"class:{class_id}:2024-autumn", after=start, events=facts[start:stop])
            log.append([batch], command=Command(id=f"{class_id}.{half}", actor="李老师"), now=clock())


def _build_fact(class_id: str, number: int) -> FactRecorded:
    day = date(2024, 9, 2) + timedelta(days=number % 28)
    return FactRecorded(
        id=f"{class_id}-{number}", fact=DomainFact(kind="hygiene.finding", on=day, class_id=class_id, count=1)
    )


@pytest.fixture(params=["ours", "own"], scope="module")
def big_school(request: pytest.FixtureRequest) -> Iterator[School]:
    """A school with many facts, in a store of ours or in one of somebody's own."""
    clock = Clock()
    if request.param == "ours":
        school = create_school(clock=clock)
    else:
        school = School.create(None, DECLARATION, by="李老师", store=ByteView(memory_store()), clock=clock)
    fill(school._school.log, clock)
    yield school
    school.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[ref[Any]]:
    """Every event decoded since, in the order of reading, as long as somebody holds it."""
    decoded: list[ref[Any]] = []

    def read_rows(name: str, page: Sequence[rows.Row], keys: Keys | None) -> tuple[Recorded[Any], ...]:
        events = rows.read_rows(name, page, keys)
        decoded.extend(ref(entry.event) for entry in events)
        return events

    monkeypatch.setattr(store, "read_rows", read_rows)
    return decoded


def test_a_position_costs_one_event(big_school: School, read: list[ref[Any]]) -> None:
    """The register, which says in which zone its moment is told, was read when something was asked before."""
    register = sum(event.stream == "register" for event in big_school.events(until=50))
    big_school.at(register + 6)
    read.clear()

    past = big_school.at(register + 7)

    assert register + 7 == past.position
    assert 1 == len(read)


def test_a_bookmark_costs_one_event(big_school: School, read: list[ref[Any]]) -> None:
    """It is looked at before the events beyond it are read, of which no more are read than asked for."""
    log = big_school._school.log
    big_school.subscribe("kept", lambda _: None, batch=100).run(until=100)
    bookmark = Bookmark(log.bookmark("kept") or "")
    read.clear()

    events = list(big_school.events(bookmark, until=bookmark.position + 5))

    assert 5 == len(events)
    assert 1 + 5 == len(read)


def test_a_step_of_an_appointment_is_looked_up_alone(big_school: School, read: list[ref[Any]]) -> None:
    """Whether it recorded anything is seen from the last event of its command, however much stands behind that."""
    assert big_school._school.find_event(9_999) is None
    early = big_school._school.find_event(20)

    assert early is not None
    assert 20 == early.position
    assert 1 == len(read)


@pytest.mark.parametrize(
    "ask",
    [lambda s: s.facts(), lambda s: s.facts("g1c1"), lambda s: s.facts(kind="卫生不合格")],
    ids=["all", "of a class", "of a kind"],
)
def test_the_first_fact_comes_before_the_others_are_read(
    big_school: School, read: list[ref[Any]], ask: Callable[[School], Iterator[Fact]]
) -> None:
    """A page of the log and what was done in one history; of the other class's facts none."""
    first = next(ask(big_school))

    of_others = [event for event in (gone() for gone in read) if event and event.stream == "class:g1c2:2024-autumn"]
    assert "g1c1-0" == first.id
    assert [] == of_others
    assert len(read) < 2 * FACTS


@pytest.mark.parametrize(
    "ask", [lambda s: s.facts(), lambda s: s.facts("g1c2", kind="hygiene.finding")], ids=["all", "of a class"]
)
def test_facts_are_let_go_as_the_next_ones_are_read(
    big_school: School, read: list[ref[Any]], ask: Callable[[School], Iterator[Fact]]
) -> None:
    """Never more than a page of events and the one in hand are in memory, and none when it is over."""
    held, count = 0, 0
    for _ in ask(big_school):
        count += 1
        if count % 200 == 1:
            held = max(held, sum(event() is not None for event in read))

    assert count in (FACTS, 2 * FACTS)
    assert 0 < held <= 1_010


def test_a_list_in_parts_holds_one_part(big_school: School, read: list[ref[Any]]) -> None:
    """Each class by itself; together they are the whole list."""
    ids: list[str] = []
    for part in big_school.list_facts_in_parts():
        ids += [fact.id for fact in part.facts]
        assert {part.facts[0].class_id} == {fact.class_id for fact in part.facts}

    assert [fact.id for fact in big_school.list_facts().facts] == ids
    del part
    assert 0 == sum(event() is not None for event in read)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_list_is_written_with_one_part_in_memory(
    big_school: School, read: list[ref[Any]], form: Literal["json", "csv"]
) -> None:
    """A class at a time, and the columns found beforehand; what is written is the whole list."""
    past = big_school.at(big_school.head())
    listing = past.write_facts()
    held: list[int] = []

    class Sink(BytesIO):
        def write(self, piece: Any) -> int:
            held.append(sum(event() is not None for event in read))
            return super().write(piece)

    written, whole = Sink(), BytesIO()
    listing.export(written, format=form)
    past.list_facts().export(whole, format=form)

    assert whole.getvalue() == written.getvalue()
    assert 0 < max(held) <= FACTS + 10


def test_a_long_list_is_shown_as_its_document_is(big_school: School) -> None:
    """Piece by piece the same text; of no facts, an empty list; as a workbook the same sheet."""
    past = big_school.at(big_school.head())
    for question in ((None, None), ("g1c1", "2024-09-01")):
        listing, table = past.write_facts(*question), past.list_facts(*question)
        assert write_json(table.to_dict()) == "".join(listing.write_json())
        assert table.to_dict() == listing.to_dict()
        assert table.build_sheet() == listing.build_sheet()
        assert table.entitle(table.build_sheet()) == listing.entitle(listing.build_sheet())


def test_more_facts_than_a_worksheet_takes_are_refused_before_they_are_read(
    big_school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They are counted first, and the answer says what to do instead."""
    monkeypatch.setattr(workbook, "_MOST_LINES", FACTS)
    listing = attrs.evolve(big_school.write_facts(), read_parts=lambda: pytest.fail("read"))

    with pytest.raises(Invalid, match="csv") as refused:
        listing.export(tmp_path / "facts.xlsx")

    assert "file.too-long-for-excel" == refused.value.code
    assert [] == list(tmp_path.iterdir())


def test_an_iterator_holds_nothing_open(clock: Clock, tmp_path: Any) -> None:
    """While it stands still others write, and what they write is not in it; once the school is closed it says so."""
    school = create_school(clock=clock, address=f"sqlite:///{tmp_path / 'school.db'}")
    me = school.acting("李老师")
    row = {"date": "2024-09-03", "class": "g1c1", "fact": "卫生不合格"}
    me.record([row, row])
    facts = school.facts()

    first = next(facts)
    me.record([row])
    me.void(first.id, reason="误记")

    assert (1, None) == (len(list(facts)), first.voided_by)
    assert 3 == len(list(school.facts()))
    late = school.facts()
    school.close()
    with pytest.raises(StoreUnavailable):
        next(late)


def test_a_limit_below_nothing_is_told(school: School) -> None:
    """None at all is a limit."""
    assert [] == list(school.facts(limit=0))
    with pytest.raises(Invalid, match="limit is at least 0, not -1"):
        school.facts(limit=-1)


def test_a_long_list_is_written_with_its_heads_once(big_school: School) -> None:
    """A line a fact, however many parts it comes in, and how many there are at the end."""
    lines = list(fact_lines(big_school.list_facts_in_parts(), "en", Ink(coloured=False)))

    assert 1 + 2 * FACTS + 1 == len(lines)
    assert [0] == [number for number, line in enumerate(lines) if line.startswith("id ")]
    assert f"{2 * FACTS} facts, 0 of them void" == lines[-1]

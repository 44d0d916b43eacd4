"""A follower takes every event once, in order, knows its place, and is told which statements moved."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import Batch, Bookmark, Invalid, Refused, School
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school, finding


class Stumble(Exception):
    """What a handler of a user's raises."""


@pytest.fixture
def batches() -> list[Batch]:
    """What a handler was called with."""
    return []


def positions(batches: list[Batch]) -> list[int]:
    """The positions handed over, in order."""
    return [event.position for batch in batches for event in batch.events]


def test_every_event_comes_once_in_order(school: School, batches: list[Batch]) -> None:
    """In batches of the size asked for, up to the position asked for."""
    school.acting("李老师").record([finding(), finding(), finding()])

    school.subscribe("all", batches.append, batch=2).run(until=school.head())

    assert list(range(1, school.head() + 1)) == positions(batches)
    assert {1, 2} >= {len(batch.events) for batch in batches}


def test_the_store_keeps_the_place(school: School, batches: list[Batch]) -> None:
    """A new subscription of the name goes on where the last one stopped; one of another name begins at the start."""
    school.subscribe("mine", lambda _: None).run(until=school.head())
    receipt = school.acting("李老师").record([finding()])

    school.subscribe("mine", batches.append).run(until=receipt.position)

    assert [receipt.position] == positions(batches)
    school.subscribe("other", batches.append).run(until=1)
    assert [receipt.position, 1] == positions(batches)


def test_a_handler_that_fails_stops_it_with_the_place_unmoved(school: School, batches: list[Batch]) -> None:
    """Its own exception comes out, and the batch comes again."""

    def fail(batch: Batch) -> None:
        batches.append(batch)
        raise Stumble

    follower = school.subscribe("mine", fail, batch=3)
    for _ in range(2):
        with pytest.raises(Stumble):
            follower.run(until=school.head())

    assert batches[0] == batches[1]
    with pytest.raises(Stumble):
        follower.wait(1)


def test_a_handler_of_its_own_place_makes_each_event_count_exactly_once(school: School) -> None:
    """It keeps the bookmark with what it writes: here the third batch fails after having written nothing."""
    rows: list[int] = []
    kept = ["start"]

    def mirror(batch: Batch) -> None:
        if batch.bookmark.position == 3 and kept[-1] != "failed once":
            kept.append(kept[-1])
            raise Stumble
        rows.extend(event.position for event in batch.events)
        kept.append(str(batch.bookmark))

    with pytest.raises(Stumble):
        school.subscribe("mirror", mirror, after=Bookmark(kept[-1]), batch=1).run(until=school.head())
    place = Bookmark(kept[-1])
    kept.append("failed once")
    school.subscribe("mirror", mirror, after=place, batch=1).run(until=school.head())

    assert list(range(1, school.head() + 1)) == rows
    assert kept[-1] == str(Bookmark(kept[-1]))


def test_with_it_runs_in_a_thread_of_its_own(school: School, batches: list[Batch]) -> None:
    """`wait` returns when what one has written oneself has been handled; leaving stops it."""
    threads: set[int] = set()

    def take(batch: Batch) -> None:
        batches.append(batch)
        threads.add(threading.get_ident())

    with school.subscribe("view", take) as follower:
        receipt = school.acting("李老师").record([finding()])
        assert follower.wait(receipt.position, timeout=30)
        assert not follower.wait(receipt.position + 1, timeout=0.01)
    school.acting("李老师").record([finding()])

    assert list(range(1, receipt.position + 1)) == positions(batches)
    assert threading.get_ident() not in threads
    assert not follower.wait(school.head())


def test_leaving_raises_what_the_handler_raised(school: School) -> None:
    """Once, and not over an exception of the block's own."""

    def fail(_: Batch) -> None:
        raise Stumble

    with pytest.raises(Stumble), school.subscribe("view", fail):
        threading.Event().wait(0.3)
    with pytest.raises(ZeroDivisionError), school.subscribe("view", fail):
        raise ZeroDivisionError


def test_one_of_a_name_runs_at_a_time(school: School) -> None:
    """Two would hand the same events over twice; another name may."""
    with school.subscribe("view", lambda _: None):
        with pytest.raises(Refused) as refused:
            school.subscribe("view", lambda _: None).run()
        school.subscribe("other", lambda _: None).run(until=1)

    assert "subscription.running" == refused.value.code
    school.subscribe("view", lambda _: None).run(until=1)


def test_a_handler_may_stop_its_own_subscription(school: School, batches: list[Batch]) -> None:
    """After the batch in hand."""

    def take_one(batch: Batch) -> None:
        batches.append(batch)
        follower.stop()

    follower = school.subscribe("view", take_one, batch=1)
    follower.run()

    assert [1] == positions(batches)


def test_leaving_the_school_stops_its_subscriptions(clock: Clock) -> None:
    """Before it closes the store, so that none is torn away from it."""
    with create_school(clock=clock) as school:
        follower = school.subscribe("view", lambda _: None)
        follower.__enter__()
        assert follower.wait(school.head(), timeout=30)

    assert not follower.wait(10_000)
    follower.stop()


def test_a_bookmark_of_another_history_is_told(tmp_path: Path, clock: Clock) -> None:
    """A restored backup goes on otherwise; a replaced store is another one."""
    address = f"sqlite:///{tmp_path}/school.db"
    with create_school(clock=clock, address=address) as school:
        school.acting("李老师").record([finding()])
        head = school.head()
    shutil.copy(tmp_path / "school.db", tmp_path / "backup.db")
    places: list[Bookmark] = []
    with School.open(address, clock=clock) as school:
        school.acting("李老师").record([finding(), finding()])
        school.subscribe("mine", lambda batch: places.append(batch.bookmark), after=Bookmark(), batch=1).run(
            until=head + 1
        )
    shutil.copy(tmp_path / "backup.db", tmp_path / "school.db")

    with School.open(address, clock=clock) as school:
        shorter = fails_with(lambda: list(school.events(after=places[-1])))
        school.acting("李老师").record([finding("2024-09-04")])
        follower = school.subscribe("mine", lambda _: None, after=places[-1])
        other = fails_with(lambda: follower.run(until=school.head()))
        school.subscribe("mine", lambda _: None, after=places[-2]).run(until=school.head())
    with create_school(clock=clock) as replaced:
        another = fails_with(lambda: list(replaced.events(after=places[0])))

    assert ["bookmark.other-history"] * 3 == [shorter, other, another]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_history_replaced_under_a_follower_is_told(
    school: School, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server restored from an earlier backup, while a follower runs: with fewer events, and with others at the same places."""
    head = school.acting("李老师").record([finding(), finding()]).position
    follower = school.subscribe("view", lambda _: None)
    with create_school() as other:
        for _ in range(rows):
            other.acting("李老师").record([{**finding(), "note": "另一段历史"}])
        monkeypatch.setattr(other._school.log, "store_id", school._school.log.store_id)
        follower.__enter__()
        assert follower.wait(head, timeout=30)
        monkeypatch.setattr(follower, "_school", other._school)
        assert "bookmark.other-history" == fails_with(lambda: follower.wait(head + 1, timeout=30))


def fails_with(act: Callable[[], object]) -> str:
    """The code of what is Invalid."""
    with pytest.raises(Invalid) as error:
        act()
    return error.value.code


def test_wrong_arguments_are_told(school: School) -> None:
    """A wrong type is a TypeError, a wrong value Invalid."""
    no_handler: Any = "print"
    no_number: Any = "5"
    with pytest.raises(TypeError):
        school.subscribe("view", no_handler)
    with pytest.raises(TypeError):
        school.subscribe("view", print, batch=no_number)
    assert "argument.invalid" == fails_with(lambda: school.subscribe(" ", print))
    assert "argument.invalid" == fails_with(lambda: school.subscribe("view", print, batch=0))


# ---------------------------------------------------------------------------------------------- what moved


@pytest.fixture
def moved(school: School) -> Callable[[], set[tuple[str, str]]]:
    """What moved since it was last asked."""
    pairs: set[tuple[str, str]] = set()
    follower = school.subscribe("moved", lambda batch: pairs.update(batch.moved))

    def list_moved() -> set[tuple[str, str]]:
        pairs.clear()
        follower.run(until=school.head())
        return set(pairs)

    list_moved()
    return list_moved


def test_a_fact_moves_the_periods_of_its_class(school: School, moved: Callable[[], set[tuple[str, str]]]) -> None:
    """The month and the term, of that class alone; a correction of the day moves both months, a void as well."""
    me = school.acting("李老师")
    fact = me.record([finding("2024-09-03")]).ids[0]
    assert {("g1c1", "2024-09")} <= (recorded := moved())
    assert {"g1c1"} == {class_id for class_id, _ in recorded}

    me.correct(fact, date="2024-10-04", reason="写错日期")
    assert {("g1c1", "2024-09"), ("g1c1", "2024-10")} <= moved()

    me.correct(fact, {"class": "g1c2"}, reason="写错班级")
    assert {("g1c1", "2024-10"), ("g1c2", "2024-10")} <= moved()

    me.void(fact, reason="有假条")
    assert ("g1c2", "2024-10") in moved()


def test_results_and_pay_move_no_statement(
    school: School, clock: Clock, moved: Callable[[], set[tuple[str, str]]]
) -> None:
    """Nor does what nothing depends on: persons and rights."""
    clock.set("2024-10-08T12:00+08:00")
    me = school.acting("李老师")
    me.record([finding(), finding(class_="g1c2")])
    moved()
    me.publish("2024-09", until="2024-10-12")
    person = {"name": "李老师", "roles": ["office", "head"]}
    me.declare({**DECLARATION, "person": [person]})

    assert set() == moved()


def test_the_register_moves_what_it_says_something_about(
    school: School, moved: Callable[[], set[tuple[str, str]]]
) -> None:
    """From its day on: a class that changes in October moves nothing that was over with the school year before."""
    me = school.acting("李老师")
    earlier = {"id": "2023-autumn", "start": "2023-09-01", "end": "2024-01-19"}
    terms = {"term": [earlier, *DECLARATION["term"]]}
    me.declare({**DECLARATION, **terms})
    moved()

    change = {"from": "2024-10-08", "students": 46}
    first, second = DECLARATION["class"]
    changed = {**DECLARATION, **terms, "class": [{**first, "change": [change]}, second]}
    me.declare(changed)
    pairs = moved()
    assert ("g1c1", "2024-10") in pairs
    assert not {pair for pair in pairs if pair[1].startswith("2023")}


def test_a_term_that_is_withdrawn_moves_its_months(
    school: School, clock: Clock, moved: Callable[[], set[tuple[str, str]]]
) -> None:
    """Its school days are none any more, for every class."""
    summer = {"id": "2024-summer", "start": "2024-08-19", "end": "2024-08-30"}
    me = school.acting("李老师")
    me.declare({**DECLARATION, "term": [summer, *DECLARATION["term"]]})
    moved()

    me.declare(DECLARATION)

    assert {("g1c1", "2024-09"), ("g1c2", "2024-09")} <= moved()

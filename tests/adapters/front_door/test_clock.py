"""A clock that is far from the last record: refused at the first verb, or recorded with the reason; a position is an as-of all the same."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bzr_adapters import Actor, Refused, School
from bzr_adapters.storage import register_store
from examples.own_store import LedgerStore
from tests.adapters.front_door.schools import ROW, Clock, create_school, finding

VERBS: dict[str, Callable[[Actor], object]] = {
    "record": lambda actor: actor.record([finding("2024-09-04")]),
    "void": lambda actor: actor.void("f-1", reason="误记"),
    "correct": lambda actor: actor.correct("f-1", count=1, reason="复查"),
    "publish": lambda actor: actor.publish("2024-09", until="2099-10-12"),
    "declare": lambda actor: actor.declare({"school": {"name": "改名中学"}}),
    "pay": lambda actor: actor.pay("2024-09").prepare("scheme-1"),
    "appoint": lambda actor: actor.appoint("g1c1").propose("t02"),
}


@pytest.mark.parametrize("moment", ["2023-09-01T08:00+08:00", "2099-01-01T00:00+08:00"])
def test_nothing_is_done_by_a_clock_far_from_the_last_record(moment: str) -> None:
    """Whatever the verb, it says so before it looks at what it was given; reading goes on, and nothing was written."""
    clock = Clock()
    with create_school(clock=clock) as school:
        school.acting("李老师").record([{**ROW, "id": "f-1"}])
        head = school.head()
        clock.set(moment)

        for verb, act in VERBS.items():
            with pytest.raises(Refused) as refused:
                act(school.acting("李老师"))
            assert "clock.wrong" == refused.value.code, verb

        assert head == school.head()
        assert school.month("2024-09").statements


def test_what_is_said_about_the_clock_is_recorded_with_what_is_done() -> None:
    """An event of its own beside it, of the same command: what the clock showed, the last record, and why."""
    clock = Clock()
    with create_school(clock=clock) as school:
        last = school.at(school.head()).as_of
        clock.set("2026-10-05T12:00+08:00")

        receipt = school.acting("李老师", clock="停课两年后复学").record([ROW])

        *_, said = school.events()
        assert (receipt.command, receipt.position) == (said.command, said.position)
        assert ("clock.accepted/1", "clock", "李老师") == (said.name, said.stream, said.recorder)
        assert "停课两年后复学" == said.data["reason"]
        assert last == datetime.fromisoformat(said.data["last"])
        school.acting("李老师").record([finding("2024-09-05")])


def test_after_a_wrong_year_everything_stays_within_reach() -> None:
    """Recorded once in 2099 and set right: later records need no further word, and each position can be asked for."""
    clock = Clock()
    with create_school(clock=clock) as school:
        clock.set("2099-01-01T00:00+08:00")
        school.acting("李老师", clock="看错了年份").record([ROW])
        clock.set("2024-10-06T12:00+08:00")
        with pytest.raises(Refused, match="days behind the last record"):
            school.acting("李老师").record([finding("2024-09-04")])

        school.acting("李老师", clock="年份设错过,现已改正").record([finding("2024-09-04", count=1)])
        middle = school.head()
        clock.set("2024-10-07T12:00+08:00")
        school.acting("李老师").record([finding("2024-09-05", count=1)])

        scores = [known.statement("g1c1", "2024-09").items["hygiene"].deducted for known in (school.at(middle), school)]
        assert [3, 4] == scores
        assert middle == school.at(f"#{middle}").position


def test_up_to_five_minutes_behind_is_the_last_records_time() -> None:
    """Time stands still until the clock has caught up; nothing is said about it."""
    clock = Clock("2024-10-05T12:05+08:00")
    with create_school(clock=clock) as school:
        clock.set("2024-10-05T12:00+08:00")

        school.acting("李老师").record([ROW])

        times = {event.recorded_at for event in school.events()}
        assert {datetime.fromisoformat("2024-10-05T12:05+08:00")} == times
        assert "clock" not in {event.stream for event in school.events()}


def test_a_command_sent_again_gets_its_receipt_by_any_clock() -> None:
    """It writes nothing, so no clock can harm it."""
    clock = Clock()
    with create_school(clock=clock) as school:
        receipt = school.acting("李老师").record([ROW], command="c-1")
        clock.set("2099-01-01T00:00+08:00")

        again = school.acting("李老师").record([ROW], command="c-1")

        assert (receipt.ids, True) == (again.ids, again.replayed)


def test_a_dry_run_writes_nothing_and_says_it_too() -> None:
    """What would be refused is refused in a preview."""
    clock = Clock()
    with create_school(clock=clock) as school:
        clock.set("2099-01-01T00:00+08:00")
        head = school.head()
        with pytest.raises(Refused, match="days ahead of the last record"):
            school.acting("李老师").record([ROW], dry_run=True)
        school.acting("李老师", clock="试一试").record([ROW], dry_run=True)
        assert head == school.head()


@pytest.mark.parametrize("scheme", ["sqlite", "ledger"])
def test_every_store_is_held_to_it(tmp_path: Path, scheme: str) -> None:
    """A file, and a store of one's own."""
    register_store("ledger", LedgerStore)
    address = {"sqlite": f"sqlite:///{tmp_path}/bzr.db", "ledger": f"ledger:{tmp_path}/school.jsonl"}[scheme]
    clock = Clock()
    with create_school(clock=clock, address=address):
        pass
    clock.set("2023-10-05T12:00+08:00")

    with School.open(address, clock=clock, lang="en") as school:
        with pytest.raises(Refused, match="days behind the last record"):
            school.acting("李老师").record([ROW])
        with pytest.raises(Refused, match="days behind the last record"):
            school.acting("李老师").declare({"school": {"name": "改名中学"}})


def test_a_school_is_not_created_by_a_clock_that_was_never_set(tmp_path: Path) -> None:
    """As after the battery of the machine is empty; nothing is left behind that could not be set up again."""
    clock = Clock("1980-01-01T00:00+08:00")
    with pytest.raises(Refused, match="was never set"):
        create_school(clock=clock, address=f"sqlite:///{tmp_path}/bzr.db")
    clock.set("2024-10-05T12:00+08:00")

    create_school(clock=clock, address=f"sqlite:///{tmp_path}/bzr.db").close()

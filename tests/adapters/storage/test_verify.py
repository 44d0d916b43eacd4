"""Every kind of store is verified alike, whatever is stored in it, and whoever was forgotten."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from bzr_adapters import School, StoreUnavailable
from bzr_adapters.storage.memory import MemoryRecorder
from bzr_adapters.storage.store import RecorderStore
from bzr_adapters.testing import DECLARATION
from examples.own_store import LedgerStore
from tests.adapters.front_door.schools import create_school, finding


@pytest.fixture(params=["memory", "file", "server", "own"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """A school in a store of each kind, with facts of a sheet, a published month and a follower."""
    if request.param == "own":
        store = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
        school = School.create(None, DECLARATION, by="李老师", store=store)
    elif request.param == "server":
        school = create_school(address=request.getfixturevalue("postgres_address"))
    else:
        school = create_school(address="memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}")
    me = school.acting("李老师")
    me.record([{**finding("2024-09-03"), "note": "教室"}, finding("2024-09-04")], sheet="九月.csv")
    me.void(me.record([finding("2024-09-05")]).ids[0], reason="误记")
    school.subscribe("mirror", lambda _: None).run(until=school.head())
    yield school
    school.close()
    if request.param == "own":
        store.close()


def find_faults(school: School, *checkpoints: str) -> list[str]:
    """The codes of what verifying a school's store finds."""
    return [problem.code for problem in school.verify(checkpoints=checkpoints).problems]


def test_a_store_of_any_kind_is_found_whole(school: School) -> None:
    """Before and after checkpoints, which hold as it grows."""
    assert [] == find_faults(school)
    first = school.checkpoint().rows[0]["text"]
    school.acting("李老师").record([finding("2024-09-06")])
    second = school.checkpoint().rows[0]["text"]

    report = school.verify(checkpoints=[first, second])

    assert (True, ()) == (report.ok, report.problems)
    seen = {check["check"]: check["seen"] for check in report.rows}
    assert (school.head(), 4) == (seen["events"], seen["checkpoints"])


def test_progress_is_shown_from_the_beginning() -> None:
    """And ends where the log does."""
    steps: list[tuple[int, int]] = []
    with create_school() as school:
        shown = attrs.evolve(school._school, show_progress=lambda _: lambda done, of: steps.append((done, of)))
        School(shown, owns_log=False).verify()

        assert (0, school.head()) == steps[0]
        assert (school.head(), school.head()) == steps[-1]


def test_who_was_forgotten_breaks_nothing(tmp_path: Path) -> None:
    """The bytes stay; chains, checkpoints and indexes hold."""
    with create_school(address=f"sqlite:///{tmp_path / 'a.db'}") as school:
        me = school.acting("李老师")
        me.record([{**finding("2024-09-03"), "recorder": "赵检查员", "note": "王小明在场"}], sheet="王小明.csv")
        checkpoint = school.checkpoint().rows[0]["text"]
        me.erase("赵检查员", reason="本人要求")

        assert [] == find_faults(school, checkpoint)


def test_without_its_keys_a_store_is_verified_too(tmp_path: Path) -> None:
    """Whoever audits need not be able to read the names."""
    path = tmp_path / "a.db"
    with create_school(address=f"sqlite:///{path}") as school:
        school.acting("李老师").record([{**finding("2024-09-03"), "note": "教室"}], sheet="九月.csv")
        checkpoint = school.checkpoint().rows[0]["text"]
    Path(f"{path}.keys").unlink()

    with School.open(f"sqlite:///{path}") as school:
        assert [] == find_faults(school, checkpoint)


def test_a_store_of_ones_own_that_gives_other_bytes_is_found_out(tmp_path: Path) -> None:
    """It keeps the chain with each event, and is asked for both."""
    store = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
    with School.create(None, DECLARATION, by="李老师", store=store) as school:
        school.acting("李老师").record([finding("2024-09-03")])
        event = store._log[-1]
        store._log[-1] = attrs.evolve(event, data=event.data.replace(b'"count":2', b'"count":1'))

        assert ["verify.chain-broken"] == find_faults(school)
        checks = school.verify().rows
        assert ["file", "index", "keys"] == [check["check"] for check in checks if check["skipped"]]
    store.close()


def test_a_store_that_cannot_be_reached_is_no_damage() -> None:
    """Busy, closed or forbidden is told as such, and not as something altered."""
    school = create_school()
    school.close()

    with pytest.raises(StoreUnavailable, match="is closed"):
        school.verify()


def test_many_faults_are_counted_and_the_first_hundred_told() -> None:
    """So that no report is longer than anybody reads."""
    with create_school() as school:
        school.acting("李老师").record([{**finding("2024-09-03"), "place": str(n)} for n in range(200)])
        log = school._school.log
        assert isinstance(log, RecorderStore)
        assert isinstance(log.recorder, MemoryRecorder)
        log.recorder._chains[:] = [bytes(32)] * len(log.recorder._chains)

        report = school.verify()

    (events,) = [check for check in report.rows if check["check"] == "events"]
    assert (school_size := events["seen"]) == events["faults"] > 200
    assert 100 == len(report.problems) < school_size

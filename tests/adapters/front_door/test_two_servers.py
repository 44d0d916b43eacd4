"""Schools spread over two PostgreSQL servers: one door over both, and one school moved from the one to the other."""

from pathlib import Path

import attrs
import pytest

from bzr_adapters import Batch, Bookmark, MonthTable, School, Schools, StoreUnavailable
from tests.adapters.front_door.schools import Clock, create_school, finding
from tests.support.postgres import PostgresServer, name_schema, share_server


@pytest.fixture(scope="module")
def second_server() -> PostgresServer:
    """A server beside the one that the tests share, with a cluster and a port of its own."""
    return share_server("-2")


@attrs.define
class Follower:
    """Keeps its place beside what it was handed."""

    place: Bookmark = attrs.Factory(Bookmark)
    positions: list[int] = attrs.Factory(list)

    def take(self, batch: Batch) -> None:
        """Take the next events and the place behind them."""
        self.positions += [event.position for event in batch.events]
        self.place = batch.bookmark


def test_a_school_moves_between_servers_while_the_others_stay(
    postgres_server: PostgresServer, second_server: PostgresServer, clock: Clock
) -> None:
    """Its follower gets every event once, its month is what it was; both servers answer one question before and after."""
    servers = {"一中": postgres_server, "二中": postgres_server, "三中": second_server}
    addresses = {name: server.address(schema=name_schema()) for name, server in servers.items()}
    for count, address in enumerate(addresses.values(), 1):
        with create_school(address=address, clock=clock) as school:
            school.acting("李老师").record([finding() for _ in range(count)])
    follower = Follower()
    there = second_server.address(schema=name_schema())

    with Schools(addresses, clock=clock) as schools:
        before = schools.ask(lambda school: school.month("2024-09"))
        live = schools["二中"].subscribe("live", follower.take, after=Bookmark(), batch=3)
        live.__enter__()
        assert live.wait(schools["二中"].head(), timeout=60)
        report = schools["二中"].migrate(there)
        with pytest.raises(StoreUnavailable, match=str(second_server.port)):
            live.wait(schools["二中"].head() + 1, timeout=60)
        assert [False, True, False] == [one.problem is not None for one in schools.list_stores().schools]

    addresses["二中"] = there
    with Schools(addresses, clock=clock) as schools:
        assert schools.list_stores().ok
        after = schools.ask(lambda school: school.month("2024-09"))
        assert [_list_totals(before[name]) for name in servers] == [_list_totals(after[name]) for name in servers]
        moved = schools["二中"]
        recorded = moved.acting("李老师").record([finding("2024-09-06")])
        moved.subscribe("live", follower.take, after=follower.place).run(until=moved.head())
        assert list(range(1, recorded.position + 1)) == follower.positions
        assert report.to_dict()["position"] == recorded.position - 1
        assert moved.verify().ok


def test_a_server_that_is_down_keeps_nobody_else_from_answering(
    postgres_server: PostgresServer, clock: Clock, tmp_path: Path
) -> None:
    """Its schools are told as unreachable, the others answer."""
    here = postgres_server.address(schema=name_schema())
    create_school(address=here, clock=clock).close()
    down = f"postgresql:///x?host={tmp_path}&port=9&schema=x"

    with Schools({"a": down, "b": here}, clock=clock, lang="en") as schools:
        first, second = schools.list_stores().schools
        assert "store.unavailable" == (first.problem and first.problem.code)
        assert (None, True) == (second.problem, isinstance(schools["b"], School))


def _list_totals(answer: object) -> list[object]:
    assert isinstance(answer, MonthTable)
    return [(one.class_id, one.total) for one in answer.statements]

"""The store on a PostgreSQL server keeps the contract, whoever else writes there, dies, or edits it by hand."""

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest

from bzr_adapters.storage import BadEvent, NotAStore, StoreBusy, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.postgres.address import parse_postgres_address
from bzr_adapters.storage.postgres.recorder import PostgresStore, create_postgres_store, postgres_store
from bzr_adapters.storage.testing.commits import run_together
from bzr_domain.application.ports import Batch, Conflict, StoreError
from tests.adapters.storage.conformance import RecorderContract
from tests.adapters.storage.writing import add, batch, everything, fact, ids
from tests.support.postgres import PostgresServer, end_connections, name_schema

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(postgres_address: str) -> Iterator[PostgresStore]:
    """A store in a new schema."""
    create_postgres_store(postgres_address)
    store = postgres_store(postgres_address)
    yield store
    store.close()


class TestPostgres(RecorderContract):
    @pytest.fixture
    def store(self, store: PostgresStore) -> PostgresStore:
        """A store in a new schema."""
        return store


def rewrite(server: PostgresServer, address: str, statement: str) -> list[Any]:
    """Change a store's tables behind its back; {} is its schema."""
    return server.execute(statement.format(parse_postgres_address(address).schema))


def test_there_is_no_store_until_one_is_made(postgres_address: str) -> None:
    """Opening creates nothing, and says how to make one."""
    for _ in range(2):
        with pytest.raises(NotAStore, match="没有bzr的存储;要新建存储,请运行bzr setup"):
            open_store(postgres_address)

    create_store(postgres_address).close()
    create_store(postgres_address).close()


def test_a_schema_with_other_tables_is_left_alone(postgres_server: PostgresServer, postgres_address: str) -> None:
    """Somebody else's tables are not mixed with ours."""
    rewrite(postgres_server, postgres_address, "CREATE SCHEMA {0}; CREATE TABLE {0}.pupils (id text)")

    with pytest.raises(NotAStore, match="已有别的表,未作改动"):
        create_store(postgres_address)


def test_schemas_are_stores_of_their_own(build_postgres_address: Callable[[], str]) -> None:
    """Two schools in one database share nothing, and neither wakes the other's followers."""
    here, there = (create_store(build_postgres_address()) for _ in range(2))
    add(here, batch("a", "1"))

    assert here.store_id != there.store_id
    assert (1, 0) == (here.last_position(), there.last_position())
    assert not there.wait(0, timedelta(milliseconds=10))
    here.close()
    there.close()


def test_creating_at_the_same_time_is_one_creation(postgres_address: str) -> None:
    """Sixteen set-ups at once: all succeed, and there is one store."""
    identities: list[str] = []

    def set_up() -> None:
        store = create_store(postgres_address)
        identities.append(store.store_id)
        store.close()

    run_together([set_up] * 16)

    assert (16, 1) == (len(identities), len(set(identities)))


@pytest.mark.parametrize(
    "alteration",
    [
        """CREATE FUNCTION {0}.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER t BEFORE INSERT ON {0}.stored_events FOR EACH ROW EXECUTE FUNCTION {0}.f()""",
        "CREATE RULE r AS ON INSERT TO {0}.stored_events DO INSTEAD NOTHING",
        "ALTER TABLE {0}.entries ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE {0}.commands ALTER receipt DROP NOT NULL",
        "ALTER TABLE {0}.commands ALTER receipt SET DEFAULT 'x'",
        "ALTER TABLE {0}.stored_events ADD seen boolean",
        "ALTER TABLE {0}.stored_events SET UNLOGGED",
        "ALTER TABLE {0}.entries DROP CONSTRAINT entries_pkey",
        "ALTER TABLE {0}.entries ALTER stream TYPE varchar(9)",
        "CREATE UNIQUE INDEX ON {0}.commands (actor)",
        "DROP INDEX {0}.entries_sheet_day_idx",
        "CREATE TABLE {0}.more () INHERITS ({0}.stored_events)",
        "DROP TABLE {0}.bookmarks",
    ],
)
def test_altered_tables_are_not_used(postgres_server: PostgresServer, postgres_address: str, alteration: str) -> None:
    """Whatever could change, hide or lose rows, or let an id stand twice, is named when the store is opened."""
    create_store(postgres_address).close()
    rewrite(postgres_server, postgres_address, alteration)

    with pytest.raises(StoreUnavailable, match="的表被人动过") as altered:
        open_store(postgres_address)

    assert "store.altered-tables" == altered.value.code


def test_a_trigger_of_an_extension_that_fires_when_a_table_is_emptied_is_no_alteration(
    postgres_server: PostgresServer, postgres_address: str
) -> None:
    """As Citus puts one on each table of a schema that it distributes, marked as its own; anybody else's is named."""
    create_store(postgres_address).close()
    rewrite(
        postgres_server,
        postgres_address,
        """CREATE FUNCTION {0}.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER t BEFORE TRUNCATE ON {0}.stored_events EXECUTE FUNCTION {0}.f()""",
    )
    with pytest.raises(StoreUnavailable, match="trigger t"):
        open_store(postgres_address)

    rewrite(
        postgres_server,
        postgres_address,
        "UPDATE pg_trigger SET tgisinternal = true WHERE tgrelid = '{0}.stored_events'::regclass",
    )
    open_store(postgres_address).close()


def test_tables_altered_while_it_is_open_are_found_by_its_inspection(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """As are erased events and commands, and the changed place of a follower."""
    add(store, batch("a", "1", "2"), command="c")
    store.bookmark("mirror", "1")
    assert [] == list(store.recorder.inspect())
    for statement in (
        "CREATE INDEX ON {0}.stored_events (topic)",
        "DELETE FROM {0}.stored_events WHERE notification_id = 2",
        "DELETE FROM {0}.commands",
        "UPDATE {0}.bookmarks SET place = '0'",
    ):
        rewrite(postgres_server, postgres_address, statement)

    codes = [problem.code for problem in store.recorder.inspect()]

    expected = ["altered-tables", "last-missing", "last-missing", "bookmark-changed"]
    assert [f"verify.{code}" for code in expected] == codes


def test_an_erased_position_is_not_given_out_again(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """When the newest row is erased by hand, a follower still sees that something new came after."""
    add(store, batch("a", "1", "2"))
    rewrite(postgres_server, postgres_address, "DELETE FROM {0}.stored_events WHERE notification_id = 2")
    rewrite(postgres_server, postgres_address, "DELETE FROM {0}.entries WHERE id = '2'")

    (recorded,) = add(store, batch("a", "3", after=1), command="d")

    assert (2, 3) == (recorded.version, recorded.position)


def test_a_dump_restored_elsewhere_is_the_same_store(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore, tmp_path: Path
) -> None:
    """Positions, also that of an erased row, the id, commands and followers' places."""
    add(store, batch("a", "1", "2"), batch("b", "3"), command="c")
    store.bookmark("mirror", "1")
    rewrite(postgres_server, postgres_address, "DELETE FROM {0}.stored_events WHERE notification_id = 3")
    schema, database, dump = parse_postgres_address(postgres_address).schema, name_schema(), tmp_path / "dump.sql"
    reach: list[str | Path] = ["-h", postgres_server.host, "-p", str(postgres_server.port), "-U", "postgres"]
    programs = Path(postgres_server.programs)
    schemas = ["-n", schema, "-n", f"{schema}_keys"]
    subprocess.run([programs / "pg_dump", *reach, *schemas, "-f", dump, "postgres"], check=True)
    postgres_server.execute(f"CREATE DATABASE {database}")
    restore: list[str | Path] = [programs / "psql", *reach, "-q", "-v", "ON_ERROR_STOP=1", "-f", dump, database]
    subprocess.run(restore, check=True, stdout=subprocess.DEVNULL)

    restored = open_store(postgres_server.address(database, schema=schema))

    assert store.store_id == restored.store_id
    assert everything(store.read_all()) == everything(restored.read_all())
    assert (store.find_command("c"), "1") == (restored.find_command("c"), restored.bookmark("mirror"))
    (recorded,) = add(restored, batch("c", "4"), command="d")
    assert 4 == recorded.position
    restored.close()


def test_a_restored_store_without_its_positions_gives_none_twice(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """Where the row that holds the last position lags behind the events, the next is refused rather than renumbered."""
    add(store, batch("a", "1", "2"))
    rewrite(postgres_server, postgres_address, "UPDATE {0}.store SET last_position = 1")

    with pytest.raises(Conflict):
        add(store, batch("b", "3"), command="d")

    assert 2 == store.last_position()


def test_a_lost_connection_is_no_failure(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """Every connection of the store is ended between two calls: reading and writing go on."""
    schema = parse_postgres_address(postgres_address).schema
    for n in range(3):
        add(store, batch("a", str(n), after=n))
        end_connections(postgres_server, schema)
        assert n + 1 == store.last_position()
        end_connections(postgres_server, schema)


def test_connections_ended_at_any_moment_lose_and_double_nothing(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """While three threads write, connections are ended again and again: everything is there once, and nobody is told of a failure."""
    schema = parse_postgres_address(postgres_address).schema
    end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = %s"
    ended = 0
    over = threading.Event()

    def end_again_and_again() -> None:
        nonlocal ended
        with postgres_server.connect() as connection:
            for _ in range(40):
                over.wait(random.uniform(0, 0.06))
                ended += connection.execute(end, (schema,)).fetchall()[0][0]
        over.set()

    def write(who: str) -> None:
        for n in count():
            add(store, batch(who, f"{who}{n}", after=n), command=f"{who}{n}")
            if over.is_set():
                return

    run_together([end_again_and_again, *(partial(write, who) for who in "abc")])

    log = everything(store.read_all())
    assert ended > 10
    assert list(range(1, len(log) + 1)) == [one.position for one in log]
    for who in "abc":
        written = [name for name in ids(log) if name.startswith(who)]
        assert [f"{who}{n}" for n in range(len(written))] == written


def test_a_held_store_is_busy_not_broken(postgres_server: PostgresServer, postgres_address: str) -> None:
    """While another program writes, we wait a little and say so; readers go on reading."""
    create_store(postgres_address).close()
    store = postgres_store(postgres_address, wait=0.05)
    with postgres_server.connect() as other, other.transaction():
        other.execute(f"SELECT FROM {parse_postgres_address(postgres_address).schema}.store FOR UPDATE")

        with pytest.raises(StoreBusy, match="正被别的程序占用;什么都没有写"):
            add(store, batch("a", "1"))

        assert [] == everything(store.read("a"))
    assert 1 == len(add(store, batch("a", "1")))
    store.close()


def test_who_holds_the_store_keeps_others_out_until_it_has_written(postgres_address: str, store: PostgresStore) -> None:
    """Nobody comes between reading and writing; whoever else wants to write waits for it."""
    other = postgres_store(postgres_address, wait=0.05)

    with store.hold():
        with pytest.raises(StoreBusy):
            add(other, batch("a", "1"))
        add(store, batch("a", "2"))
        add(other, batch("b", "3"))

    assert ["2", "3"] == ids(everything(other.read_all()))
    other.close()


def test_another_process_wakes_who_waits(postgres_address: str, store: PostgresStore) -> None:
    """By the notification: it does not wait for the time after which it would look by itself."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.writing", postgres_address, "w", "1", "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )

    assert store.recorder.listen(0, 60)
    assert store.wait(0, timedelta(seconds=60))

    writer.communicate()
    assert 0 == writer.returncode


def test_a_store_replaced_while_it_is_open_is_noticed(
    postgres_server: PostgresServer, postgres_address: str, store: PostgresStore
) -> None:
    """A new connection is to the same store or to none."""
    rewrite(postgres_server, postgres_address, "UPDATE {0}.store SET id = 'another'")
    end_connections(postgres_server, parse_postgres_address(postgres_address).schema)

    with pytest.raises(NotAStore, match="在打开后被换成了另一个存储"):
        add(store, batch("a", "1"))


@pytest.mark.parametrize(
    "name",
    ["\ud800", "a\0b", "".join(map(chr, range(0x4E00, 0x8E00)))],
    ids=["half a character", "NUL", "too long for an index"],
)
def test_what_the_server_cannot_hold_is_no_name(store: PostgresStore, name: str) -> None:
    """Half a character, NUL, and what is too long for an index: said before anything is written."""
    for stream, entry in ((name, "1"), ("a", name)):
        with pytest.raises(StoreError, match=r"不能用作名称或编号|无法写入"):
            add(store, batch(stream, entry))

    assert 0 == store.last_position()


def test_names_keep_any_other_text(store: PostgresStore) -> None:
    """Quotes, controls and all of Unicode are text like any other, in the order of their code points."""
    names = ["a'\";--{}%s\x01", "\U0001f600\U0010fffe", "\u00e9", "e\u0301", "A", "a"]

    add(store, *[batch(name, name) for name in names])

    assert sorted(names) == store.streams() == [entry for entry, _ in store.find("", limit=9)]
    assert {name: name for name in names} == store.known(names)


def test_a_position_may_be_of_any_size(store: PostgresStore) -> None:
    """One beyond all is the end."""
    add(store, batch("a", "1"))

    assert [] == everything(store.read_all(after=2**62)) == everything(store.read_all(after=2**64))


def test_a_batch_of_thousands_is_all_or_nothing(store: PostgresStore) -> None:
    """What goes to the server while it is being made is taken back too: for a used id, and for an event that cannot be stored."""
    add(store, batch("a", *[f"f{n}" for n in range(1200)]))
    bad = attrs.evolve(fact("x"), fact=attrs.evolve(fact("x").fact, value=Decimal("NaN")))

    with pytest.raises(Conflict, match="编号f7已被使用") as used:
        add(store, batch("b", *[f"g{n}" for n in range(1200)], "f7"), command="d")
    events = (*(fact(f"g{n}") for n in range(3000)), bad)
    with pytest.raises(BadEvent, match="第3001条"):
        add(store, Batch(stream="b", after=0, events=events), command="e")

    assert ("f7",) == used.value.ids
    assert (["a"], 1200, {}) == (store.streams(), store.last_position(), store.known(["g0"]))
    assert 1201 == add(store, batch("b", "g0"), command="f")[0].position

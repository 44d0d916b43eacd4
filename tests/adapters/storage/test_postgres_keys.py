"""The keys of a store on a server: durable with the events, in a schema of their own or elsewhere, and gone once erased."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import NotAStore, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.errors import KeysMissing
from bzr_adapters.storage.postgres.address import parse_postgres_address
from bzr_adapters.storage.postgres.errors import Interrupted
from bzr_adapters.storage.postgres.keys import read_value, write_value
from bzr_adapters.storage.postgres.recorder import PostgresStore, create_postgres_store, postgres_store
from bzr_adapters.storage.postgres.transaction import PostgresTransaction
from bzr_domain.application.ports import PAGE, Batch, EventLog
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from tests.adapters.storage.writing import add, everything
from tests.support.postgres import PostgresServer

NOTE = "王小明没有值日"
NAME = "孙干事\\0\\\\'%?"


def tell(name: str, who: str, text: str | None = None) -> FactRecorded:
    """A fact that names a recorder, and holds a free text."""
    seen = Fact(kind="late", on=date(2024, 9, 3), class_id="7-1", recorder=who, note=text)
    return FactRecorded(id=name, fact=seen)


def note(who: str = NAME, text: str = NOTE, *, after: int = 0) -> Batch:
    """A fact on the end of a history."""
    return Batch(stream="a", after=after, events=(tell(f"f{after}", who, text),))


def read_facts(log: EventLog) -> list[tuple[Any, Any]]:
    """Recorder and text of each fact."""
    return [(one.event.fact.recorder, one.event.fact.note) for one in everything(log.read("a"))]


def test_names_and_texts_are_protected_and_read_again(postgres_server: PostgresServer, postgres_address: str) -> None:
    """Also odd ones, and by another process; none of them stands in a table of the events."""
    store = create_store(postgres_address)
    long = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(5000))
    add(store, note(), command="c")
    add(store, note(long, "", after=1), command="d")

    again = open_store(postgres_address)

    assert [(NAME, NOTE), (long, "")] == [(who, text or "") for who, text in read_facts(again)]
    assert "me" == everything(again.read("a"))[0].actor
    known = again.find_command("c")
    assert known is not None
    assert "me" == known.actor
    schema = parse_postgres_address(postgres_address).schema
    stored = "".join(
        repr(row) for row in postgres_server.execute(f"SELECT convert_from(state, 'UTF8') FROM {schema}.stored_events")
    )
    stored += repr(postgres_server.execute(f"SELECT actor, receipt FROM {schema}.commands"))
    assert [] == [text for text in (NOTE, "孙干事", '"me"', "'me'", long[:9]) if text in stored]
    again.close()
    store.close()


def test_a_name_that_comes_late_in_much_is_asked_for_before_it_is_sent(postgres_address: str) -> None:
    """Keys and events have one connection, which answers nothing while rows are copied to the server."""
    events = [tell(f"f{number}", "赵") for number in range(3 * PAGE)] + [tell("late", NAME), tell("last", "钱")]
    store = create_store(postgres_address)

    add(store, Batch(stream="a", after=0, events=tuple(events)))

    assert [*["赵"] * 3 * PAGE, NAME, "钱"] == [who for who, _ in read_facts(store)]
    assert 3 * PAGE + 2 == store.last_position()
    store.close()


@given(st.text(st.sampled_from("\0\\0王"), max_size=9))
def test_any_text_is_a_name_on_a_server(text: str) -> None:
    """PostgreSQL has no character of number 0; no two texts become one."""
    written = write_value(text)

    assert "\0" not in str(written)
    assert text == read_value(written)


def test_writing_takes_one_connection(postgres_server: PostgresServer, postgres_address: str) -> None:
    """The keys are on the connection of the events: nobody who writes waits for a second one."""
    create_postgres_store(postgres_address)
    role = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 1")
    postgres_server.execute(f"GRANT pg_read_all_data, pg_write_all_data TO {role}")
    store = open_store(postgres_address.replace("user=postgres", f"user={role}"))

    add(store, note())

    assert [(NAME, NOTE)] == read_facts(store)
    store.close()


def test_a_name_outlives_a_commit_that_is_broken_off(postgres_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names go with the events: what is written again is written with the name of a new student."""
    create_postgres_store(postgres_address)
    store = postgres_store(postgres_address)
    pseudonym = store.find_pseudonym("7-1", "王小明")
    end, failures = PostgresTransaction.end, iter((True,))

    def break_off(transaction: PostgresTransaction) -> None:
        if next(failures, False):
            raise Interrupted.of("断了", "broken off")
        end(transaction)

    monkeypatch.setattr(PostgresTransaction, "end", break_off)
    late = Fact(kind="late", on=date(2024, 9, 3), class_id="7-1", own=(("student", pseudonym),))
    add(store, Batch(stream="a", after=0, events=(FactRecorded(id="f", fact=late),)))

    assert store.keys is not None
    assert ["王小明"] == [name.name for name in store.keys.tables.list_names() if name.token == pseudonym]
    store.close()


@pytest.mark.parametrize("where", ["file", "schema"])
def test_keys_may_be_elsewhere(
    where: str, tmp_path: Path, postgres_server: PostgresServer, build_postgres_address: Callable[[], str]
) -> None:
    """In a file, or in a database of its own; a store of before has none then, and says so."""
    elsewhere = {"file": f"sqlite:///{tmp_path}/school.keys", "schema": build_postgres_address()}[where]
    plain = build_postgres_address()
    address = f"{plain}&keys={quote(elsewhere)}"
    store = create_store(address)
    add(store, note())
    store.close()

    again = open_store(address)
    assert [(NAME, NOTE)] == read_facts(again)
    schema = parse_postgres_address(plain).schema
    assert [] == postgres_server.execute("SELECT FROM pg_namespace WHERE nspname = %s", f"{schema}_keys")
    again.close()
    create_store(plain).close()
    without = open_store(plain)
    assert read_facts(without)[0][0].startswith("密钥缺失#")
    with pytest.raises(KeysMissing, match="_keys不存在"):
        add(without, note(after=1), command="d")
    without.close()
    with pytest.raises(NotAStore, match="属于另一个存储"):
        create_store(f"{build_postgres_address()}&keys={quote(elsewhere)}")


def test_keys_are_not_made_among_other_tables(postgres_server: PostgresServer, postgres_address: str) -> None:
    """Nothing is made then, not even the store."""
    schema = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"CREATE SCHEMA {schema}_keys CREATE TABLE names (x int)")

    with pytest.raises(NotAStore, match="密钥请换一个schema"):
        create_store(postgres_address)

    assert [] == postgres_server.execute("SELECT FROM pg_namespace WHERE nspname = %s", schema)


@pytest.mark.parametrize(
    "alteration",
    [
        "CREATE RULE more AS ON INSERT TO {0}.names DO ALSO NOTIFY names",
        "CREATE TABLE {0}.more () INHERITS ({0}.texts)",
        "ALTER TABLE {0}.names ENABLE ROW LEVEL SECURITY",
    ],
)
def test_altered_tables_of_keys_are_not_used(
    postgres_server: PostgresServer, postgres_address: str, alteration: str
) -> None:
    """Whatever could keep what is erased, or write another name, is named when the store is opened."""
    create_postgres_store(postgres_address)
    postgres_server.execute(alteration.format(f"{parse_postgres_address(postgres_address).schema}_keys"))

    with pytest.raises(StoreUnavailable, match="的表被人动过") as altered:
        open_store(postgres_address)

    assert "store.altered-tables" == altered.value.code


def list_data_files(server: PostgresServer) -> bytes:
    """The bytes of every file of the database, as they are on the disk after a checkpoint."""
    server.execute("CHECKPOINT")
    ((home, number),) = server.execute(
        "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
    )
    folder = Path(home) / "base" / str(number)
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_erased_is_in_no_file_of_the_database(postgres_server: PostgresServer, postgres_address: str) -> None:
    """Nor in the statistics that the server gathers; what is kept stays."""
    create_postgres_store(postgres_address)
    store = postgres_store(postgres_address)
    for n in range(3):
        add(store, note(f"忘掉的人{n}号甲", after=n), command=f"c{n}")
    assert store.keys is not None
    names = {name.name: name.token for name in store.keys.tables.list_names()}
    (text,) = store.keys.tables.list_texts("t", 1)
    keys_schema = parse_postgres_address(postgres_address).place_keys().schema
    postgres_server.execute(f"ANALYZE {keys_schema}.names")
    postgres_server.execute(f"ANALYZE {keys_schema}.texts")
    assert "忘掉的人1号甲".encode() in list_data_files(postgres_server)
    assert text.key in list_data_files(postgres_server)

    with postgres_server.connect() as other, other.transaction():
        # Somebody whose transaction is as old as this could still see what was there, in no table of ours.
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT txid_current()")
        store.keys.change_states([names["忘掉的人1号甲"]], [text.id], "erased")
        stored = list_data_files(postgres_server)
    assert "忘掉的人1号甲".encode() not in stored
    assert text.key not in stored
    assert "忘掉的人2号甲".encode() in stored
    assert read_facts(store)[1][0].startswith("已删除#")
    store.close()


def test_who_may_not_clear_away_does_not_erase(postgres_server: PostgresServer, postgres_address: str) -> None:
    """As the old bytes would stay in the server's files; nothing is changed then."""
    create_postgres_store(postgres_address)
    role = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"CREATE ROLE {role} LOGIN")
    postgres_server.execute(f"GRANT pg_read_all_data, pg_write_all_data TO {role}")
    store = postgres_store(postgres_address.replace("user=postgres", f"user={role}"))
    add(store, note())
    assert store.keys is not None
    (token, *_) = (name.token for name in store.keys.tables.list_names())

    with pytest.raises(StoreUnavailable, match="请用建表的角色来删除"):
        store.keys.change_states([token], [], "erased")

    assert [(NAME, NOTE)] == read_facts(store)
    store.close()


def test_who_may_not_read_the_keys_reads_everything_else(
    postgres_server: PostgresServer, postgres_address: str
) -> None:
    """Without a name or a text, and told why when something is to be written."""
    store = create_store(postgres_address)
    add(store, note())
    store.close()
    role = schema = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"CREATE ROLE {role} LOGIN")
    postgres_server.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    postgres_server.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO {role}")

    reader = open_store(postgres_address.replace("user=postgres", f"user={role}"))

    assert isinstance(reader, PostgresStore)
    ((who, text),) = read_facts(reader)
    assert ["密钥缺失#"] * 2 == [who[:5], text[:5]]
    with pytest.raises(KeysMissing, match="没有权限读密钥"):
        add(reader, note(after=1), command="d")
    reader.close()

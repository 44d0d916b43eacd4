"""Addresses, passwords, roles and servers: what is wrong is said in our words, without a password and without a foreign exception."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bzr_adapters import extras
from bzr_adapters.storage import NotAStore, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.addresses import hide_password
from bzr_adapters.storage.postgres.address import parse_postgres_address
from bzr_adapters.storage.postgres.errors import Interrupted
from bzr_adapters.storage.postgres.recorder import PostgresStore, postgres_store
from bzr_domain.application.ports import StoreError
from tests.adapters.storage.writing import add, batch, everything
from tests.support.postgres import PostgresServer, name_schema

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "postgresql.md"
NO_TIME, SOON = timedelta(), timedelta(milliseconds=20)
SECRET = "gehe1m@:/?#%"


@pytest.fixture
def role(postgres_server: PostgresServer) -> Iterator[str]:
    """A role that may log in, and nothing else."""
    role = f"r{uuid4().hex}"
    postgres_server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{SECRET}'")
    yield role
    postgres_server.execute(f"DROP OWNED BY {role}")
    postgres_server.execute(f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql:geheim", "it is written postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME"),
        ("postgresql://u:geheim/x@h/d", "a special character of a password is written as %"),
        ("postgresql://u:gehe?im@h/d", "a special character of a password is written as %"),
        ("postgresql://u:geheim#x/@h/d", "a special character of a password is written as %"),
        ("postgresql://u:1/geheim@h/d", "a special character of a password is written as %"),
        ("postgresql://h/d?sslmod=require", "the option 'sslmod' is unknown"),
        ("postgresql://h/d?schema=a&schema=b", "the option 'schema' is given 2 times"),
        ("postgresql://h/d?schema=", "'' cannot be the name of a schema"),
        ("postgresql://h/d?schema=pg_toast", "'pg_toast' cannot be the name of a schema"),
        ("postgresql://h/d?schema=" + "学" * 20, "no more than 58 bytes"),
        ("postgresql://h/d?schema=a%00b", "cannot be the name of a schema"),
        ("postgres://h:port/d", "a bad PostgreSQL address"),
    ],
)
def test_a_bad_address_is_explained(url: str, message: str) -> None:
    """What is wrong with it, and never what it says: a password may be in any part of it."""
    for use in (open_store, create_store):
        with pytest.raises(StoreError) as refused:
            use(url)
        assert message in refused.value.message.en
        assert not re.search("gehe|im@", f"{refused.value}{refused.value.__cause__!r}")
        assert "store.bad-address" == refused.value.code


def test_an_address_says_all_that_postgresql_takes() -> None:
    """Ours are taken out, the rest is passed on; the name is the address without what is secret."""
    address = parse_postgres_address(
        "postgres://o%40ffice:p%40ss@db:6432/schools?schema=%E4%B8%80%E4%B8%AD&sslmode=require&keys=sqlite:///k&password=x"
    )

    assert ("一中", "sqlite:///k") == (address.schema, address.keys)
    expected = {"user": "o@ffice", "host": "db", "port": "6432", "dbname": "schools", "sslmode": "require"}
    assert expected.items() <= address.parameters.items()
    assert "postgresql://o@ffice@db:6432/schools?schema=一中" == address.name
    assert "p@ss" not in repr(address)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:p@w@h/d", "postgresql://u:…@h/d"),
        ("postgresql://u@h/d?password=geheim&schema=a", "postgresql://u@h/d?password=…&schema=a"),
        ("x://h/d?sslpassword=a&keys=postgresql://u:p@h/k", "x://h/d?sslpassword=…&keys=…"),
        ("sqlite:///a@b.db", "sqlite:///a@b.db"),
    ],
)
def test_a_password_is_taken_out_of_an_address(url: str, shown: str) -> None:
    """Wherever it stands."""
    assert shown == hide_password(url)


def test_a_wrong_password_is_said_and_not_shown(postgres_server: PostgresServer, role: str) -> None:
    """Neither the wrong one nor the right one, and no object that holds it hangs on the error."""
    for password in (f"{SECRET}x", ""):
        with pytest.raises(StoreUnavailable, match=r"用户名或密码不对|需要密码") as refused:
            open_store(postgres_server.network_address(user=role, password=password))

        assert "gehe1m" not in str(refused.value)
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"database": "nowhere"}, "没有这个数据库"),
        ({"user": "nobody_here"}, "服务器上没有这个角色"),
        ({"host": "127.0.0.1", "port": "1"}, "Connection refused"),
        ({"host": "/nowhere"}, "No such file"),
        ({"host": "no.host.invalid"}, "no.host.invalid"),
    ],
)
def test_what_is_not_there_is_said_at_once(
    postgres_server: PostgresServer, change: dict[str, str], message: str
) -> None:
    """A database, a role, a server: nobody waits for what was never there."""
    with pytest.raises(StoreUnavailable, match=message) as refused:
        open_store(postgres_server.address(**change))

    assert not isinstance(refused.value, Interrupted)


def test_a_database_in_another_encoding_is_refused(postgres_server: PostgresServer) -> None:
    """Not every name can be written there."""
    database = name_schema()
    postgres_server.execute(f"CREATE DATABASE {database} ENCODING 'LATIN1' TEMPLATE template0")

    with pytest.raises(StoreUnavailable, match="数据库的编码是LATIN1,须为UTF8"):
        create_store(postgres_server.address(database))


def test_every_connection_writes_durably(postgres_server: PostgresServer, postgres_address: str, role: str) -> None:
    """Whatever the role, the database or the address says; and it finds no table or operator of anybody else's."""
    create_store(postgres_address).close()
    schema = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    postgres_server.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    for setting in ("synchronous_commit = off", "search_path = x", "default_transaction_isolation = serializable"):
        postgres_server.execute(f"ALTER ROLE {role} SET {setting}")

    store = postgres_store(postgres_server.address(user=role, schema=schema, options="-c synchronous_commit=local"))

    with store.recorder.datastore.get_connection() as connection:
        names = ("synchronous_commit", "search_path", "default_transaction_isolation")
        settings = [connection.execute(f"SHOW {name}").fetchall()[0][name] for name in names]
    assert ["on", "", "read committed"] == [setting.strip('"') for setting in settings]
    store.close()


def read_grants(number: int, role: str, schema: str) -> str:
    """The statements of the how-to that grant rights, for a role and a schema."""
    blocks = re.findall(r"```sql\n(GRANT.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    text = re.sub(r"\b(school|reader);", f"{role};", blocks[number])
    return re.sub(r"\bbzr(_keys)?\b", rf"{schema}\1", text)


def build_address(server: PostgresServer, role: str, schema: str) -> str:
    """The address of a school for a role, with its password."""
    return server.network_address(user=role, password=SECRET, schema=schema)


def test_the_daily_role_records_and_cannot_change_what_was_recorded(
    postgres_server: PostgresServer, postgres_address: str, role: str
) -> None:
    """With the rights of the how-to and no more."""
    create_store(postgres_address).close()
    schema = parse_postgres_address(postgres_address).schema
    with pytest.raises(StoreUnavailable, match="所用的角色没有这项权限"):
        open_store(build_address(postgres_server, role, schema))
    postgres_server.execute(read_grants(0, role, schema))

    store = open_store(build_address(postgres_server, role, schema))

    add(store, batch("a", *[f"f{n}" for n in range(600)]))
    add(store, batch("b", "1"), command="c")
    assert "7" == store.bookmark("mirror", "7") == store.bookmark("mirror", "7")
    assert isinstance(store, PostgresStore)
    for statement in ("UPDATE {}.stored_events SET topic = 'x'", "DELETE FROM {}.commands", "TRUNCATE {}.entries"):
        with (
            pytest.raises(Exception, match="permission denied"),
            store.recorder.datastore.get_connection() as connection,
        ):
            connection.execute(statement.format(schema))
    store.close()


def test_a_role_that_may_only_read_reads(postgres_server: PostgresServer, postgres_address: str, role: str) -> None:
    """Everything but writing, which is refused in our words; it waits for events too."""
    writer = create_store(postgres_address)
    add(writer, batch("a", "1"))
    schema = parse_postgres_address(postgres_address).schema
    postgres_server.execute(read_grants(1, role, schema))

    store = open_store(build_address(postgres_server, role, schema))

    assert 1 == len(everything(store.read_all())) == len(store.find(""))
    assert store.wait(0, NO_TIME)
    with pytest.raises(StoreUnavailable, match="没有这项权限"):
        add(store, batch("a", "2", after=1))
    with pytest.raises(StoreUnavailable, match="没有这项权限"):
        store.bookmark("mirror", "1")
    store.close()
    writer.close()


def test_a_role_that_may_not_create_says_so(postgres_server: PostgresServer, role: str) -> None:
    """No schema, and no right to make one."""
    with pytest.raises(StoreUnavailable, match="没有这项权限"):
        create_store(build_address(postgres_server, role, name_schema()))


def test_a_server_that_only_reads_is_read(postgres_server: PostgresServer, postgres_address: str) -> None:
    """As a standby is: events are read and waited for, and writing is refused in our words."""
    writer = create_store(postgres_address)
    add(writer, batch("a", "1"))
    store = open_store(f"{postgres_address}&options=-c%20default_transaction_read_only%3Don")

    assert 1 == len(everything(store.read_all()))
    assert not store.wait(1, SOON)
    with pytest.raises(StoreUnavailable, match="服务器只读,不能写入"):
        add(store, batch("a", "2", after=1))
    store.close()
    writer.close()


def test_a_newer_schema_is_not_touched(postgres_server: PostgresServer, postgres_address: str) -> None:
    """Whoever made it knows more than this program."""
    create_store(postgres_address).close()
    postgres_server.execute(f"UPDATE {parse_postgres_address(postgres_address).schema}.store SET schema_version = 9")

    for use in (open_store, create_store):
        with pytest.raises(NotAStore, match="格式版本是9"):
            use(postgres_address)


@pytest.mark.parametrize(
    "error",
    [
        ImportError("no", name="psycopg"),
        ImportError("no", name="psycopg_pool"),
        ImportError("no pq wrapper available."),
    ],
)
def test_a_missing_extra_is_named(error: ImportError) -> None:
    """Also where psycopg is there without what it needs."""
    install = re.escape("pip install 'bzr-domain[postgres]'")
    with pytest.raises(extras.MissingExtra, match=install), extras.name_missing_extra():
        raise error

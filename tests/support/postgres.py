"""One PostgreSQL server for a run of the tests, however many processes share it, and a schema of its own for each test.

The fixtures are at hand in every test: `postgres_server` (the server), `postgres_address` (an address of a school that
nobody has created yet). A server that cannot be started fails the test; nothing is ever skipped.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import attrs
import psycopg
import pytest

from tests.support.postgres_server import ADMIN, main

_LOOKS = 6000
"""How often it is looked, fifty times a second, whether the server is there."""


@attrs.frozen(kw_only=True)
class PostgresServer:
    """A server that is running.

    Attributes:
        host: The folder of its socket; whoever may connect there is trusted.
        port: Its port, of the socket's name and on 127.0.0.1, where passwords are asked for.
        programs: The folder with psql, pg_dump and the others.
        pid: Its process.
    """

    host: str
    port: int
    programs: str
    pid: int

    def address(self, database: str = ADMIN, *, user: str = ADMIN, **options: str) -> str:
        """An address on the socket."""
        return f"postgresql:///{quote(database)}?{urlencode({'host': self.host, 'port': self.port, 'user': user, **options})}"

    def network_address(self, database: str = ADMIN, *, user: str, password: str, **options: str) -> str:
        """An address on 127.0.0.1, with a password."""
        query = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@127.0.0.1:{self.port}/{quote(database)}{query}"

    def connect(self, database: str = ADMIN, **options: Any) -> psycopg.Connection:
        """A connection of the superuser, each statement for itself."""
        return psycopg.connect(host=self.host, port=self.port, user=ADMIN, dbname=database, autocommit=True, **options)

    def execute(self, statement: str, *values: object, database: str = ADMIN) -> list[Any]:
        """Do something as superuser; the rows it gives."""
        with self.connect(database) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []


def end_connections(server: PostgresServer, schema: str) -> None:
    """End every connection to a school, as an administrator or a broken line would."""
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", schema)


def name_schema() -> str:
    """The name of a schema that nobody has."""
    return f"t{uuid4().hex}"


def share_server(name: str = "") -> PostgresServer:
    """The server of this run, or another one by its name, started if need be; it ends with the last process that shares it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    home = Path(tempfile.gettempdir()) / f"bzr-pg-{run[:16]}{name}"
    for _ in range(_LOOKS):
        home.mkdir(mode=0o711, exist_ok=True)
        if (users := _share(home / "users")) is not None:
            _USERS.append(users)
            return _find_server(home)
        time.sleep(0.02)
    raise RuntimeError(f"the server in {home} is being stopped and does not end")


_USERS: list[TextIOWrapper] = []
"""Open for as long as this process lives: they hold the lock for which the server waits."""


def _share(path: Path) -> TextIOWrapper | None:
    """Take part in a server; None where it is about to end."""
    try:
        users = path.open("a")
        fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None
    if path.exists() and os.path.samestat(path.stat(), os.fstat(users.fileno())):
        return users
    users.close()
    return None


def _find_server(home: Path) -> PostgresServer:
    ready, failed = home / "ready", home / "failed"
    with (home / "starting").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if not ready.exists() and not failed.exists():
            keeper = subprocess.Popen(
                [sys.executable, main.__code__.co_filename, str(home)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            keeper.returncode = 0  # it outlives this process, and nobody is to wait for it
            for _ in range(_LOOKS):
                if ready.exists() or failed.exists():
                    break
                time.sleep(0.02)
    if not ready.exists():
        reason = failed.read_text() if failed.exists() else "no answer"
        raise RuntimeError(f"the PostgreSQL server for the tests does not start: {reason}")
    return PostgresServer(**json.loads(ready.read_text()))


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The server of this run."""
    return share_server()


@pytest.fixture
def postgres_address(build_postgres_address: Callable[[], str]) -> str:
    """The address of a school on it that nobody has created yet."""
    return build_postgres_address()


@pytest.fixture
def build_postgres_address(postgres_server: PostgresServer) -> Callable[[], str]:
    """Gives an address of a new school each time; connections to it bear the name of its schema."""

    def build() -> str:
        schema = name_schema()
        return postgres_server.address(schema=schema, application_name=schema)

    return build

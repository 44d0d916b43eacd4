"""PostgreSQL connections and servers that are killed (数据库连接中断、服务器被杀) while an office works."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from bzr_adapters import Conflict, School, StoreUnavailable
from tests.support.postgres import PostgresServer, name_schema, share_server
from tests.support.postgres_server import create_cluster, reach_programs, start_server
from tests.torture.looking import look_for_doubles
from tests.torture.relay import Relay
from tests.torture.tally import Tally
from tests.torture.working import Office, create_school, open_school

_LONGEST = 0.03
_COMMANDS = 60
"""After how many commands a new school takes the place of the one before."""


def kill_connections(_: Path, times: int, seed: int) -> Tally:
    """Let the server end an office's connections at moments of chance."""
    tally, server = Tally(), share_server()
    while tally.tries < times:
        name = name_schema()
        url = server.address(schema=name, application_name=name)
        with server.connect() as killer:
            _work_among_kills(tally, url, times, seed + tally.tries, partial(_end_connections, killer, name))
    return tally


def _end_connections(killer: psycopg.Connection[Any], name: str) -> int:
    """End every connection of an application; return how many there were."""
    ended = killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name=%s", [name]
    ).fetchall()
    return len(ended)


def kill_server(_: Path, times: int, seed: int) -> Tally:
    """Kill a process of a server with -9: the server ends every connection, recovers from its log and goes on."""
    tally = Tally()
    with _run_server() as server:
        while tally.tries < times:
            url = server.address(schema=name_schema())
            _work_among_kills(tally, url, times, seed + tally.tries, partial(_kill_backend, server))
    return tally


@contextmanager
def _run_server() -> Iterator[PostgresServer]:
    """Run a server of our own, which others need not share."""
    with TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o711)
        programs = reach_programs(home)
        create_cluster(programs, home / "server")
        process, port = start_server(programs, home / "server")
        try:
            yield PostgresServer(host=str(home / "server"), port=port, programs=str(programs), pid=process.pid)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()


def _kill_backend(server: PostgresServer) -> int:
    """Kill the process of one connection; return 1, or 0 while the server recovers from the last kill."""
    try:
        with server.connect() as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
    except psycopg.Error:
        return 0
    return 1


def lose_answers(_: Path, times: int, seed: int) -> Tally:
    """Let commits come through and their connections end before the answer arrives."""
    tally, server = Tally(), share_server()
    with TemporaryDirectory() as folder, Relay(server, Path(folder), Random(seed)) as relay:
        while tally.tries < times:
            name = name_schema()
            create_school(server.address(schema=name))
            url, office = server.address(schema=name, host=folder), Office("lost", Random(seed))
            relay.loses = True
            _work(tally, url, office, lambda: relay.lost >= times)
            relay.loses, tally.tries = False, relay.lost
    return tally


def _work_among_kills(tally: Tally, url: str, times: int, seed: int, kill: Callable[[], int]) -> None:
    """Let an office work while something is killed again and again."""
    create_school(url)
    over, chance = threading.Event(), Random(seed)

    def kill_on() -> None:
        while not over.wait(chance.uniform(0, _LONGEST)) and tally.tries < times:
            tally.tries += kill()

    killer = threading.Thread(target=kill_on)
    killer.start()
    try:
        _work(tally, url, Office("c", Random(seed)), lambda: tally.tries >= times)
    finally:
        over.set()
        killer.join()


def _work(tally: Tally, url: str, office: Office, is_over: Callable[[], bool]) -> None:
    """Let an office work; a command that fails is sent again. In the end all that was answered has to be there once."""
    recorded: Counter[str] = Counter()
    with _open_again(url) as school:
        while office.given < _COMMANDS and not is_over():
            recorded.update(_give_until_answered(tally, school, office)["new"])
    with _open_again(url) as school:
        look_for_doubles(tally, school, recorded, office.name)


def _open_again(url: str) -> School:
    """Open a school, as often as it takes while connections are killed."""
    while True:
        try:
            return open_school(url)
        except StoreUnavailable:
            continue


def _give_until_answered(tally: Tally, school: School, office: Office) -> dict[str, Any]:
    while True:
        try:
            return office.give(school)[1]
        except StoreUnavailable:
            continue
        except Conflict as conflict:
            tally.conflicts += 1
            tally.tell(f"{conflict}")

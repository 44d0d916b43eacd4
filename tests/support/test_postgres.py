"""The server of the tests takes connections, keeps to this machine, and never outlives whoever asked for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

from tests.support.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
_SHARE = (
    "import sys, time; from tests.support.postgres import share_server; "
    "server = share_server(); print(server.pid, flush=True); print(server.host, flush=True); time.sleep(60)"
)


def test_the_server_answers_and_keeps_to_this_machine(postgres_server: PostgresServer) -> None:
    """UTF-8, durable, and heard nowhere but here."""
    settings = (
        "select current_setting('server_encoding'), current_setting('fsync'), current_setting('listen_addresses')"
    )

    assert [("UTF8", "on", "127.0.0.1")] == postgres_server.execute(settings)


def test_no_server_is_left_behind() -> None:
    """Killed with -9, a run of the tests takes its server and its folder along."""
    environ = {**os.environ, "PYTEST_XDIST_TESTRUNUID": uuid4().hex}
    run = subprocess.Popen([sys.executable, "-c", _SHARE], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    pid, host = int(run.stdout.readline()), Path(run.stdout.readline().strip())
    os.kill(pid, 0)

    run.send_signal(signal.SIGKILL)
    run.communicate()

    for _ in range(1500):
        if not host.parent.exists() and not _is_alive(pid):
            break
        time.sleep(0.02)
    assert (False, False) == (host.parent.exists(), _is_alive(pid))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

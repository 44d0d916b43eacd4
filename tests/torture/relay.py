"""A relay between offices and a PostgreSQL server (中转): it ends a connection now and again, right after a commit came through."""

import select
import socket
import threading
from contextlib import suppress
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from tests.support.postgres import PostgresServer

_PIECE = 1 << 16


class Relay:
    """A socket in a folder, at which the server seems to be.

    Attributes:
        loses: Whether answers of commits are lost.
        lost: How many were.
    """

    def __init__(self, server: PostgresServer, folder: Path, chance: Random) -> None:
        self.loses = False
        self.lost = 0
        self._there = f"{server.host}/.s.PGSQL.{server.port}"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{folder}/.s.PGSQL.{server.port}")
        self._chance = chance

    def __enter__(self) -> Self:
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Pass on what comes from either side, until one of them ends or an answer is lost."""
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(self._there)
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for side, other in ((client, server), (server, client)):
                    if side in ready:
                        piece = side.recv(_PIECE)
                        if not piece:
                            return
                        other.sendall(piece)
                        if side is client and self._is_to_lose(piece):
                            server.recv(_PIECE)  # the server has committed
                            self.lost += 1
                            return

    def _is_to_lose(self, request: bytes) -> bool:
        return self.loses and b"COMMIT" in request and self._chance.random() < 0.3

"""The chain (链值): each row sealed together with all the rows of its history before it, and each command with those before it.

A chain is 32 bytes of SHA-256. It covers the stored bytes as they are, so that whoever changes, adds, removes or swaps a
row has to write every later row of that history anew; the tree over all chains and its checkpoints then tell on him.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from struct import Struct

from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.rows import ChainedRow, Row
from bzr_domain.application.ports import KnownCommand

# Every part but the last has a fixed length or is preceded by its own, so that no two rows are written alike.
_write_row_head = Struct(">QQII").pack
_write_command_head = Struct(">QQ5I").pack


def chain_row(previous: bytes, row: Row) -> bytes:
    """Return the chain of a row whose predecessor in its history has that chain.

    Raises:
        TypeError, ValueError, struct.error: When the row holds something else than a row does.
    """
    position, stream, version, name, state = row
    where, what = stream.encode(), name.encode()
    head = _write_row_head(position, version, len(where), len(what))
    return sha256(b"".join((previous, head, where, what, state))).digest()


def chain_rows(rows: Iterable[Row], chains: dict[str, bytes]) -> Iterator[ChainedRow]:
    """Give each row its chain.

    Args:
        rows: Rows in the order of position.
        chains: For each history, the chain of its last row; kept up to date here.
    """
    for row in rows:
        stream = row[1]
        chain = chains[stream] = chain_row(chains.get(stream, NO_CHAIN), row)
        yield *row, chain


def start_commands(store_id: str) -> bytes:
    """Return what stands before a store's first command: its id, which is sealed with every command so."""
    return sha256(store_id.encode()).digest()


def chain_command(previous: bytes, number: int, command: KnownCommand) -> bytes:
    """Return the chain of a command that is kept under a number, right after the one of that chain."""
    told = (command.id, command.actor, command.digest, command.receipt, command.recorded_at.isoformat())
    texts = [text.encode() for text in told]
    head = _write_command_head(number, command.position, *map(len, texts))
    return sha256(b"".join((previous, head, *texts))).digest()


def digest_bookmark(name: str, place: str) -> bytes:
    """Return what is kept beside a follower's place, so that a name or a place that changed by itself shows."""
    return sha256(f"{name}\0{place}".encode()).digest()

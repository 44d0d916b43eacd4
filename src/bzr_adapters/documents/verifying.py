"""The documents `bzr.verify/1`, `bzr.checkpoint/1`, `bzr.inclusion/1` and `bzr.consistency/1` (核验、检查点、证明)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.kernel.messages import Lang, Message


@attrs.frozen(kw_only=True)
class CheckTold:
    """What one check of a store found, to be told: its name, how much was looked at, how many faults; why it was not made."""

    name: str
    title: Message
    seen: int
    faults: int
    skipped: Message | None


@attrs.frozen(kw_only=True)
class StoreVerified:
    """What was found in a store."""

    store: str
    store_id: str
    checks: Sequence[CheckTold]
    problems: Sequence[Mapping[str, object]]


def verify_document(verified: StoreVerified, as_of: datetime, lang: Lang) -> values.Document:
    """`bzr.verify/1`."""
    return {
        "schema": "bzr.verify/1",
        "as_of": as_of.isoformat(),
        "store": verified.store,
        "store_id": verified.store_id,
        "ok": not any(check.faults for check in verified.checks),
        "checks": [
            {
                "check": check.name,
                "title": check.title.in_(lang),
                "seen": check.seen,
                "faults": check.faults,
                "skipped": None if check.skipped is None else check.skipped.in_(lang),
            }
            for check in verified.checks
        ],
        "problems": list(verified.problems),
    }


def verify_sheet(document: values.Document, lang: Lang) -> Sheet:
    """What was looked at, and what is wrong, as two tables."""
    heads = Message("核验|看过|有误", "check|looked at|faults").in_(lang).split("|")
    rows: list[Sequence[Cell]] = [(check["title"], check["seen"], check["faults"]) for check in document["checks"]]
    blocks = [Block(heads=heads, rows=rows, numbers={1, 2})]
    if document["problems"]:
        heads = Message("位置|有误|怎么办", "position|fault|what to do").in_(lang).split("|")
        faults = [(" ".join(map(str, p["at"])), p["text"], p["expected"]) for p in document["problems"]]
        blocks.append(Block(heads=heads, rows=faults))
    return Sheet(name=Message("核验", "verification"), blocks=blocks)


@attrs.frozen(kw_only=True)
class CheckpointTold:
    """A checkpoint to be told, each hash in hexadecimal digits; `key` is None where nobody signed."""

    store_id: str
    events: int
    last: int
    root: str
    commands: int
    command_chain: str
    time: str
    key: str | None
    short: str
    text: str


def checkpoint_document(checkpoint: CheckpointTold, as_of: datetime) -> values.Document:
    """`bzr.checkpoint/1`."""
    return {"schema": "bzr.checkpoint/1", "as_of": as_of.isoformat(), **attrs.asdict(checkpoint)}


def checkpoint_sheet(document: values.Document, lang: Lang) -> Sheet:
    """A checkpoint as a table of one column, a line of its text each."""
    heads = [Message("检查点", "checkpoint").in_(lang)]
    rows = [(line,) for line in document["text"].splitlines()]
    return Sheet(name=Message("检查点", "checkpoint"), blocks=[Block(heads=heads, rows=rows)])


def inclusion_document(
    checkpoint: str,
    row: tuple[int, str, int, str, bytes, bytes],
    previous: bytes,
    place: int,
    path: Sequence[bytes],
    as_of: datetime,
) -> values.Document:
    """`bzr.inclusion/1`: an event, and the path from it to the root of a checkpoint."""
    position, stream, version, name, state, chain = row
    return {
        "schema": "bzr.inclusion/1",
        "as_of": as_of.isoformat(),
        "checkpoint": checkpoint,
        "event": {
            "position": position,
            "stream": stream,
            "version": version,
            "name": name,
            "state": state.decode(),
            "previous": previous.hex(),
            "chain": chain.hex(),
        },
        "place": place,
        "path": [node.hex() for node in path],
    }


def consistency_document(earlier: str, checkpoint: str, path: Sequence[bytes], as_of: datetime) -> values.Document:
    """`bzr.consistency/1`: the path that proves a checkpoint to have grown out of an earlier one."""
    return {
        "schema": "bzr.consistency/1",
        "as_of": as_of.isoformat(),
        "earlier": earlier,
        "checkpoint": checkpoint,
        "path": [node.hex() for node in path],
    }


def proof_sheet(document: values.Document, lang: Lang) -> Sheet:
    """The path of a proof, a hash a row."""
    heads = [Message("路径", "path").in_(lang)]
    return Sheet(
        name=Message("证明", "proof"), blocks=[Block(heads=heads, rows=[(node,) for node in document["path"]])]
    )

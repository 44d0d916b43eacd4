"""Checkpoints (检查点): a signed statement of where a store stands, in a text that can be printed and kept elsewhere.

It binds the store's id, how many events there are, the position of the last, the root of the tree over them, how many
commands there are with the chain of the last, and the time. Kept outside the store, it convicts whoever changes the
store afterwards: of what stood before it nothing can be altered, removed or added without another root.
"""

import re
from datetime import UTC, datetime
from hashlib import sha256

import attrs

from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.evidence.signing import extract_public, is_signed, sign
from bzr_adapters.storage.evidence.tree import Tree
from bzr_adapters.storage.recorder import ReadingRecorder
from bzr_domain.application.ports import PAGE
from bzr_domain.kernel.messages import BzrError

_SHORT = 16
"""How many hexadecimal digits of a root or a key stand on paper."""
_FORM = re.compile(
    r"bzr\.checkpoint/1\nstore (?P<store>\S+)\nevents (?P<size>\d+)\nposition (?P<position>\d+)\n"
    r"root (?P<root>[0-9a-f]{64})\ncommands (?P<commands>\d+) (?P<command_chain>[0-9a-f]{64})\n"
    r"time (?P<time>\S+)\nkey (?P<key>none|[0-9a-f]{64})\n"
    r"(?P<seal>digest [0-9a-f]{64}|signature [0-9a-f]{128})\n",
    re.ASCII,
)


class BadCheckpoint(BzrError):
    """A text is no checkpoint, or one in which something was changed."""

    code = "checkpoint.unreadable"


@attrs.frozen(kw_only=True)
class Checkpoint:
    """A statement of where a store stands.

    Attributes:
        store_id: The store.
        size: How many events it has.
        position: That of the last; 0 where there is none.
        root: The root of the tree over them.
        commands: How many commands were ever kept; 0 where a store does not number them.
        command_chain: The chain of the last.
        at: When it was made, in UTC.
        key: The public key of who signed; empty where nobody did.
        seal: The signature; where nobody signed, the digest of what stands above it.
    """

    store_id: str
    size: int
    position: int
    root: bytes
    commands: int
    command_chain: bytes
    at: datetime
    key: bytes = b""
    seal: bytes = b""

    @property
    def body(self) -> str:
        """What is signed."""
        return (
            f"bzr.checkpoint/1\nstore {self.store_id}\nevents {self.size}\nposition {self.position}\n"
            f"root {self.root.hex()}\ncommands {self.commands} {self.command_chain.hex()}\n"
            f"time {self.at.isoformat()}\nkey {self.key.hex() or 'none'}\n"
        )

    @property
    def text(self) -> str:
        """The whole checkpoint, to be printed or kept."""
        return f"{self.body}{'signature' if self.key else 'digest'} {self.seal.hex()}\n"

    @property
    def short(self) -> str:
        """What stands on a printed page: the position, the beginning of the root, and of the key or `unsigned`.

        The beginning of a root is enough to find the whole one among those kept, and too long to be met by chance.
        """
        return f"#{self.position} {self.root.hex()[:_SHORT]} {self.key.hex()[:_SHORT] or 'unsigned'}"

    @property
    def is_sealed(self) -> bool:
        """Whether its signature is that of its key; where nobody signed, whether its digest is that of its text."""
        body = self.body.encode()
        return is_signed(self.key, body, self.seal) if self.key else sha256(body).digest() == self.seal


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a text.

    Raises:
        BadCheckpoint: When it is none, or not letter for letter as it was made.
    """
    written = text.replace("\r\n", "\n").strip() + "\n"
    checkpoint = read_checkpoint(written)
    if checkpoint is None or checkpoint.text != written or not checkpoint.is_sealed:
        raise BadCheckpoint.of(
            "这不是检查点,或其中有字被改过;检查点从“bzr.checkpoint/1”一行到签名一行,要一字不差",
            'this is no checkpoint, or something in it was changed; it runs from the line "bzr.checkpoint/1" to that of '
            "the signature, letter for letter",
        )
    return checkpoint


def read_checkpoint(text: str) -> Checkpoint | None:
    """Return the checkpoint of a text whose seal nobody has looked at; None where the text is none."""
    match = _FORM.fullmatch(text)
    try:
        return None if match is None else _build_checkpoint(match)
    except ValueError:
        return None


def _build_checkpoint(match: re.Match[str]) -> Checkpoint:
    return Checkpoint(
        store_id=match["store"],
        size=int(match["size"]),
        position=int(match["position"]),
        root=bytes.fromhex(match["root"]),
        commands=int(match["commands"]),
        command_chain=bytes.fromhex(match["command_chain"]),
        at=datetime.fromisoformat(match["time"]),
        key=b"" if match["key"] == "none" else bytes.fromhex(match["key"]),
        seal=bytes.fromhex(match["seal"].partition(" ")[2]),
    )


def take_checkpoint(recorder: ReadingRecorder, *, now: datetime, key: bytes | None = None) -> Checkpoint:
    """Return a checkpoint of everything in a store, and keep it there; where nothing came since the last, that one.

    Args:
        recorder: The store.
        now: The time.
        key: The private key that signs it; None leaves it unsigned.

    Raises:
        BadKey: When that is no key.
        StoreError: When the store cannot be read, or cannot keep it, or lost events that the last checkpoint counts.
    """
    public = b"" if key is None else extract_public(key)
    recorder.prepare()
    last, tree = _find_last(recorder)
    commands, command_chain = recorder.last_command()
    position = _add_later_events(recorder, tree, 0 if last is None else last.position)
    if last is not None and (last.size, last.commands) == (tree.size, commands) and public in (b"", last.key):
        return last
    unsealed = Checkpoint(
        store_id=recorder.store_id,
        size=tree.size,
        position=position,
        root=tree.root(),
        commands=commands,
        command_chain=command_chain,
        at=now.astimezone(UTC).replace(microsecond=0),
        key=public,
    )
    body = unsealed.body.encode()
    checkpoint = attrs.evolve(unsealed, seal=sha256(body).digest() if key is None else sign(key, body))
    recorder.keep_checkpoint((checkpoint.text, tree.frontier))
    return checkpoint


def _find_last(recorder: ReadingRecorder) -> tuple[Checkpoint | None, Tree]:
    """Return the last checkpoint kept with the tree that goes on from it; none where it cannot be trusted."""
    for text, frontier in recorder.checkpoints()[-1:]:
        try:
            checkpoint = parse_checkpoint(text)
            tree = Tree(checkpoint.size, frontier)
        except (BadCheckpoint, ValueError):
            break
        if tree.root() == checkpoint.root:
            return checkpoint, tree
    return None, Tree()


def _add_later_events(recorder: ReadingRecorder, tree: Tree, position: int) -> int:
    """Add to a tree the events beyond a position; return the position of the last."""
    if recorder.last_position() < position:
        raise StoreUnavailable.of(
            f"检查点记到位置 #{position},存储里却没有这么多事件:有事件被删去,或恢复了较早的备份;用 bzr verify 核对",
            f"the last checkpoint counts events up to #{position}, and the store ends before it: events were erased, or an "
            "older backup was restored; check it with bzr verify",
            code="store.damaged",
        )
    while rows := recorder.chained_log(after=position, limit=PAGE):
        tree.add(row[5] for row in rows)
        position = rows[-1][0]
    return position

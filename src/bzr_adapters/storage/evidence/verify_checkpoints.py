"""Checkpoints compared with a store (核验): the same history up to where each stands, or another one, or an older copy."""

from collections.abc import Iterable

import attrs

from bzr_adapters.storage.evidence.check import Check
from bzr_adapters.storage.evidence.checkpoint import Checkpoint
from bzr_adapters.storage.evidence.verify_commands import CommandWalk
from bzr_adapters.storage.evidence.verify_events import EventWalk
from bzr_domain.kernel.messages import Message


@attrs.frozen(kw_only=True)
class Held:
    """A checkpoint that a store is held against, and what it is called.

    Attributes:
        frontier: The frontier that is kept beside it; None of one that comes from outside.
    """

    name: Message
    checkpoint: Checkpoint
    frontier: bytes | None = None


def compare_checkpoints(
    held: Iterable[Held], events: EventWalk, commands: CommandWalk, key: bytes | None, check: Check
) -> None:
    """Compare checkpoints with what was walked through, and report those that do not fit.

    Args:
        held: The checkpoints.
        events: The walk through all events.
        commands: The walk through all commands.
        key: The public key of who signs; None where it is not known.
        check: Takes what is reported.
    """
    agreed = 0
    for each in sorted(held, key=lambda each: each.checkpoint.size):
        check.seen += 1
        fault = _find_fault(each, events, commands, key, agreed)
        if fault is None:
            agreed = each.checkpoint.position
        else:
            what = each.name + Message(":", ": ") + fault.what
            check.report(what, code=fault.code, position=each.checkpoint.position, todo=fault.todo)


_SHOW = Message("把它和存储交给查账的人", "show it and the store to whoever audits them")


@attrs.frozen(kw_only=True)
class Fault:
    """Why a checkpoint does not fit, and what to do."""

    code: str
    what: Message
    todo: Message = _SHOW


def _find_fault(held: Held, events: EventWalk, commands: CommandWalk, key: bytes | None, agreed: int) -> Fault | None:
    checkpoint = held.checkpoint
    if checkpoint.store_id != events.recorder.store_id:
        what = Message(f"它是另一个存储({checkpoint.store_id})的", f"it is of another store ({checkpoint.store_id})")
        todo = Message("请核对存储的地址", "check the address of the store")
        return Fault(code="verify.checkpoint-of-other-store", what=what, todo=todo)
    if key is not None and checkpoint.key != key and (held.frontier is None or checkpoint.key):
        signer = checkpoint.key.hex()[:16] or Message("无人", "nobody").zh
        what = Message(f"不是由这把密钥签署的(签署的是{signer})", f"it is not signed by this key ({signer})")
        return Fault(code="verify.checkpoint-wrong-key", what=what)
    tree = events.trees.get(checkpoint.size) if events.chained else None
    # A store that does not number its commands has none to be compared.
    chain = commands.chains.get(checkpoint.commands) if checkpoint.commands else checkpoint.command_chain
    if tree is None or chain is None:
        return Fault(code="verify.older-than-checkpoint", what=_tell_older(checkpoint, events))
    if (tree.root, tree.position, chain) != (checkpoint.root, checkpoint.position, checkpoint.command_chain):
        return Fault(code="verify.other-history", what=_tell_other(checkpoint, agreed))
    if held.frontier not in (None, tree.frontier):
        what = Message("旁边所存的树被改过", "the tree that is kept beside it was changed")
        return Fault(code="verify.checkpoint-changed", what=what)
    return None


def _tell_older(checkpoint: Checkpoint, events: EventWalk) -> Message:
    return Message(
        f"它记到{checkpoint.size}条事件(位置 #{checkpoint.position}),存储却只到 #{events.position}:存储比它旧,恢复过较早的备份,或最后的被删去了",
        f"it counts {checkpoint.size} events (up to #{checkpoint.position}), and the store ends at #{events.position}: the "
        "store is older than it, from an older backup or because the newest were removed",
    )


def _tell_other(checkpoint: Checkpoint, agreed: int) -> Message:
    after = Message(
        f"在 #{agreed} 之后、#{checkpoint.position} 之前", f"after #{agreed} and up to #{checkpoint.position}"
    )
    return Message("这里是另一段历史:取了它以后,", "this is another history: since it was taken, something ") + Message(
        f"{after.zh}有记录被改、被删或被添加", f"{after.en} was changed, removed or added"
    )

"""A verified store and a checkpoint told to people (核验、检查点)."""

from collections.abc import Iterator
from pathlib import Path

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Message


def verify_lines(answer: Report, ink: Ink) -> Iterator[str]:
    """What was looked at, each fault with what to do, and in the end whether anything was altered."""
    for check in answer.rows:
        if check["skipped"] is not None:
            told = Message(f"没有核验:{check['skipped']}", f"not verified: {check['skipped']}")
        else:
            told = Message(f"看过{check['seen']}项", f"looked at: {check['seen']}")
        if check["faults"]:
            told += Message(f",{check['faults']}处有误", f", faults: {check['faults']}")
        yield f"{check['title']}: {told.in_(answer.lang)}"
    if answer.problems:
        yield ""
    yield from (f"{problem}" for problem in answer.problems)
    yield ""
    verdict = (
        Message("没有发现改动", "nothing was found altered")
        if answer.ok
        else Message("存储被改过或已损坏", "the store was altered or is damaged")
    )
    yield ink.bold(verdict.in_(answer.lang))


def checkpoint_lines(answer: Report, ink: Ink, new_key: Path | None = None) -> Iterator[str]:
    """The checkpoint, letter for letter, and below it what it is for; where its key is new, where that stands."""
    (checkpoint,) = answer.rows
    yield from checkpoint["text"].splitlines()
    yield ""
    yield ink.bold(Message(f"短式 {checkpoint['short']}", f"in short: {checkpoint['short']}").in_(answer.lang))
    kept = Message(
        "存一份在别处(打印、寄给别人);bzr verify --checkpoint 文件 用它核对",
        "keep a copy elsewhere (print it, send it to somebody); bzr verify --checkpoint FILE holds the store against it",
    )
    unsigned = Message(
        "没有签名:谁都能做出这样一份,只有在别处存着的那份可信;签名用 --key",
        "unsigned: anybody can make one, and only the copy kept elsewhere can be trusted; sign it with --key",
    )
    if new_key is not None:
        files = Message(
            f"密钥 {new_key}(妥善保管,不要给人),公钥 {new_key}.pub",
            f"key: {new_key} (keep it to yourself), public key: {new_key}.pub",
        )
        yield files.in_(answer.lang)
    yield (kept if checkpoint["key"] else unsigned).in_(answer.lang)

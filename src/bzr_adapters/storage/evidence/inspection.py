"""What can be wrong with a store beside the events in it, whatever it is kept in; each fault with what to do."""

from collections.abc import Iterable, Iterator

from bzr_adapters.storage.evidence.chain import digest_bookmark
from bzr_domain.kernel.messages import Message, Problem, report_problem


def report_altered_tables(fault: Message) -> Problem:
    """Return the problem of a table that is not as we made it."""
    return report_problem(
        f"存储的表被人动过:{fault.zh};请查明是谁改的,从备份恢复",
        f"the tables of the store were altered by hand: {fault.en}; find out who did it, and restore a backup",
        code="verify.altered-tables",
    )


def compare_positions(highest: int, last: int) -> Iterator[Problem]:
    """Compare the position given out last with the newest event's: those that are erased last leave no gap behind them."""
    if highest != last:
        yield report_problem(
            f"最后一条事件应在位置 #{highest},却在 #{last}:最后的被删去了,或有人改过编号;请从备份恢复",
            f"the last event should stand at #{highest}, and stands at #{last}: the newest were erased, or the number was "
            "changed; restore a backup",
            code="verify.last-missing",
        )


def compare_numbers(highest: int, last: int) -> Iterator[Problem]:
    """Compare the number given out last with the newest command's."""
    if highest != last:
        yield report_problem(
            f"最后一条命令应是第{highest}条,却是第{last}条:最后的被删去了,或有人改过编号;请从备份恢复",
            f"the last command should be number {highest}, and is {last}: the newest were erased, or the number was "
            "changed; restore a backup",
            code="verify.last-missing",
        )


def check_checkpoint_numbers(rows: Iterable[tuple[object]]) -> Iterator[Problem]:
    """Check that the checkpoints kept are numbered 1, 2, 3 …"""
    numbers = [number for (number,) in rows]
    if numbers != [*range(1, len(numbers) + 1)]:
        yield report_problem(
            "存储里的检查点编号不连续:有的被删去,或编号被改过;以存在别处的为准",
            "the checkpoints of the store are not numbered one by one: some were removed, or a number was changed; what "
            "counts are those kept elsewhere",
            code="verify.checkpoint-changed",
        )


def check_bookmarks(rows: Iterable[tuple[object, object, object]]) -> Iterator[Problem]:
    """Check the places of followers: name, place, and the digest of both."""
    for name, place, digest in rows:
        if not (isinstance(name, str) and isinstance(place, str)) or digest_bookmark(name, place) != digest:
            yield report_problem(
                f"订阅“{name}”的书签被改过;请让它从头再读",
                f"the place of the follower {name!r} was changed; let it start again from the beginning",
                code="verify.bookmark-changed",
            )

"""A move or a backup told to people: from where to where, how much, and what proves that both are the same."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_domain.kernel.messages import Message


def copy_lines(answer: Report) -> Iterable[str]:
    """What was copied, and what was compared afterwards."""
    (copied,) = answer.rows
    for line in (
        Message(f"{copied['store']} → {copied['copy']}", f"{copied['store']} → {copied['copy']}"),
        Message(
            f"{copied['events']}条事件、{copied['commands']}条命令,位置不变;两边逐字节核对一致",
            f"events: {copied['events']}, commands: {copied['commands']}, each in its place; both stores are equal byte for byte",
        ),
        Message(f"内容摘要 {copied['digest']}", f"digest of the content: {copied['digest']}"),
        Message(
            f"{copied['periods']}个时段的考核表、公示、申诉与绩效表,两边算出来一样:{copied['answers']}",
            f"the statements, results, appeals and pay sheets of {copied['periods']} periods come to the same in both: "
            f"{copied['answers']}",
        ),
    ):
        yield line.in_(answer.lang)


def tell_keys(answer: Report) -> Message:
    """Say where the keys are, without which names and texts cannot be read."""
    (copied,) = answer.rows
    return Message(
        f"人名和文字的密钥存在{copied['keys']}:请与副本分开保管;恢复时放到存储旁边,改名为“存储的文件名.keys”",
        f"the keys of names and texts are in {copied['keys']}: keep them apart from the copy; to restore, put them beside "
        "the store, under its name and .keys",
    )


def tell_closed(answer: Report) -> Message:
    """Say what becomes of the store left behind."""
    (copied,) = answer.rows
    if copied["closed"]:
        return Message(
            "原存储从此只能查看;今后请用新地址(--store 或 BZR_STORE)",
            "the store left behind can only be read from now on: use the new address (--store or BZR_STORE)",
        )
    return Message(
        "原存储仍可写入:两个存储从此各走各的,只能有一个是学校的",
        "the store left behind can still be written to: the two go on apart, and only one of them can be the school's",
    )

"""What was erased or restricted, told to people."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_domain.kernel.messages import Message

_DONE = {
    "erased": Message("已删除,不能恢复", "erased for good"),
    "restricted": Message("已限制显示,记录保留", "restricted: kept and not shown"),
    "shown": Message("已恢复显示", "shown again"),
}


def forgotten_lines(answer: Report) -> Iterable[str]:
    """What was done to how much, and what else a school has to do."""
    (done,) = answer.rows
    names, texts = len(done["pseudonyms"]), len(done["texts"])
    count = Message(f":姓名的写法{names}种,文字{texts}条", f": spellings of names: {names}, texts: {texts}")
    yield (_DONE[done["state"]] + count).in_(answer.lang)
    if done["state"] == "erased":
        yield Message(
            "分数、摘要、链值都不变。从前导出的文件、打印件和密钥的备份,请学校自己清除;放回旧密钥时会再次删除",
            "totals, digests and chains stay. Files exported and printed before, and backups of the keys, are the school's "
            "to clear away; where older keys are put back it is erased again",
        ).in_(answer.lang)

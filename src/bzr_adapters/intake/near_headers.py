"""Which header of a fact sheet is meant by another word (表头的近义词): its synonyms and slips of the pen, and nothing that merely looks alike."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from bzr_adapters.intake.text import normalize_header
from bzr_domain.facts.kinds import HEADERS

_ALIKE = 0.8
_TRIMMINGS = re.compile(r"[*:]|\(.*?\)|\[.*?\]")
_NEAR_WORDS = {
    "date": "检查日期 发生日期 日起 日其 曰期 day",
    "class": "班 班别 班名 班级名称 班及 班集 般级",
    "teacher": "班主任姓名 班主仼 班主人 headteacher",
    "fact": "事件 事实 事项名称 检查事项 检查项目 检查内容 事向 事想 是项 event kind",
    "count": "次数 件数 个数 数目 数两 times quantity",
    "value": "测量值 measurement",
    "grade": "等次 等第 等及",
    "level": "级另",
    "place": "位置 场所 检查地点 地典 location where",
    "note": "附注 备考 备住 备主 备著 remark remarks comment comments",
    "recorder": "检查员 检查者 检查人员 检察人 捡查人 检查入 inspector checker",
    "id": "编码 记录编号 编好 偏号",
}
"""Field → words that mean its header, and slips of the pen in it."""
_FIELD_BY_WORD: Mapping[str, str] = {
    **{word: field for field, words in _NEAR_WORDS.items() for word in words.split()},
    **{normalize_header(word): field for field, chinese in HEADERS.items() for word in (field, chinese)},
}


def find_near_header(word: str) -> str | None:
    """Return the header that a word means, in the word's own language; None where it means none: 序号 is no 编号.

    >>> [find_near_header(word) for word in ("检查项目", "日期(必填)", "序号", "总分", "clas", "rate")]
    ['事项', '日期', None, None, 'class', None]
    """
    plain = _TRIMMINGS.sub("", normalize_header(word))
    field = _FIELD_BY_WORD.get(plain)
    if field is None and plain.isascii():
        field = next(iter(get_close_matches(plain, HEADERS, n=1, cutoff=_ALIKE)), None)
    return None if field is None else field if word.isascii() else HEADERS[field]

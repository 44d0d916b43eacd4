"""Looking names up (查名): by id or by name, however its brackets and blanks are written."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from bzr_domain.kernel.look_alikes import are_look_alikes
from bzr_domain.kernel.messages import Message, Problem, did_you_mean, list_near


@lru_cache(maxsize=4096)
def normalize_name(text: str) -> str:
    """Return a name as it is looked up: full-width letters and brackets made plain, blanks left out.

    >>> normalize_name(" 高一(1)班 ") == normalize_name("高一(1) 班")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=8192)
def fold_text(text: str) -> str:
    """Return free text as it is compared: full-width letters and signs made plain, blanks in a row folded into one.

    >>> fold_text(" 门口，　有水 ") == fold_text("门口, 有水")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def index_names(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return name → the ids it can mean; an id means itself, whoever else has it for a name."""
    names: dict[str, set[str]] = {}
    ids = {}
    for id_, name in pairs:
        names.setdefault(normalize_name(name), set()).add(id_)
        ids[normalize_name(id_)] = {id_}
    return names | ids


def is_among(name: str, others: Iterable[str]) -> bool:
    """Return whether somebody is one of some people, however the names are spelt, or cannot be told apart from one.

    >>> is_among("王 校长 ", ["张干事", "王校长"]), is_among("王校", ["王校长"]), is_among("Аnna", ["anna"])
    (True, False, True)
    """
    return any(are_look_alikes(name, other) for other in others)


_NUMBERS = re.compile("[0-9]+|[一二三四五六七八九十]+|[a-z]+|[甲乙丙丁戊己庚辛]")
_DIGITS = "〇一二三四五六七八九"
_TEN = 10


def read_numeral(text: str) -> int | None:
    """Return the number that digits or Chinese numerals below a hundred say; None where they are none.

    >>> [read_numeral(text) for text in ("01", "七", "十", "二十三", "一一", "A")]
    [1, 7, 10, 23, None, None]
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    numbers = [_DIGITS.find(part) if part else default for part, default in ((tens, 1 if ten else 0), (ones, 0))]
    return None if not text or len(tens) > 1 or len(ones) > 1 or -1 in numbers else numbers[0] * _TEN + numbers[1]


def list_near_names(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names most like the one written that hold the same numbers: 高一(11)班 is no slip of 高一(1)班.

    >>> list_near_names("高一(1)般", ["高一(11)班", "高一(1)班"])
    ('高一(1)班',)
    """
    numbers = _list_numbers(word)
    return list_near(normalize_name(word), (name for name in known if _list_numbers(name) == numbers))


def list_near_persons(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known persons most like the one written, by name or id, who bear the same surname (姓).

    >>> list_near_persons("张晓明", ["张小明", "王晓明"])
    ('张小明',)
    """
    return list_near_names(word, (name for name in known if name[:1] == normalize_name(word)[:1]))


def _list_numbers(name: str) -> list[int | str]:
    """Return the numbers and Latin letters of a name in order, however they are written."""
    texts = _NUMBERS.findall(normalize_name(name).casefold())
    numbers = ((read_numeral(text), text) for text in texts)
    return [text if number is None else number for number, text in numbers]


ListNear: TypeAlias = Callable[[str, Iterable[str]], tuple[str, ...]]


def find_id(  # noqa: PLR0913 (keywords)
    field: str,
    zh: str,
    ref: str | None,
    names: Mapping[str, set[str]],
    *,
    unknown_code: str,
    ambiguous_code: str,
    list_near: ListNear = list_near_names,
) -> tuple[str | None, list[Problem]]:
    """Return the one id that a name means; None without a name; a problem when it means nobody or several.

    Args:
        list_near: Name and known names → those that may be meant.
    """
    if ref is None:
        return None, []
    ids = sorted(names.get(normalize_name(ref), ()))
    if len(ids) == 1:
        return ids[0], []
    if ids:
        what = Message(f"{zh}“{ref}”有{len(ids)}个", f"{ref!r} can mean {len(ids)} of them")
        expected = Message(f"请写编号:{'、'.join(ids)}", f"write the id: {', '.join(ids)}")
        return None, [Problem(code=ambiguous_code, field=field, what=what, expected=expected, near=tuple(ids))]
    what = Message(f"没有{zh}“{ref}”", f"there is no {field} {ref!r}")
    near = list_near(ref, names)
    expected = did_you_mean(near[0], near) if near else did_you_mean("", names)
    return None, [Problem(code=unknown_code, field=field, what=what, expected=expected, near=near)]

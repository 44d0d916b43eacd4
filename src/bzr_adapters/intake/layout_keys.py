"""What may stand in a layout file: its keys, what each takes, and the words for what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from bzr_domain.kernel.messages import Message, Problem, did_you_mean

Puts = {"points", "value", "count", "grade", "level"}
"""The fields a cell of a table can fill."""


@attrs.frozen
class Key:
    """One key of a layout: whether a value suits it, in words what would, and whether it may be left out."""

    suits: Callable[[Any], bool]
    words: Message
    needed: bool = False


def one_of(*words: str, needed: bool = False) -> Key:
    """A key that takes one of some words."""
    listed = Message("、".join(f'"{word}"' for word in words), ", ".join(f'"{word}"' for word in words))
    return Key(lambda value: value in words, Message(f"其一:{listed.zh}", f"one of {listed.en}"), needed)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _are_rows(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(map(_is_number, value))
        and value == sorted(set(value))
    )


TEXT = Key(_is_text, Message("文字", "text"))
TEXTS = Key(
    lambda value: isinstance(value, list) and all(map(_is_text, value)),
    Message('文字的列表,如["/", "—"]', 'a list of texts such as ["/", "—"]'),
)
ROWS = Key(
    _are_rows,
    Message("行号的列表,从小到大,如[2, 3]", "a list of row numbers, smallest first, such as [2, 3]"),
    needed=True,
)
PLACE = Key(
    lambda value: _is_number(value) or _is_text(value),
    Message(
        '列的序号(从1起)或表头文字,如1或"班级"', 'a column number from 1 or a header, such as 1 or "班级"'
    ),
    needed=True,
)
SIGN = one_of("as-written", "deducts")

LAYOUT: Mapping[str, Key] = {
    "title": TEXT,
    "class_column": PLACE,
    "header_rows": ROWS,
    "date": one_of("title", "file", "option"),
    "blank": one_of("clean", "not-inspected", "refuse"),
    "skip": TEXTS,
    "separator": TEXT,
    "ignore": TEXTS,
    "ignore_rows": TEXTS,
}
FIXED = ("grade", "level", "item", "place", "note", "recorder")
"""Fields a column can fill with the same text in every record."""
COLUMN: Mapping[str, Key] = {
    "header": attrs.evolve(TEXT, needed=True),
    "kind": attrs.evolve(TEXT, needed=True),
    "puts": one_of(*sorted(Puts), needed=True),
    "sign": SIGN,
    **dict.fromkeys(FIXED, TEXT),
}
TOTAL: Mapping[str, Key] = {"header": attrs.evolve(TEXT, needed=True), "sign": SIGN}
FILE = ("layout", "column", "total")


def key_problems(table: Mapping[str, Any], keys: Mapping[str, Key], where: str) -> list[Problem]:
    """Every key of a table that is unknown, missing, or has a value that does not suit it."""
    problems = [unknown_key(where, name, keys) for name in table if name not in keys]
    for name, key in keys.items():
        if name not in table:
            if key.needed:
                what = Message(f"{where}缺少{name}", f"{where} lacks {name}")
                problems.append(Problem(field=name, what=what, expected=key.words))
        elif not key.suits(table[name]):
            what = Message(
                f"{where}的{name}不能是{table[name]!r}", f"{name} of {where} cannot be {table[name]!r}"
            )
            problems.append(Problem(field=name, what=what, expected=key.words))
    return problems


def unknown_key(where: str, name: str, known: Iterable[str]) -> Problem:
    """The problem of a key that no layout has, with the near one."""
    what = Message(f"{where}没有{name}这一项", f"{where} has no key {name!r}")
    return Problem(field=name, what=what, expected=did_you_mean(name, known))

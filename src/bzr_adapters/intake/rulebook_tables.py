"""Write a rulebook made of Python's own values as the TOML text that is kept (规则数据), everything in the order given."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from bzr_domain.kernel.messages import BadRulebook, Message, Problem
from bzr_domain.kernel.quantities import is_sane

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_DEEPEST = 20
"""How many tables and lists may stand in one another: the language needs six."""


def write_rulebook_text(tables: Mapping[str, object]) -> str:
    """Return the TOML text of a rulebook's tables: mappings and lists of texts, numbers, yes and no, days and times.

    Raises:
        BadRulebook: When something else stands in them; each such value is named.
    """
    problems = list(_find_unwritable(tables, ""))
    if problems:
        raise BadRulebook(Message("规则数据有误", "the tables of the rulebook are faulty"), problems)
    lines = [f"{_write_name(name)} = {_write(value)}" for name, value in tables.items() if not _is_table(value)]
    for name, value in tables.items():
        if _is_table(value):
            lines += _write_tables(_write_name(name), value)
    return "\n".join([*lines, ""])


def _is_table(value: object) -> bool:
    """Return whether a value is written under a heading: a table, or several of one name."""
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and len(value) > 0 and all(isinstance(part, Mapping) for part in value)
    )


def _write_tables(name: str, value: Any) -> Iterator[str]:
    several = not isinstance(value, Mapping)
    for table in value if several else [value]:
        yield f"\n[[{name}]]" if several else f"\n[{name}]"
        yield from (f"{_write_name(word)} = {_write(part)}" for word, part in table.items())


def _write(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _write_text(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{_write_name(word)} = {_write(part)}" for word, part in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_write, value)) + "]"
        case _:
            return str(value)


def _write_name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _write_text(name)


def _write_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _find_unwritable(value: object, path: str, depth: int = 0) -> Iterator[Problem]:
    """Yield each value for which TOML has no form, by its path such as `item.2.title`."""
    parts: list[tuple[object, object]] = []
    if isinstance(value, Mapping):
        parts = list(value.items())
        names = (name for name in value if not (isinstance(name, str) and _is_writable(name)))
        yield from (_report(f"{path}.{name!a}".removeprefix("."), name) for name in names)
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value, 1))
    elif not _is_writable(value):
        yield _report(path, value)
    if parts and depth == _DEEPEST:
        yield _report(path, value)
        return
    for name, part in parts:
        yield from _find_unwritable(part, f"{path}.{name}".removeprefix("."), depth + 1)


def _is_writable(value: object) -> bool:
    match value:
        case str():
            return _HALF_CHARACTER.search(value) is None
        case time():
            return value.tzinfo is None
        case bool() | date():
            return True
        case int() | float() | Decimal():
            return is_sane(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
        case _:
            return False


def _report(path: str, value: object) -> Problem:
    kind = type(value).__name__
    return Problem(
        code="rulebook.bad-value",
        what=Message(f"{path}:规则里不能有这样的{kind}", f"{path}: no rulebook can hold this {kind}"),
        expected=Message(
            "应为文字、数、是否、日期、时间、列表或表",
            "text, a number, yes or no, a day, a time, a list or a table can",
        ),
        field=path,
    )

"""The tables of a rulebook's TOML as they are written, before anything is made of them."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook.book import HEADINGS
from bzr_domain.rulebook.node import Heading

LISTS = ("kind", "duty", "note", *HEADINGS)
"""The headings in double brackets: as many tables as there are."""

_HINTS = {
    "for a key part": Message(
        '等号左边的中文也要加引号,如 "省级" = 3',
        'a word that is not plain English is quoted on the left of = too, such as "省级" = 3',
    ),
    "Cannot declare": Message(
        "每条一张表,用双方括号,如 [[clause]]", "each line has a table in double brackets, such as [[clause]]"
    ),
}
"""A part of what the TOML reader says → what to do."""


def load(text: str) -> tuple[Mapping[str, object], list[Problem]]:
    """The tables of a text; none and the reason where it cannot be read."""
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
        str(tables)  # a number that cannot be written out again could not be named in a message either
    except tomllib.TOMLDecodeError as error:
        what = Message(f"不是正确的 TOML:{error}", f"not valid TOML: {error}")
        hint = next((hint for part, hint in _HINTS.items() if part in str(error)), None)
        return {}, [Problem(what=what, expected=hint)]
    except (ValueError, ArithmeticError, RecursionError):
        what = Message(
            "有一个数的位数太多,或一层套一层太深", "a number has too many digits, or tables nest too deep"
        )
        return {}, [Problem(what=what)]
    problems = _bracket_problems(tables)
    return ({} if problems else tables), problems


def _bracket_problems(tables: Mapping[str, object]) -> list[Problem]:
    """Tables in the wrong brackets: what stands in them would be dropped."""
    problems = []
    for name, value in tables.items():
        if name == "rulebook" and not isinstance(value, dict):
            what = Message(
                "“rulebook”只有一张表,写成“[rulebook]”,单方括号",
                "there is one table rulebook, written [rulebook] in single brackets",
            )
            problems.append(Problem(field=name, what=what))
        elif name in LISTS and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
            what = Message(
                f"“{name}”的表应写成“[[{name}]]”,双方括号",
                f"a table of {name} is written [[{name}]] in double brackets",
            )
            problems.append(Problem(field=name, what=what))
    return problems


def head_of(tables: Mapping[str, object]) -> Mapping[str, object]:
    """The table `[rulebook]`; empty where there is none."""
    head = tables.get("rulebook", {})
    assert isinstance(head, dict)
    return head


def tables_of(tables: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """The tables of one heading, in the order of the file."""
    found = tables.get(name, [])
    assert isinstance(found, list)
    return found


def in_file_order(tables: Mapping[str, object], text: str) -> list[tuple[Heading, Mapping[str, object]]]:
    """The nodes' tables in the order they stand in the file: TOML itself only keeps it within one heading."""
    by_heading = {heading: tables_of(tables, heading) for heading in HEADINGS}
    written = re.findall(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", text, re.MULTILINE)
    if any(written.count(heading) != len(by_heading[heading]) for heading in HEADINGS):
        written = [heading for heading in HEADINGS for _ in by_heading[heading]]
    waiting = {heading: iter(found) for heading, found in by_heading.items()}
    return [(heading, next(waiting[heading])) for word in written for heading in HEADINGS if heading == word]

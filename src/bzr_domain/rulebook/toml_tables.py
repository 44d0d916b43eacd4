"""The TOML tables of a rulebook as they are written: the text split into tables, in the order of the text."""

import re
from collections.abc import Iterator, Mapping

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook.book import HEADINGS
from bzr_domain.rulebook.node import Heading
from bzr_domain.rulebook.toml_faults import load_toml
from bzr_domain.rulebook.toml_values import DOTTED_ID, TableReader

LISTS = ("kind", "duty", "note", *HEADINGS)
"""The headings in double brackets, of which there may be many tables."""


def parse_tables(text: str) -> tuple[Mapping[str, object], list[Problem]]:
    """Parse a TOML text into its tables; where it cannot be parsed, return none and the reason."""
    tables = load_toml(text)
    if isinstance(tables, Problem):
        return {}, [tables]
    problems = _check_brackets(tables)
    return ({} if problems else tables), problems


def _check_brackets(tables: Mapping[str, object]) -> list[Problem]:
    """Check that each table stands in the right brackets: what stands in others would be dropped silently."""
    problems = []
    for name, value in tables.items():
        if name == "rulebook" and not isinstance(value, dict):
            what = Message(
                "“rulebook”只有一张表,写成“[rulebook]”,单方括号",
                "there is one table rulebook, written [rulebook] in single brackets",
            )
            problems.append(Problem(code="table.bad-brackets", field=name, what=what))
        elif name in LISTS and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            what = Message(
                f"“{name}”的表应写成“[[{name}]]”,双方括号",
                f"a table of {name} is written [[{name}]] in double brackets",
            )
            dotted = isinstance(value, dict) and any(word.isdecimal() for word in value)
            problems.append(
                Problem(code="table.bad-brackets", field=name, what=what, expected=DOTTED_ID if dotted else None)
            )
    return problems


def get_head(tables: Mapping[str, object]) -> Mapping[str, object]:
    """Return the table `[rulebook]`; an empty one where there is none."""
    head = tables.get("rulebook", {})
    assert isinstance(head, dict)
    return head


def list_tables(tables: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """List the tables of one heading, in the order of the text."""
    tables_of_heading = tables.get(name, [])
    assert isinstance(tables_of_heading, list)
    return tables_of_heading


def list_readers(tables: Mapping[str, object], name: str, problems: list[Problem]) -> Iterator[TableReader]:
    """List a reader of each table of one heading, which adds what is wrong with it to the problems."""
    for table in list_tables(tables, name):
        yield TableReader(table, f"{name} {table.get('id', '?')}", problems)


def list_node_tables(tables: Mapping[str, object], text: str) -> list[tuple[Heading, Mapping[str, object]]]:
    """List the tables of all nodes in the order of the text: TOML itself keeps the order only within one heading."""
    by_heading = {heading: list_tables(tables, heading) for heading in HEADINGS}
    headings = re.findall(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", text, re.MULTILINE)
    if any(headings.count(heading) != len(by_heading[heading]) for heading in HEADINGS):
        headings = [heading for heading in HEADINGS for _ in by_heading[heading]]
    remaining = {heading: iter(of_heading) for heading, of_heading in by_heading.items()}
    return [(heading, next(remaining[heading])) for word in headings for heading in HEADINGS if heading == word]

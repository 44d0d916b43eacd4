"""Reading a rulebook (规则文件) from its TOML text: every fault at once, or a book ready to score with."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from bzr_domain.errors import BadRulebook, Message, Problem, did_you_mean
from bzr_domain.facts import Kind
from bzr_domain.rulebook.book import HEADINGS, NOTES, TOTAL, Book, Note
from bzr_domain.rulebook.checks import cycle_problems, graph_problems
from bzr_domain.rulebook.duties import read_duties
from bzr_domain.rulebook.kinds import read_kind
from bzr_domain.rulebook.node import Heading, Node
from bzr_domain.rulebook.nodes import read_node
from bzr_domain.rulebook.values import Reader

_HEAD = (
    "id", "title", "cite", "version", "language", "reading", "settles", "about", "per", "unit", "since", "until",
)  # fmt: skip


def digest_of(text: str, kinds: str) -> str:
    """The identity of a rulebook: SHA-256 of its text and of the common kinds, in hex."""
    return hashlib.sha256(f"{text}\x00{kinds}".encode()).hexdigest()


def read_book(text: str, kinds: str) -> Book:
    """Read a rulebook.

    Args:
        text: The rulebook's TOML.
        kinds: The TOML of the common fact kinds.

    Raises:
        BadRulebook: With every fault of the text at once.
    """
    tables, problems = _load(text)
    common, faults = _load(kinds)
    problems += faults
    if problems:
        raise _faulty(problems)
    all_kinds, faults = _kinds([*_list(common, "kind"), *_list(tables, "kind")])
    problems += faults
    duties, faults = read_duties([*_list(common, "duty"), *_list(tables, "duty")], all_kinds.values())
    problems += faults
    nodes, faults = _nodes(tables, text)
    problems += faults + graph_problems(nodes, all_kinds)
    head = Reader(_table(tables, "rulebook"), "rulebook", problems)
    head.only(_HEAD)
    version = head.number("version")
    if version is not None and (version < 1 or version != int(version)):
        head.complain(
            "version", f"应为不小于1的整数,而不是{version}", f"a whole number of at least 1, not {version}"
        )
    book = Book(
        id=head.text("id"),
        title=head.text("title"),
        cite=head.text("cite", ""),
        version=int(version) if version is not None else 1,
        digest=digest_of(text, kinds),
        kinds=all_kinds,
        nodes=nodes,
        reading=head.text("reading", ""),
        settles=head.texts("settles"),
        since=head.day("since"),
        until=head.day("until"),
        own_kinds=tuple(str(one.get("id")) for one in _list(tables, "kind")),
        notes=_notes(tables, problems),
        duties=duties,
    )
    if not problems and TOTAL not in nodes:
        head.complain("item", "缺少 id = “total” 的总分", 'an item with id = "total" is needed')
    problems += cycle_problems(book) if not problems else []
    if problems:
        raise _faulty(problems)
    return book


def _faulty(problems: list[Problem]) -> BadRulebook:
    return BadRulebook(Message("规则文件有错误", "the rulebook has faults"), problems)


def _load(text: str) -> tuple[Mapping[str, object], list[Problem]]:
    try:
        return tomllib.loads(text, parse_float=Decimal), []
    except tomllib.TOMLDecodeError as error:
        return {}, [Problem(what=Message(f"不是正确的 TOML:{error}", f"not valid TOML: {error}"))]


def _table(tables: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = tables.get(name, {})
    return value if isinstance(value, dict) else {}


def _list(tables: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = tables.get(name, [])
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _kinds(tables: Iterable[Mapping[str, object]]) -> tuple[dict[str, Kind], list[Problem]]:
    kinds: dict[str, Kind] = {}
    problems: list[Problem] = []
    for table in tables:
        kind, faults = read_kind(table)
        problems += faults
        if kind.id in kinds or any(kind.title == known.title for known in kinds.values()):
            what = Message(
                f"事项“{kind.id}”({kind.title})定义了两次",
                f"the kind {kind.id} ({kind.title}) is defined twice",
            )
            problems.append(Problem(what=what))
        kinds[kind.id] = kind
    return kinds, problems


def _nodes(tables: Mapping[str, object], text: str) -> tuple[dict[str, Node], list[Problem]]:
    known = ("rulebook", "kind", "duty", "note", *HEADINGS)
    problems = [
        Problem(
            field=name,
            what=Message(f"没有“[[{name}]]”这种表", f"there is no table [[{name}]]"),
            expected=did_you_mean(name, known),
        )
        for name in tables
        if name not in known
    ]
    head = _table(tables, "rulebook")
    defaults = {word: head[word] for word in ("about", "per", "unit") if word in head}
    read = [read_node(table, heading, defaults) for heading, table in _in_file_order(tables, text)]
    problems += [fault for _, faults in read for fault in faults]
    ids = [node.id for node, _ in read]
    nodes: dict[str, Node] = {}
    for node, _ in read:
        key = node.id if ids.count(node.id) == 1 else f"{node.into}/{node.id}"
        if key in nodes:
            what = Message(f"“{key}”写了两次", f"{key!r} stands twice")
            problems.append(Problem(what=what))
        nodes[key] = attrs.evolve(node, key=key)
    return nodes, problems


def _notes(tables: Mapping[str, object], problems: list[Problem]) -> tuple[Note, ...]:
    found = []
    for table in _list(tables, "note"):
        reader = Reader(table, f"note {table.get('id', '?')}", problems)
        reader.only(("id", "title", "cite", "says"))
        says = reader.choice("says", dict.fromkeys(NOTES), NOTES[0])
        found.append(
            Note(id=reader.text("id"), title=reader.text("title"), cite=reader.text("cite"), says=says)
        )
    return tuple(found)


def _in_file_order(tables: Mapping[str, object], text: str) -> list[tuple[Heading, Mapping[str, object]]]:
    """The nodes' tables in the order they stand in the file: TOML itself only keeps it within one heading."""
    by_heading = {heading: _list(tables, heading) for heading in HEADINGS}
    written = re.findall(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", text, re.MULTILINE)
    if any(written.count(heading) != len(by_heading[heading]) for heading in HEADINGS):
        written = [heading for heading in HEADINGS for _ in by_heading[heading]]
    waiting = {heading: iter(found) for heading, found in by_heading.items()}
    return [(heading, next(waiting[heading])) for word in written for heading in HEADINGS if heading == word]

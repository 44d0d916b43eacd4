"""Reading a rulebook (规则文件) from its TOML text: every fault at once, or a book ready to score with."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.errors import BadRulebook
from bzr_domain.kernel.messages import Message, Problem, did_you_mean
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.check_references import cycle_problems, graph_problems
from bzr_domain.rulebook.check_value_types import worth_problems
from bzr_domain.rulebook.duties import read_duties
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.notes import NOTES, Note
from bzr_domain.rulebook.parse_kind import read_kind
from bzr_domain.rulebook.parse_node import read_node
from bzr_domain.rulebook.parse_source import deadline
from bzr_domain.rulebook.selection import Due
from bzr_domain.rulebook.toml_tables import LISTS, head_of, in_file_order, load, tables_of
from bzr_domain.rulebook.toml_values import TableReader

_HEAD = (
    "id", "title", "cite", "version", "language", "reading", "settles", "about", "per", "unit", "since", "until",
)  # fmt: skip


def digest_of(text: str, kinds: str) -> str:
    """The identity of a rulebook: SHA-256 of its text and of the common kinds, in hex."""
    return hashlib.sha256(f"{text}\x00{kinds}".encode()).hexdigest()


@lru_cache(maxsize=64)
def parse_rulebook(text: str, kinds: str) -> Book:
    """Read a rulebook.

    Args:
        text: The rulebook's TOML.
        kinds: The TOML of the common fact kinds.

    Raises:
        BadRulebook: With every fault of the text at once.
    """
    tables, problems = load(text)
    common, faults = load(kinds)
    problems += faults
    if problems:
        raise _faulty(problems)
    all_kinds, faults = _kinds([*tables_of(common, "kind"), *tables_of(tables, "kind")])
    problems += faults
    duties, faults = read_duties([*tables_of(common, "duty"), *tables_of(tables, "duty")], all_kinds.values())
    problems += faults
    nodes, faults = _nodes(tables, text)
    problems += faults + graph_problems(nodes, all_kinds)
    head = TableReader(head_of(tables), "rulebook", problems)
    head.reject_unknown_words(_HEAD)
    book = Book(
        id=head.read_text("id"),
        title=head.read_text("title"),
        cite=head.read_text("cite", ""),
        version=_version(head),
        digest=digest_of(text, kinds),
        kinds=all_kinds,
        nodes=nodes,
        reading=head.read_text("reading", ""),
        settles=head.read_texts("settles"),
        since=head.read_day("since"),
        until=head.read_day("until"),
        own_kinds=tuple(str(one.get("id")) for one in tables_of(tables, "kind")),
        notes=_notes(tables, problems),
        duties=duties,
    )
    if not problems and TOTAL not in nodes:
        head.add_problem("item", "缺少 id = “total” 的总分", 'an item with id = "total" is needed')
    if not problems:
        problems += cycle_problems(book) or worth_problems(book)
    if problems:
        raise _faulty(problems)
    return book


def _version(head: TableReader) -> int:
    version = head.read_number("version")
    if version is None:
        return 1
    if version < 1 or version != int(version):
        head.add_problem(
            "version", f"应为不小于1的整数,而不是{version}", f"a whole number of at least 1, not {version}"
        )
    return int(version)


def _faulty(problems: list[Problem]) -> BadRulebook:
    """Each fault once, though a family of kinds may meet it many times."""
    return BadRulebook(Message("规则文件有错误", "the rulebook has faults"), dict.fromkeys(problems))


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
    known = ("rulebook", *LISTS)
    problems = [
        Problem(
            field=name,
            what=Message(f"没有“[[{name}]]”这种表", f"there is no table [[{name}]]"),
            expected=did_you_mean(name, known),
        )
        for name in tables
        if name not in known
    ]
    head = head_of(tables)
    defaults = {word: head[word] for word in ("about", "per", "unit") if word in head}
    read = [read_node(table, heading, defaults) for heading, table in in_file_order(tables, text)]
    problems += [fault for _, faults in read for fault in faults]
    ids = [node.id for node, _ in read]
    nodes: dict[str, Node] = {}
    for node, _ in read:
        shared = ids.count(node.id) > 1 and node.into is not None
        key = f"{node.into}/{node.id}" if shared else node.id
        if key in nodes:
            what = Message(
                f"“{key}”写了两次:编号相同的条款须计入不同的项目",
                f"{key!r} stands twice: two nodes of one id go into different nodes",
            )
            problems.append(Problem(field="id", what=what))
        nodes[key] = attrs.evolve(node, key=key)
    return nodes, problems


def _notes(tables: Mapping[str, object], problems: list[Problem]) -> tuple[Note, ...]:
    found = []
    for table in tables_of(tables, "note"):
        reader = TableReader(table, f"note {table.get('id', '?')}", problems)
        reader.reject_unknown_words(("id", "title", "cite", "says", "due"))
        found.append(
            Note(
                id=reader.read_text("id"),
                title=reader.read_text("title"),
                cite=reader.read_text("cite"),
                says=reader.read_choice("says", dict.fromkeys(NOTES), NOTES[0]),
                due=_note_due(reader),
            )
        )
    return tuple(found)


def _note_due(reader: TableReader) -> Due | None:
    """The day a note names; it has no facts, and so no field to count from."""
    if "due" not in reader.table:
        return None
    due = deadline(reader)
    if due.anchor not in ("start", "end", "day"):
        reader.add_problem(
            "due",
            "说明没有事实,期限只能从 start、end 或 day 算起",
            "a note has no facts: its deadline counts from start, end or day",
        )
    return due

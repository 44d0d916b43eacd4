"""Parse a rulebook (规则文件) from its TOML text: a book ready to score with, or every problem of the text at once."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import BadRulebook, Message, Problem, report_unknown
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.check_choices import NO_EFFECT, RANK_OF_GROUPS, check_choices
from bzr_domain.rulebook.check_fields import EMPTY_NUMBER
from bzr_domain.rulebook.check_idle_words import check_idle_words
from bzr_domain.rulebook.check_kinds import UNUSABLE, check_kinds
from bzr_domain.rulebook.check_references import AMBIGUOUS, check_cycles, check_references
from bzr_domain.rulebook.check_value_types import check_value_types
from bzr_domain.rulebook.duties import parse_duties
from bzr_domain.rulebook.item_sides import add_sides
from bzr_domain.rulebook.language import Due
from bzr_domain.rulebook.lint.overlapping_cases import check_cases
from bzr_domain.rulebook.node import Heading, Node
from bzr_domain.rulebook.notes import NOTES, Note
from bzr_domain.rulebook.parse_cases import parse_with_cases
from bzr_domain.rulebook.parse_kind import parse_kind
from bzr_domain.rulebook.parse_node import parse_node
from bzr_domain.rulebook.parse_source import parse_deadline
from bzr_domain.rulebook.toml_tables import (
    LISTS,
    get_head,
    list_node_tables,
    list_readers,
    list_tables,
    parse_tables,
)
from bzr_domain.rulebook.toml_values import TableReader

_HEAD = (
    "id", "title", "cite", "version", "language", "reading", "settles", "about", "per", "unit", "since", "until",
)  # fmt: skip

_ONLY_NEW = (NO_EFFECT, EMPTY_NUMBER, AMBIGUOUS, UNUSABLE, RANK_OF_GROUPS)
"""The codes of problems for which a new text is refused; an adopted one stays readable and keeps its figures."""


def compute_digest(text: str, kinds: str) -> str:
    """Compute the identity of a rulebook: the SHA-256 of its text and of the common kinds, in hex."""
    return hashlib.sha256(f"{text}\x00{kinds}".encode()).hexdigest()


def parse_rulebook(text: str, kinds: str = "") -> Book:
    """Parse a rulebook that somebody writes or adopts, and check that its nodes fit together.

    Args:
        text: The rulebook's TOML.
        kinds: The TOML of the common fact kinds; none where the text defines all that it counts.

    Raises:
        BadRulebook: With every problem of the text at once.
    """
    book, problems = parse_and_check(text, kinds)
    if problems:
        raise _refuse(problems)
    return book


def parse_adopted_rulebook(text: str, kinds: str = "") -> Book:
    """Parse a rulebook that was adopted before: words without effect are refused in a new text, and leave an old one readable.

    Raises:
        BadRulebook: With every problem of the text that leaves open what it means.
    """
    book, problems = parse_and_check(text, kinds)
    serious = [problem for problem in problems if problem.code not in _ONLY_NEW]
    if serious:
        raise _refuse(serious)
    return book


@lru_cache(maxsize=64)
def parse_and_check(text: str, kinds: str) -> tuple[Book, tuple[Problem, ...]]:
    """Parse a rulebook, and find every problem of its text; where it is no TOML or its tables have problems, these alone."""
    tables, problems = parse_tables(text)
    common, kinds_problems = parse_tables(kinds)
    problems += kinds_problems
    if problems:
        raise _refuse(problems)
    book = _parse_book(tables, common, text, kinds, problems)
    if all(problem.code in _ONLY_NEW for problem in problems):
        if TOTAL not in book.nodes:
            head = TableReader({}, "rulebook", problems)
            head.add_problem(
                "item", "缺少 id = “total” 的总分", 'an item with id = "total" is needed', code="rulebook.no-total"
            )
        else:
            problems += check_cycles(book) or check_value_types(book) + check_cases(book)
    return book, tuple(problems)


def _parse_book(
    tables: Mapping[str, object],
    common: Mapping[str, object],
    text: str,
    kinds: str,
    problems: list[Problem],
) -> Book:
    """Parse the tables of a text with the common ones, and add every problem of theirs."""
    all_kinds = _parse_kinds(common, tables, problems)
    duty_readers = [reader for texts in (common, tables) for reader in list_readers(texts, "duty", problems)]
    duties = parse_duties(duty_readers, all_kinds.values(), problems)
    nodes = add_sides(_parse_nodes(tables, text, problems), problems)
    problems += check_references(nodes, all_kinds)
    problems += check_choices(nodes, all_kinds)
    problems += check_idle_words(nodes)
    problems += check_kinds(all_kinds.values())
    head = TableReader(get_head(tables), "rulebook", problems)
    head.reject_unknown_words(_HEAD)
    return Book(
        id=head.read_text("id"),
        title=head.read_text("title"),
        cite=head.read_text("cite", ""),
        version=_parse_version(head),
        digest=compute_digest(text, kinds),
        kinds=all_kinds,
        nodes=nodes,
        reading=head.read_text("reading", ""),
        settles=head.read_texts("settles"),
        since=head.read_day("since"),
        until=head.read_day("until"),
        own_kinds=tuple(str(table.get("id")) for table in list_tables(tables, "kind")),
        notes=_parse_notes(tables, problems),
        duties=duties,
    )


def _parse_version(head: TableReader) -> int:
    version = head.read_number("version")
    if version is None:
        return 1
    if version < 1 or version != int(version):
        head.add_problem(
            "version",
            f"应为不小于1的整数,而不是{version}",
            f"a whole number of at least 1, not {version}",
            code="table.bad-value",
        )
    return int(version)


def _refuse(problems: Iterable[Problem]) -> BadRulebook:
    """Build the error with each problem once, though every kind of a family may raise the same one."""
    return BadRulebook(Message("规则文件有错误", "the rulebook has faults"), dict.fromkeys(problems))


def _parse_kinds(
    common: Mapping[str, object], tables: Mapping[str, object], problems: list[Problem]
) -> dict[str, Kind]:
    """Parse the kinds; a label that a text gives to a kind of its own is no common kind's there."""
    own = [parse_kind(reader) for reader in list_readers(tables, "kind", problems)]
    ids, titles = {kind.id for kind in own}, {kind.title for kind in own}
    shared = [parse_kind(reader) for reader in list_readers(common, "kind", problems)]
    kinds: dict[str, Kind] = {}
    for kind in [*(each for each in shared if each.title not in titles or each.id in ids), *own]:
        if kind.id in kinds or any(kind.title == known.title for known in kinds.values()):
            what = Message(
                f"事项“{kind.id}”({kind.title})定义了两次",
                f"the kind {kind.id} ({kind.title}) is defined twice",
            )
            problems.append(Problem(code="rulebook.defined-twice", what=what))
        kinds[kind.id] = kind
    return kinds


def _parse_nodes(tables: Mapping[str, object], text: str, problems: list[Problem]) -> dict[str, Node]:
    known = ("rulebook", *LISTS)
    for name in tables:
        if name not in known:
            what = Message(f"没有“[[{name}]]”这种表", f"there is no table [[{name}]]")
            problems.append(report_unknown(what, name, known, code="table.unknown-table", field=name))
    head = get_head(tables)
    defaults = {word: head[word] for word in ("about", "per", "unit") if word in head}
    parsed = [_parse_table(table, heading, defaults, problems) for heading, table in list_node_tables(tables, text)]
    ids = [node.id for node, *_ in parsed]
    nodes: dict[str, Node] = {}
    for node, *parts in parsed:
        shared = ids.count(node.id) > 1 and node.into is not None
        key = f"{node.into}/{node.id}" if shared else node.id
        if key in nodes:
            what = Message(
                f"“{key}”写了两次:编号相同的条款须计入不同的项目",
                f"{key!r} stands twice: two nodes of one id go into different nodes",
            )
            problems.append(Problem(code="rulebook.defined-twice", field="id", what=what))
        nodes[key] = attrs.evolve(node, key=key)
        for part in parts:
            name = f"{key}/{part.key}"
            nodes[name] = attrs.evolve(part, key=name, id=name, into=key)
    return nodes


def _parse_table(
    table: Mapping[str, object], heading: Heading, defaults: Mapping[str, object], problems: list[Problem]
) -> list[Node]:
    """Parse the node of a table; where it has cases, a part for each and one for the base rule stand behind it."""
    if "cases" in table:
        return parse_with_cases(table, heading, defaults, problems)
    return [parse_node(table, heading, defaults, problems)]


def _parse_notes(tables: Mapping[str, object], problems: list[Problem]) -> tuple[Note, ...]:
    notes = []
    for reader in list_readers(tables, "note", problems):
        reader.reject_unknown_words(("id", "title", "cite", "says", "due"))
        notes.append(
            Note(
                id=reader.read_text("id"),
                title=reader.read_text("title"),
                cite=reader.read_text("cite"),
                says=reader.read_choice("says", NOTES, NOTES[0]),
                due=_parse_note_deadline(reader),
            )
        )
    return tuple(notes)


def _parse_note_deadline(reader: TableReader) -> Due | None:
    """Parse the deadline of a note; it has no facts, and so no field to count from."""
    if "due" not in reader.table:
        return None
    due = parse_deadline(reader)
    if due.anchor not in ("start", "end", "day"):
        reader.add_problem(
            "due",
            "说明没有事实,期限只能从 start、end 或 day 算起",
            "a note has no facts: its deadline counts from start, end or day",
            code="table.bad-value",
        )
    return due

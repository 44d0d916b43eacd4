"""A rulebook (考核规则): its kinds and its nodes, read from TOML, checked as a whole, in the order they are computed."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import attrs

from bzr_domain.errors import BadRulebook, Message, Problem, did_you_mean
from bzr_domain.facts import Kind, plain_name
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.kinds import read_kind
from bzr_domain.rulebook.nodes import read_node
from bzr_domain.rulebook.values import Reader

DECISION = "council.decision"
TOTAL = "total"
CLASS_ATTRIBUTES = ("stage", "grade", "students")
_HEADINGS: tuple[lang.Heading, ...] = ("item", "clause", "value", "outcome")
_COMMON = ("kind", "place", "recorder", "note")


@attrs.frozen(kw_only=True)
class Book:
    """One version of a rulebook, ready to score with.

    Attributes:
        id, version, title, cite: As the file says.
        digest: SHA-256 of the text and the kinds it was read with, in hex.
        kinds: Fact kinds, the common ones and its own, by id.
        nodes: Every node by its key, in the order of the file.
    """

    id: str
    version: int
    title: str
    cite: str
    digest: str
    kinds: Mapping[str, Kind]
    nodes: Mapping[str, lang.Node]

    @cached_property
    def order(self) -> tuple[lang.Node, ...]:
        """Every node after all those it reads."""
        sorter = TopologicalSorter({node.key: sorted(self.reads(node)) for node in self.nodes.values()})
        return tuple(self.nodes[key] for key in sorter.static_order())

    def reads(self, node: lang.Node) -> set[str]:
        """The keys of the nodes whose values a node needs."""
        read = {name for name in (*node.when, *node.unless) if name not in CLASS_ATTRIBUTES}
        if isinstance(node.source, lang.ScoreRow):
            read.add(node.source.node)
        return read | {child.key for child in self.children(node.key)}

    @cached_property
    def _children(self) -> dict[str, tuple[lang.Node, ...]]:
        found: dict[str, tuple[lang.Node, ...]] = {}
        for node in self.nodes.values():
            if node.into is not None:
                found[node.into] = (*found.get(node.into, ()), node)
        return found

    def children(self, key: str) -> tuple[lang.Node, ...]:
        """The nodes that go into a node, in the order of the file."""
        return self._children.get(key, ())

    @property
    def items(self) -> tuple[lang.Node, ...]:
        """The items of the statement: what goes into the total."""
        return self.children(TOTAL)

    @property
    def outcomes(self) -> tuple[lang.Node, ...]:
        """The outcomes, in the order of the file."""
        return tuple(node for node in self.nodes.values() if node.heading == "outcome")

    def item_of(self, node: lang.Node) -> str | None:
        """The item of the statement that a node ends up in; None for outcomes and values."""
        while node.into is not None and node.into != TOTAL:
            node = self.nodes[node.into]
        return node.key if node.into == TOTAL else None

    def item_named(self, word: str) -> str | None:
        """The id of the item of that id or title, or None."""
        names = {plain_name(name): item.key for item in self.items for name in (item.title, item.id)}
        return names.get(plain_name(word))

    def item_names(self) -> list[str]:
        """Every item's id and title."""
        return [name for item in self.items for name in (item.id, item.title)]

    def takes_decisions(self, item: str) -> bool:
        """Whether some clause of an item counts council decisions."""
        counted = (node for node in self.nodes.values() if self.item_of(node) == item)
        return any(_selects(node, DECISION) for node in counted)


def _selects(node: lang.Node, kind: str) -> bool:
    return isinstance(node.source, lang.FactRows) and any(s.takes(kind) for s in node.source.selectors)


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
    all_kinds, faults = _kinds([*_list(common, "kind"), *_list(tables, "kind")])
    problems += faults
    nodes, faults = _nodes(tables, text)
    problems += faults + _graph_problems(nodes, all_kinds)
    head = Reader(_table(tables, "rulebook"), "rulebook", problems)
    head.only(("id", "title", "cite", "version", "language", "reading"))
    version = head.number("version")
    book = Book(
        id=head.text("id"),
        title=head.text("title"),
        cite=head.text("cite", ""),
        version=int(version) if version is not None else 1,
        digest=digest_of(text, kinds),
        kinds=all_kinds,
        nodes=nodes,
    )
    if not problems and TOTAL not in nodes:
        head.complain("item", "缺少 id = “total” 的总分", 'an item with id = "total" is needed')
    problems += _cycle_problems(book) if not problems else []
    if problems:
        raise BadRulebook(Message("规则文件有错误", "the rulebook has faults"), problems)
    return book


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
            what = Message(f"事项“{kind.id}”({kind.title})定义了两次", f"the kind {kind.id} ({kind.title}) is defined twice")
            problems.append(Problem(what=what))
        kinds[kind.id] = kind
    return kinds, problems


def _nodes(tables: Mapping[str, object], text: str) -> tuple[dict[str, lang.Node], list[Problem]]:
    known = ("rulebook", "kind", "note", *_HEADINGS)
    problems = [
        Problem(
            field=name,
            what=Message(f"没有“[[{name}]]”这种表", f"there is no table [[{name}]]"),
            expected=did_you_mean(name, known),
        )
        for name in tables
        if name not in known
    ]
    read = [read_node(table, heading) for heading, table in _in_file_order(tables, text)]
    problems += [fault for _, faults in read for fault in faults]
    ids = [node.id for node, _ in read]
    nodes: dict[str, lang.Node] = {}
    for node, _ in read:
        key = node.id if ids.count(node.id) == 1 else f"{node.into}/{node.id}"
        if key in nodes:
            what = Message(f"“{key}”写了两次", f"{key!r} stands twice")
            problems.append(Problem(what=what))
        nodes[key] = attrs.evolve(node, key=key)
    return nodes, problems


def _in_file_order(
    tables: Mapping[str, object], text: str
) -> list[tuple[lang.Heading, Mapping[str, object]]]:
    """The nodes' tables in the order they stand in the file: TOML itself only keeps it within one heading."""
    by_heading = {heading: _list(tables, heading) for heading in _HEADINGS}
    written = re.findall(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", text, re.MULTILINE)
    if any(written.count(heading) != len(by_heading[heading]) for heading in _HEADINGS):
        written = [heading for heading in _HEADINGS for _ in by_heading[heading]]
    waiting = {heading: iter(found) for heading, found in by_heading.items()}
    return [(heading, next(waiting[heading])) for word in written for heading in _HEADINGS if heading == word]


def _graph_problems(nodes: Mapping[str, lang.Node], kinds: Mapping[str, Kind]) -> list[Problem]:
    problems: list[Problem] = []
    for node in nodes.values():
        reader = Reader({}, f"{node.heading} {node.key}", problems)
        if node.into is not None and node.into not in nodes:
            reader.complain("into", f"没有“{node.into}”", f"there is no {node.into!r}", did_you_mean(node.into, nodes))
        if isinstance(node.source, lang.ScoreRow) and node.source.node not in nodes:
            name = node.source.node
            reader.complain("scores", f"没有“{name}”", f"there is no {name!r}", did_you_mean(name, nodes))
        for name in (*node.when, *node.unless):
            if name not in nodes and name not in CLASS_ATTRIBUTES:
                expected = did_you_mean(name, [*nodes, *CLASS_ATTRIBUTES])
                reader.complain(f"when.{name}", "没有这个得分或班级属性", "no such score or class attribute", expected)
        if isinstance(node.source, lang.FactRows):
            _check_rows(reader, node.source, kinds)
    return problems


def _check_rows(reader: Reader, rows: lang.FactRows, kinds: Mapping[str, Kind]) -> None:
    for selector in rows.selectors:
        taken = [kind for kind in kinds.values() if selector.takes(kind.id)]
        if not taken:
            expected = did_you_mean(selector.kind, kinds)
            reader.complain("facts", f"没有事项“{selector.kind}”", f"there is no kind {selector.kind!r}", expected)
        for kind in taken:
            _check_fields(reader, selector, rows.number, kind)


def _check_fields(reader: Reader, selector: lang.Selector, number: lang.Number, kind: Kind) -> None:
    for name, test in selector.where.items():
        field = kind.field(name)
        if field is None and name not in _COMMON:
            reader.complain(f"where.{name}", f"“{kind.title}”没有这一栏", f"{kind.id} has no such field")
        elif field is not None and field.scale:
            for word in (*(test.among or ()), test.lowest, test.above, test.highest, test.below):
                if word is not None and word not in field.scale:
                    expected = did_you_mean(str(word), field.scale)
                    reader.complain(f"where.{name}", f"没有“{word}”这一级", f"there is no step {word!r}", expected)
    wanted = {lang.Measured: "value", lang.Chosen: "points"}.get(type(number))
    if isinstance(number, lang.Priced):
        wanted = number.field
    if wanted is not None and kind.field(wanted) is None:
        reader.complain("number", f"“{kind.title}”没有“{wanted}”一栏", f"{kind.id} has no field {wanted}")
    elif isinstance(number, lang.Priced):
        _check_prices(reader, number, kind)


def _check_prices(reader: Reader, number: lang.Priced, kind: Kind) -> None:
    field = kind.field(number.field)
    scale = field.scale if field is not None else ()
    for step in number.prices:
        if step not in scale:
            expected = did_you_mean(step, scale)
            reader.complain(f"price.{number.field}", f"没有“{step}”这一级", f"there is no step {step!r}", expected)
    for step in scale:
        if step not in number.prices:
            reader.complain(
                f"price.{number.field}", f"缺少“{step}”的分值;未定写“unset”", f'no price for {step!r}; write "unset" if none'
            )


def _cycle_problems(book: Book) -> list[Problem]:
    try:
        _ = book.order
    except CycleError as error:
        circle = " → ".join(str(key) for key in error.args[1])
        return [Problem(what=Message(f"条款互相依赖:{circle}", f"nodes depend on each other in a circle: {circle}"))]
    return []

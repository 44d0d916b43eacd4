"""A rulebook as a document for the meeting that has to approve it: Markdown, or one HTML page of the same content."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Literal

import attrs

from bzr_adapters.front_door.rulebooks import Rulebook
from bzr_adapters.reports.aligned import aligned
from bzr_domain.facts.kinds import HEADERS, Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase import paraphrase_node


@attrs.frozen
class Block:
    """One piece of the document: a heading of a level 1–4, a paragraph (0), or an entry of a list (-1)."""

    level: int
    text: str


_OTHER = Message("其他结果", "outcomes")
_VALUES = Message("中间数", "values")
_KINDS = Message("本规则自有的事项", "fact kinds of its own")
_NOTES = Message("说明(不计算)", "notes (not computed)")
_OPEN = Message("待定:原文没有给出的数", "not set: figures the source does not print")


def format_rulebook(rulebook: Rulebook, form: Literal["markdown", "html"], lang: Lang) -> str:
    """The rulebook as a document."""
    blocks = rulebook_blocks(rulebook.source, lang)
    return markdown(blocks) if form == "markdown" else html(blocks, rulebook.title, lang)


def list_lines(rulebooks: Iterable[Rulebook], lang: Lang) -> list[str]:
    """A line for each rulebook: name, version, source, title."""
    version = Message("第{}版", "version {}").in_(lang)
    return aligned([(book.name, version.format(book.version), book.cite, book.title) for book in rulebooks])


def rulebook_blocks(book: Book, lang: Lang) -> Iterator[Block]:
    """The document's pieces in order: head, items with their clauses, outcomes, values, kinds, notes, what is open."""
    yield Block(1, book.title)
    head = Message(
        f"编号 {book.id},第{book.version}版;出处 {book.cite or '未写'}",
        f"id {book.id}, version {book.version}; source {book.cite or 'not said'}",
    )
    yield Block(0, head.in_(lang))
    if book.reading:
        yield Block(0, Message(f"总的读法:{book.reading}", f"reading: {book.reading}").in_(lang))
    tops = [node for node in book.nodes.values() if node.into is None]
    for node in tops:
        if node.heading == "item":
            yield from _tree(book, node, 2, lang)
    for title, headings in ((_OTHER, ("outcome",)), (_VALUES, ("value", "clause"))):
        nodes = [node for node in tops if node.heading in headings]
        yield from _section(title, lang, (b for node in nodes for b in _tree(book, node, 3, lang)))
    kinds = [_describe_kind(book.kinds[name], lang) for name in book.own_kinds]
    notes = [f"{note.title}({note.cite})" for note in book.notes]
    unset = [
        f"{node.id} {node.title}({node.cite})"
        for node in book.nodes.values()
        if any("(待定)" in sentence.zh for sentence in paraphrase_node(book, node))
    ]
    for title, entries in ((_KINDS, kinds), (_NOTES, notes), (_OPEN, unset)):
        yield from _section(title, lang, (Block(-1, entry) for entry in entries))


def _section(title: Message, lang: Lang, blocks: Iterable[Block]) -> Iterator[Block]:
    shown = list(blocks)
    if shown:
        yield Block(2, title.in_(lang))
        yield from shown


def _tree(book: Book, node: Node, level: int, lang: Lang) -> Iterator[Block]:
    """A node, and below it what goes into it."""
    number = f"{node.id} " if node.id[:1].isdigit() or lang == "en" else ""
    yield Block(min(level, 4), f"{number}{node.title}")
    if node.cite:
        yield Block(0, Message(f"出处:{node.cite}", f"source: {node.cite}").in_(lang))
    rule = Message.joined(paraphrase_node(book, node))
    yield Block(0, Message(f"计算:{rule.zh}。", f"computed: {rule.en}.").in_(lang))
    if node.reading:
        yield Block(0, Message(f"读法:{node.reading}", f"reading: {node.reading}").in_(lang))
    for child in book.children(node.key):
        yield from _tree(book, child, level + 1, lang)


def _describe_kind(kind: Kind, lang: Lang) -> str:
    fields = []
    for field in kind.fields:
        name = field.title or HEADERS[field.name] if lang == "zh" else field.name
        steps = f"({'<'.join(field.scale)})" if field.scale else ""
        low = "" if field.lowest is None else format_number(field.lowest)
        high = "" if field.highest is None else format_number(field.highest)
        fields.append(f"{name}{steps}{f'({low}–{high})' if low or high else ''}")
    return f"{kind.title}({kind.id}):{'、'.join(fields) or '—'}"


def markdown(blocks: Iterable[Block]) -> str:
    """The document as Markdown."""
    text, listing = "", False
    for block in blocks:
        text += "\n" if listing and block.level >= 0 else ""
        listing = block.level < 0
        mark = f"{'#' * block.level} " if block.level > 0 else "- " if listing else ""
        text += f"{mark}{_escape_markdown(block.text)}\n" + ("" if listing else "\n")
    return text


def _escape_markdown(text: str) -> str:
    """Text that Markdown takes as it is."""
    for mark in "\\`*_<>#|[]":
        text = text.replace(mark, f"\\{mark}")
    return text


_STYLE = """body{max-width:46em;margin:2em auto;padding:0 1em;font-family:serif;line-height:1.6}
h1,h2,h3,h4{font-family:sans-serif;line-height:1.3}h4{margin-bottom:.2em}p{margin:.2em 0}
@media print{h2{break-before:auto}h3,h4{break-after:avoid}}"""


def html(blocks: Iterable[Block], title: str, lang: Lang) -> str:
    """The document as one page of HTML that needs nothing else."""
    body = []
    for block in blocks:
        tag = f"h{block.level}" if block.level > 0 else "p"
        text = escape(block.text)
        body.append(f'<p class="entry">• {text}</p>' if block.level < 0 else f"<{tag}>{text}</{tag}>")
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )

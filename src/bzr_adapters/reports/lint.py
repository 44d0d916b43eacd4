"""What reading a rulebook against itself found, as text for people."""

from collections.abc import Iterator

from bzr_adapters.front_door.rulebook_trials import LintReport
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import BOOK, Finding

_HOW = Message(
    '原文就是如此的,在那一条写 reading = "取哪种读法" 和 settles = ["代码"];全文的写在 [rulebook]',
    'where the text is meant so, write reading = "how it is read" and settles = ["code"] on that clause, or on [rulebook]',
)


def lint_lines(answer: LintReport, lang: Lang, ink: Ink) -> Iterator[str]:
    """The open faults in full, those acknowledged in one line each, then every reading."""
    book, report = answer.rulebook.source, answer.source
    known = [finding for finding in report.findings if finding.acknowledged]
    head = Message(
        f"{book.title}:{len(report.open)}处未定,{len(known)}处已定,{len(report.readings)}处读法",
        f"{book.id}: {len(report.open)} open, {len(known)} acknowledged, {len(report.readings)} readings",
    )
    yield ink.bold(head.in_(lang))
    for finding in report.open:
        yield ""
        yield ink.red(_headline(book, finding, lang))
        yield "  " + (Message("为什么:", "why: ") + finding.why).in_(lang)
        yield "  " + (Message("怎么写:", "write: ") + finding.write).in_(lang)
    if report.open:
        yield ""
        yield _HOW.in_(lang)
    parts = (
        (Message("已定", "acknowledged"), [_headline(book, finding, lang) for finding in known]),
        (Message("读法", "readings"), [f"{_place(book, r.key, lang)}{r.words}" for r in report.readings]),
        (Message("另外", "also"), [remark.in_(lang) for remark in report.remarks]),
    )
    for title, lines in parts:
        if lines:
            yield ""
            yield title.in_(lang)
            yield from (f"  {line}" for line in lines)


def _headline(book: Book, finding: Finding, lang: Lang) -> str:
    return f"{_place(book, finding.key, lang)}{finding.what.in_(lang)} [{finding.code}]"


def _place(book: Book, key: str, lang: Lang) -> str:
    if key == BOOK:
        return Message("全文:", "the rulebook: ").in_(lang)
    node = book.nodes[key]
    return f"{key} {node.title}:" if lang == "zh" else f"{key}: "

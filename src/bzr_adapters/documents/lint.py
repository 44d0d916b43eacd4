"""The document `bzr.lint/1`: what reading a rulebook against itself found (检查)."""

from typing import Any

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import Report


def lint_document(book: Book, report: Report) -> dict[str, Any]:
    """`bzr.lint/1`."""
    return {
        "schema": "bzr.lint/1",
        "rulebook": {"id": book.id, "version": book.version, "title": book.title},
        "open": len(report.open),
        "findings": [
            {
                "code": one.code,
                "clause": one.key or None,
                "acknowledged": one.acknowledged,
                "what": _both(one.what),
                "why": _both(one.why),
                "write": _both(one.write),
            }
            for one in report.findings
        ],
        "readings": [{"clause": one.key or None, "reading": one.words} for one in report.readings],
        "remarks": [_both(one) for one in report.remarks],
    }


def _both(message: Message) -> dict[str, str]:
    return {"zh": message.zh, "en": message.en}

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
                "code": finding.code,
                "clause": finding.key or None,
                "acknowledged": finding.acknowledged,
                "what": _both(finding.what),
                "why": _both(finding.why),
                "write": _both(finding.write),
            }
            for finding in report.findings
        ],
        "readings": [
            {"clause": reading.key or None, "reading": reading.words} for reading in report.readings
        ],
        "remarks": [_both(remark) for remark in report.remarks],
    }


def _both(message: Message) -> dict[str, str]:
    return {"zh": message.zh, "en": message.en}

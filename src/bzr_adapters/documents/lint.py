"""The document `bzr.lint/1`: what reading a rulebook against itself found (检查)."""

import attrs

from bzr_adapters.documents.values import Document, fields
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import Report


def lint_document(book: Book, report: Report) -> Document:
    """`bzr.lint/1`."""
    return {
        "schema": "bzr.lint/1",
        "rulebook": fields(book, "id", "version", "title"),
        "open": len(report.open),
        "findings": [
            {
                "code": finding.code,
                "clause": finding.key or None,
                "acknowledged": finding.acknowledged,
                "what": attrs.asdict(finding.what),
                "why": attrs.asdict(finding.why),
                "write": attrs.asdict(finding.write),
            }
            for finding in report.findings
        ],
        "readings": [{"clause": reading.key or None, "reading": reading.words} for reading in report.readings],
        "remarks": [attrs.asdict(remark) for remark in report.remarks],
    }

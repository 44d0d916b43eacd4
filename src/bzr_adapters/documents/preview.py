"""The document `bzr.preview/1`: every statement and every pay sheet begun that something would move (预演)."""

from collections.abc import Mapping
from datetime import datetime

from bzr_adapters.documents.values import Document
from bzr_adapters.documents.what_if import describe_difference, describe_sheet_impact
from bzr_domain.application.preview_changes import Preview
from bzr_domain.kernel.messages import Lang

Previews = Mapping[str, Preview]
"""Purpose (用途), empty for the usual one → what differs by the rulebooks adopted for it."""


def preview_document(previews: Previews, as_of: datetime, lang: Lang) -> Document:
    """A preview as a JSON object."""
    return {
        "schema": "bzr.preview/1",
        "as_of": as_of.isoformat(),
        "changes": [
            {**describe_difference(change), "published": preview.is_published(change), "for": purpose}
            for purpose, preview in previews.items()
            for change in preview.changes
        ],
        "unchanged": sum(preview.unchanged for preview in previews.values()),
        "sheets": [
            {**describe_sheet_impact(sheet), "for": purpose}
            for purpose, preview in previews.items()
            for sheet in preview.sheets
        ],
        "problems": [
            {"class": class_id, "period": period, "what": what.in_(lang), "for": purpose}
            for purpose, preview in previews.items()
            for class_id, period, what in preview.problems
        ],
    }

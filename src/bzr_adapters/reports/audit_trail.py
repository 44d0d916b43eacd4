"""A trail as a table for people (审计轨迹): what happened, who did it when, in the order recorded."""

from collections.abc import Sequence
from typing import Literal

import attrs

from bzr_adapters.documents.audit_trail import trail_csv, trail_jsonl
from bzr_adapters.documents.facts import short_id
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines


def format_trail(answer: Report, form: Literal["csv", "jsonl"]) -> str:
    """The trail as CSV or as JSON Lines, a row for each event."""
    trail, words, _ = answer.source
    return trail_csv(trail, words) if form == "csv" else trail_jsonl(trail, words)


def hint_lines(answer: Report) -> Sequence[str]:
    """A line for each row of the class's printed tables that seems swapped with another's."""
    hints: Sequence[str] = answer.source[2]
    return hints


def trail_lines(answer: Report) -> list[str]:
    """A line for each event; of the ids of ours no more than what is needed."""
    (block,) = answer.build_sheet().blocks
    rows = [[at, actor, short_id(str(entry)), what] for at, actor, entry, what in block.rows]
    return block_lines(attrs.evolve(block, rows=rows))

"""A trail as a table for people (审计轨迹): what happened, who did it when, in the order recorded."""

from collections.abc import Sequence
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.sentences import EventWords, sentence
from bzr_adapters.reports.aligned import table
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.recorded import Recorded

_HEADS = Message("时间|操作人|编号|内容", "time|actor|id|what")


def trail_lines(trail: Sequence[Recorded[Any]], words: EventWords) -> list[str]:
    """A line for each event."""
    rows = [
        (
            values.minute(recorded.recorded_at, words.zone),
            recorded.actor,
            short_id(str(getattr(recorded.event, "id", ""))),
            sentence(recorded.event, words),
        )
        for recorded in trail
    ]
    return table(_HEADS, rows, words.lang)

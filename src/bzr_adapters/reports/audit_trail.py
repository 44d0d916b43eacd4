"""A trail as a table for people (审计轨迹): what happened, who did it when, in the order recorded."""

from collections.abc import Sequence
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short
from bzr_adapters.documents.sentences import EventWords, sentence
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.recorded import Recorded

HEADS = {"zh": ("时间", "操作人", "编号", "内容"), "en": ("time", "actor", "id", "what")}


def trail_lines(trail: Sequence[Recorded[Any]], words: EventWords) -> list[str]:
    """A line for each event."""
    rows = [
        (
            values.minute(recorded.recorded_at.astimezone(words.zone)),
            recorded.actor,
            short(str(getattr(recorded.event, "id", ""))),
            sentence(recorded.event, words),
        )
        for recorded in trail
    ]
    return list(aligned([HEADS[words.lang], *rows]))

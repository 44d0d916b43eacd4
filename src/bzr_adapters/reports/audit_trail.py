"""A trail as a table for people (审计轨迹): what happened, who did it when, in the order recorded."""

from collections.abc import Sequence
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short
from bzr_adapters.documents.sentences import Told, sentence
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.recorded import Recorded

HEADS = {"zh": ("时间", "操作人", "编号", "内容"), "en": ("time", "actor", "id", "what")}


def trail_lines(trail: Sequence[Recorded[Any]], told: Told) -> list[str]:
    """A line for each event."""
    rows = [
        (
            values.minute(one.recorded_at.astimezone(told.zone)),
            one.actor,
            short(str(getattr(one.event, "id", ""))),
            sentence(one.event, told),
        )
        for one in trail
    ]
    return list(aligned([HEADS[told.lang], *rows]))

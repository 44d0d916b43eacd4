"""A trail for programs (审计轨迹): rows, CSV and JSON Lines of what was recorded, in order."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from bzr_adapters.documents.sentences import EventWords, sentence
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.values import Document, timestamp
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.recorded import Recorded

_COLUMNS = ("recorded_at", "actor", "id", "stream", "version", "text")


def trail_rows(trail: Iterable[Recorded[Any]], words: EventWords) -> Iterable[Document]:
    """A row for each event: times with offset, ids whole."""
    for recorded in trail:
        yield {
            "recorded_at": timestamp(recorded.recorded_at, words.zone),
            "actor": recorded.actor,
            "id": str(getattr(recorded.event, "id", "")),
            "stream": recorded.stream,
            "version": recorded.version,
            "text": sentence(recorded.event, words),
        }


def trail_csv(trail: Iterable[Recorded[Any]], words: EventWords) -> str:
    """The rows as CSV, as Excel opens it; what it would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: guard_cell(str(text)) for name, text in row.items()} for row in trail_rows(trail, words))
    return out.getvalue()


def trail_jsonl(trail: Iterable[Recorded[Any]], words: EventWords) -> str:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in trail_rows(trail, words))


def trail_sheet(who: str, trail: Iterable[Recorded[Any]], words: EventWords, hints: Sequence[str]) -> Sheet:
    """What happened to a class or a teacher: when, who did it, and the id it has; the hints stand below."""
    rows: list[list[Cell]] = [
        [
            recorded.recorded_at.astimezone(words.zone),
            recorded.actor,
            str(getattr(recorded.event, "id", "")),
            sentence(recorded.event, words),
        ]
        for recorded in trail
    ]
    heads = Message("时间|操作人|编号|内容", "time|actor|id|what").in_(words.lang).split("|")
    return Sheet(name=Message(f"{who} 轨迹", f"trail of {who}"), blocks=[Block(heads=heads, rows=rows)], notes=hints)

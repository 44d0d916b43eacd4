"""Acting the term out: the school is set up, sheets are recorded month by month, at moments of their own."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import attrs

from bzr_adapters import bootstrap
from bzr_adapters.demo.files import DISPUTED, MONTHS
from bzr_adapters.intake import read_sheets
from bzr_adapters.school_file import read_school
from bzr_adapters.service.incoming import of_sheet
from bzr_adapters.service.outcome import Recording
from bzr_adapters.service.reading import Reader
from bzr_adapters.service.recording import Recorder
from bzr_adapters.storage import EventStore
from bzr_domain.declaration import Declaration
from bzr_domain.history import Standing
from bzr_domain.periods import month

CLASS, MONTH = "g1c2", "2024-10"
REASON = "实验楼走廊由高一(3)班负责,误记到本班"
BEFORE, VOIDED_AT = "2024-11-05T09:00:00+08:00", "2024-11-05T10:30:00+08:00"
_SET_UP_AT = "2024-08-30T09:00:00+08:00"
_RECORDED_AT = (
    "2024-10-01T08:00:00+08:00",
    "2024-11-01T17:00:00+08:00",
    "2024-12-01T17:00:00+08:00",
    "2025-01-04T17:00:00+08:00",
    "2025-01-18T17:00:00+08:00",
)
END = datetime.fromisoformat("2025-01-20T09:00:00+08:00")


@attrs.frozen
class Acted:
    """The term as it came to stand in a store.

    Attributes:
        recordings: Month → what came of recording its sheet.
        voided: The id of the disputed fact.
    """

    store: EventStore
    recordings: dict[str, Recording]
    voided: str

    def reader(self, as_of: str | None = None) -> Reader:
        """The store as known at a moment, or at the end of the term."""
        moment = END if as_of is None else datetime.fromisoformat(as_of)
        return bootstrap.reader(self.store, moment)


def act(school: Path, sheets: Sequence[Path]) -> Acted:
    """Act the term out in a store of its own in memory."""
    store = bootstrap.open_or_create("memory:")[0]
    declared = read_school(school)
    assert isinstance(declared, Declaration), declared
    _at(store, _SET_UP_AT, "办公室").setup(declared)
    recordings: dict[str, Recording] = {}
    voided = ""
    for name, sheet, moment in zip(MONTHS, sheets, _RECORDED_AT, strict=True):
        incoming = [of_sheet(one) for one in read_sheets(sheet)]
        recordings[name] = _at(store, moment, "政教处").record(incoming)
        assert not recordings[name].problems, recordings[name].problems
        if name == MONTH:
            fact = _disputed(bootstrap.reader(store, datetime.fromisoformat(BEFORE)))
            _at(store, VOIDED_AT, "政教处主任").void(fact.id, REASON)
            voided = fact.id
    return Acted(store, recordings, voided)


def _at(store: EventStore, moment: str, actor: str) -> Recorder:
    return Recorder(store, lambda: datetime.fromisoformat(moment), actor)


def _disputed(reader: Reader) -> Standing:
    facts = reader.all_facts(CLASS, month(MONTH))
    return next(one for one in facts if one.fact.place == DISPUTED[7])

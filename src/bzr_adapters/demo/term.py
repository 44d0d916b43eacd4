"""Acting the term out: the school is set up, sheets are recorded month by month, at moments of their own."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import attrs

from bzr_adapters import bootstrap
from bzr_adapters.demo.files import DISPUTED, MISPLACED, MONTHS, Row
from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.school_file import read_school
from bzr_domain.application.hear_appeals import file_appeal, uphold_appeal
from bzr_domain.application.ports import EventStore
from bzr_domain.application.prepare_pay import prepare_pay_sheet, take_pay_step
from bzr_domain.application.publish_results import finalise_results, publish_results
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import parse_month
from bzr_domain.pay.events import Step
from bzr_domain.register.declaration import Declaration

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
END = datetime.fromisoformat("2025-02-05T09:00:00+08:00")
APPEALED, SCHEME = "2024-12", "scheme-1"
GROUNDS, VERDICT = "当事学生是高一(3)班的", "派出所回执写明高一(3)班"
PUBLISHED_AT, NOTICE_ENDS = "2025-01-05T09:00:00+08:00", date(2025, 1, 12)
MOVED, SECOND_ENDS = (CLASS, "g1c3"), date(2025, 1, 15)
_PAID_AT, _APPEALED_AT = "2025-01-06T09:00:00+08:00", "2025-01-07T09:00:00+08:00"
_DECIDED_AT, _FINAL_AT = "2025-01-08T09:00:00+08:00", "2025-01-16T09:00:00+08:00"
_HANDS: tuple[tuple[Step, str], ...] = (
    ("reviewed", "副校长"),
    ("approved", "校长"),
    ("handed-over", "政教处"),
    ("paid", "财务"),
)


@attrs.frozen
class Acted:
    """The term as it came to stand in a store.

    Attributes:
        recordings: Month → what came of recording its sheet.
        voided: The id of the disputed fact.
        misplaced: The id of the fact that was recorded under the wrong class and published.
    """

    store: EventStore
    recordings: dict[str, Recording]
    voided: str
    misplaced: str

    def reader(self, as_of: str | None = None) -> SchoolReader:
        """The store as known at a moment, or at the end of the term."""
        moment = END if as_of is None else datetime.fromisoformat(as_of)
        return bootstrap.reader(self.store, moment)


def act(store: EventStore, school: Path, sheets: Sequence[Path]) -> Acted:
    """Act the term out in an empty store."""
    declared = read_school(school)
    assert isinstance(declared, Declaration), declared
    _at(store, _SET_UP_AT, "办公室").setup(declared)
    recordings: dict[str, Recording] = {}
    voided = misplaced = ""
    for name, sheet, moment in zip(MONTHS, sheets, _RECORDED_AT, strict=True):
        incoming = read_sheets(sheet)
        recordings[name] = _at(store, moment, "政教处").record(incoming)
        assert not recordings[name].problems, recordings[name].problems
        if name == MONTH:
            fact = _row(bootstrap.reader(store, datetime.fromisoformat(BEFORE)), MONTH, DISPUTED)
            _at(store, VOIDED_AT, "政教处主任").void(fact.id, REASON)
            voided = fact.id
        if name == APPEALED:
            misplaced = _dispute_a_result(store)
    return Acted(store, recordings, voided, misplaced)


def _dispute_a_result(store: EventStore) -> str:
    """December is published and paid; then somebody objects, and is right. Returns the id of the fact."""
    cell = parse_month(APPEALED)
    assert cell is not None
    _done(publish_results(_at(store, PUBLISHED_AT, "政教处"), cell, (), NOTICE_ENDS))
    _done(prepare_pay_sheet(_at(store, _PAID_AT, "政教处"), cell, SCHEME))
    for step, who in _HANDS:
        _done(take_pay_step(_at(store, _PAID_AT, who), APPEALED, step, ""))
    fact = _row(bootstrap.reader(store, datetime.fromisoformat(_APPEALED_AT)), APPEALED, MISPLACED)
    _done(file_appeal(_at(store, _APPEALED_AT, "陈老师"), CLASS, cell, fact.id, GROUNDS, "派出所回执"))
    director = _at(store, _DECIDED_AT, "政教处主任")
    _done(
        uphold_appeal(director, CLASS, cell, "", VERDICT, lambda wish: attrs.evolve(wish, class_ref="g1c3"))
    )
    _done(publish_results(_at(store, _DECIDED_AT, "政教处"), cell, MOVED, SECOND_ENDS))
    _done(finalise_results(_at(store, _FINAL_AT, "政教处"), cell, ()))
    return fact.id


def _done(answer: object) -> None:
    """A step of the story has to come about."""
    assert not isinstance(answer, Refused), answer
    assert not isinstance(answer, dict) or all(isinstance(one, tuple) for one in answer.values()), answer


def _at(store: EventStore, moment: str, actor: str) -> SchoolWriter:
    return bootstrap.recorder(store, actor, lambda: datetime.fromisoformat(moment))


def _row(reader: SchoolReader, name: str, row: Row) -> CurrentFact:
    """The fact that a row of the files became."""
    return find_fact(reader, CLASS, name, row[7])


def find_fact(reader: SchoolReader, class_id: str, name: str, place: str) -> CurrentFact:
    """The first fact of a class and month with that place."""
    return next(one for one in reader.current_facts(class_id, parse_month(name)) if one.fact.place == place)

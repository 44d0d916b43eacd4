"""Act the term out in a store: set the school up, record a sheet for each month, and dispute two facts, each at its own moment."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import attrs

from bzr_adapters import bootstrap
from bzr_adapters.demo.files import DISPUTED, MISPLACED, MONTHS, CsvRow, parse_known_month
from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.school_file import read_school
from bzr_domain.application.hear_appeals import file_appeal, uphold_appeal
from bzr_domain.application.ports import EventLog
from bzr_domain.application.prepare_pay import prepare_pay_sheet, take_pay_step
from bzr_domain.application.publish_results import finalise_results, publish_results
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Refused
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
_PAY_STEPS: tuple[tuple[Step, str], ...] = (
    ("reviewed", "副校长"),
    ("approved", "校长"),
    ("handed-over", "政教处"),
    ("paid", "财务"),
)


@attrs.frozen
class ActedTerm:
    """The term acted out in a store.

    Attributes:
        recordings: Month → what came of recording its sheet.
        voided: The id of the disputed fact.
        misplaced: The id of the fact that was recorded under the wrong class and published.
    """

    store: EventLog
    recordings: dict[str, Recording]
    voided: str
    misplaced: str

    def open_reader(self, as_of: str | None = None) -> SchoolReader:
        """Return the store as known at a moment, or at the end of the term."""
        moment = END if as_of is None else datetime.fromisoformat(as_of)
        return bootstrap.build_reader(self.store, moment)


def act_term(store: EventLog, school: Path, sheets: Sequence[Path]) -> ActedTerm:
    """Act the term out in an empty store."""
    declared = read_school(school)
    assert isinstance(declared, Declaration), declared
    _write_at(store, _SET_UP_AT, "办公室").setup(declared)
    recordings: dict[str, Recording] = {}
    voided = misplaced = ""
    for name, sheet, moment in zip(MONTHS, sheets, _RECORDED_AT, strict=True):
        recordings[name] = _write_at(store, moment, "政教处").record(read_sheets(sheet))
        assert not recordings[name].problems, recordings[name].problems
        if name == MONTH:
            voided = _find_row(store, BEFORE, MONTH, DISPUTED).id
            _write_at(store, VOIDED_AT, "政教处主任").void(voided, REASON)
        if name == APPEALED:
            misplaced = _dispute_result(store)
    return ActedTerm(store, recordings, voided, misplaced)


def _dispute_result(store: EventLog) -> str:
    """Publish and pay December, then object to a fact of another class, and uphold it; return the id of the fact."""
    month = parse_known_month(APPEALED)
    _check_done(publish_results(_write_at(store, PUBLISHED_AT, "政教处"), month, (), NOTICE_ENDS))
    _check_done(prepare_pay_sheet(_write_at(store, _PAID_AT, "政教处"), month, SCHEME))
    for step, actor in _PAY_STEPS:
        _check_done(take_pay_step(_write_at(store, _PAID_AT, actor), APPEALED, step, ""))
    fact = _find_row(store, _APPEALED_AT, APPEALED, MISPLACED)
    teacher = _write_at(store, _APPEALED_AT, "陈老师")
    _check_done(file_appeal(teacher, CLASS, month, fact.id, GROUNDS, "派出所回执"))
    director = _write_at(store, _DECIDED_AT, "政教处主任")
    _check_done(uphold_appeal(director, CLASS, month, "", VERDICT, lambda row: attrs.evolve(row, class_ref="g1c3")))
    _check_done(publish_results(_write_at(store, _DECIDED_AT, "政教处"), month, MOVED, SECOND_ENDS))
    _check_done(finalise_results(_write_at(store, _FINAL_AT, "政教处"), month, ()))
    return fact.id


def _check_done(answer: object) -> None:
    """Check that a step of the story came about."""
    assert not isinstance(answer, Refused), answer
    assert not isinstance(answer, dict) or all(isinstance(events, tuple) for events in answer.values()), answer


def _write_at(store: EventLog, moment: str, actor: str) -> SchoolWriter:
    return bootstrap.build_writer(store, actor, lambda: datetime.fromisoformat(moment))


def _find_row(store: EventLog, moment: str, name: str, row: CsvRow) -> CurrentFact:
    """Return the fact that a row of a month's sheet became, as known at a moment."""
    return find_fact(bootstrap.build_reader(store, datetime.fromisoformat(moment)), CLASS, name, row[7])


def find_fact(reader: SchoolReader, class_id: str, name: str, place: str) -> CurrentFact:
    """Return the first fact of a class and month with that place."""
    facts = reader.current_facts(class_id, parse_known_month(name))
    return next(current for current in facts if current.fact.place == place)

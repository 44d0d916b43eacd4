"""Act the term out in a store: set the school up, record a sheet for each month, and dispute two facts, each at its own moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from bzr_adapters import Fact, Receipt, School
from bzr_adapters.demo.files import DISPUTED, MISPLACED, MONTHS, CsvRow
from bzr_adapters.front_door.answers import Answers
from bzr_domain.kernel.messages import Lang

if TYPE_CHECKING:
    from bzr_adapters import Actor

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
_END = "2025-02-05T09:00:00+08:00"
APPEALED, SCHEME = "2024-12", "scheme-1"
GROUNDS, VERDICT = "当事学生是高一(3)班的", "派出所回执写明高一(3)班"
PAID_EARLY = "年内结账,有变动的随下月补扣"
PUBLISHED_AT, NOTICE_ENDS = "2025-01-05T09:00:00+08:00", date(2025, 1, 12)
MOVED, SECOND_ENDS = (CLASS, "g1c3"), date(2025, 1, 15)
_PAID_AT, _APPEALED_AT = "2025-01-06T09:00:00+08:00", "2025-01-07T09:00:00+08:00"
_DECIDED_AT, _FINAL_AT = "2025-01-08T09:00:00+08:00", "2025-01-16T09:00:00+08:00"


@attrs.define
class ActedTerm:
    """The term acted out in a store.

    Attributes:
        receipts: Month → what came of recording its sheet.
        voided: The id of the disputed fact.
        now: The moment of the story.
    """

    school: School = attrs.field(init=False)
    receipts: dict[str, Receipt] = attrs.field(factory=dict)
    voided: str = ""
    now: datetime = attrs.field(factory=lambda: datetime.fromisoformat(_SET_UP_AT))

    def act(self, moment: str, actor: str) -> "Actor":
        """Let somebody act at a moment."""
        self.now = datetime.fromisoformat(moment)
        return self.school.acting(actor)

    def find_row(self, name: str, row: CsvRow) -> Fact:
        """Return the fact that a row of a month's sheet became."""
        return find_fact(self.school, CLASS, name, row[7])


@contextmanager
def act_term(address: str, folder: Path, sheets: Sequence[Path], lang: Lang) -> Iterator[ActedTerm]:
    """Act the term out in a store that is created, and leave it at the end of the term."""
    term = ActedTerm()
    with School.create(address, folder / "school.toml", by="办公室", lang=lang, clock=lambda: term.now) as term.school:
        for name, sheet, moment in zip(MONTHS, sheets, _RECORDED_AT, strict=True):
            term.receipts[name] = term.act(moment, "政教处").record(sheet)
            if name == MONTH:
                term.now = datetime.fromisoformat(BEFORE)
                term.voided = term.find_row(MONTH, DISPUTED).id
                term.act(VOIDED_AT, "政教处主任").void(term.voided, reason=REASON)
            if name == APPEALED:
                _dispute_result(term)
        term.now = datetime.fromisoformat(_END)
        yield term


def _dispute_result(term: ActedTerm) -> None:
    """Publish and pay December, then object to a fact of another class, and uphold it."""
    term.act(PUBLISHED_AT, "政教处").publish(APPEALED, until=NOTICE_ENDS)
    term.act(_PAID_AT, "政教处").pay(APPEALED).prepare(SCHEME)
    term.act(_PAID_AT, "副校长").pay(APPEALED).review()
    term.act(_PAID_AT, "校长").pay(APPEALED).approve()
    term.act(_PAID_AT, "政教处").pay(APPEALED).hand_over(before_final=PAID_EARLY)
    term.act(_PAID_AT, "财务").pay(APPEALED).mark_paid()
    teacher, fact = term.act(_APPEALED_AT, "陈老师"), term.find_row(APPEALED, MISPLACED)
    appeal = teacher.appeal(CLASS, APPEALED, fact=fact.id, grounds=GROUNDS, evidence="派出所回执")
    term.act(_DECIDED_AT, "政教处主任").uphold(appeal, reason=VERDICT, remedy={"class": "g1c3"})
    term.act(_DECIDED_AT, "政教处").publish(APPEALED, until=SECOND_ENDS, classes=MOVED)
    term.act(_FINAL_AT, "政教处").finalize(APPEALED)


def find_fact(known: Answers, class_id: str, name: str, place: str) -> Fact:
    """Return the first fact of a class and month with that place."""
    return next(fact for fact in known.facts(class_id, name) if fact.fields.get("place") == place)

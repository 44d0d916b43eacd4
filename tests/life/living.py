"""A school office over two terms that asks everything after every step, and later asks all of it again."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import attrs

from bzr_adapters.storage import create_store
from bzr_domain.application.check_published import check_published
from bzr_domain.application.ports import EventLog
from bzr_domain.application.prepare_pay import load_pay_sheet, prepare_pay_sheet, take_pay_step
from bzr_domain.application.publish_results import publish_results
from bzr_domain.application.recording import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.events import FactCorrected, FactVoided
from bzr_domain.facts.incoming_sheet import FactRow, IncomingSheet
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayLine, Step
from bzr_domain.publication.events import Figures
from bzr_domain.publication.figures import extract_figures
from bzr_domain.publication.recheck import CheckedResult
from bzr_domain.register.calendar import Term
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure
from tests.life.test_machine import ALL_THE_SAME, cell, registered
from tests.support import stores

AUTUMN = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2025, 1, 17))
SPRING = Term(id="2025-spring", start=date(2025, 2, 17), end=date(2025, 6, 27))
PERIODS = ("2024-09", "2024-10", "2025-01", "2025-02")
LOST: dict[str, Any] = {"kind": "学生流失", "count": 2, "level": "非正常流失"}
"""What brings a class below 60 points, so that every further point is money."""


def tenure(teacher: str, class_id: str, since: date = date(2021, 9, 1), until: date | None = None) -> Tenure:
    """Somebody who has a class."""
    return Tenure(teacher=teacher, name=f"师{teacher}", class_id=class_id, start=since, end=until)


NO_DAYS: Mapping[str, tuple[date | None, date | None]] = {}
BEFORE = (tenure("t1", "c1"), tenure("t2", "c2"))


def _class(name: str, start: date | None, end: date | None) -> SchoolClass:
    return SchoolClass(id=name, name=name, stage="senior", grade="高一", start=start, end=end)


def declared(
    tenures: Iterable[Tenure] = BEFORE,
    classes: Iterable[str] = ("c1", "c2"),
    zone: str = "Asia/Shanghai",
    change: tuple[str, date] | None = None,
    days: Mapping[str, tuple[date | None, date | None]] = NO_DAYS,
) -> Declaration:
    """The school.

    `change` is what an assembly missed costs under another rulebook, and from when; `days` are first and last days of
    classes.
    """
    books = {registered(""): date(2024, 9, 1)}
    if change is not None:
        books[registered(change[0])] = change[1]
    return Declaration(
        school=SchoolProfile(name="示例中学", timezone=zone),
        terms=(AUTUMN, SPRING),
        classes=tuple(_class(one, *days.get(one, (None, None))) for one in classes),
        tenures=tuple(tenures),
        rulebooks=tuple(books),
        adoptions=tuple(Adoption(rulebook=book.digest, start=since) for book, since in books.items()),
    )


@attrs.frozen
class Answers:
    """Everything that was asked at a moment."""

    asked: datetime
    figures: dict[tuple[str, str], Figures | None]
    facts: dict[str, list[Any]]


@attrs.define
class Life:
    """The office; its clock stands still within a step and moves a minute between steps."""

    now: datetime = datetime(2025, 3, 3, 1, tzinfo=UTC)
    store: EventLog = attrs.field(factory=lambda: create_store("memory:"))
    answers: list[Answers] = attrs.field(factory=list)
    _numbers: Any = attrs.field(factory=lambda: count(1))

    def by(self, actor: str = "干事") -> SchoolWriter:
        """The store under somebody's name."""
        return stores.build_writer(self.store, actor, lambda: self.now)

    def step(self) -> None:
        """Ask everything, then let a minute pass."""
        self.answers.append(self.asked(self.now))
        self.now += timedelta(minutes=1)

    def asked(self, at: datetime) -> Answers:
        """Everything as known at a moment."""
        reader = stores.read_at(self.store, at, until=at)
        return Answers(
            at,
            {(one, p): _figures(reader, one, p) for one in reader.register.classes for p in PERIODS},
            {one: reader.current_facts(one) for one in reader.register.classes},
        )

    def what_was_answered_is_answered_again(self) -> None:
        """Every question ever asked, as of its moment, and every digest ever published."""
        for one in self.answers:
            assert one == self.asked(one.asked)
        assert all(one.same for one in self.checked())

    def checked(self) -> list[CheckedResult]:
        """Every published result beside the recomputed one."""
        return check_published(self.by().reader(), [cell(one) for one in PERIODS])

    def setup(self, declaration: Declaration) -> None:
        """Declare the school."""
        done = self.by().setup(declaration, "补登")
        assert isinstance(done, tuple)
        assert not [one for one in done if isinstance(one, Problem)]
        self.step()

    def record(self, class_id: str, on: str, name: str | None = None, **fields: Any) -> Recording:
        """One fact on a sheet of its own, about an assembly missed where nothing else is said."""
        wish = FactRow(class_ref=class_id, on=date.fromisoformat(on), row=1, **{"kind": "集会缺席", **fields})
        sheet = IncomingSheet(name=name or f"s{next(self._numbers)}", rows=(wish,))
        done = self.by("记录员").record([sheet])
        assert not done.problems
        self.step()
        return done

    def fact(self, class_id: str, on: str, **fields: Any) -> str:
        """A fact, recorded; its id."""
        known = {one.id for one in self.by().reader().current_facts(class_id)}
        self.record(class_id, on, **fields)
        (new,) = {one.id for one in self.by().reader().current_facts(class_id)} - known
        return new

    def correct(self, fact: str, **changed: Any) -> str:
        """A correction; its id."""
        done = self.by().correct(fact, lambda wish: attrs.evolve(wish, **changed), "查实")
        assert isinstance(done, tuple)
        (event,) = done
        assert isinstance(event, FactCorrected)
        self.step()
        return event.id

    def void(self, entry: str) -> str:
        """A void; its id."""
        done = self.by().void(entry, "查实")
        assert isinstance(done, tuple)
        (event,) = done
        assert isinstance(event, FactVoided)
        self.step()
        return event.id

    def publish(self, *periods: str) -> None:
        """Publish some months of every class."""
        for period in periods:
            done = publish_results(self.by(), cell(period), [], self.now.date() + timedelta(days=3), "没有事")
            assert not [one for one in done.values() if isinstance(one, Refused | Problem)]
        self.step()

    def pay(self, period: str) -> tuple[PayLine, ...]:
        """Fill in a month's sheet and pay it; its lines."""
        steps: tuple[tuple[Step, str], ...] = (
            ("reviewed", "副校长"), ("approved", "校长"), ("handed-over", "干事"), ("paid", "财务"),
        )  # fmt: skip
        assert isinstance(prepare_pay_sheet(self.by(), cell(period), "scheme-1"), tuple)
        for step, who in steps:
            assert isinstance(take_pay_step(self.by(who), period, step, "", ALL_THE_SAME), tuple)
        self.step()
        sheet = load_pay_sheet(self.by().reader(), period).content
        assert sheet is not None
        return sheet.lines

    def total(self, class_id: str, period: str = "2024-09", at: datetime | None = None) -> Decimal | None:
        """A class's points, now or as known then; None where there is no statement."""
        reader = self.by().reader() if at is None else stores.read_at(self.store, at, until=at)
        found = _figures(reader, class_id, period)
        return None if found is None else found.total

    def totals(self, period: str = "2024-09") -> list[Decimal | None]:
        """The points of every class."""
        return [self.total(one, period) for one in self.by().reader().register.classes]

    def log(self) -> list[Recorded[Any]]:
        """Everything recorded."""
        return [one for page in self.store.read_all() for one in page]


def _figures(reader: SchoolReader, class_id: str, period: str) -> Figures | None:
    statement = reader.statement(class_id, cell(period))
    return None if isinstance(statement, Problem) else extract_figures(statement)


def school(**fields: Any) -> Life:
    """The school as it was declared at first."""
    life = Life()
    life.setup(declared(**fields))
    return life


def school_with_facts() -> Life:
    """Two classes; one fact each in September and October."""
    life = school(tenures=(*BEFORE[:1], tenure("t2", "c2", since=date(2023, 9, 1))))
    for class_id, on in (("c1", "2024-09-10"), ("c2", "2024-10-10")):
        life.record(class_id, on)
    return life

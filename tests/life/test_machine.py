"""Everything that can be done to results and pay, in any order: what was answered once stays answered.

The steps are those of a school office over a year's end: facts recorded late, voided, corrected; results published,
objected to, decided, made final; sheets prepared and paid; a head teacher changed and a rulebook adopted with effect for
months long past.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bzr_adapters.intake.rulebook_files import read_common_kinds, read_rulebook_text
from bzr_adapters.storage import create_store
from bzr_domain.application.check_published import check_published
from bzr_domain.application.hear_appeals import file_appeal, reject_appeal, uphold_appeal
from bzr_domain.application.load_results import load_result
from bzr_domain.application.prepare_pay import (
    HandOverReasons,
    fill_in_pay_sheet,
    load_pay_sheets,
    prepare_pay_sheet,
    take_pay_step,
)
from bzr_domain.application.publish_results import finalise_results, publish_results
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.incoming_sheet import FactRow, IncomingSheet
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import Step
from bzr_domain.pay.pay_sheet import PaySheet
from bzr_domain.pay.payroll import sum_outstanding
from bzr_domain.register.calendar import Term
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.life.asking import Question, as_known_at, everything
from tests.support import stores
from tests.support.effort import fewer

ALL_THE_SAME = HandOverReasons(before_final="年终结账", nothing_recorded="没有事")
CLASSES = ("c1", "c2")
TEACHERS = ("t1", "t2", "t3", "t4")
MONTHS = ("2024-09", "2024-10")
HANDS = ("干事", "副校长", "校长", "财务")
KINDS = (
    ("卫生不合格", {"count": 3}),
    ("集会缺席", {"count": 2}),
    ("学生流失", {"count": 2, "level": "非正常流失"}),
    ("上级任务", {"grade": "好"}),
)
MISSED = 'facts = "assembly.missed"\npoints = '
TERM = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2024, 11, 29))


@cache
def registered(change: str) -> RulebookText:
    """The monthly rulebook, or one in which an assembly missed costs something else."""
    text = read_rulebook_text("monthly-quantified", Path()).replace(
        'id = "4.1"', f'id = "4.1"\nreading = "{change}"', 1
    )
    text = (
        text.replace(f"{MISSED}-5", f"{MISSED}-{change}", 1)
        if change
        else read_rulebook_text("monthly-quantified", Path())
    )
    book = parse_rulebook(text, read_common_kinds())
    return RulebookText(id=book.id, version=book.version, digest=book.digest, text=text, kinds=read_common_kinds())


@cache
def other() -> Book:
    """A rulebook that nobody adopted."""
    return parse_rulebook(registered("2").text, read_common_kinds())


def cell(name: str) -> Period:
    """A month by its name."""
    found = parse_month(name)
    assert found is not None
    return found


def declared(teacher: str = "t3", since: date = date(2024, 9, 1), change: str = "") -> Declaration:
    """The school, with somebody who takes over class 1 on a day, and a rulebook from a day on."""
    before = Tenure(teacher="t1", name="甲", class_id="c1", start=date(2021, 9, 1), end=since - timedelta(days=1))
    first = registered("")
    adoptions = [Adoption(rulebook=first.digest, start=date(2024, 9, 1))]
    if change:
        adoptions.append(Adoption(rulebook=registered(change).digest, start=date(2024, 10, 1)))
    return Declaration(
        school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
        terms=(TERM,),
        classes=tuple(SchoolClass(id=one, name=one, stage="senior", grade="高一") for one in CLASSES),
        tenures=(
            before,
            Tenure(teacher=teacher, name="乙", class_id="c1", start=since),
            Tenure(teacher="t2", name="丙", class_id="c2", start=date(2021, 9, 1)),
        ),
        rulebooks=(first, registered(change)) if change else (first,),
        adoptions=tuple(adoptions),
    )


def got(paid: Iterable[PaySheet], teacher: str, period: str) -> Decimal:
    """What paid sheets gave somebody for a month, added up by hand."""
    total = Decimal(0)
    for sheet in paid:
        assert sheet.content is not None
        for line in sheet.content.lines:
            if line.teacher == teacher:
                total += line.assessment + line.seniority if sheet.content.period == period else 0
                total += sum(one.amount for one in line.adjustments if one.period == period)
    return total


@attrs.define
class Answered:
    """A question asked at a moment, and its answer."""

    at: datetime
    question: Question
    answer: dict[str, Any]


class Year(RuleBasedStateMachine):
    """The office's year."""

    @initialize()
    def begin(self) -> None:
        """A school with two classes below 60 points in both months, so that every point is money; September is paid."""
        self.now = datetime(2024, 12, 2, 1, tzinfo=UTC)
        self.store = create_store("memory:")
        self.rows = self.steps = 0
        self.kept: list[Recorded[Any]] = []
        self.answers: list[Answered] = []
        assert not isinstance(self.by("干事").setup(declared()), Refused)
        rows = [
            FactRow(kind=kind, on=date(2024, number, 12), class_ref=name, count=2, level=level, row=1)
            for number in (9, 10)
            for name in CLASSES
            for kind, level in (("学生流失", "非正常流失"), ("集会缺席", None))
        ]
        self.by("记录员").record([IncomingSheet(name="s0", rows=tuple(rows))])
        self.pay_out(MONTHS[0])

    def by(self, actor: str) -> SchoolWriter:
        """The store under somebody's name, a minute later."""
        self.now += timedelta(minutes=1)
        return stores.build_writer(self.store, actor, lambda: self.now)

    def reader(self) -> SchoolReader:
        """What is known now."""
        return stores.read_at(self.store, self.now)

    def told(self, answer: object) -> None:
        """Every refusal names what refuses."""
        for one in answer.values() if isinstance(answer, dict) else [answer]:
            if isinstance(one, Refused):
                assert one.clause
                assert one.reason.zh
                assert one.reason.en

    @rule(kind=st.sampled_from(KINDS), class_id=st.sampled_from(CLASSES), day=st.integers(0, 55))
    def record(self, kind: tuple[str, dict[str, object]], class_id: str, day: int) -> None:
        """A fact, however late."""
        self.rows += 1
        on = TERM.start + timedelta(days=day)
        wish = FactRow(kind=kind[0], on=on, class_ref=class_id, row=1, **kind[1])  # type: ignore[arg-type]  # drawn by field name
        self.by("记录员").record([IncomingSheet(name=f"s{self.rows}", rows=(wish,))], new=True)

    def facts(self) -> list[str]:
        """The ids of every fact."""
        return [one.id for name in CLASSES for one in self.reader().current_facts(name)]

    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        """A fact is voided, or stays void."""
        if self.facts():
            self.told(self.by("干事").void(data.draw(st.sampled_from(self.facts())), "查实"))

    @rule(data=st.data(), count=st.integers(1, 4))
    def correct(self, data: st.DataObject, count: int) -> None:
        """A fact is corrected, where it has a count."""
        if self.facts():
            name = data.draw(st.sampled_from(self.facts()))
            self.told(self.by("干事").correct(name, lambda wish: attrs.evolve(wish, count=count), "查实"))

    @rule(teacher=st.sampled_from(["t3", "t4"]), day=st.integers(0, 55), change=st.sampled_from(["", "3", "8"]))
    def amend(self, teacher: str, day: int, change: str) -> None:
        """Another head teacher, another rulebook: for months long past."""
        self.told(self.by("干事").setup(declared(teacher, TERM.start + timedelta(days=day), change), "补登"))

    @rule(period=st.sampled_from(MONTHS), days=st.integers(0, 3))
    def publish(self, period: str, days: int) -> None:
        """The month goes up."""
        until = (self.now + timedelta(days=days)).date()
        self.told(publish_results(self.by("干事"), cell(period), CLASSES, until))

    @rule(data=st.data(), class_id=st.sampled_from(CLASSES), period=st.sampled_from(MONTHS))
    def appeal(self, data: st.DataObject, class_id: str, period: str) -> None:
        """Somebody objects, to a fact or a clause."""
        known = [one.id for one in self.reader().current_facts(class_id, cell(period)) if one.voided_by is None]
        about = data.draw(st.sampled_from(["4.1", *known]))
        self.told(file_appeal(self.by("班主任"), class_id, cell(period), about, "不公", ""))

    @rule(
        data=st.data(),
        class_id=st.sampled_from(CLASSES),
        period=st.sampled_from(MONTHS),
        upheld=st.booleans(),
        by=st.sampled_from(["主任", "记录员"]),
    )
    def decide(self, data: st.DataObject, class_id: str, period: str, upheld: bool, by: str) -> None:
        """The office decides about an open appeal."""
        open_ = load_result(self.reader(), class_id, period).open_appeals
        if open_:
            name, recorder = data.draw(st.sampled_from(open_)), self.by(by)
            answer = (
                uphold_appeal(recorder, class_id, cell(period), name, "属实", None)
                if upheld
                else reject_appeal(recorder, class_id, cell(period), name, "不实")
            )
            self.told(answer)

    @rule(period=st.sampled_from(MONTHS))
    def finalise(self, period: str) -> None:
        """The month is made final, where it can be."""
        self.told(finalise_results(self.by("干事"), cell(period), CLASSES))

    @rule(period=st.sampled_from(MONTHS), by=st.sampled_from(HANDS))
    def prepare(self, period: str, by: str) -> None:
        """The sheet is filled in."""
        self.told(prepare_pay_sheet(self.by(by), cell(period), "scheme-1"))

    @rule(
        period=st.sampled_from(MONTHS),
        step=st.sampled_from(["returned", "reviewed", "approved", "handed-over", "paid"]),
        by=st.sampled_from(HANDS),
    )
    def pay_step(self, period: str, step: Step, by: str) -> None:
        """A step of the sheet, in order or not."""
        self.told(take_pay_step(self.by(by), period, step, "说明"))

    @rule(period=st.sampled_from(MONTHS))
    def pay_out(self, period: str) -> None:
        """All steps of a sheet, as they should be."""
        self.told(prepare_pay_sheet(self.by("干事"), cell(period), "scheme-1"))
        steps: Iterable[tuple[Step, str]] = (
            ("reviewed", "副校长"), ("approved", "校长"), ("handed-over", "干事"), ("paid", "财务"),
        )  # fmt: skip
        for step, who in steps:
            self.told(take_pay_step(self.by(who), period, step, "", ALL_THE_SAME))

    @rule(days=st.integers(1, 5))
    def wait(self, days: int) -> None:
        """Days pass."""
        self.now += timedelta(days=days)

    @invariant()
    def nothing_was_rewritten(self) -> None:
        """What the store held it still holds, in the same order and words."""
        found = [one for page in self.store.read_all() for one in page]
        assert self.kept == found[: len(self.kept)]
        self.kept = found

    @invariant()
    def earlier_answers_stand(self) -> None:
        """As of a moment, every answer is what it was at that moment: the oldest and the newest, asked every few steps.

        The statement, the life of its result, the trails, the dispute of a fact, and what another rulebook would come to.
        """
        self.steps += 1
        if self.steps % 3:
            return
        for one in self.answers[:1] + self.answers[1:][-1:]:
            assert one.answer == everything(as_known_at(self.reader(), one.at), one.question)
        turn, facts = len(self.answers), self.facts()
        question = Question(
            class_id=CLASSES[turn % 2],
            period=cell(MONTHS[turn // 2 % 2]),
            teacher=TEACHERS[turn % len(TEACHERS)],
            fact=facts[turn * 7 % len(facts)],
            book=other(),
        )
        self.answers.append(Answered(self.now, question, everything(self.reader(), question)))

    @invariant()
    def what_was_published_computes_again(self) -> None:
        """Every published digest comes out again as known then."""
        for one in check_published(self.reader(), [cell(period) for period in MONTHS]):
            assert one.same

    @invariant()
    def paid_and_adjusted_is_what_is_owed(self) -> None:
        """What the sheets gave and the next one would adjust is what history owes, but for what cannot be taken back."""
        paid = [one for one in load_pay_sheets(self.reader()) if one.state == "paid"]
        if not paid:
            return
        wanted = fill_in_pay_sheet(self.reader(), cell("2024-11"), "scheme-1", "")
        assert not isinstance(wanted, Refused)
        for sheet in paid:
            assert sheet.content is not None
            period = sheet.content.period
            again = fill_in_pay_sheet(self.reader(), cell(period), "scheme-1", "")
            assert not isinstance(again, Refused)
            owed = {line.teacher: line.assessment for line in again.lines if line.parts}
            for line in wanted.lines:
                so_far = got(paid, line.teacher, period)
                own = [one for one in line.adjustments if one.period == period]
                adjusted = sum((one.amount for one in own), Decimal(0))
                assert so_far + adjusted == owed.get(line.teacher, Decimal(0)) + sum_outstanding(own)
                assert sum_outstanding(own) == 0 or line.payable == 0


Year.TestCase.settings = settings(fewer(4, nightly=12), stateful_step_count=20, deadline=None)
TestLife = Year.TestCase

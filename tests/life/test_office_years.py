"""What an office does over two school years, in any order: no figure moves unless an event says so, and is named for it.

The steps are those of weeks in an office: sheets recorded late and once more, edited; results published, objected to and
made final; months paid; holidays, head teachers, numbers of pupils and rulebooks amended, with and without the word that
the past is corrected; a new school year; newer software.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bzr_adapters import Forbidden, Invalid, NotFound, Receipt, Refused
from bzr_adapters.testing import Clock, create_school
from tests.life import office
from tests.life.office import (
    CLASSES,
    FINDING,
    FIRST_YEAR,
    HANDS,
    MISSED,
    MONTHS,
    PAID,
    SCORE,
    SECOND_YEAR,
    Change,
    Software,
)
from tests.life.seen import (
    Debt,
    Place,
    Totals,
    ask_totals,
    check_pay,
    check_published,
    list_months,
    look,
    owe_by_hand,
    read_debts,
)
from tests.support.effort import fewer

CENTS = Decimal("0.03")
DAYS = st.integers(0, 75)
WHY = st.sampled_from([None, "当时登记错了"])
CLASS = st.sampled_from(CLASSES[:2])
ATTRIBUTES = st.sampled_from([("students", 30), ("students", 50), ("grade", "高一"), ("grade", "高二")])
Row = dict[str, Any]


class OfficeYears(RuleBasedStateMachine):
    """The office, its clock and its software."""

    @initialize()
    def begin(self) -> None:
        """Three months are over; September is paid."""
        self.software = Software()
        self.clock = Clock("2024-12-02T09:00+08:00")
        self.tables = office.declaration()
        self.school = create_school(self.tables, by="干事", clock=self.clock)
        self.sheets: dict[str, list[Row]] = {}
        self.amended_by_hand: set[str] = set()
        self.facts: dict[str, str] = {}
        self.answers: list[tuple[int, int, Totals]] = []
        self.paid: list[str] = []
        self.year = FIRST_YEAR
        self._record("开学", self._list_first_rows(), "refuse")
        self.seen = look(self.school, self.software.meaning, self.paid)
        self.publish_and_pay(month="2024-09", accept=None)

    def _list_first_rows(self) -> list[Row]:
        """The rows of the first sheet: for both classes, one of each kind in each month."""
        return [self._row(kind, n, day) for day in (10, 40, 70) for n in (0, 1) for kind in (FINDING, MISSED, SCORE)]

    def teardown(self) -> None:
        """Leave the software as it was."""
        if hasattr(self, "software"):
            self.software.restore()
            self.school.close()

    def _by(self, name: str) -> Any:
        self.clock.advance(minutes=1)
        return self.school.acting(name)

    def _try(self, verb: Callable[[], Any]) -> Any:
        """Do something; whatever is refused leaves no trace, and gives None."""
        head = self.school.head()
        try:
            return verb()
        except (Refused, Forbidden, Invalid, NotFound):
            assert head == self.school.head()
            return None

    def _row(self, kind: str, number: int, day: int, count: int = 2) -> Row:
        on = self.year + timedelta(days=day)
        classes = [each["id"] for each in self.tables["class"]]
        value = {"value": 70 + 5 * count + number} if kind == SCORE else {"count": count}
        return {"date": on, "class": classes[number % len(classes)], "fact": kind, **value}

    # Sheets

    def _record(self, name: str, rows: list[Row], gone: str) -> None:
        reason = "复查" if gone == "amend" else ""
        receipt = self._try(lambda: self._by("记录员").record(rows, sheet=name, gone=gone, reason=reason))
        if receipt is None:
            return
        self.facts |= dict.fromkeys(receipt.new, name)
        if gone == "keep" or any(self.facts[fact] != name for fact in receipt.ids) or self._covers_part(name, rows):
            self.amended_by_hand.add(name)
        self.sheets[name] = rows
        if name not in self.amended_by_hand:
            assert sorted(map(_write_row, rows)) == sorted(self._list_recorded(name)), "what was recorded is the sheet"

    def _covers_part(self, name: str, rows: list[Row]) -> bool:
        days = [row["date"] for row in rows]
        return any(not min(days) <= row["date"] <= max(days) for row in self.sheets.get(name, ()))

    def _list_recorded(self, name: str) -> list[str]:
        found = [self.school.fact(fact) for fact, sheet in self.facts.items() if sheet == name]
        return [
            _write_row({"date": f.on, "class": f.class_id, "fact": f.kind, **f.fields})
            for f in found
            if f.voided_by is None
        ]

    @rule(
        kinds=st.lists(st.sampled_from([FINDING, MISSED, SCORE]), min_size=1, max_size=3),
        number=st.integers(0, 2),
        day=DAYS,
        count=st.integers(1, 4),
    )
    def record(self, kinds: list[str], number: int, day: int, count: int) -> None:
        """A sheet, however late."""
        rows = [self._row(kind, number + at, day + at, count) for at, kind in enumerate(kinds)]
        self._record(f"表{len(self.sheets)}", rows, "refuse")

    @rule(
        data=st.data(),
        edit=st.sampled_from(["same", "count", "drop", "more", "class"]),
        gone=st.sampled_from(["refuse", "amend", "keep"]),
    )
    def record_again(self, data: st.DataObject, edit: str, gone: str) -> None:
        """A sheet once more: as it was, edited, shortened or longer."""
        name = data.draw(st.sampled_from(sorted(self.sheets)))
        rows = deepcopy(self.sheets[name])
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        if edit == "count":
            row.update({key: row[key] + 1 for key in ("count", "value") if key in row})
        elif edit == "class":
            row["class"] = "c2" if row["class"] == "c1" else "c1"
        elif edit == "drop" and len(rows) > 1:
            rows.remove(row)
        elif edit == "more":
            rows.append({"date": row["date"], "class": row["class"], "fact": FINDING, "count": 3})
        self._record(name, rows, gone)

    @rule(data=st.data(), count=st.integers(1, 4), void=st.booleans())
    def put_right(self, data: st.DataObject, count: int, *, void: bool) -> None:
        """A fact is voided or corrected by hand."""
        fact = data.draw(st.sampled_from(sorted(self.facts, key=self._find_position)))
        self.amended_by_hand.add(self.facts[fact])
        clerk = self._by("干事")
        self._try(lambda: clerk.void(fact, reason="查实") if void else clerk.correct(fact, count=count, reason="查实"))

    def _find_position(self, fact: str) -> int:
        return int(self.school.fact(fact).position)

    def record_with_other_count(self, gone: str) -> None:
        """Record the first sheet once more, with another count in its second row."""
        rows = deepcopy(self.sheets["开学"])
        rows[1]["count"] += 1
        self._record("开学", rows, gone)

    # Results and pay

    @rule(month=st.sampled_from(MONTHS), days=st.integers(0, 3))
    def publish(self, month: str, days: int) -> None:
        """A month is published."""
        until = (self.clock() + timedelta(days=days)).date()
        self._try(lambda: self._by("干事").publish(month, until=until, nothing_recorded="无"))

    @rule(data=st.data(), upheld=st.booleans())
    def appeal(self, data: st.DataObject, *, upheld: bool) -> None:
        """A month is published, a head teacher objects to a fact, and the office decides."""
        fact = self.school.fact(data.draw(st.sampled_from(sorted(self.facts, key=self._find_position))))
        month = f"{fact.on:%Y-%m}"
        self.publish(month, 1)
        filed = self._try(lambda: self._by("班主任").appeal(fact.class_id, month, fact=fact.id, grounds="不公"))
        if filed is None:
            return
        decider = self._by("主任")
        if not upheld:
            self._try(lambda: decider.reject(filed, reason="不实"))
        elif self._try(lambda: decider.uphold(filed, reason="属实", remedy="void")) is not None:
            self.amended_by_hand.add(self.facts[fact.id])

    @rule(month=st.sampled_from(MONTHS), days=st.integers(0, 4))
    def finalize(self, month: str, days: int) -> None:
        """A month is made final, days later."""
        self.clock.advance(days=days)
        self._try(lambda: self._by("干事").finalize(month))

    @rule(month=st.sampled_from(PAID), step=st.integers(-1, 4), hand=st.sampled_from(HANDS))
    def take_pay_step(self, month: str, step: int, hand: str) -> None:
        """A step of a sheet, in its order or not."""
        if step < 0:
            self._prepare(month, None)
        else:
            self._take_pay_step(month, step, hand)

    def _take_pay_step(self, month: str, step: int, hand: str) -> None:
        desk = self._by(hand).pay(month)
        steps = (
            lambda: desk.send_back(reason="有误"),
            desk.review,
            desk.approve,
            lambda: desk.hand_over(before_final="年终结账", nothing_recorded="无"),
            desk.mark_paid,
        )
        sheet = self._try(steps[step])
        if sheet is not None and sheet.state == "paid" and month not in self.paid:
            self.paid.append(month)

    def _prepare(self, month: str, accept: str | None) -> None:
        """Fill in a sheet; every adjustment names an event, or the newer software that somebody accepted."""
        sheet = self._try(lambda: self._by("干事").pay(month).prepare(accept_meaning=accept))
        if sheet is not None:
            document = sheet.to_dict()
            accepted = {(each["teacher"], each["month"]) for each in document["newer"] if accept is not None}
            for line in document["lines"]:
                for each in line["adjustments"]:
                    assert each["because"] or (line["teacher"], each["month"]) in accepted, each

    @rule(month=st.sampled_from(PAID), accept=st.sampled_from([None, "校务会同意"]))
    def publish_and_pay(self, month: str, accept: str | None) -> None:
        """A month goes all its way."""
        self._try(lambda: self._by("干事").publish(month, until=self.clock().date(), nothing_recorded="无"))
        self.clock.advance(days=1)
        self._try(lambda: self._by("干事").finalize(month))
        self._prepare(month, accept)
        for step, hand in enumerate(("副校长", "校长", "干事", "财务"), 1):
            self._take_pay_step(month, step, hand)

    # The register

    def _declare(self, change: Change, why: str | None, since: date = date.min) -> None:
        """Declare what a change makes of the school; it may move what lies since a day, and only if somebody says why."""
        tables = deepcopy(self.tables)
        change(tables)
        receipt: Receipt | None = self._try(lambda: self._by("干事").declare(tables, correct_past=why))
        if receipt is None:
            return
        self.tables = tables
        now = ask_totals(self.school, list_months(self.school))
        moved = {place for place, total in self.seen.totals.items() if now.get(place) != total}
        assert not [place for place in moved if place[1] < f"{since:%Y-%m}"], "what comes later moves nothing before"
        if why is None:
            assert not moved & set(self.seen.results), "what was published moves only where somebody says so"
            self._demand_same_debts()
        else:
            assert receipt.preview is not None
            changes = [change for change in receipt.preview.changes if change.difference and change.month in MONTHS]
            told = {(change.class_id, change.month): change.after for change in changes}
            assert told == {place: now[place] for place in moved if place in now}, "the preview says what moved"

    def _demand_same_debts(self) -> None:
        """Demand that every paid month owes everybody what it owed."""
        debts = read_debts(self.school, self.seen.paid)
        if self.seen.debts is not None and debts is not None:
            owed = [{place: debt.owed for place, debt in each.items()} for each in (self.seen.debts, debts)]
            assert owed[0] == owed[1], "what is paid moves only where somebody says so"

    @rule(days=st.lists(DAYS, min_size=1, max_size=6), month=st.booleans(), why=WHY)
    def amend_holidays(self, days: list[int], why: str | None, *, month: bool) -> None:
        """Some days, or the whole of October, become holidays or school days again."""
        some = [day for n in days if (day := FIRST_YEAR + timedelta(days=n)).weekday() < office.SATURDAY]
        october = [day for day in office.OCTOBER if day.weekday() < office.SATURDAY]
        self._declare(partial(office.change_holidays, october if month else some), why)

    @rule(class_id=CLASS, day=DAYS, first=st.booleans(), value=ATTRIBUTES, why=WHY)
    def amend_class(self, class_id: str, day: int, value: tuple[str, object], why: str | None, *, first: bool) -> None:
        """A class has other pupils or comes among others from a day on, or so it was from the first."""
        since = None if first else self.year + timedelta(days=day)
        self._declare(partial(office.change_class, class_id, since, *value), why, since or date.min)

    @rule(class_id=CLASS, day=DAYS, teacher=st.sampled_from(["t1", "t2", "t4", "t5"]), why=WHY)
    def change_head_teacher(self, class_id: str, day: int, teacher: str, why: str | None) -> None:
        """Another head teacher takes over on a day."""
        since = self.year + timedelta(days=day)
        self._declare(partial(office.change_head_teacher, class_id, since, teacher), why, since)

    @rule(version=st.integers(1, 3), day=DAYS, first=st.booleans(), why=WHY)
    def adopt(self, version: int, day: int, why: str | None, *, first: bool) -> None:
        """Another version of the rulebook is adopted from a day on, or in the place of the first one."""
        since = None if first else self.year + timedelta(days=day)
        self._declare(partial(office.adopt, version, since), why, since or date.min)

    @rule(class_id=st.sampled_from(CLASSES), day=DAYS, ends=st.booleans(), why=WHY)
    def form_or_dissolve_class(self, class_id: str, day: int, why: str | None, *, ends: bool) -> None:
        """The third class is formed on a day, or a class ends on it."""
        on = self.year + timedelta(days=day)
        known = [each for each in self.tables["class"] if each["id"] == class_id]
        change = partial(office.dissolve_class, class_id, on) if ends else partial(office.add_class, on)
        is_moved_back = any("to" in each for each in known) if ends else len(self.tables["class"]) > len(CLASSES[:2])
        self._declare(change, why, date.min if is_moved_back else on)

    @precondition(lambda self: self.year == FIRST_YEAR)
    @rule()
    def begin_school_year(self) -> None:
        """Promotions and a first year; the office goes on in October of that year, which moves nothing."""
        self._declare(office.begin_school_year, None, SECOND_YEAR)
        if len(self.tables["term"]) > len(office.declaration()["term"]):
            self.year = SECOND_YEAR
            self.clock.set("2025-12-01T09:00+08:00")

    @precondition(lambda self: self.software.meaning < self.software.first + 2)
    @rule()
    def upgrade(self) -> None:
        """Newer software computes otherwise."""
        self.software.upgrade()

    # What holds after every step

    @invariant()
    def nothing_moved_silently(self) -> None:
        """Look, compare with what was seen before the step, and look at what is owed, known earlier and accounted for."""
        before, self.seen = self.seen, look(self.school, self.software.meaning, self.paid)
        check_published(before, self.seen)
        check_pay(before, self.seen)
        if self.seen.debts is not None:
            self._check_owed(self.seen.debts)
        self._check_earlier_answers()
        self._check_accounts()

    def _check_owed(self, debts: Mapping[Place, Debt]) -> None:
        """Paid, adjusted and outstanding come to what the month's statements give, by hand."""
        for month in self.seen.paid:
            by_hand = owe_by_hand(self.school, month, office.count_school_days(self.tables, month))
            owed = {teacher: debt.owed for (teacher, of), debt in debts.items() if of == month}
            for teacher in {*by_hand, *owed}:
                amount, exact = by_hand.get(teacher, (Decimal(0), True))
                assert abs(owed.get(teacher, Decimal(0)) - amount) <= (0 if exact else CENTS), (month, teacher)

    def _check_earlier_answers(self) -> None:
        """As known at the last position and at another one, every total is what it was, by the same software."""
        kept = [answer for answer in self.answers if answer[1] == self.seen.meaning]
        for position, _, totals in [*kept[-1:], *kept[self.seen.head % max(1, len(kept)) :][:1]]:
            assert totals == ask_totals(self.school.at(position), {month for _, month in totals}), f"#{position}"
        self.answers = [*kept, (self.seen.head, self.seen.meaning, self.seen.totals)]

    def _check_accounts(self) -> None:
        """The base, what the clauses say, and what bounds took or gave come to the score of an item that sums."""
        for class_id, month in list(self.seen.totals)[len(self.answers) % 3 :: 3]:
            for item in self.school.explain(class_id, month).to_dict()["items"]:
                if item["id"] in ("order", "place"):
                    added = [each["points"] for each in item["clauses"]]
                    added += [line["counts"] for line in item["lines"] if line["kind"] == "bound"]
                    assert Decimal(item["score"]) == sum(map(Decimal, [item["base"], *added])), (class_id, month, item)


def _write_row(row: Mapping[str, Any]) -> str:
    """A row or a fact in one form."""
    names = {"hygiene.finding": FINDING, "assembly.missed": MISSED, "class.score": SCORE}
    figure = row.get("value") or row.get("count")
    return f"{row['date']} {row['class']} {names.get(row['fact'], row['fact'])} {Decimal(str(figure)).normalize():f}"


OfficeYears.TestCase.settings = settings(fewer(4, nightly=12), stateful_step_count=22, deadline=None)
TestOfficeYears = OfficeYears.TestCase


def test_one_year_in_its_order() -> None:
    """A story in which each guard has something to guard, whatever the generated ones come upon."""
    office_years = OfficeYears()
    steps: list[Callable[[], None]] = [
        office_years.begin,
        lambda: office_years.amend_class(class_id="c1", day=0, value=("students", 30), why=None, first=True),
        office_years.upgrade,
        lambda: office_years.publish_and_pay(month="2024-10", accept=None),
        lambda: office_years.amend_holidays(days=[1], month=True, why="放假"),
        lambda: office_years.amend_holidays(days=[1], month=True, why="没有放假"),
        lambda: office_years.adopt(version=2, day=0, first=True, why="录错了"),
        lambda: office_years.record_with_other_count("refuse"),
        lambda: office_years.record_with_other_count("amend"),
        office_years.begin_school_year,
        lambda: office_years.publish_and_pay(month="2025-09", accept="校务会同意"),
    ]
    try:
        for step in steps:
            step()
            office_years.nothing_moved_silently()
    finally:
        office_years.teardown()

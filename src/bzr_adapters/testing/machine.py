"""What can be done to a school, in any order (状态机): record, correct, void, publish, appeal, decide, make final, let days pass.

After each step it asks what has to hold whatever is done: what was answered as known at a position stays answered so, a
command sent again changes nothing, and what was published comes out again as known then.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bzr_adapters.front_door.errors import Forbidden, Invalid, NotFound, Refused
from bzr_adapters.front_door.school import School
from bzr_adapters.front_door.values import Receipt
from bzr_adapters.testing.schools import DECLARATION, Clock, create_school

_NEXT = st.integers(0, 30)
_CHOICE = st.integers(0, 99)


class SchoolMachine(RuleBasedStateMachine):
    """A school to which everything is done in any order; extend it with rules and invariants of your own.

    Attributes:
        declaration: The school, by default that of `bzr_adapters.testing`.
        first_moment: When the clock starts.
        rows: What is recorded: rows without day and class.
        months: The months that are published and asked about.
        school, clock: The school, and the clock that a rule may set forward.
        recorder, decider: Who records, and who publishes and decides.
    """

    declaration: ClassVar[Mapping[str, Any]] = DECLARATION
    first_moment: ClassVar[str] = "2024-10-08T09:00+08:00"
    months: ClassVar[tuple[str, ...]] = ("2024-09", "2024-10")
    recorder: ClassVar[str] = "李老师"
    decider: ClassVar[str] = "主任"
    rows: ClassVar[tuple[Mapping[str, object], ...]] = (
        {"fact": "卫生不合格", "count": 2},
        {"fact": "集会缺席"},
        {"fact": "出勤率", "value": "78.5"},
        {"fact": "为人师表", "grade": "好"},
        {"fact": "沟通效果", "grade": "一般"},
    )

    school: School
    clock: Clock

    @initialize()
    def open_school(self) -> None:
        """Begin with a new school."""
        self.clock = Clock(self.first_moment)
        self.school = create_school(self.declaration, by=self.decider, clock=self.clock)
        self.facts: list[str] = []
        self.receipts: list[tuple[list[Mapping[str, object]], Receipt]] = []
        self.answers: dict[int, dict[str, dict[str, Decimal]]] = {}

    @property
    def classes(self) -> list[str]:
        """The ids of the classes declared."""
        return [str(table["id"]) for table in self.declaration["class"]]

    @rule(chosen=st.lists(st.tuples(_CHOICE, _CHOICE, _NEXT), min_size=1, max_size=3))
    def record(self, chosen: list[tuple[int, int, int]]) -> None:
        """Record some rows."""
        rows = [self._build_row(row, class_, day) for row, class_, day in chosen]
        try:
            receipt = self.school.acting(self.recorder).record(rows)
        except Invalid:
            return
        self.facts += receipt.new
        self.receipts.append((rows, receipt))

    def _build_row(self, row: int, class_: int, day: int) -> Mapping[str, object]:
        first = date.fromisoformat(f"{self.months[day % len(self.months)]}-01")
        on = first.replace(day=1 + day % 28)
        return {"date": on, "class": self.classes[class_ % len(self.classes)], **self.rows[row % len(self.rows)]}

    @precondition(lambda self: self.receipts)
    @rule(choice=_CHOICE)
    def send_again(self, choice: int) -> None:
        """Send a command once more: its receipt is the first one, and nothing is recorded."""
        rows, receipt = self.receipts[choice % len(self.receipts)]
        head = self.school.head()

        assert receipt == self.school.acting(self.recorder).record(rows, command=receipt.command)
        assert head == self.school.head()

    @precondition(lambda self: self.facts)
    @rule(choice=_CHOICE, day=_NEXT)
    def correct(self, choice: int, day: int) -> None:
        """Correct the day of a fact."""
        on = self._build_row(0, 0, day)["date"]
        self._try(lambda: self.school.acting(self.recorder).correct(self._pick(choice), date=on, reason="复查"))

    @precondition(lambda self: self.facts)
    @rule(choice=_CHOICE)
    def void(self, choice: int) -> None:
        """Void a fact."""
        self._try(lambda: self.school.acting(self.recorder).void(self._pick(choice), reason="误记"))

    def _pick(self, choice: int) -> str:
        return self.facts[choice % len(self.facts)]

    @rule(days=st.integers(1, 20))
    def let_days_pass(self, days: int) -> None:
        """Let some days pass."""
        self.clock.advance(days=days)

    @rule(choice=_CHOICE, days=st.integers(0, 10))
    def publish(self, choice: int, days: int) -> None:
        """Publish the results of a month."""
        until = date.fromordinal(self.clock().date().toordinal() + days)
        self._try(lambda: self.school.acting(self.decider).publish(self._month(choice), until=until))

    @precondition(lambda self: self.facts)
    @rule(choice=_CHOICE)
    def appeal(self, choice: int) -> None:
        """Appeal against a fact."""
        fact = self.school.fact(self._pick(choice))
        teacher = self.school.acting("张老师")
        self._try(lambda: teacher.appeal(fact.class_id, f"{fact.on:%Y-%m}", fact=fact.id, grounds="请假"))

    @rule(choice=_CHOICE, upheld=st.booleans())
    def decide(self, choice: int, *, upheld: bool) -> None:
        """Decide about an open appeal."""
        appeals = [appeal for appeal in self.school.appeals() if appeal.state == "open"]
        if not appeals:
            return
        appeal, decider = appeals[choice % len(appeals)], self.school.acting(self.decider)
        if upheld:
            self._try(lambda: decider.uphold(appeal, remedy="void", reason="属实"))
        else:
            self._try(lambda: decider.reject(appeal, reason="不实"))

    @rule(choice=_CHOICE)
    def finalize(self, choice: int) -> None:
        """Make the results of a month final."""
        self._try(lambda: self.school.acting(self.decider).finalize(self._month(choice)))

    def _month(self, choice: int) -> str:
        return self.months[choice % len(self.months)]

    def _try(self, verb: Any) -> None:
        """Do something that the rules may refuse; whatever is refused leaves no trace."""
        head = self.school.head()
        try:
            verb()
        except (Refused, Forbidden, Invalid, NotFound):
            assert head == self.school.head()

    @invariant()
    def what_was_known_stays_known(self) -> None:
        """What was answered at a position is answered so for ever, but for what time alone makes due."""
        for position, totals in self.answers.items():
            assert totals == self._ask(position), f"as known at #{position}"
        self.answers = {self.school.head(): self._ask(self.school.head())}

    def _ask(self, position: int) -> dict[str, dict[str, Decimal]]:
        past = self.school.at(position)
        tables = {month: past.month(month) for month in self.months}
        return {
            month: {statement.class_id: statement.total for statement in table.statements}
            for month, table in tables.items()
        }

    @invariant()
    def what_is_final_is_what_was_published(self) -> None:
        """A final result carries the total that was shown before."""
        for month in self.months:
            for result in self.school.results(month):
                if result.state == "final":
                    assert result.source.published.figures.total == result.total

    def teardown(self) -> None:
        """Close the school."""
        if hasattr(self, "school"):
            self.school.close()

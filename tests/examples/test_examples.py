"""Runs the worked examples beside each rulebook: every number a person worked out is compared with the engine's."""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.class_history import ClassHistory, decide, initial
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CorrectFact, RecordFact, VoidEntry, list_current_facts, replay_events
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.recorded_facts import record_event
from bzr_domain.testing.strategies import CLASS, build_register
from tests.support.builders import KINDS, RULEBOOKS, adopted, month_cell, stated

Table = Mapping[str, Any]
FILES = [path for path in sorted(RULEBOOKS.glob("*.examples.toml")) if "[[month]]" in path.read_text(encoding="utf-8")]


@attrs.frozen
class Example:
    """One worked month with the school it stands in."""

    book: Book
    terms: tuple[Term, ...]
    sheets: Mapping[str, list[Table]]
    table: Table

    def statement(self) -> Statement:
        """What the engine says."""
        register = build_register(Calendar(self.terms), [adopted(self.book)])
        as_of = self.table.get("as_of", self.terms[-1].end)
        facts = list_current_facts(self.history(register))
        month = month_cell(self.table["month"])
        return stated(assess_class(register, {self.book.digest: self.book}, CLASS, month, facts, as_of))

    def history(self, register: SchoolRegister) -> ClassHistory:
        """Everything recorded, then what was corrected, then what was voided."""
        desk = Admission(register, lambda *_: self.book, self.terms[-1].end)
        rows = [row for name in self.table.get("with", []) for row in self.sheets[name]]
        history = initial("h")
        for number, row in enumerate([*rows, *self.table.get("facts", [])], 1):
            wish = RecordFact(id=row.get("id", f"f{number}"), fact=admitted(desk, row))
            history = done(history, wish)
        for row in self.table.get("correct", []):
            found = history.facts[row["id"]].event
            assert isinstance(found, FactRecorded)
            after = attrs.evolve(found.fact, **{name: value for name, value in row.items() if name != "id"})
            history = done(history, CorrectFact(id=f"c-{row['id']}", target=row["id"], after=after, reason="更正"))
        for target in self.table.get("void", []):
            history = done(history, VoidEntry(id=f"v-{target}", target=target, reason="作废"))
        return history


def admitted(desk: Admission, row: Table) -> Fact:
    """A row of the example, through the same desk as a row of a sheet."""
    words = {name: value for name, value in row.items() if name not in {"date", "fact", "id"}}
    numbers: dict[str, Any] = {name: Decimal(words.pop(name)) for name in ("value", "points") if name in words}
    found = desk.admit(FactRow(kind=row["fact"], on=row["date"], class_ref=CLASS, **words, **numbers))
    assert isinstance(found, Fact), found
    return found


def done(history: ClassHistory, wish: RecordFact | CorrectFact | VoidEntry) -> ClassHistory:
    """The history after a wish, which has to change something."""
    events = decide(history, wish)
    assert isinstance(events, tuple)
    assert events, wish
    return replay_events(history, [[record_event(event, history.version + 1) for event in events]])


def term(table: Table) -> Term:
    """A term as the school file writes it."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return Term(**values)


def examples(path: Path) -> Iterable[Any]:
    """Every month of a file, as a test parameter named for it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    book = parse_rulebook((RULEBOOKS / f"{data['rulebook']}.toml").read_text(encoding="utf-8"), KINDS)
    terms = tuple(term(table) for table in data["term"])
    sheets = {sheet["name"]: sheet["facts"] for sheet in data["sheet"]}
    for table in data["month"]:
        yield pytest.param(Example(book, terms, sheets, table), id=f"{data['rulebook']}-{table['name']}")


@pytest.mark.parametrize("example", [one for path in FILES for one in examples(path)])
def test_a_month_worked_by_hand_comes_out(example: Example) -> None:
    """Every printed number of the month is the one that a person worked out from the regulation."""
    table = example.table
    expected = {
        "items": [[Decimal(cell) if cell != row[0] else cell for cell in row] for row in table["items"]],
        "total": Decimal(table["total"]),
        "not_assessed": tuple(table["not_assessed"]),
        "not_yet_due": tuple(table.get("not_yet_due", ())),
        "provisional": bool(table.get("not_yet_due", ())),
        "unset": tuple(table.get("unset", ())),
        "not_scored": table.get("not_scored", 0),
        "outcomes": {
            "pay.scheme-1": Decimal(table["pay"][0]),
            "pay.scheme-2": Decimal(table["pay"][1]),
            "commendation.barred": table["barred"],
        },
    }

    statement = example.statement()

    assert expected == {
        "items": [[one.title, one.base, one.earned, one.deducted, one.bonus, one.score] for one in statement.items],
        "total": statement.total,
        "not_assessed": statement.not_assessed,
        "not_yet_due": statement.not_yet_due,
        "provisional": statement.provisional,
        "unset": statement.unset,
        "not_scored": len(statement.not_scored),
        "outcomes": statement.outcomes,
    }

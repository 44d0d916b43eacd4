"""Builders: the shipped rulebook, a school of one class, and facts, each with only what a test says about it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import bzr_domain
from bzr_domain.facts.class_history import initial
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact, list_current_facts, replay_events
from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.roster import Adoption
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import ItemLine, Statement
from bzr_domain.testing.recorded_facts import record_facts
from bzr_domain.testing.strategies import CLASS, Case, build_register

RULEBOOKS = Path(bzr_domain.__file__).parent / "rulebook" / "shelf"
KINDS = (RULEBOOKS / "kinds.toml").read_text(encoding="utf-8")
AUTUMN = Term(
    id="2024-autumn",
    start=date(2024, 9, 2),
    end=date(2025, 1, 17),
    holidays=(date(2024, 9, 16), date(2024, 9, 17)),
    workdays=(date(2024, 9, 14),),
)
HEAD = '[rulebook]\nid = "small"\ntitle = "小规则"\n[[item]]\nid = "total"\ntitle = "总分"\n'
ITEM = HEAD + '[[item]]\nid = "x"\ntitle = "某项"\ninto = "total"\n'


@cache
def monthly() -> Book:
    """The shipped monthly rulebook."""
    return parse_rulebook((RULEBOOKS / "monthly-quantified.toml").read_text(encoding="utf-8"), KINDS)


@cache
def small_book(body: str) -> Book:
    """A rulebook with a total, one item `x`, and what the test writes below them."""
    return parse_rulebook(ITEM + body, KINDS)


def month_cell(name: str) -> Period:
    """The month of that name, which has to be one."""
    cell = parse_month(name)
    assert cell is not None
    return cell


SEPTEMBER = month_cell("2024-09")


def school(*adoptions: Adoption, terms: tuple[Term, ...] = (AUTUMN,)) -> SchoolRegister:
    """A school of one class under some rulebooks."""
    return build_register(Calendar(terms), adoptions)


def adopted(book: Book, since: date = date(2020, 1, 1), **fields: Any) -> Adoption:
    """A rulebook in force from a day on."""
    return Adoption(rulebook=book.digest, start=since, **fields)


def fact(kind: str, on: str = "2024-09-03", **fields: Any) -> Fact:
    """A fact of the one class; numbers may be written as text."""
    numbers: dict[str, Any] = {name: Decimal(fields.pop(name)) for name in ("value", "points") if name in fields}
    return Fact(kind=kind, on=date.fromisoformat(on), class_id=CLASS, **numbers, **fields)


def as_current_facts(facts: Iterable[Fact]) -> list[CurrentFact]:
    """Facts as they stand once recorded in this order, under the ids f1, f2, …"""
    return list_current_facts(replay_events(initial("h"), [record_facts(facts)]))


def states(facts: Iterable[Fact], book: Book, month: Period = SEPTEMBER, as_of: date = date(2025, 1, 31)) -> Statement:
    """The statement of the one class, which has to come about."""
    return stated(
        assess_class(school(adopted(book)), {book.digest: book}, CLASS, month, as_current_facts(facts), as_of)
    )


def stated(found: object) -> Statement:
    """A statement, which has to have come about."""
    assert isinstance(found, Statement), found
    return found


def item(statement: Statement, name: str) -> ItemLine:
    """One item of a statement."""
    return next(one for one in statement.items if one.id == name)


def scored(case: Case) -> Statement:
    """The engine's statement of a generated case."""
    found = as_current_facts(case.facts)
    return stated(assess_class(case.register, case.books, case.class_id, case.period, found, case.as_of))

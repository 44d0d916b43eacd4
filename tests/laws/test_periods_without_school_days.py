"""A period without a school day is no part of a mean, a term or a year, whatever was recorded in it."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.roster import Adoption
from bzr_domain.rulebook.book import Book, is_total
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.uncounted_facts import list_periods_without_school_day
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import CLASS, Case, build_register, facts
from tests.support.books import books
from tests.support.builders import KINDS, RULEBOOKS, scored
from tests.support.effort import fewer

SHIPPED = sorted(path.stem for path in RULEBOOKS.glob("*.toml") if path.stem != "kinds" and "." not in path.stem)
FIRST, BREAK, FEBRUARY = date(2024, 8, 31), date(2024, 9, 30), date(2025, 2, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(250)]
HOLIDAYS = tuple(
    d for d in DAYS if d.isoweekday() <= 5 and (0 <= (d - BREAK).days < 7 or (d.year, d.month) == (2025, 2))
)
CALENDAR = Calendar((Term(id="long", start=FIRST, end=DAYS[-1], holidays=HOLIDAYS),))
"""It begins on a Saturday in August; the week of 30 September and the whole of February are holidays."""
OFF = [FIRST, *(day for day in DAYS if 0 <= (day - BREAK).days < 7), *(day for day in DAYS if day.month == 2)]


def figures(case: Case) -> list[tuple[str, object]]:
    """Every figure of a case, without what its statement tells of facts that it does not count."""
    return [(name, value) for name, value in list_figures(scored(case)) if name not in ("recorded", "not_scored")]


def check_uncounted(data: st.DataObject, book: Book) -> None:
    """Facts that no period counts are added, and no figure of the month, term or year moves."""
    lengths = [node.per for node in book.nodes.values() if is_total(node.key)]
    counted = facts(book, days=st.sampled_from(CALENDAR.school_days))
    day = data.draw(st.sampled_from([BREAK - timedelta(days=3), BREAK + timedelta(days=7), date(2025, 3, 3)]))
    period = CALENDAR.period_of(data.draw(st.sampled_from(lengths)), day)
    assert period is not None
    case = Case(
        register=build_register(CALENDAR, [Adoption(rulebook=book.digest, start=date(2020, 1, 1))]),
        books={book.digest: book},
        class_id=CLASS,
        period=period,
        facts=tuple(data.draw(st.lists(counted, max_size=4))),
        as_of=date(2025, 8, 31),
    )
    off = data.draw(st.lists(facts(book, days=st.sampled_from(OFF)), min_size=1, max_size=8))
    uncounted = [fact for fact in off if list_periods_without_school_day(case.register, book, fact)]

    assert figures(case) == figures(attrs.evolve(case, facts=(*case.facts, *uncounted)))


@pytest.mark.parametrize("name", SHIPPED)
@fewer(10, nightly=100)
@given(data=st.data())
def test_what_no_period_counts_moves_no_figure_of_a_shipped_rulebook(name: str, data: st.DataObject) -> None:
    """A Saturday before the first school day, a week and a month of holidays: whatever is recorded there."""
    check_uncounted(data, parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS))


@fewer(30, nightly=100)
@given(data=st.data(), book=books())
def test_what_no_period_counts_moves_no_figure_of_any_rulebook(data: st.DataObject, book: Book) -> None:
    """The same under rulebooks that combine the forms of the language at random."""
    check_uncounted(data, book)

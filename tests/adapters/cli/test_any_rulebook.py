"""Every reading command under rulebooks made up at random: none breaks off, and no Python stands in a Chinese answer."""

import csv
import io
import re
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing.made_up_rulebooks import rulebook_texts
from bzr_domain.testing.strategies import facts, write_row
from tests.adapters.cli.calling import SCHOOL, Shell
from tests.adapters.cli.conftest import shell
from tests.support.builders import KINDS
from tests.support.effort import fewer

__all__ = ["shell"]
PYTHON = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|Decimal|Fraction|datetime|Traceback|\('|<class|object at|[a-z]Error\b|worked|computed"
)
PAGES = (
    "facts",
    "month 2024-09",
    "month 2024-10",
    "term 2024-autumn",
    "term 2024-W36",
    "term 2024-Q4",
    "explain g1c1 2024-09+2",
    "explain g1c1 2024-09",
    "explain g1c1 2024-W36",
    "explain g1c1 2024-autumn --json",
    "feedback g1c1 2024-09",
    "feedback g1c1 2024-10",
    "feedback g1c1 2024-W36",
    "feedback g1c1 2024-autumn",
    "duties g1c1 2024-09",
    "budget 2024-09",
    "teacher t01",
    "pay 2024-09",
    "audit g1c1",
    "whatif --rulebook monthly-quantified 2024-09",
    "rulebook show rules.toml",
    "month 2024-09 --output month.xlsx",
    "term 2024-autumn --output term.csv",
    "explain g1c1 2024-09 --output explain.csv",
    "feedback g1c1 2024-09 --output feedback.csv",
    "facts --output facts.csv",
    "pay 2024-09 --output pay.csv",
    "lint rules.toml",
)
EXAMPLES = """[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
[[case]]
name = "九月"
period = "2024-09"
total = "-777"
items = { none = 1 }
values = { none = true }
outcomes = { none = "nothing" }
not_assessed = ["none"]
pending = 9
"""
SEPTEMBER = st.dates(date(2024, 9, 2), date(2024, 9, 30))
NUMBERS = count()


def write_rules(shell: Shell, text: str, weekly: bool) -> Book:
    """A rulebook made up at random, with totals per month or per week, in a file."""
    rules = text.replace('title = "随机规则"\n', 'title = "随机规则"\nper = "week"\n') if weekly else text
    try:
        book = parse_rulebook(rules, KINDS)
    except BadRulebook:
        assume(condition=False)
        raise
    shell.write("rules.toml", rules)
    return book


def find_no_python(said: str) -> None:
    """What is said is Chinese, and none of it the words of a program."""
    found = PYTHON.search(said)
    assert found is None, said[max(0, found.start() - 80) : found.end() + 80]


def write_sheet(drawn: list[Fact]) -> str:
    """A sheet of some facts; the head teacher is left to the tenure."""
    rows = [{name: text for name, text in write_row(fact).items() if name != "teacher"} for fact in drawn]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


@settings(
    parent=fewer(4, nightly=20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), text=rulebook_texts(), weekly=st.booleans())
def test_every_page_is_told(
    monkeypatch: pytest.MonkeyPatch, shell: Shell, data: st.DataObject, text: str, weekly: bool
) -> None:
    """Whatever a rulebook combines and a small school records: an answer or a refusal in Chinese."""
    monkeypatch.setenv("BZR_DEBUG", "1")  # what breaks off is raised
    book = write_rules(shell, text, weekly)
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"rules.toml"'))
    store = ("--store", f"sqlite:///{next(NUMBERS)}.db")
    assert 0 == shell.bzr(*store, "setup", "school.toml").status
    drawn = data.draw(st.lists(facts(book, days=SEPTEMBER), max_size=6))
    if drawn:
        shell.write("f.csv", write_sheet(drawn))
        shell.bzr(*store, "record", "f.csv", "--partial")

    for page in PAGES:
        answer = shell.bzr(*store, *page.split())
        written = shell.folder / page.rpartition(" ")[2]
        table = written.read_text(encoding="utf-8-sig") if written.suffix == ".csv" and answer.status == 0 else ""

        assert answer.status in (0, 1, 2), page
        if "--json" not in page:
            find_no_python(answer.out + answer.err + table)


@settings(  # laws within a law are shrunk far too slowly
    parent=fewer(3, nightly=10),
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.nested_given],
)
@given(text=rulebook_texts(), weekly=st.booleans())
def test_every_rulebook_is_checked(monkeypatch: pytest.MonkeyPatch, shell: Shell, text: str, weekly: bool) -> None:
    """The laws are tried on it, and of an example that does not come out each number is named in Chinese."""
    monkeypatch.setenv("BZR_DEBUG", "1")
    write_rules(shell, text, weekly)
    shell.write("rules.examples.toml", EXAMPLES.replace('2024-09"', '2024-W37"') if weekly else EXAMPLES)

    answer = shell.bzr("check", "rules.toml", "--examples", "1")

    assert 1 == answer.status
    assert "    九月:总分:手算-777,算得" in answer.out
    find_no_python(answer.out + answer.err)

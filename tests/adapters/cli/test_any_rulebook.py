"""Every reading command under rulebooks made up at random: none breaks off, and no Python stands in a Chinese answer."""

import csv
import io
import re
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing.made_up_rulebooks import rulebook_texts
from bzr_domain.testing.strategies import facts, write_row
from tests.adapters.cli.calling import SCHOOL, Shell
from tests.adapters.cli.conftest import shell
from tests.support.builders import KINDS
from tests.support.effort import fewer

__all__ = ["shell"]
PYTHON = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|Decimal|Fraction|datetime|Traceback|\('|<class|object at|[a-z]Error\b"
)
PAGES = (
    "facts",
    "month 2024-09",
    "month 2024-10",
    "term 2024-autumn",
    "term 2024-W36",
    "explain g1c1 2024-09",
    "explain g1c1 2024-W36",
    "explain g1c1 2024-autumn --json",
    "feedback g1c1 2024-09",
    "feedback g1c1 2024-10",
    "feedback g1c1 2024-W36",
    "feedback g1c1 2024-autumn",
    "duties g1c1 2024-09",
    "budget 2024-09",
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
SEPTEMBER = st.dates(date(2024, 9, 2), date(2024, 9, 30))
NUMBERS = count()


def write_sheet(drawn: list[Fact]) -> str:
    """A sheet of some facts; the head teacher is left to the tenure."""
    rows = [{name: text for name, text in write_row(fact).items() if name != "teacher"} for fact in drawn]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


@settings(parent=fewer(4, nightly=20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), text=rulebook_texts(), weekly=st.booleans())
def test_every_page_is_told(
    monkeypatch: pytest.MonkeyPatch, shell: Shell, data: st.DataObject, text: str, weekly: bool
) -> None:
    """Whatever a rulebook combines and a small school records: an answer or a refusal in Chinese."""
    monkeypatch.setenv("BZR_DEBUG", "1")  # what breaks off is raised
    rules = text.replace('title = "随机规则"\n', 'title = "随机规则"\nper = "week"\n') if weekly else text
    try:
        book = parse_rulebook(rules, KINDS)
    except BadRulebook:
        assume(condition=False)
        raise
    shell.write("rules.toml", rules)
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
        for said in (answer.out, answer.err, table):
            found = PYTHON.search(said) if "--json" not in page else None
            assert found is None, f"{page}: {said[max(0, found.start() - 80) : found.end() + 80]}"

"""Laws of the duties: no fact is lost or counted twice, and what went wrong is never evidence."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import week_of
from bzr_domain.projections.asked_counts import count_periods
from bzr_domain.projections.duties import DutyRecord, project_duties
from bzr_domain.rulebook.duty_points import AskedCount, DutyFiling, FactName, Regulation
from bzr_domain.testing.strategies import facts
from tests.support.builders import fact, monthly

BOOK = monthly()
FILING = DutyFiling(duties=BOOK.duties, kinds=BOOK.kinds, regulations=read_regulations())
HISTORIES = st.lists(facts(BOOK), max_size=12)
KINDS = sorted(BOOK.kinds)
REGULATIONS = st.sampled_from([*read_regulations().values()])


def told(history: list[Fact], regulation: Regulation | None = None) -> DutyRecord:
    """What a history says about the duties."""
    return project_duties(FILING, {}, history, regulation)


@given(history=HISTORIES)
def test_each_fact_stands_in_one_place(history: list[Fact]) -> None:
    """As work done, as what went wrong, as a figure, or under no duty: all of them once."""
    record = told(history)

    placed = [each for line in record.lines for part in (line.facts, line.failures, line.measures) for each in part]
    assert sorted(map(id, history)) == sorted(map(id, [*placed, *record.unfiled]))


@given(history=HISTORIES, regulation=REGULATIONS)
def test_what_went_wrong_is_evidence_of_nothing(history: list[Fact], regulation: Regulation) -> None:
    """However many cases and lost students are recorded, the evidence of every duty and every point stays what it was."""
    wrong = [fact("safety.criminal"), fact("retention.lost", level="非正常流失"), fact("contact.rating", grade="无")]
    before, after = told(history, regulation), told([*history, *wrong], regulation)

    assert [line.facts for line in before.lines] == [line.facts for line in after.lines]
    assert [(line.recorded, line.missing) for line in before.points] == [
        (line.recorded, line.missing) for line in after.points
    ]


@given(history=HISTORIES, regulation=REGULATIONS)
def test_a_point_names_each_of_its_kinds_once(history: list[Fact], regulation: Regulation) -> None:
    """As recorded or as missing; a point with a record of each misses nothing."""
    for line in told(history, regulation).points:
        assert sorted(map(str, line.point.kinds)) == sorted(map(str, [*line.recorded, *line.missing]))


@given(history=HISTORIES, kinds=st.sets(st.sampled_from(KINDS), min_size=1))
def test_what_is_counted_in_the_weeks_is_counted_in_the_days(history: list[Fact], kinds: set[str]) -> None:
    """Weeks side by side share nothing out twice: together they have what the facts of the kinds come to."""
    asked = AskedCount(kinds=tuple(FactName(kind=kind) for kind in sorted(kinds)), per="week", count=1)
    weeks = dict.fromkeys((week_of(each.on), None) for each in history)

    counted = count_periods(asked, [*weeks], [(each.on, each) for each in history], date.max)

    assert sum(each.count for each in history if each.kind in kinds) == sum(one.done for one in counted)
    assert all(one.met == (one.missing == 0) for one in counted)

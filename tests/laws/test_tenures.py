"""Laws of tenures: in how many lines one is written changes nothing, and a verdict stays with the month's head teacher."""

from datetime import UTC, date, datetime, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.term import term_document
from bzr_domain.facts.fact import Fact
from bzr_domain.projections.monthly import collect_statements
from bzr_domain.projections.semester import project_semester
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from tests.support.builders import AUTUMN, adopted, as_current_facts, monthly, school, stated
from tests.support.effort import fewer
from tests.support.schools import END, SPRING, of

DAY = timedelta(days=1)
WHOLE = Tenure(teacher="t1", name="甲", class_id="g1c1", start=date(2024, 9, 1))
DAYS = st.dates(date(2024, 9, 2), date(2025, 6, 27))
BAD = st.sets(st.sampled_from(["2024-09", "2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03"]))
PERIODS = st.sampled_from(["2024-09", "2024-11", "2025-03", "2024-autumn", "2025-spring", "2024-2025"])


def under(*tenures: Tenure) -> SchoolRegister:
    """The school of one class over two terms, its head teachers as said."""
    return attrs.evolve(school(adopted(monthly()), terms=(AUTUMN, SPRING)), tenures=tenures)


def lost(months: set[str]) -> list[Fact]:
    """Facts by which some months come to less than 60."""
    return [of("g1c1", "retention.lost", f"{one}-20", level="非正常流失", count=3) for one in sorted(months)]


def scored(register: SchoolRegister, months: set[str], period: str) -> Statement:
    """The statement of the class for a period."""
    cell = register.calendar.find_period(period)
    assert cell is not None
    facts = [one for one in lost(months) if register.calendar.term_of(one.on)]
    books = {monthly().digest: monthly()}
    return stated(assess_class(register, books, "g1c1", cell, as_current_facts(facts), END))


def told(found: Statement) -> object:
    """Everything that is said of a statement."""
    as_of = datetime(2025, 8, 31, tzinfo=UTC)
    return term_document(project_semester(collect_statements(found.period, [("g1c1", found)])), as_of)


@fewer(60)
@given(cuts=st.sets(DAYS, min_size=1, max_size=3), months=BAD, period=PERIODS)
def test_a_tenure_in_several_lines_is_the_same_tenure(cuts: set[date], months: set[str], period: str) -> None:
    """Splitting a tenure at any days changes no statement."""
    starts = [WHOLE.start, *(one + DAY for one in sorted(cuts))]
    ends = [*sorted(cuts), None]
    lines = [attrs.evolve(WHOLE, start=one, end=two) for one, two in zip(starts, ends, strict=True)]

    whole, split = (scored(under(*one), months, period) for one in ([WHOLE], lines))

    assert told(whole) == told(split)


@fewer(60)
@given(change=DAYS, months=BAD, period=st.sampled_from(["2024-autumn", "2025-spring", "2024-2025"]))
def test_a_verdict_names_the_head_teacher_of_its_month(change: date, months: set[str], period: str) -> None:
    """Whoever comes after is struck by no earlier month, and whoever leaves keeps what struck before."""
    one = attrs.evolve(WHOLE, end=change)
    two = Tenure(teacher="t2", name="乙", class_id="g1c1", start=change + DAY)
    register = under(one, two)

    found = scored(register, months, period)

    for disqualification in found.disqualifications:
        head = register.tenure_on("g1c1", register.calendar.last_school_day(disqualification.month))
        assert head is not None
        assert (head.teacher, head.name) == (disqualification.teacher, disqualification.name)
    own = {
        disqualification.id
        for disqualification in found.disqualifications
        if found.teacher and disqualification.teacher == found.teacher.teacher
    }
    assert own == {name for name, value in found.outcomes.items() if value is True}

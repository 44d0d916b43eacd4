"""The engine and an independent reading of B9 say the same number, whatever the school and the facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.strategies import Case, cases
from tests.support import oracle
from tests.support.builders import monthly, scored


def answered(statement: Statement) -> oracle.Answer:
    """What a statement says, in the oracle's form."""
    lines = {one.id: oracle.Line(one.base, one.earned, one.deducted, one.bonus, one.score) for one in statement.items}
    return oracle.Answer(
        items=lines,
        total=statement.total,
        not_assessed=statement.not_assessed,
        not_yet_due=statement.not_yet_due,
        pay_one=statement.outcomes["pay.scheme-1"],  # type: ignore[arg-type]  # equality is what is asked
        pay_two=statement.outcomes["pay.scheme-2"],  # type: ignore[arg-type]
        barred=statement.outcomes["commendation.barred"] is True,
    )


def said(case: Case) -> oracle.Answer:
    """The oracle's answer to a case."""
    first = case.period.first
    return oracle.score(case.register.calendar.terms, first.year, first.month, case.facts, case.as_of)


@given(cases(monthly(), per="month"))
def test_the_engine_agrees_with_the_oracle_on_every_number(case: Case) -> None:
    """B9 表1–表8: items, total, pay, bar and what is missing agree to the cent."""
    assert said(case) == answered(scored(case))


@pytest.mark.parametrize(
    "kinds",
    [
        ("meeting.held", "bearing.rating"),
        ("safety.sanction", "safety.violation", "safety.criminal", "council.decision"),
        ("class.score", "students.rating", "staff.meeting_missed", "staff.poor_record"),
        ("attendance.rate", "hygiene.score", "hygiene.finding"),
    ],
    ids=lambda kinds: kinds[0],
)
@given(data=st.data())
def test_they_agree_where_the_clauses_meet(kinds: tuple[str, ...], data: st.DataObject) -> None:
    """Many facts of a few kinds: meetings around holidays, sanctions with decisions, grades with deductions."""
    case = data.draw(cases(monthly(), kinds=kinds, per="month"))

    assert said(case) == answered(scored(case))

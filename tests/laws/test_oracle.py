"""The engine and an independent reading of B9 say the same number, whatever the school and the facts."""

from hypothesis import given

from bzr_domain.assessment import assess
from bzr_domain.history import all_facts, evolve, initial
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.strategies import Case, cases, pages
from tests.support import oracle
from tests.support.builders import monthly, stated


def answered(statement: Statement) -> oracle.Answer:
    """What a statement says, in the oracle's form."""
    lines = {
        one.id: oracle.Line(one.base, one.earned, one.deducted, one.bonus, one.score)
        for one in statement.items
    }
    return oracle.Answer(
        items=lines,
        total=statement.total,
        not_assessed=statement.not_assessed,
        not_yet_due=statement.not_yet_due,
        pay_one=statement.outcomes["pay.scheme-1"],  # type: ignore[arg-type]  # equality is what is asked
        pay_two=statement.outcomes["pay.scheme-2"],  # type: ignore[arg-type]
        barred=statement.outcomes["commendation.barred"] is True,
    )


def engine(case: Case) -> Statement:
    """The engine's statement of a case."""
    standing = all_facts(evolve(initial("h"), pages(case.facts)))
    return stated(assess(case.register, case.books, case.class_id, case.month, standing, case.as_of))


@given(cases(monthly()))
def test_the_engine_agrees_with_the_oracle_on_every_number(case: Case) -> None:
    """B9 表1–表8: items, total, pay, bar and what is missing agree to the cent."""
    first = case.month.first
    expected = oracle.score(case.register.calendar.terms, first.year, first.month, case.facts, case.as_of)

    assert expected == answered(engine(case))

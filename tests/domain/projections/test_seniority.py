"""Seniority (班主任龄): the years that each head teacher has served, and the allowance for them."""

from datetime import date

from bzr_domain.pay.seniority_allowance import compute_allowances
from bzr_domain.projections.seniority import Seniority, project_seniority
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.support.schools import END, cell, five, node, rules, total

ALLOWANCE = total("base = 100") + node(
    "outcome", "allowance", 'about = "teacher"\nunit = "元"\nscores = "years"\npoints = 10'
)
TENURES = (
    Tenure(teacher="t1", name="师一", class_id="a", start=date(2021, 9, 1), end=date(2024, 9, 15)),
    Tenure(teacher="t2", name="师二", class_id="a", start=date(2024, 9, 16), years_before=7),
    Tenure(teacher="t1", name="师一", class_id="b", start=date(2024, 9, 16)),
)


def loaded(text: str) -> LoadedSchool:
    """Three tenures of two teachers, one of whom changes class within September."""
    book = rules(text)
    return load_school(five(book, tenures=TENURES), {book.digest: book}, [], END)


def told(school: LoadedSchool) -> list[tuple[str, int, str | None]]:
    """Who, how many years, how much."""
    found = project_seniority(school, cell("2024-09"))
    return [(one.teacher, one.years, None if one.allowance is None else str(one.allowance)) for one in found]


def test_everybody_who_had_a_class_is_told_once() -> None:
    """Three whole school years since 2021, and seven years served before; ten yuan for each."""
    assert [("t1", 3, "30.00"), ("t2", 7, "70.00")] == told(loaded(ALLOWANCE))


def test_without_a_rule_there_are_years_and_no_allowance() -> None:
    """The roster says how long, and no rulebook how much."""
    assert [("t1", 3, None), ("t2", 7, None)] == told(loaded(total("base = 100")))


def test_the_allowance_is_the_one_that_pay_gives() -> None:
    """One computation for both."""
    school, month = loaded(ALLOWANCE), cell("2024-09")

    found = {one.teacher: one for one in project_seniority(school, month)}
    for allowance in compute_allowances(school, month):
        assert found[allowance.teacher] == Seniority(
            teacher=allowance.teacher,
            name=allowance.name,
            years=found[allowance.teacher].years,
            allowance=allowance.amount,
        )

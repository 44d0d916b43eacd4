"""Monthly (月考核): the statements of all classes for one period, and why a class has none."""

from collections.abc import Iterable

from hypothesis import given

from bzr_domain.facts.fact import Fact
from bzr_domain.projections.monthly import PeriodStatements, collect_statements, project_monthly
from bzr_domain.scoring.assessment import assess_class, load_school
from bzr_domain.testing.strategies import Case, cases
from tests.support.builders import adopted, as_current_facts, monthly, stated
from tests.support.effort import fewer
from tests.support.schools import END, cell, findings, five, node, rules, total

RULES = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "total")


def september(facts: Iterable[Fact], classes: Iterable[str] = ()) -> PeriodStatements:
    """September of a school in which grade 高二 has no rulebook."""
    book = rules(RULES)
    register = five(adoptions=(adopted(book, grade="高一"),))
    school = load_school(register, {book.digest: book}, as_current_facts(facts), END)
    return project_monthly(school, cell("2024-09"), classes)


def test_every_class_has_a_statement_or_a_reason() -> None:
    """Those of grade 高一 in the order of the register, and for the two others that no rulebook is in force."""
    assessed = september(findings(a=3, c=1))

    totals = [(one.school_class.id, str(one.total)) for one in assessed.statements]
    assert [("a", "97.00"), ("b", "100.00"), ("c", "99.00")] == totals
    assert ["d", "e"] == [class_id for class_id, _ in assessed.problems]


def test_only_the_classes_asked_for_are_assessed() -> None:
    """In the order they are named."""
    assessed = september([], ["c", "a"])

    assert (["c", "a"], ()) == ([one.school_class.id for one in assessed.statements], assessed.problems)


@fewer(50, nightly=100)
@given(case=cases(monthly(), per="month"))
def test_a_class_comes_to_the_same_among_all_as_by_itself(case: Case) -> None:
    """Whatever was recorded, the statement of the month is the one of the class assessed alone."""
    facts = as_current_facts(case.facts)
    alone = assess_class(case.register, case.books, case.class_id, case.period, facts, case.as_of)
    school = load_school(case.register, case.books, facts, case.as_of)

    assessed = project_monthly(school, case.period)

    same = next(one for one in assessed.statements if one.school_class.id == case.class_id)
    assert stated(alone) == same
    assert assessed == collect_statements(case.period, [(one.school_class.id, one) for one in assessed.statements])

"""The semester (学期考核): months, mean, label, and whom a rule disqualified or lets be proposed."""

from datetime import date
from decimal import Decimal

from hypothesis import given

from bzr_domain.facts.fact import Fact
from bzr_domain.projections.commendation import UNQUALIFIED, VETO
from bzr_domain.projections.monthly import collect_statements, project_monthly
from bzr_domain.projections.semester import Semester, TermResult, project_semester
from bzr_domain.scoring.assessment import load_school
from bzr_domain.testing.strategies import Case, cases
from tests.support.builders import as_current_facts, monthly
from tests.support.effort import fewer
from tests.support.schools import node, of, state, total

YES = "table = [{ from = 1, gives = true }, { gives = false }]"
MONTHLY = total("base = 100") + node("clause", "c", 'per = "week"\nfacts = "hygiene.finding"\npoints = -1', "total")
MEAN = MONTHLY + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
RULES = (
    MEAN
    + node("outcome", "unqualified", f'per = "term"\nabout = "teacher"\nfacts = "staff.poor_record"\n{YES}')
    + node("outcome", "veto", f'per = "term"\nabout = "teacher"\nfacts = "staff.meeting_missed"\n{YES}')
    + node("outcome", "commendation.barred", f'per = "term"\nfacts = "safety.criminal"\n{YES}')
)


def autumn(*facts: Fact, text: str = RULES) -> Semester:
    """The autumn of class a."""
    statement = state(text, facts, period="2024-autumn")
    return project_semester(collect_statements(statement.period, [("a", statement)]))


def result(*facts: Fact, text: str = RULES) -> TermResult:
    """The one result of it."""
    (one,) = autumn(*facts, text=text).results
    return one


def test_the_mean_is_of_the_months_listed() -> None:
    """Ten points lost in October alone are two in the mean of five months."""
    found = result(of("a", "hygiene.finding", "2024-10-09", count=10))

    assert ["2024-09", "2024-10", "2024-11", "2024-12", "2025-01"] == list(found.months)
    assert (Decimal(90), Decimal(98)) == (found.months["2024-10"], found.mean)


def test_the_months_of_an_item_are_listed_where_the_total_gathers_them() -> None:
    """Two terms of a year, each with its own total; a total of the period itself has none within."""
    year = (
        node("item", "total", 'per = "term"\ninto = "total.year"\ntake = "mean"')
        + node("clause", "mid", 'per = "term"\nfacts = "class.score"\nnumber = "value"\ntake = "mean"', "total")
        + node("item", "total.year", 'per = "year"\ntake = "mean"')
    )
    statement = state(
        year, [of("a", "class.score", "2024-11-05", value="80")], period="2024-2025", as_of=date(2025, 8, 31)
    )
    whole = project_semester(collect_statements(statement.period, [("a", statement)]))
    single = state(MONTHLY, period="2024-09")

    assert {"2024-autumn": Decimal(80)} == dict(whole.results[0].months)
    assert {} == dict(project_semester(collect_statements(single.period, [("a", single)])).results[0].months)


def test_whom_a_rule_disqualified_is_told_by_the_rule() -> None:
    """A poor record makes unqualified, a meeting missed is a veto; without them nobody is named."""
    both = result(
        of("a", "staff.poor_record", "2024-10-09", teacher="ta"),
        of("a", "staff.meeting_missed", "2024-11-06", teacher="ta"),
    )

    assert ["ta"] == [one.teacher for one in both.list_disqualifications(UNQUALIFIED)]
    assert ["ta"] == [one.teacher for one in both.list_disqualifications(VETO)]
    assert () == result().disqualifications


def test_what_speaks_of_commendation_stands_with_the_list() -> None:
    """A criminal case bars the class; the rulebook that bars somebody makes a list, another makes none."""
    found = autumn(of("a", "safety.criminal", "2024-10-09"))

    assert {"commendation.barred": True} == dict(found.results[0].commendation)
    (listed,) = found.commendation
    assert [None] == [one.place for one in listed.nominees or ()]
    assert [None] == [one.nominees for one in autumn(text=MEAN).commendation]


def test_the_label_is_the_first_word_among_the_outcomes() -> None:
    """And there is none where every outcome is money, or a yes or no."""
    grades = (
        'per = "term"\nscores = "total.term"\nlabels = ["不合格", "合格"]\n'
        'table = [{ from = 60, gives = "合格" }, { gives = "不合格" }]'
    )

    assert "合格" == result(text=MEAN + node("outcome", "grade", grades)).result
    assert None is result().result


def test_what_was_never_assessed_has_no_mean() -> None:
    """No grade is no zero."""
    never = total('per = "term"') + node(
        "clause", "mid", 'per = "term"\nfacts = "class.score"\nnumber = "value"\ntake = "mean"', "total"
    )

    assert None is result(text=never).mean


@fewer(50, nightly=100)
@given(case=cases(monthly(), per="term"))
def test_a_term_comes_to_what_its_statement_says(case: Case) -> None:
    """Whatever was recorded: the mean is the statement's total, and every class has a result or a reason."""
    school = load_school(case.register, case.books, as_current_facts(case.facts), case.as_of)
    assessed = project_monthly(school, case.period)

    semester = project_semester(assessed)

    assert [one.statement for one in semester.results] == list(assessed.statements)
    assert assessed.problems == semester.problems
    for one in semester.results:
        assert one.mean == (one.statement.total if one.statement.assessed else None)

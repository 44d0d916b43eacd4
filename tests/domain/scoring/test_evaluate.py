"""Scoring single clauses: what applies, what waits, what is nothing, and which version of a rulebook holds."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import (
    SEPTEMBER,
    adopted,
    as_current_facts,
    fact,
    item,
    monthly,
    school,
    small_book,
    stated,
    states,
)

CLAUSE = '[[clause]]\nid = "1"\ntitle = "某条"\ncite = "试"\ninto = "x"\n'
COUNT = CLAUSE + 'facts = "hygiene.finding"\n'
SCORE = CLAUSE + 'facts = "hygiene.score"\nnumber = "value"\n'
FOUND = fact("hygiene.finding", "2024-09-03", count=2)


def result(body: str, *facts: Fact, as_of: date = date(2025, 1, 31)) -> Result:
    """What clause 1 came to."""
    return states(facts, small_book(body), as_of=as_of).results["1"]


def amended(before: str, after: str, *facts: Fact, since: date = date(2024, 9, 16)) -> Statement:
    """September under one rulebook and, from a day on, under another."""
    old, new = small_book(before), small_book(after)
    register = school(adopted(old), adopted(new, since))
    books: dict[str, Book] = {old.digest: old, new.digest: new}
    return stated(assess_class(register, books, CLASS, SEPTEMBER, as_current_facts(facts), date(2025, 1, 31)))


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("points = -1", "-2"),
        ('points = "35%"', "0.7"),
        ("free = 1\npoints = -5", "-5"),
        ("free = 2\npoints = -5", "0"),
        ("short_of = 5\npoints = -1", "-3"),
        ("base = 10\npoints = -3", "4"),
        ("table = [{ from = 3, gives = 9 }, { over = 1, gives = 4 }, { gives = 1 }]", "4"),
        ("table = [{ is = [1, 2], gives = 7 }]", "7"),
        ("table = [{ under = 2, gives = 7 }, { upto = 2, gives = 6 }]", "6"),
        ("table = { is = 2, gives = 5 }", "5"),
        ("points = -10\nmost = 3", "-3"),
        ("points = -10\nfloor = -4", "-4"),
        ("points = 10\ncap = 4", "4"),
        ('points = "1/3"', "0.67"),
        ('points = "1/3"\nround = 0.1\nrounding = "down"', "0.6"),
        ('points = "1/3"\nround = 1\nrounding = "up"', "1"),
    ],
)
def test_two_findings_are_worth_what_the_words_say(words: str, points: str) -> None:
    """One scale or bound at a time, on a count of two."""
    assert Decimal(points) == result(f"{COUNT}{words}\n", FOUND).points


@pytest.mark.parametrize(
    ("take", "points"),
    [("total", "270"), ("mean", "90"), ("highest", "95"), ("lowest", "85"), ("last", "90"), ("days", "2")],
)
def test_three_scores_come_to_what_is_taken(take: str, points: str) -> None:
    """95 and 85 on one day, 90 on a later day recorded first."""
    facts = [
        fact("hygiene.score", day, value=value)
        for day, value in (("2024-09-05", "90"), ("2024-09-03", "95"), ("2024-09-03", "85"))
    ]

    assert Decimal(points) == result(f'{SCORE}take = "{take}"\n', *facts).points


def test_a_measure_of_nothing_is_not_assessed() -> None:
    """The mean of no scores is nothing, and listed; `empty` says otherwise."""
    assert "not-assessed" == result(f'{SCORE}take = "mean"\n').state
    assert ("valued", Decimal(1)) == (
        result(f'{SCORE}take = "mean"\nempty = 1\n').state,
        result(f'{SCORE}take = "mean"\nempty = 1\n').points,
    )


def test_a_weekly_measure_of_nothing_is_not_assessed_either() -> None:
    """Cutting a month into weeks does not turn nothing recorded into 0."""
    assert "not-assessed" == result(f'{SCORE}take = "mean"\nper = "week"\n').state


def test_a_table_without_a_fitting_row_does_not_apply() -> None:
    """Something was measured, and no row is about it."""
    assert "not-applicable" == result(f"{COUNT}table = [{{ from = 9, gives = 1 }}]\n", FOUND).state


def test_a_clause_that_does_not_apply_is_silent_or_gives_otherwise() -> None:
    """`when` all, `unless` any; `otherwise` in their place."""
    assert "not-applicable" == result(f'{COUNT}when.stage = "primary"\n', FOUND).state
    assert Decimal(7) == result(f'{COUNT}unless.grade = "高一"\notherwise = 7\n', FOUND).points
    assert Decimal(2) == result(f"{COUNT}when.students.from = 45\n", FOUND).points


def test_absence_waits_for_the_end_of_the_month() -> None:
    """On the 29th a clean month is not due; on the 30th it is."""
    words = f"{COUNT}table = [{{ is = 0, gives = 3 }}, {{ gives = 0 }}]\n"

    assert "not-due" == result(words, as_of=date(2024, 9, 29)).state
    assert Decimal(3) == result(words, as_of=date(2024, 9, 30)).points


def test_a_week_is_due_on_its_sunday() -> None:
    """Of September's five weeks, two have ended by Sunday 15."""
    words = f'{COUNT}per = "week"\nshort_of = 1\npoints = -1\n'

    assert [-1, -2, -2] == [result(words, as_of=date(2024, 9, day)).points for day in (14, 15, 21)]


def test_no_week_without_school_owes_anything() -> None:
    """A fact in a week before the term makes that week no teaching week."""
    words = f'{COUNT}per = "week"\nshort_of = 9\npoints = -1\n'

    assert -9 * 5 == result(words, fact("hygiene.finding", "2024-08-31", count=1)).points


def test_a_clean_week_needs_a_school_day_or_a_fact() -> None:
    """What absence gives is given for teaching weeks; a week without school counts only what it has."""
    words = (
        f'{CLAUSE}facts = "safety.sanction"\nwhere.level = "记过"\nper = "week"\n'
        "table = [{ is = 0, gives = 1 }, { gives = -1 }]\n"
    )

    assert 5 == result(words, fact("safety.sanction", "2024-09-01", level="警告")).points


def test_a_value_each_by_itself_is_bounded_by_itself() -> None:
    """`per = ["month", "fact"]`: every record is scaled and bounded alone."""
    words = f'{COUNT}per = ["month", "fact"]\npoints = -1\nmost = 2\n'

    assert -4 == result(words, fact("hygiene.finding", count=9), fact("hygiene.finding", count=3)).points


def test_since_and_until_cut_the_facts_by_day() -> None:
    """Both days count."""
    facts = [fact("hygiene.finding", f"2024-09-{day:02}") for day in (2, 3, 4, 5, 6)]

    assert 3 == result(f"{COUNT}since = 2024-09-03\nuntil = 2024-09-05\n", *facts).points


def test_what_is_not_in_force_at_the_end_of_its_cell_owes_nothing() -> None:
    """A clause that ended on the 20th does not punish the absence of the month."""
    words = f"{COUNT}short_of = 1\npoints = -3\nuntil = 2024-09-20\n"

    assert 0 == result(words).points


def test_an_outcome_reads_a_score() -> None:
    """A clause may be worth something of another node's score; of nothing it is nothing."""
    body = (
        f'{SCORE}take = "mean"\n'
        '[[outcome]]\nid = "pay"\ntitle = "绩效"\nscores = "x"\npoints = 10\nunit = "元"\n'
        '[[outcome]]\nid = "grade"\ntitle = "等第"\nscores = "x"\ntable = [{ from = 99, gives = true }]\n'
    )
    some = states([fact("hygiene.score", value=60)], small_book(body))

    assert {"pay": Decimal(600), "grade": None} == some.outcomes
    assert {"pay": None, "grade": None} == states([], small_book(body)).outcomes


def test_a_flag_of_several_cells_is_raised_by_any() -> None:
    """`true` in one week is `true` for the month."""
    body = (
        '[[outcome]]\nid = "veto"\ntitle = "否决"\n[[clause]]\nid = "1"\ntitle = "某条"\ncite = "试"\n'
        'into = "veto"\nfacts = "hygiene.finding"\nper = "week"\ntable = [{ from = 2, gives = true }, { gives = false }]\n'
    )

    assert states([FOUND, fact("hygiene.finding", "2024-09-10")], small_book(body)).outcomes["veto"] is True
    assert states([fact("hygiene.finding", "2024-09-10")], small_book(body)).outcomes["veto"] is False


def test_a_veto_may_be_said_outright() -> None:
    """`otherwise = true`: where the clause does not apply, the flag is up."""
    body = (
        '[[outcome]]\nid = "veto"\ntitle = "否决"\n[[clause]]\nid = "1"\ntitle = "某条"\ncite = "试"\ninto = "veto"\n'
        'facts = "hygiene.finding"\nwhen.stage = "primary"\notherwise = true\ntable = [{ from = 2, gives = true }]\n'
    )

    assert states([], small_book(body)).outcomes["veto"] is True


def test_an_item_of_nothing_is_nothing() -> None:
    """An item without base whose clauses are all not assessed has no value, or waits with them."""
    assert "not-assessed" == states([], small_book(f'{SCORE}take = "mean"\n')).results["x"].state
    waiting = f"{COUNT}short_of = 1\npoints = -1\n"
    assert "not-due" == states([], small_book(waiting), as_of=date(2024, 9, 3)).results["x"].state


def test_an_inner_item_with_bounds_joins_as_one_number() -> None:
    """What an inner item keeps within its bounds counts as one award or one deduction."""
    body = (
        '[[item]]\nid = "in"\ntitle = "内项"\ninto = "x"\nfloor = -3\n' + COUNT.replace('"x"', '"in"') + "points = -2\n"
    )
    line = item(states([FOUND], small_book(body)), "x")

    assert (Decimal(0), Decimal(3), Decimal(-3)) == (line.earned, line.deducted, line.score)


def test_an_adding_clause_is_split_by_day_when_the_rulebook_changes() -> None:
    """每次扣1分 until the 15th, 每次扣5分 from the 16th."""
    statement = amended(
        f"{COUNT}points = -1\n",
        f"{COUNT}points = -5\n",
        FOUND,
        fact("hygiene.finding", "2024-09-20", count=3),
    )

    assert -2 * 1 - 3 * 5 == statement.results["1"].points


def test_a_mean_is_measured_whole_under_the_last_version() -> None:
    """35% until the 15th, 10% from the 16th: the month's mean is one number, and the last version's."""
    facts = [fact("hygiene.score", "2024-09-03", value=80), fact("hygiene.score", "2024-09-20", value=100)]
    statement = amended(f'{SCORE}take = "mean"\npoints = "35%"\n', f'{SCORE}take = "mean"\npoints = "10%"\n', *facts)

    assert 9 == statement.results["1"].points


def test_the_latest_and_the_shortfall_are_whole_too() -> None:
    """A grade's latest and a missing number are not cut in two."""
    facts = [fact("bearing.rating", "2024-09-03", grade="好"), fact("hygiene.finding", "2024-09-20")]
    grade = 'price.grade = { "好" = GOOD, "一般" = 3, "差" = 0 }\ntake = "last"\n'
    rated = CLAUSE + 'facts = "bearing.rating"\n' + grade
    missed = CLAUSE.replace('"1"', '"2"') + 'facts = "hygiene.finding"\nshort_of = 3\npoints = -WORTH\n'
    body = rated + missed
    statement = amended(
        body.replace("GOOD", "5").replace("WORTH", "1"),
        body.replace("GOOD", "8").replace("WORTH", "4"),
        *facts,
    )

    assert [8, -8] == [statement.results[key].points for key in ("1", "2")]


def test_a_week_is_measured_under_the_version_of_its_last_school_day() -> None:
    """From Wednesday the 4th each missing week costs 2: the first week ended under it."""
    body = f'{COUNT}per = "week"\nshort_of = 1\npoints = -'
    statement = amended(f"{body}1\n", f"{body}2\n", since=date(2024, 9, 4))

    assert -2 * 5 == statement.results["1"].points
    later = amended(f"{body}1\n", f"{body}2\n", since=date(2024, 9, 9))
    assert -1 - 2 * 4 == later.results["1"].points


def test_a_clause_that_was_struck_out_still_counts_its_days() -> None:
    """Until the 15th findings cost 1; from the 16th the rulebook has no such clause."""
    statement = amended(f"{COUNT}points = -1\n", "", FOUND, fact("hygiene.finding", "2024-09-20"))

    assert -2 == statement.total


def test_a_clause_that_was_added_counts_from_its_day() -> None:
    """Before the 16th nothing was said about findings."""
    statement = amended("", f"{COUNT}points = -1\n", FOUND, fact("hygiene.finding", "2024-09-20"))

    assert -1 == statement.total


def test_a_fact_of_a_day_without_a_rulebook_is_listed_and_not_scored() -> None:
    """A rulebook adopted on the 16th does not score what happened on the 3rd."""
    book = small_book(f"{COUNT}points = -1\n")
    register = school(adopted(book, date(2024, 9, 16)))
    statement = stated(
        assess_class(register, {book.digest: book}, CLASS, SEPTEMBER, as_current_facts([FOUND]), date(2025, 1, 31))
    )

    assert 0 == statement.total
    assert ("f1",) == statement.not_scored


def test_a_fact_that_only_a_clause_that_does_not_apply_would_take_is_listed_and_not_scored() -> None:
    """Findings count where no score stands for the whole; a clause that gives something otherwise speaks for its facts."""
    counted = f"{COUNT}points = -1\nwhen.score = 0\n"
    score = '[[value]]\nid = "score"\ntitle = "评分次数"\nfacts = "hygiene.score"\n'
    scored = fact("hygiene.score", "2024-09-04", value="90")

    assert [(), ("f1",)] == [
        states(facts, small_book(counted + score)).not_scored for facts in ([FOUND], [FOUND, scored])
    ]
    assert () == states([FOUND, scored], small_book(f"{counted}otherwise = 0\n{score}")).not_scored


def test_the_statement_names_every_printed_clause_once() -> None:
    """6.2 has three parts and is one line; its facts are those of its parts."""
    meetings = [fact("meeting.held", "2024-09-03", level="主题班会", grade="完整")]
    clauses = item(states(meetings, monthly()), "discipline").clauses

    assert ["6.1", "6.2", "6.3", "6.4", "council"] == [clause.id for clause in clauses]
    assert {"f1"} == set(clauses[1].facts)
    assert 3 == len(clauses[1].parts)
    assert 5 == clauses[1].tally


def test_a_weekly_clause_that_was_struck_out_ends_with_its_last_week() -> None:
    """Weeks that lie wholly under the new rulebook know nothing of the clause."""
    weekly = f'{COUNT}per = "week"\npoints = -1\n'
    statement = amended(weekly, "", FOUND, fact("hygiene.finding", "2024-09-25"))

    assert -2 == statement.total

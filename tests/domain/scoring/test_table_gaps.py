"""A number that falls into a gap of a table is told, and in the document."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.statement import describe_table_gap, statement_object
from bzr_domain.kernel.messages import Message
from bzr_domain.scoring.statement import Statement
from tests.support.builders import fact, small_book, states
from tests.support.effort import fewer

MEAN = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\nempty = 0\n'
CLAUSE = '[[clause]]\nid = "c"\ntitle = "卫生"\ncite = "某处"\ninto = "x"\n' + MEAN
OUTCOME = '[[outcome]]\nid = "c"\ntitle = "卫生"\ncite = "某处"\n' + MEAN
BANDS = "table = [{ from = 90, upto = 100, gives = 2 }, { from = 80, upto = 89, gives = 1 }]\n"
REST = BANDS.replace(" }]", " }, { gives = 0 }]")
YES = "table = [{ from = 90, gives = true }, { from = 80, upto = 89, gives = true }, { gives = false }]\n"


def stated(rule: str, *values: str | Decimal) -> Statement:
    """The month of a class with those scores."""
    return states([fact("hygiene.score", value=value) for value in values], small_book(rule))


def test_a_number_between_two_bands_is_told() -> None:
    """Given bands that end at 89 and begin at 90, when the mean is 89.5, then the clause is named with it."""
    statement = stated(CLAUSE + BANDS, "89", "90")

    (gap,) = statement.table_gaps
    told = Message("“卫生”为89.5,对照表没有这一档", "c is 89.5, for which its table has no row")
    assert told == describe_table_gap(gap)
    assert told in remarks(statement)
    assert [{"clause": "c", "tally": "89.5"}] == statement_object(statement)["table_gaps"]


def test_a_number_that_the_rest_takes_is_told_so() -> None:
    """Given a row for the rest below the two bands, then it gives its figure, and the remark says that it does."""
    statement = stated(CLAUSE + REST, "89", "90")

    (gap,) = statement.table_gaps
    assert gap.falls_to_rest
    assert 0 == statement.total
    assert "“卫生”为89.5,落在印出的两档之间,按“其余”一行算" == describe_table_gap(gap).zh


@pytest.mark.parametrize(
    ("rule", "value", "told"),
    [
        (CLAUSE + BANDS, "79", False),
        (OUTCOME + BANDS, "79", True),
        (CLAUSE + BANDS, "90", False),
        (CLAUSE + REST, "89.5", True),
        (CLAUSE + REST, "79", False),
        (OUTCOME.replace("empty = 0", "") + YES, "89.5", False),
        (CLAUSE + BANDS.replace("upto = 100", "under = 100"), "100", True),
        (CLAUSE + BANDS.replace("upto = 89", 'upto = "unset"'), "89.5", False),
        (CLAUSE + "table = { from = 95, gives = 1 }\n", "80", False),
        (OUTCOME.replace("empty = 0", "") + "table = { from = 95, gives = true }\n", "80", False),
        (CLAUSE + "table = { over = 80, gives = 1 }\n", "80", False),
        (CLAUSE + "table = { under = 80, gives = -1 }\n", "80", False),
        (OUTCOME.replace("empty = 0", "") + "table = { over = 80, gives = true }\n", "80", False),
        (OUTCOME.replace("empty = 0", "") + YES.replace(", { gives = false }", ""), "89.5", False),
        (CLAUSE + BANDS.replace("from = 90", "over = 90"), "90", True),
        (CLAUSE + "table = [{ is = 80, gives = 1 }, { is = 100, gives = 2 }]\n", "90", False),
        (CLAUSE + 'rank = "high"\namong = "school"\nties = "best"\n' + BANDS, "89.5", False),
        (CLAUSE + "points = 1\n", "89.5", False),
    ],
    ids=[
        "below a clause",
        "below an outcome",
        "in a band",
        "between two bands and left to the rest",
        "below the bands and left to the rest",
        "between two bands of yes",
        "the maximum",
        "unset",
        "one row",
        "yes or no",
        "right below the one row",
        "right above the one row",
        "right below the one yes",
        "between two bands of yes without the rest",
        "right below a band",
        "single numbers",
        "places",
        "no table",
    ],
)
def test_where_a_table_says_nothing_on_purpose_nothing_is_told(rule: str, value: str, *, told: bool) -> None:
    """Beyond the bands of a clause; but an outcome has to say something."""
    statement = stated(rule, value)

    assert told == bool(statement.table_gaps)
    assert told == ("table_gaps" in statement_object(statement))


@fewer(30)
@given(st.decimals(80, 100, places=2))
def test_it_is_told_exactly_where_no_band_takes_it(value: Decimal) -> None:
    """For any score within the bands, whether or not there is a row for the rest."""
    assert (89 < value < 90) == bool(stated(CLAUSE + BANDS, value).table_gaps)
    assert (89 < value < 90) == bool(stated(CLAUSE + REST, value).table_gaps)

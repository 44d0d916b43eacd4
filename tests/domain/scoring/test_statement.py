"""What is open is listed wherever it stands: in an item, in an outcome, in a value that others read."""

from datetime import date

from tests.support.schools import findings, node, of, state, total

PAY = total() + node("outcome", "pay", 'unit = "元"')


def test_an_unset_figure_of_an_outcome_is_listed() -> None:
    """Money is where an undecided figure matters most."""
    text = PAY + node("clause", "pay.share", 'facts = "hygiene.finding"\npoints = "unset"\nunit = "元"', "pay")

    assert ("pay.share",) == state(text, findings(a=1)).unset


def test_a_price_that_is_not_set_is_listed_when_it_is_met() -> None:
    """市级 is not priced: nothing is open until such an award is recorded."""
    text = total() + node(
        "outcome",
        "o",
        'facts = "award.student"\nprice.level = { "校级" = 1, "市级" = "unset", "省级" = 2, "国家级" = 3 }\ntake = "total"',
    )

    assert () == state(text, [of("a", "award.student", level="校级")]).unset
    assert ("o",) == state(text, [of("a", "award.student", level="市级")]).unset


def test_an_unset_value_that_others_read_is_listed() -> None:
    """The reader's number rests on it."""
    text = total() + node("value", "v", 'facts = "hygiene.finding"\npoints = "unset"')
    text += node("clause", "c", 'scores = "v"', "total")

    assert ("v",) == state(text, findings(a=1)).unset


def test_what_an_outcome_waits_for_is_listed() -> None:
    """Nobody has rated, and the month is not over."""
    text = PAY + node(
        "clause", "full", 'facts = "hygiene.finding"\ntable = [{ is = 0, gives = 100 }]\nunit = "元"', "pay"
    )
    text += node("clause", "rated", 'facts = "class.score"\nnumber = "value"\ntake = "last"\nunit = "元"', "pay")

    statement = state(text, as_of=date(2024, 9, 10))

    assert (("full",), ("rated",), True) == (
        statement.not_yet_due,
        statement.not_assessed,
        statement.provisional,
    )


def test_an_outcome_that_only_reads_is_as_open_as_what_it_reads() -> None:
    """The item is listed, its reader is not listed besides."""
    text = total() + node("item", "i", 'facts = "class.score"\nnumber = "value"\ntake = "last"', "total")
    text += node("outcome", "o", 'scores = "i"')

    assert ("i",) == state(text).not_assessed

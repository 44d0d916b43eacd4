"""Which facts count, and the number of each: prices, groups, blocks, references, deadlines, exemptions, earlier rulebooks."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from tests.support.builders import fact, item, small_book, states
from tests.support.schools import node, of, state, total, worth

PRIZE = """
[[kind]]
id = "contest"
title = "竞赛"
fields = { count = {}, prize = ["三等", "二等", "一等"], level = ["校级", "省级"], project = "text", student = "text", asked = "date", hours = "number", at = "time", points = { optional = true } }
"""


def contest(on: str = "2024-09-03", **own: str) -> Fact:
    """A contest with these fields of its own."""
    standard = {name: own.pop(name) for name in ("level", "note", "place", "points") if name in own}
    count = int(own.pop("count", "1"))
    return attrs.evolve(of("a", "contest", on, **standard, count=count), own=tuple(sorted(own.items())))


def scored(words: str) -> str:
    """A rulebook with one clause x over contests."""
    return PRIZE + total() + node("clause", "x", f'facts = "contest"\n{words}', "total")


def test_two_labels_have_a_price_together() -> None:
    """Level × prize, each as often as it counts."""
    words = 'take = "total"\n' + "\n".join(
        f'price.level."{level}".prize = {{ "一等" = {a}, "二等" = {b}, "三等" = {c} }}'
        for level, a, b, c in (("省级", 16, 12, 8), ("校级", 2, 1.5, 1))
    )
    facts = [contest(level="省级", prize="二等"), contest(level="校级", prize="一等", count="2")]

    assert 16 == worth(scored(words), *facts)


def test_a_cap_for_each_project() -> None:
    """Each project at most 3: 5 and 2 make 5."""
    words = 'per = ["term", "project"]\nmost = 3'
    text = scored(words).replace('id = "total"', 'id = "total"\nper = "term"')
    facts = [contest(project="合唱", count="5"), contest("2024-10-08", project="球赛", count="2")]

    assert 5 == worth(text, *facts, period="2024-autumn")
    assert 0 == worth(text, period="2024-autumn")


def test_a_block_is_made_whole_as_said() -> None:
    """1–2 people 0.5, 3–4 people 1: rounded up; each full ten yuan: rounded down."""
    up = scored('block = 2\nrounding = "up"\npoints = -0.5')
    down = scored('block = 2\nrounding = "down"\npoints = -0.5')

    assert [0, "-0.5", "-0.5", "-1", "-1"] == [
        Decimal(0) == 1 or (0 if n == 0 else str(Decimal(worth(up, contest(count=str(n)))).normalize()))  # type: ignore[arg-type]
        for n in range(5)
    ]
    assert [0, "-0.50", "-0.50"] == [0 if n == 1 else str(worth(down, contest(count=str(n)))) for n in (1, 2, 3)]


def test_an_allowance_can_depend_on_the_class() -> None:
    """Fewer than 45 students: 6 may be excused, else 7; a class whose size is not known has nothing to be judged by."""
    text = scored('free = "@allowed"\npoints = -1')
    text += node("value", "allowed", 'scores = "students"\ntable = [{ under = 45, gives = 6 }, { gives = 7 }]')

    assert -2 == worth(text, contest(count="8"))


def test_a_reference_can_be_taken_off() -> None:
    """One 22nd of the pay off for each day."""
    text = scored('divide_by = 22\npoints = "-@pay"\nround = 0.01')
    text += node("value", "pay", 'scores = "students"\npoints = 11')

    assert Decimal("-40.00") == worth(text, contest(count="2"))


def test_a_reference_to_nothing_is_nothing() -> None:
    """Neither a bound nor a price nor a divisor can be nothing."""
    nothing = node("value", "no", 'facts = "class.score"\nnumber = "value"\ntake = "mean"')
    for words in (
        'points = "@no"',
        'free = "@no"',
        'most = "@no"',
        'divide_by = "@no"',
        'divide_by = "hours"',
    ):
        assert None is worth(scored(words) + nothing, contest()), words
    table = scored('table = [{ from = "@no", gives = 9 }, { is = ["@no", 5], gives = 8 }, { gives = 1 }]') + nothing
    assert 1 == worth(table, contest())


def test_an_item_bound_by_nothing_is_nothing() -> None:
    """An item cannot do without its cap."""
    text = PRIZE + total() + node("item", "i", 'base = 5\ncap = "@no"', "total")
    text += node("value", "no", 'facts = "class.score"\nnumber = "value"\ntake = "mean"')

    assert None is worth(text, key="i")


def test_a_limit_can_be_another_score() -> None:
    """Bounds, rows of tables and bases."""
    text = scored('base = "@three"\npoints = "@three"\ncap = "@nine"')
    text += node("value", "three", 'scores = "month_no"\npoints = "1/3"') + node("value", "nine", 'scores = "month_no"')

    assert [6, 9] == [worth(text, contest()), worth(text, contest(count="4"))]
    table = scored('table = [{ over = "@nine", gives = 2 }, { upto = "@nine", gives = 1 }]')
    assert 1 == worth(table + node("value", "nine", 'scores = "month_no"'), contest(count="9"))


@pytest.mark.parametrize(
    "words", ['points = "unset"', 'free = "unset"', 'most = "unset"', 'base = "unset"\npoints = 2']
)
def test_an_unset_figure_makes_the_clause_0_and_is_listed(words: str) -> None:
    """待定: nobody guesses what the source does not print."""
    statement = state(scored(words), [contest(count="3")])

    assert 0 == statement.total
    assert ("x",) == statement.unset


def test_an_unset_row_never_fits_and_gives_0() -> None:
    """A limit that is not set fits nothing; what is not set gives 0."""
    text = scored('table = [{ from = "unset", gives = 9 }, { from = 2, gives = "unset" }, { gives = 1 }]')

    assert [1, 0] == [worth(text, contest()), worth(text, contest(count="2"))]


def test_a_divisor_that_is_unset_gives_nothing() -> None:
    """Nothing can be divided by what is not known."""
    assert None is worth(scored('divide_by = "unset"'), contest())


def test_a_share_is_the_sum_of_one_field_by_another() -> None:
    """Hours present ÷ hours required, over the whole month."""
    text = total() + node(
        "value",
        "x",
        'facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"\npoints = 100\nround = 0.01',
    )
    facts = [attrs.evolve(of("a", "duty.hours", value=v, count=c), teacher="ta") for v, c in (("7", 10), ("5", 8))]

    assert Decimal("66.67") == worth(text, *facts)
    assert None is worth(text)


DUE = 'number = "late"\ntake = "highest"\ntable = [{ upto = 0, gives = 0 }, { gives = 1 }]\ndue = '


@pytest.mark.parametrize(
    ("due", "asked", "in_time", "late"),
    [
        ("day 5", "", "2024-09-05", "2024-09-06"),
        ("day 31", "", "2024-09-30", None),
        ("end", "", "2024-09-30", None),
        ("end - 10 days", "", "2024-09-20", "2024-09-21"),
        ("start + 14 days", "", "2024-09-15", "2024-09-16"),
        ("asked + 3 days", "2024-09-13", "2024-09-16", "2024-09-17"),
        ("asked + 3 school days", "2024-09-13", "2024-09-19", "2024-09-20"),
        ("asked - 1 school days", "2024-09-18", "2024-09-14", "2024-09-15"),
        ("asked", "2024-09-18", "2024-09-18", "2024-09-19"),
    ],
)
def test_the_day_itself_is_in_time(due: str, asked: str, in_time: str, late: str | None) -> None:
    """14 September is a school day, 16 and 17 are holidays."""
    text = scored(f'{DUE}"{due}"')
    own = {"asked": asked} if asked else {}

    assert 0 == worth(text, contest(in_time, **own))
    assert late is None or 1 == worth(text, contest(late, **own))


def test_without_the_day_it_runs_from_nothing_is_late() -> None:
    """A deadline from a day that was not recorded cannot be missed."""
    assert 0 == worth(scored(f'{DUE}"asked + 3 days"'), contest("2024-09-30"))


def test_each_line_of_except_excuses_alone() -> None:
    """公事 or with evidence: left out, and shown."""
    text = scored('points = -1\nexcept.project = "公事"\nexcept.evidence.given = true')
    facts = [contest(project="公事"), contest(project="私事", note="假条"), contest(project="私事")]
    statement = state(text, facts)

    assert -1 == statement.total
    assert ("f1", "f2") == statement.items[0].clauses[0].excused


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("where.month_no = [11, 12, 1]", 0), ("where.month_no = 9", 2), ("where.weekday.upto = 2", 1),
        ('where.month_day.from = "09-04"', 1), ("where.on.under = 2024-09-04", 1), ("where.at.over = 07:10:00", 1),
        ("where.hours.from = 2.5", 1), ("where.asked.given = false", 1), ('where.project = "甲"', 1),
    ],
)  # fmt: skip
def test_what_every_fact_has_can_be_tested(test: str, expected: int) -> None:
    """Day, month, weekday, time, numbers and texts of its own."""
    facts = [
        contest("2024-09-03", at="07:10:00", hours="2", project="甲"),
        contest("2024-09-05", at="07:10:01", hours="2.5", asked="2024-09-01"),
    ]

    assert expected == worth(scored(test), *facts)


def test_points_that_nobody_has_chosen_are_pending() -> None:
    """The value is shown without them, whoever reads it is provisional, and they are listed."""
    text = scored('number = "chosen"\nrange = [-3, 0]').replace('id = "x"', 'id = "x"\nper = ["month", "fact"]')
    statement = state(text, [contest(points="-2"), contest()])

    assert -2 == statement.total
    assert (("f2",), True) == (statement.pending, statement.provisional)
    assert ("f2",) == statement.items[0].clauses[0].pending


def test_numbers_of_its_own_are_measured() -> None:
    """`number` may name a field of numbers; an empty one is 0."""
    assert Decimal("4.5") == worth(scored('number = "hours"\ntake = "total"'), contest(hours="4.5"), contest())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('take = "mean"', 5), ('take = "mean"\ntrim = 1', 4), ('take = "mean"\nquorum = 5', None),
        ('take = "mean"\ntrim = 2', None), ('take = "highest"\nbest = 2', 16), ('take = "lowest"\nbest = 2', 4),
        ('take = "lowest"\nbest = 9', 20),
    ],
)  # fmt: skip
def test_extremes_are_left_out_or_picked(words: str, expected: int | None) -> None:
    """Of 1, 3, 5 and 11."""
    text = scored(f'number = "hours"\n{words}')

    assert expected == worth(text, *(contest(hours=str(n)) for n in (3, 11, 1, 5)))


def test_scores_can_be_counted_and_tested_by_their_day() -> None:
    """Weeks of the month before the 16th with a finding."""
    text = total() + node("value", "week", 'per = "week"\nfacts = "hygiene.finding"')
    text += node("outcome", "x", 'scores = "week"\nnumber = "count"\nwhere.score.from = 1\nwhere.on.under = 2024-09-16')
    facts = [of("a", "hygiene.finding", day) for day in ("2024-09-03", "2024-09-10", "2024-09-24")]

    assert 2 == worth(text, *facts)


def test_a_place_that_does_not_apply_gives_otherwise_only_in_a_due_cell() -> None:
    """Not inspected counts as full marks in a week of school, and as nothing in a week without."""
    text = total() + node(
        "clause", "x", 'per = "week"\nscores = "rounds"\nwhen.rounds.from = 1\notherwise = 10', "total"
    )
    text += node("value", "rounds", 'per = "week"\nfacts = "hygiene.finding"')

    assert 50 - 10 + 1 == state(text, [of("a", "hygiene.finding")], as_of=date(2025, 8, 31)).total


# Facts recorded under an earlier rulebook: what a later one, which no longer has their words, makes of them.

CLAUSE = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\npoints = -1\n'
LIBRARY = '[[kind]]\nid = "library.late"\ntitle = "图书逾期"\nfields.level = ["短", "长"]\n' + CLAUSE


def test_a_kind_the_rulebook_no_longer_has_still_belongs_to_its_family() -> None:
    """A family without tests counts every fact of its name."""
    rules = small_book(CLAUSE + 'facts = "safety.*"\n')

    statement = states([fact("safety.fire")], rules)

    assert -1 == item(statement, "x").score


def test_a_kind_the_rulebook_no_longer_has_passes_no_test() -> None:
    """Nobody says any more which fields it has, so it is listed as not scored."""
    rules = small_book(CLAUSE + 'facts = "safety.*"\nwhere.place = "校外"\n')

    statement = states([fact("safety.fire", place="校外")], rules)

    assert 0 == item(statement, "x").score
    assert 1 == len(statement.not_scored)


@pytest.mark.parametrize(
    ("test", "score"),
    [('.from = "短"', 0), ('.upto = "长"', 0), (' = "长"', 0), (".given = true", -1), (".given = false", 0)],
)
def test_a_step_the_scale_no_longer_has_stands_nowhere_in_it(test: str, score: int) -> None:
    """It is neither above nor below any step; all that can be said is that the field was filled."""
    rules = small_book(f'{LIBRARY}facts = "library.late"\nwhere.level{test}\n')

    statement = states([fact("library.late", level="很长")], rules)

    assert score == item(statement, "x").score

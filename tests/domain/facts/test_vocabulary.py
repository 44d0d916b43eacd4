"""What the words of a rulebook allow to be recorded: points within the range a clause leaves to a person."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.vocabulary import SharedVocabulary
from bzr_domain.kernel.messages import Problem
from bzr_domain.rulebook.book import Book
from tests.support.builders import adopted, item, school, small_book, states

BOOK = small_book(
    """
[[kind]]
id = "dress.fault"
title = "仪容不整"
fields.points = {}

[[clause]]
id = "1"
title = "视情节扣1-3分"
cite = "本校"
into = "x"
facts = "dress.fault"
number = "chosen"
range = [1, 3]
points = -1
"""
)


def admitted(points: str) -> Fact | tuple[tuple[str, str], ...]:
    """A fact with so many points chosen, or its problems in both languages."""
    desk = Admission(school(adopted(BOOK)), lambda _class, _day: BOOK, date(2025, 1, 31))
    wish = FactRow(kind="仪容不整", on=date(2024, 9, 3), class_ref="g1c1", points=Decimal(points))
    found = desk.admit(wish)
    if isinstance(found, Fact):
        return found
    return tuple((f"{one.what};{one.expected}", f"{one.what.en}; {one.expected.en}") for one in found if one.expected)


@pytest.mark.parametrize("points", ["1", "2.5", "3"])
def test_points_within_the_range_are_admitted(points: str) -> None:
    """幅度 includes both its ends."""
    assert isinstance(admitted(points), Fact)


def test_points_outside_the_range_are_refused_with_the_limit() -> None:
    """A number outside the range is refused when it is recorded, not cut to fit."""
    assert (
        (
            "分值0.99超出条款“视情节扣1-3分”给的幅度;不小于1",
            "0.99 points are outside the range of clause '1'; at least 1",
        ),
    ) == admitted("0.99")
    assert (
        (
            "分值3.01超出条款“视情节扣1-3分”给的幅度;不大于3",
            "3.01 points are outside the range of clause '1'; at most 3",
        ),
    ) == admitted("3.01")


QUARREL = """
[[kind]]
id = "quarrel"
title = "争吵"
[kind.fields]
points = {}
count = {}
level = ["一般", "争执", "打架"]
at = "time"
asked = "date"
who = { type = "text", optional = true }
"""


def clause(name: str, words: str, limits: str = "[2, 3]") -> str:
    """A clause under which points are chosen."""
    head = f'[[clause]]\nid = "{name}"\ntitle = "{name}"\ncite = "本校"\ninto = "x"\nnumber = "chosen"\n'
    return f"{head}range = {limits}\n{words}\n"


def quarrel(book: Book, points: str = "1", level: str = "一般") -> Fact | tuple[Problem, ...]:
    """A quarrel on Tuesday, 3 September 2024, as the desk admits it or does not."""
    desk = Admission(school(adopted(book)), lambda _class, _day: book, date(2025, 1, 31))
    own = (("asked", "2024-09-02"), ("at", "07:30:00"))
    wish = FactRow(
        kind="quarrel",
        on=date(2024, 9, 3),
        class_ref="g1c1",
        points=Decimal(points),
        level=level,
        place="操场",
        own=own,
    )
    return desk.admit(wish)


def said(found: Fact | tuple[Problem, ...]) -> list[str]:
    """What is wrong with it; nothing with a fact."""
    return [] if isinstance(found, Fact) else [str(one.what) for one in found]


def test_a_range_binds_the_facts_that_its_clause_takes() -> None:
    """每人次扣1-2分, 争执扣2-3分: one kind, two clauses, each with a range for its own facts."""
    book = small_book(
        QUARREL
        + clause("mild", 'facts = "quarrel"\nwhere.level = "一般"', "[1, 2]")
        + clause("grave", 'facts = [{ kind = "quarrel", level.from = "争执" }]')
    )

    assert [] == said(quarrel(book, "1", "一般")) == said(quarrel(book, "3", "争执"))
    assert ["分值3超出条款“mild”给的幅度"] == said(quarrel(book, "3", "一般"))
    assert ["分值1超出条款“grave”给的幅度"] == said(quarrel(book, "1", "打架"))


def test_points_are_in_the_range_of_every_clause_that_takes_the_fact() -> None:
    """Where two clauses take one fact, each of them is named."""
    book = small_book(QUARREL + clause("a", 'facts = "quarrel"', "[2, 5]") + clause("b", 'facts = "quarrel"', "[3, 5]"))

    assert ["分值1超出条款“a”给的幅度", "分值1超出条款“b”给的幅度"] == said(quarrel(book, "1"))
    assert [] == said(quarrel(book, "3"))


def test_of_equal_ranges_the_first_clause_is_named() -> None:
    """Two assessments of one indicator say one thing, not two."""
    book = small_book(QUARREL + clause("a", 'facts = "quarrel"') + clause("b", 'facts = "quarrel"'))

    assert ["分值1超出条款“a”给的幅度"] == said(quarrel(book, "1"))


def test_a_range_of_decisions_binds_those_of_its_item() -> None:
    """The item is known by its id, though the wish names it by its title."""
    book = small_book(clause("c", 'facts = "council.decision"\nwhere.item = "x"', "[-2, 0]"))
    desk = Admission(school(adopted(book)), lambda _class, _day: book, date(2025, 1, 31))
    wish = FactRow(
        kind="council.decision",
        on=date(2024, 9, 3),
        class_ref="g1c1",
        item="某项",
        points=Decimal(1),
        note="事由",
    )

    assert ["分值1超出条款“c”给的幅度"] == said(desk.admit(wish))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "since = 2024-09-04",
        "until = 2024-09-03",
        "since = 2024-09-03\nuntil = 2024-09-03",
        "until = 2024-09-02",
        'where.level.upto = "一般"',
        'where.level.over = "一般"',
        'where.level.under = "争执"',
        'where.level = ["争执", "打架"]',
        "where.count = 1",
        "where.count.over = 1",
        "where.who.given = true",
        "where.who.given = false",
        "where.at.given = false",
        "where.at.from = 07:30:00",
        "where.at.under = 07:30:00",
        "where.asked.upto = 2024-09-02",
        "where.on.from = 2024-09-04",
        "where.month_no = 9",
        'where.month_day.from = "09-04"',
        "where.weekday = 2",
        "where.evidence.given = true",
        'where.place = "教室"',
        'where.kind = "quarrel"',
        'except.place = "操场"',
        'except.place = "教室"',
    ],
)
def test_the_desk_takes_what_the_score_counts(words: str) -> None:
    """Given a fact whose points are out of range, it is refused where its clause would have counted it."""
    body = QUARREL + clause("c", f'facts = "quarrel"\n{words}', "[0, 9]")
    wide, narrow = small_book(body), small_book(body.replace("[0, 9]", "[2, 3]"))
    admitted_fact = quarrel(wide)
    assert isinstance(admitted_fact, Fact)
    counted = item(states([admitted_fact], wide), "x").score == 1

    assert counted is not isinstance(quarrel(narrow), Fact)


def test_points_that_are_no_sane_number_are_one_problem() -> None:
    """NaN is named once, as a number out of range of the kind."""
    assert 1 == len(admitted("NaN"))  # type: ignore[arg-type]


def test_points_finer_than_a_hundredth_are_refused() -> None:
    """Points are exact to 0.01."""
    said = ("分值1.005细于0.01;最多两位小数", "1.005 points are finer than 0.01; two decimals at most")

    assert (said,) == admitted("1.005")


def test_a_count_is_refused_where_the_kind_has_none_even_when_it_is_one() -> None:
    """A filled field that the kind does not have is refused, whatever stands in it."""
    desk = Admission(school(adopted(BOOK)), lambda _class, _day: BOOK, date(2025, 1, 31))
    wish = FactRow(kind="卫生评分", on=date(2024, 9, 3), class_ref="g1c1", value=Decimal(95), count=1)

    (found,) = desk.admit(wish)  # type: ignore[misc]

    assert ("count", "“卫生评分”没有“数量”一栏,不应填写") == (found.field, str(found.what))


OTHER = small_book(
    """
[[kind]]
id = "dress.fault"
title = "着装"

[[kind]]
id = "duty.watch"
title = "值夜班"
fields.count = {}

[[item]]
id = "y"
title = "另一项"
into = "total"

[[clause]]
id = "council"
title = "校务委员会决定"
cite = "本校"
into = "y"
facts = "council.decision"
number = "chosen"
points = 1
"""
)
SHARED = SharedVocabulary([BOOK, OTHER])


def test_words_are_shared_and_of_equal_ones_the_first_holds() -> None:
    """A kind of either can be recorded; the one that both have is that of the usual rulebook."""
    assert "仪容不整" == SHARED.kinds["dress.fault"].title
    assert "值夜班" == SHARED.kinds["duty.watch"].title
    assert ("x", "y", None) == tuple(map(SHARED.item_named, ("某项", "另一项", "没有")))
    assert ["x", "某项", "y", "另一项"] == SHARED.item_names()


def test_an_item_takes_decisions_where_one_of_the_rulebooks_counts_them() -> None:
    """Only the other rulebook has a clause that does."""
    assert (False, True) == (SHARED.takes_decisions("x"), SHARED.takes_decisions("y"))


def test_ranges_are_those_of_the_rulebooks_that_know_the_kind() -> None:
    """Points of a fact have to lie within every one."""
    fault = Fact(kind="dress.fault", on=date(2024, 9, 3), class_id="g1c1", points=Decimal(2))
    watch = Fact(kind="duty.watch", on=date(2024, 9, 3), class_id="g1c1")

    assert ["1"] == [allowed.clause for allowed in SHARED.ranges(fault)]
    assert [] == SHARED.ranges(watch)

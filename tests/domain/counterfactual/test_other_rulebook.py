"""A history under another rulebook: who is compared, what moved, what the other rulebook does not know."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from bzr_domain.counterfactual.compare_statements import LineChange
from bzr_domain.counterfactual.other_rulebook import (
    RulebookComparison,
    replace_rulebook,
    score_under_rulebook,
)
from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.support.builders import KINDS, adopted, as_current_facts
from tests.support.schools import END, cell, findings, five, node, of, rules, total

CLAUSE = 'facts = "hygiene.finding"\n'
ITEM = node("item", "i", "base = 10\nfloor = 0\ncap = 10", "total")
PAY = node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10')
MILD = total() + ITEM + node("clause", "c", f"{CLAUSE}points = -1", "i") + PAY
HARD = total() + ITEM + node("clause", "c", f"{CLAUSE}points = -2", "i") + PAY


def school(book: Book, *facts: Fact, **changes: object) -> LoadedSchool:
    """The five classes with some facts."""
    return load_school(five(book, **changes), {book.digest: book}, as_current_facts(facts), END)


def sides(*moved: LineChange[Any]) -> list[tuple[str, object, object]]:
    """What moved, with both sides."""
    return [(one.id, one.before, one.after) for one in moved]


def whatif(text: str, *facts: Fact, before: str = MILD, period: str = "2024-09") -> RulebookComparison:
    """The five classes for a period under another rulebook."""
    return score_under_rulebook(school(rules(before), *facts), rules(text), [cell(period)])


def test_the_biggest_move_comes_first() -> None:
    """Three findings cost three points more, one costs one; who has none stands among the unchanged."""
    found = whatif(HARD, *findings(a=1, b=3))

    assert ["b", "a"] == [one.before.school_class.id for one in found.changes]
    assert [-3, -1] == [one.points for one in found.changes]
    assert [3, 0, -4] == [found.unchanged, found.gained, found.lost]


def test_a_move_names_item_clause_and_pay() -> None:
    """Each with both sides: the item, the clause in it, and what it comes to in yuan."""
    (one,) = whatif(HARD, *findings(a=2)).changes

    (item,), (clause,), (pay,) = one.items, one.clauses, one.pay
    assert [("i", 8, 6), ("c", -2, -4), ("pay", 80, 60)] == sides(item, clause, pay)
    assert ["i", "i"] == [item.title, clause.item]
    assert [-2, -2, -20] == [moved.difference for moved in (item, clause, pay)]
    assert () == one.outcomes


def test_pay_is_summed_over_everybody() -> None:
    """Those who do not move are paid too: 5 classes at 100 yuan less what findings cost."""
    found = whatif(HARD, *findings(a=2, b=1))

    assert {"pay": (Decimal(470), Decimal(440))} == found.pay


def test_a_clause_that_moves_below_the_floor_is_a_change_without_points() -> None:
    """Ten findings take everything either way: the clause reads −20 instead of −10, the total stays."""
    (one,) = whatif(HARD, *findings(a=10)).changes

    assert () == one.items
    assert [0, -10] == [one.points, one.clauses[0].difference]


def test_what_only_one_rulebook_has_stands_without_its_other_side() -> None:
    """A new item, a new clause and a new outcome have nothing before."""
    new = MILD + node("item", "j", "base = 5", "total") + node("outcome", "bar", 'scores = "total"\ntable = [{ under = 15, gives = true }]')  # fmt: skip
    new += node("clause", "d", f"{CLAUSE}points = -1", "j")
    one = next(one for one in whatif(new, *findings(a=2)).changes if one.clauses)

    moved = sides(*one.items, *one.clauses, *one.outcomes)
    assert [("j", None, 3), ("d", None, -2), ("bar", None, True)] == moved
    assert 3 == one.points
    assert 0 == one.outcomes[0].difference


def test_the_other_rulebook_holds_on_the_days_on_which_one_was_adopted() -> None:
    """Adopted from October for one grade: September and the other grade are not compared, and nothing is scored there."""
    book = rules(MILD)
    register = attrs.evolve(five(), adoptions=(adopted(book, date(2024, 10, 1), grade="高一"),))
    facts = [of(name, "hygiene.finding", f"2024-{month}-10") for name in "ad" for month in ("09", "10")]
    school = load_school(register, {book.digest: book}, as_current_facts(facts), END)

    found = score_under_rulebook(school, rules(HARD), [cell("2024-09"), cell("2024-10")])

    assert [("a", "2024-10")] == [(one.before.school_class.id, one.before.period.name) for one in found.changes]
    assert 2 == found.unchanged


def test_classes_under_different_rulebooks_are_all_put_under_the_other() -> None:
    """The second grade stands under the harder one already; only the first moves."""
    mild, hard = rules(MILD), rules(HARD.replace('cite = "试"', 'cite = "又"'))
    adoptions = (adopted(mild), adopted(hard, grade="高二"))
    register = attrs.evolve(five(), adoptions=adoptions)
    books = {book.digest: book for book in (mild, hard)}
    school = load_school(register, books, as_current_facts(findings(a=1, d=1)), END)

    found = score_under_rulebook(school, rules(HARD), [cell("2024-09")])

    assert ["a"] == [one.before.school_class.id for one in found.changes]
    assert 4 == found.unchanged


def test_a_month_without_a_school_day_is_not_compared() -> None:
    """August has neither."""
    found = whatif(HARD, period="2024-08")

    assert ((), 0, ()) == (found.changes, found.unchanged, found.missing)


def test_a_rulebook_without_a_total_for_the_period_says_so_for_each_class() -> None:
    """Terms under a rulebook of months, and months under one of terms: either way there is nothing beside it."""
    terms = total('per = "term"') + node("item", "i", 'base = 10\nper = "term"', "total")

    after, before = whatif(terms), whatif(MILD, before=terms)

    assert list("abcde") == [class_id for class_id, _, _ in after.missing]
    assert list("abcde") == [class_id for class_id, _, _ in before.missing]
    assert "规则“试”不按月考核(2024-09)" == after.missing[0][2].what.zh
    assert () == whatif(terms, period="2024-09", before=terms).missing


def test_facts_of_kinds_that_the_other_rulebook_does_not_know_are_counted() -> None:
    """A kind of the school's own is gone with the rulebook that brought it; void facts do not count."""
    own = '[[kind]]\nid = "own.late"\ntitle = "晚归"\nabout = "class"\nfields.count = {}\n'
    head = '[rulebook]\nid = "r"\ntitle = "试"\n'
    book = parse_rulebook(head + own + MILD, KINDS)
    facts = as_current_facts([of("a", "own.late"), of("a", "own.late"), of("b", "own.late", "2024-10-08")])
    facts[0] = attrs.evolve(facts[0], voided_by="v")

    school = load_school(five(book), {book.digest: book}, facts, END)

    assert {"own.late": 1} == score_under_rulebook(school, rules(HARD), [cell("2024-09")]).unknown
    assert {"own.late": 2} == score_under_rulebook(school, rules(HARD), [cell("2024-09"), cell("2024-10")]).unknown
    assert {} == score_under_rulebook(school, book, [cell("2024-09")]).unknown


def test_only_some_classes_can_be_asked_about() -> None:
    """The others are neither changed nor unchanged."""
    found = score_under_rulebook(school(rules(MILD), *findings(a=1, b=1)), rules(HARD), [cell("2024-09")], ["b", "c"])

    assert (["b"], 1) == ([one.before.school_class.id for one in found.changes], found.unchanged)


def test_a_kind_that_reads_otherwise_is_counted_anew() -> None:
    """The same clause over a kind whose scale was reordered is not taken over from the first world."""
    kind = '[[kind]]\nid = "own.mark"\ntitle = "评"\nabout = "class"\n[kind.fields.grade]\nscale = [{}]\n'
    rule = node("clause", "d", 'facts = "own.mark"\nwhere.grade = { from = "中" }\npoints = 1', "i")
    head = '[rulebook]\nid = "r"\ntitle = "试"\n'
    up, down = (
        parse_rulebook(head + kind.format(words) + total() + node("item", "i", "base = 0", "total") + rule, KINDS)
        for words in ('"差", "中", "好"', '"好", "中", "差"')
    )
    facts = as_current_facts([of("a", "own.mark", grade="好")])
    school = load_school(five(up), {up.digest: up}, facts, END)

    (one,) = score_under_rulebook(school, down, [cell("2024-09")]).changes

    assert -1 == one.points


def test_an_amendment_is_tried_from_a_day_within_a_month() -> None:
    """A finding before the day costs what it did, one on the day what the other rulebook says; September is left alone."""
    facts = [of("a", "hygiene.finding", f"2024-{day}") for day in ("09-10", "10-15", "10-16")]
    months = [cell("2024-09"), cell("2024-10")]

    found = score_under_rulebook(school(rules(MILD), *facts), rules(HARD), months, since=date(2024, 10, 16))

    (one,) = found.changes
    assert ("2024-10", [("c", -2, -3)]) == (one.before.period.name, sides(*one.clauses))
    assert date(2024, 10, 16) == found.since


def test_what_was_adopted_otherwise_stays_up_to_the_day() -> None:
    """One adoption is over before the day and stays, one begins after it and is replaced whole, one is split."""
    book, other = rules(MILD), rules(HARD)
    adoptions = (
        adopted(book, date(2024, 8, 1), end=date(2024, 9, 30), class_id="a"),
        adopted(book, date(2024, 11, 1), class_id="b"),
        adopted(book, date(2024, 8, 1), end=date(2024, 12, 31), class_id="c"),
    )
    school = load_school(attrs.evolve(five(), adoptions=adoptions), {book.digest: book}, [], END)

    tried = replace_rulebook(school, other, date(2024, 10, 16)).register.adoptions

    assert (
        adoptions[0],
        adopted(other, date(2024, 11, 1), class_id="b"),
        adopted(book, date(2024, 8, 1), end=date(2024, 10, 15), class_id="c"),
        adopted(other, date(2024, 10, 16), end=date(2024, 12, 31), class_id="c"),
    ) == tried

"""Missing parts of a weighted total (缺项): named, provisional until somebody says they will not come, ranked after complete ones."""

from decimal import Decimal

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.projections.commendation import rank_nominees
from bzr_domain.publication.nothing_recorded import refuse_unrecorded
from bzr_domain.rulebook.paraphrase import paraphrase_node
from tests.support.schools import everybody, node, of, rules, state, total

P = 'facts = "class.score"\nnumber = "value"\ntake = "mean"\n'
Q = 'facts = "attendance.rate"\nnumber = "value"\ntake = "mean"\n'


def parts(take: str = "mean", weight: str = "weight = 70\n", more: str = "") -> str:
    """A total of two parts, the second of which may be left out."""
    text = total(f'take = "{take}"')
    text += node("clause", "p", "weight = 30\n" + P if weight else P, "total")
    return text + node("clause", "q", weight + Q + more, "total")


def scored(class_id: str, p: str, q: str = "") -> list[Fact]:
    """The marks of a class; without the second where it is empty."""
    marks = [of(class_id, "class.score", value=p)]
    return marks + ([of(class_id, "attendance.rate", value=q)] if q else [])


@pytest.mark.parametrize(("take", "points"), [("mean", "80.00"), ("total", "2400.00")])
def test_a_part_of_which_nothing_was_recorded_is_named_and_the_total_provisional(take: str, points: str) -> None:
    """Its number stays what it was: a mean leaves the part out, a sum counts nothing for it."""
    found = state(parts(take), scored("a", "80"))
    assert (str(found.total), found.missing_parts, found.is_provisional) == (points, ("q",), True)
    assert not found.provisional  # waiting alone changes nothing


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (parts(), scored("a", "80", "90")),
        (parts(more="empty = 0\n"), scored("a", "80")),
        (parts(more='when.stage = "primary"\n'), scored("a", "80")),
        (parts(weight=""), scored("a", "80")),
        (parts(), []),
    ],
    ids=["all there", "the rulebook says what no record gives", "does not apply", "nothing weighed", "nothing at all"],
)
def test_what_is_complete_is_not_provisional(text: str, facts: list[Fact]) -> None:
    """Nor is what has no total at all: that is told as not assessed."""
    found = state(text, facts)
    assert (found.missing_parts, found.is_provisional) == ((), False)


def test_what_an_item_misses_its_total_misses() -> None:
    """The item weighs its parts, the total does not weigh the item; with the item empty nothing but the item is missing."""
    text = total('take = "mean"') + node("item", "i", 'take = "mean"', "total")
    text += node("clause", "p", "weight = 30\n" + P, "i") + node("clause", "q", "weight = 70\n" + Q, "i")

    assert [("q",), ()] == [state(text, scored("a", *marks)).missing_parts for marks in (("80",), ("80", "90"))]


def test_publishing_it_takes_a_reason() -> None:
    """Somebody says that the part will not come; a complete one takes none."""
    refused = refuse_unrecorded(state(parts(), scored("a", "80")), silent_school=False)
    assert refused is not None
    assert (refused.code, refused.reason.zh.split(";")[0]) == (
        "result.parts-missing",
        "2024-09的加权总分缺项(q):没有记录",
    )
    assert refuse_unrecorded(state(parts(), scored("a", "80", "90")), silent_school=False) is None


FIVE = [
    *scored("a", "99"),
    *scored("b", "60", "60"),
    *scored("c", "80", "80"),
    *scored("d", "50"),
    *scored("e", "60", "60"),
]
RANKED = 'scores = "total"\nrank = "high"\namong = "school"\nties = "best"\n'


def test_it_stands_behind_complete_ones_where_a_node_ranks_it() -> None:
    """Among themselves the incomplete ones stand by their number."""
    ranked = parts() + node("outcome", "x", RANKED)
    assert everybody(ranked, FIVE, "x") == [4, 2, 1, 5, 2]
    low = parts() + node("outcome", "x", RANKED.replace("high", "low"))
    assert everybody(low, FIVE, "x") == [5, 1, 3, 4, 1]


def test_the_rulebook_can_say_otherwise() -> None:
    """Then its number alone decides, and the document says so."""
    alike = parts() + node("outcome", "x", RANKED + 'incomplete = "alike"')
    assert everybody(alike, FIVE, "x") == [1, 3, 2, 5, 3]
    book = rules(alike)
    assert any("缺项的照样排" in message.zh for message in paraphrase_node(book, book.nodes["x"]))


def test_a_total_of_other_totals_is_incomplete_with_them() -> None:
    """A term's mean of months with a part missing names no part of its own, and stands behind all the same."""
    term = parts() + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
    term += node("outcome", "x", 'per = "term"\n' + RANKED.replace('"total"', '"total.term"'))
    assert everybody(term, FIVE, "x", period="2024-autumn") == [4, 2, 1, 5, 2]


def test_a_year_of_assessments_names_the_one_that_nobody_made() -> None:
    """A mean of a mark each term and one of the year, all alike: what is missing in a term is missing in the year."""
    text = parts() + node("item", "total.year", 'per = "year"\ntake = "mean"')
    text = text.replace('per = "month"', 'per = "term"').replace(
        'id = "total"', 'id = "total"\ninto = "total.year"\nper = "term"'
    )
    text = text.replace(P, P + 'per = "term"\n').replace(Q, Q + 'per = "term"\n')
    text += node("clause", "end", 'per = "year"\n' + Q.replace("attendance.rate", "hygiene.score"), "total.year")
    found = state(text, scored("a", "80"), period="2024-2025")
    assert (str(found.total), found.missing_parts, found.is_provisional) == ("80.00", ("q", "end"), True)
    ended = [*scored("a", "80", "80"), of("a", "hygiene.score", value="60")]
    assert state(text, ended, period="2024-2025").missing_parts == ()


def test_it_stands_behind_complete_ones_on_the_commendation_list() -> None:
    """Nobody is kept from the list by it."""
    text = parts() + node(
        "outcome", "commendation.barred", 'facts = "safety.criminal"\ntable = [{ from = 1, gives = true }]'
    )
    statements = [state(text, FIVE, class_id) for class_id in "abcde"]
    listed = [(each.statement.school_class.id, each.place) for each in rank_nominees(statements)]
    assert listed == [("c", 1), ("b", 2), ("e", 2), ("a", 4), ("d", 5)]
    assert Decimal(99) == statements[0].total


def test_the_word_goes_with_a_rank_only() -> None:
    """And knows two ways."""
    for words, said in (
        (P + 'incomplete = "last"', "只能与 rank 一起写"),
        (RANKED + 'incomplete = "first"', "没有“first”"),
    ):
        with pytest.raises(BadRulebook) as caught:
            rules(parts() + node("outcome", "x", words))
        assert any(said in problem.what.zh for problem in caught.value.problems)

"""Shares of a population: a quorum of so many per cent, places of so many per cent, and of whom."""

from fractions import Fraction

import pytest

from bzr_adapters.documents.explanation import describe_nothing_left
from bzr_adapters.documents.statement import clause_object
from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.paraphrase import paraphrase_node
from bzr_domain.scoring.ranking import Place
from tests.support.schools import everybody, findings, five, node, of, rules, state, total, worth

MEAN = 'facts = "class.score"\nnumber = "value"\ntake = "mean"\n'
RANKED = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "total")


def scores(count: int, class_id: str = "a") -> list[Fact]:
    """So many marks of 80."""
    return [of(class_id, "class.score", value="80") for _ in range(count)]


def mean(words: str) -> str:
    """A rulebook with a value of 30 evaluators and a mean with a quorum."""
    value = node("value", "evaluators", 'scores = "students"\nfree = 10\npoints = 1')
    return value + total() + node("clause", "x", MEAN + words, "total")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ('quorum = "80%"\nquorum_of = "@students"', 32),
        ('quorum = "81%"\nquorum_of = "@students"', 33),
        ('quorum = "2/3"\nquorum_of = "@evaluators"', 20),
        ('quorum = "50%"\nquorum_of = 5', 3),
        ('quorum = "100%"\nquorum_of = 5\ntrim = 1', 5),
    ],
)
def test_a_mean_needs_its_share_of_the_population(words: str, needed: int) -> None:
    """The share is compared as it is: 81 % of 40 students are 32.4, which 32 do not reach."""
    assert worth(mean(words), *scores(needed)) == 80
    assert worth(mean(words), *scores(needed - 1)) is None


def test_no_mean_where_nobody_knows_how_many_there_are() -> None:
    """A class whose students are not registered has no share of them."""
    school = five()
    classes = {**school.classes, "a": five().classes["a"].__class__(id="a", name="a", stage="senior", grade="高一")}

    assert worth(mean('quorum = "10%"\nquorum_of = "@students"'), *scores(40), register=five(classes=classes)) is None


def test_each_class_ranked_by_a_mean_needs_its_own_share() -> None:
    """Of peers, too, a mean that lacks its quorum has no place."""
    words = 'quorum = "5%"\nquorum_of = "@students"\nrank = "high"\namong = "school"\nties = "best"'
    facts = [*scores(2), *scores(2, "b"), *scores(3, "c")]

    assert everybody(mean(words), facts, "x") == [1, None, 1, None, None]


def test_why_nothing_comes_of_them_is_said() -> None:
    """In Chinese and English, in the account."""
    message = describe_nothing_left(rules(mean('quorum = "80%"\nquorum_of = "@students"')).nodes["x"], 3)

    assert message.zh == "有3条记录,不足应有数的80%,不计分"
    assert message.en == "3 recorded, fewer than 80% of how many there should be"


@pytest.mark.parametrize(
    ("of_whom", "values", "group"),
    [
        ("ranked", [3, 0, 0, 3, None], None),
        ("all", [3, 3, 3, 3, None], 5),
    ],
)
def test_places_are_a_share_of_those_ranked_or_of_all(
    of_whom: str, values: list[int | None], group: int | None
) -> None:
    """Class e does not apply: four are ranked and five there, and 80 % of them are 3 places or 4."""
    words = (
        'scores = "total"\nrank = "high"\namong = "school"\nties = "worst"\nrounding = "down"\n'
        'table = [{ upto = "80%", gives = 3 }, { gives = 0 }]\nunless.students.over = 43\n'
    )
    text = RANKED + node("outcome", "x", f'{words}places_of = "{of_whom}"')
    facts = findings(a=1, b=3, c=3, d=2, e=5)

    assert everybody(text, facts, "x") == values
    verdict = state(text, facts).verdicts[0]
    assert clause_object(verdict)["place"].get("group") == group
    place = verdict.place
    assert place == Place(
        first=1,
        last=1,
        counted=1,
        peers=(("a", Fraction(99)), ("d", Fraction(98)), ("b", Fraction(97)), ("c", Fraction(97))),
        group=group,
    )


def test_the_words_say_of_whom_a_share_is() -> None:
    """Both the quorum's population and that of the places."""
    quorum = rules(mean('quorum = "2/3"\nquorum_of = "@students"'))
    told = [message.zh for message in paraphrase_node(quorum, quorum.nodes["x"])]
    assert "取平均,不到学生人数的2/3的无效" in told

    table = 'rank = "high"\namong = "school"\nties = "best"\nrounding = "down"\ntable = [{ upto = "30%", gives = 1 }]\n'
    for word, zh in (("ranked", "参加排名数的30%"), ("all", "范围内全部的30%")):
        book = rules(RANKED + node("outcome", "x", f'scores = "total"\n{table}places_of = "{word}"'))
        assert any(zh in message.zh for message in paraphrase_node(book, book.nodes["x"]))

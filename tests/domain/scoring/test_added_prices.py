"""Prices of several fields, added up for each fact: what the level gives and what the role gives."""

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.lint.report import lint_rulebook
from bzr_domain.rulebook.paraphrase import paraphrase_node
from tests.support.schools import node, of, rules, state, total, worth

KIND = """[[kind]]
id = "show"
title = "展演"
fields = { count = {}, level = ["校级", "国家级"], prize = ["二等", "一等"], role = { scale = ["参加", "主办"], optional = true } }
"""
PRICED = 'facts = "show"\ntake = "TAKE"\nprice.level = { "国家级" = 5, "校级" = 1 }\nprice.role = { "主办" = 2, "参加" = "unset" }'


def book(words: str = PRICED, take: str = "total") -> str:
    """A rulebook with one clause of such prices."""
    clause = node("clause", "x", words.replace("TAKE", take), "total")
    return KIND + total() + clause.replace('title = "x"', 'title = "国家级5分,校级1分,主办再加2分"')


def show(level: str, role: str | None = None, count: int = 1, prize: str = "一等") -> Fact:
    """A performance of a level; the role is told only where there is one."""
    own = (("prize", prize), ("role", role)) if role else (("prize", prize),)
    return attrs.evolve(of("a", "show", level=level, count=count), own=own)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([show("国家级", "主办")], 7),
        ([show("国家级")], 5),
        ([show("校级", "主办", count=3)], 9),
        ([show("国家级"), show("校级", "主办")], 8),
        ([], 0),
    ],
)
def test_the_prices_of_a_fact_are_added(facts: list[Fact], points: int) -> None:
    """Times its count; an empty field adds nothing."""
    assert worth(book(), *facts) == points


def test_the_highest_is_that_of_the_sums() -> None:
    """取最高: 5 of a level alone is less than 1 + 2 never, and more than that here."""
    assert worth(book(take="highest"), show("国家级"), show("国家级", "主办")) == 7


def test_a_price_that_is_not_set_leaves_the_whole_fact_open() -> None:
    """It gives 0 and the clause is listed: half a figure is none."""
    statement = state(book(), [show("国家级", "参加")])

    assert statement.total == 0
    assert statement.unset == ("x",)
    assert state(book(), [show("国家级")]).unset == ()


def test_two_fields_within_each_other_can_stand_beside_a_third() -> None:
    """A price for each pair of level and prize, and one for the role."""
    pairs = (
        'facts = "show"\ntake = "total"\nprice.level."国家级".prize = { "一等" = 16, "二等" = 12 }\n'
        'price.level."校级".prize = { "一等" = 2, "二等" = 1 }\nprice.role = { "主办" = 0.5, "参加" = 0 }'
    )

    assert worth(book(pairs), show("国家级", "主办", prize="二等")) == 12.5


def test_the_words_name_both_tables_and_lint_finds_each_figure_in_the_title() -> None:
    """No sum that the regulation does not print is asked for; what is not set is told once."""
    rulebook = rules(book())

    assert "每个:国家级 5、校级 1;加上 主办 2、参加 (待定)" in [
        m.zh for m in paraphrase_node(rulebook, rulebook.nodes["x"])
    ]
    found = [(finding.code, finding.what.zh) for finding in lint_rulebook(rulebook).findings if finding.key == "x"]
    assert ("unset", "“参加”没有数字") in found
    assert [code for code, _ in found].count("unset") == 1
    assert "figure-not-in-title" not in [code for code, _ in found]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ('price.level = { "国家级" = 5, "校级" = 1 }\nprice.role = { "主办" = 2 }', "price.role:缺少“参加”的分值;未定写“unset”"),
        ('price.level = { "国家级" = 5, "校级" = 1 }\nprice.role = 2', "price.role:应为等级到分值的表"),
        ('price.level = { "国家级" = 5, "校级" = 1 }\nprice.rank = { "主办" = 2 }', "price:“展演”没有“rank”一栏"),
        (
            ('price.level."国家级".prize = { "一等" = 2, "二等" = 1 }\nprice.level."校级".prize = { "一等" = 2, "二等" = 1 }\n'
            'price.prize = { "一等" = 2, "二等" = 1 }'),
            "price:一个栏目只能有一种单价,这里相加的表里写了两次",
        ),
    ],
)  # fmt: skip
def test_what_has_no_price_or_two_is_refused(words: str, message: str) -> None:
    """Each table is checked by itself, as one alone is."""
    with pytest.raises(BadRulebook) as caught:
        rules(book(f'facts = "show"\ntake = "total"\n{words}'))

    assert f"clause x:{message}" in [problem.what.zh for problem in caught.value.problems]

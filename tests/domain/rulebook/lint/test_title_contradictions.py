"""The words of the regulation against the figures: what lint reads in a title, and what it leaves alone."""

import pytest

from tests.domain.rulebook.lint.texts import OWN, clause, codes


def test_a_product_is_printed_where_its_words_multiply() -> None:
    """「700元×10」 prints 7000, and 800 it does not."""
    product = clause("a", 'facts = "o.k"\nunit = "分"\npoints = {}\n', "支出700元×10")

    assert "figure-not-in-title" not in codes(OWN + product.format(7000))
    assert "figure-not-in-title" in codes(OWN + product.format(800))


SAME = 'facts = "{}"\nnumber = "{}"\npoints = {}'
TITLES = {
    "a choice that deducts": (
        "每人次扣2-5分",
        SAME.format("council.decision", "chosen", -1) + "\nrange = [2, 5]",
        set(),
    ),
    "a number that is deducted": (
        "a列2分",
        SAME.format("hygiene.score", "value", -1) + '\ntake = "total"\nmost = 2',
        set(),
    ),
    "a number that is multiplied": (
        "每满1%扣3分",
        SAME.format("hygiene.score", "value", -2) + '\ntake = "total"',
        {"figure-not-in-title"},
    ),
    "a deduction in Chinese figures": ("每缺一次扣十五分", "points = -15", set()),
    "twenty": ("每次加二十分", "points = 20", set()),
    "a hundred and twenty": ("每次扣一百二十分", "points = -120", set()),
    "half a point": ("每次扣半分", "points = -0.5", set()),
    "no word at all": ("违纪", "points = -2", set()),
    "taking part is no bonus": ("参加活动缺一次,计划不得迟交,每次2分", "points = -2", set()),
    "both are spoken of": ("好加2分,差扣2分", "points = -2", set()),
    "a scale of a hundred": ("折合百分制", 'points = "100/145"', set()),
    "another figure in Chinese": ("每次扣十五分", "points = -10", {"figure-not-in-title"}),
    "a sign the wrong way": ("每次扣2分", "points = 2", {"sign-against-title"}),
    "a bonus that deducts": ("每次加分2分", "points = -2", {"sign-against-title"}),
    "a score that is spoken of": ("量化积分连续两个月排名最后扣20", "points = -20", set()),
    "a score that is started from": ("无人亮灯在当天得分基础上再扣1", "points = -1", set()),
    "a score that is low": ("卫生得分低的班每次", "points = -1", set()),
    "a deduction that did not happen": ("本月无扣分的", "points = 3", set()),
    "an entry that did not happen": ("本月没有扣分项得满分", "points = 3", set()),
    "a bonus without its unit": ("按时加1,迟交扣2分", "points = 2", set()),
    "a deduction of what is scored": ("量化积分最低扣20分", "points = 20", {"sign-against-title"}),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_words_are_held_against_the_figures(name: str) -> None:
    """Signs and numbers of the regulation's own words, Arabic and Chinese."""
    title, words, expected = TITLES[name]

    facts = words if words.startswith("facts") else f'facts = "o.k"\n{words}'
    body = OWN + clause("a", facts, title)

    assert expected == codes(body) & {"sign-against-title", "figure-not-in-title"}

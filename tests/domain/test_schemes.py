"""Which outcome pays: of each rulebook the one named, or the only one there is."""

import pytest

from bzr_domain.errors import UnknownReference
from bzr_domain.rulebook.book import Book
from bzr_domain.schemes import chosen, known
from tests.support.schools import node, rules, total


def paying(*names: str, title: str = "试") -> Book:
    """A rulebook with these outcomes in yuan."""
    text = total("base = 1") + "".join(
        node("outcome", name, 'scores = "total"\nunit = "元"') for name in names
    )
    return rules(text + f'\n[[note]]\nid = "n"\ntitle = "{title}"\ncite = "试"\nsays = "method"\n')


TWO, ONE, NONE = paying("pay.a", "pay.b"), paying("pay.c"), paying()


@pytest.mark.parametrize(
    ("books", "said", "found"),
    [
        ([ONE], [[]], "pay.c"),
        ([TWO], [["a"]], "pay.a"),
        ([TWO, ONE], [["pay.b"]], "pay.b,pay.c"),
        ([TWO, ONE, NONE], [["b", "c"]], "pay.b,pay.c"),
        ([TWO], [["gone"], ["b"]], "pay.b"),
        ([TWO], [["a"], ["b"]], "pay.a"),
        ([NONE], [[]], ""),
    ],
)
def test_each_rulebook_pays_by_one_scheme(books: list[Book], said: list[list[str]], found: str) -> None:
    """What is named decides, the first names before the later ones; what is alone needs no name."""
    assert found == chosen(books, "2024-09", *said)


@pytest.mark.parametrize(
    ("said", "listed"), [([], "pay.a、pay.b"), (["a", "b"], "pay.a、pay.b"), (["c"], "pay.a、pay.b")]
)
def test_a_rulebook_with_several_asks_for_a_name(said: list[str], listed: str) -> None:
    """None of them named, or two."""
    with pytest.raises(UnknownReference) as found:
        chosen([ONE, TWO], "2024-09", said)

    assert f"请用 --scheme 写明2024-09按“试”的哪一种方案;可用的有:{listed}" == found.value.message.zh
    assert "say with --scheme which scheme of 'r' pays 2024-09; known: pay.a, pay.b" == found.value.message.en


def test_a_name_that_no_rulebook_has_is_refused_with_those_there_are() -> None:
    """A slip of the pen pays nobody."""
    with pytest.raises(UnknownReference) as found:
        known([TWO, ONE], "2024-09", ["a", "scheme-1"])

    assert "2024-09的规则里没有方案“scheme-1”;可用的有:pay.a、pay.b、pay.c" == found.value.message.zh
    assert (
        "the rulebook of 2024-09 has no scheme 'scheme-1'; known: pay.a, pay.b, pay.c"
        == found.value.message.en
    )


def test_where_nothing_pays_nothing_is_known() -> None:
    """No scheme, no name; a name asked for there is told so."""
    with pytest.raises(UnknownReference) as found:
        known([NONE], "2024-09", ["a"])

    assert [] == known([NONE], "2024-09", [])
    assert "2024-09的规则里没有方案“a”;可用的有:无" == found.value.message.zh

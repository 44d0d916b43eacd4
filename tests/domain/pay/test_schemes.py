"""Which outcome pays: of each rulebook the one named, or the only one there is."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.pay.schemes import (
    check_names,
    choose_schemes,
    find_named_schemes,
    list_schemes,
    split_names,
)
from bzr_domain.rulebook.book import Book
from tests.support.schools import node, rules, total


def paying(book_id: str, *names: str) -> Book:
    """A rulebook with these outcomes in yuan."""
    text = total("base = 1") + "".join(node("outcome", name, 'scores = "total"\nunit = "元"') for name in names)
    return attrs.evolve(rules(text), id=book_id)


TWO, ONE, NONE = paying("r", "pay.a", "pay.b"), paying("one", "pay.c"), paying("none")
ALIKE = paying("alike", "pay.a")


@pytest.mark.parametrize(
    ("books", "said", "found"),
    [
        ([ONE], [[]], "pay.c"),
        ([TWO], [["a"]], "pay.a"),
        ([TWO, ONE], [["pay.b"]], "r:pay.b,one:pay.c"),
        ([TWO, ONE, NONE], [["b", "c"]], "r:pay.b,one:pay.c"),
        ([TWO, ALIKE], [["a"]], "pay.a"),
        ([ALIKE, TWO], [["b"]], "alike:pay.a,r:pay.b"),
        ([ALIKE, TWO], [["alike:pay.a", "r:pay.b"]], "alike:pay.a,r:pay.b"),
        ([ALIKE, TWO], [["a", "r:b"]], "alike:pay.a,r:pay.b"),
        ([TWO], [["gone"], ["b"]], "pay.b"),
        ([TWO], [["a"], ["b"]], "pay.a"),
        ([NONE], [[]], ""),
    ],
)
def test_each_rulebook_pays_by_one_scheme(books: list[Book], said: list[list[str]], found: str) -> None:
    """What is named decides, the first names before the later ones; what is alone needs no name."""
    assert found == choose_schemes(books, "2024-09", *(",".join(names) for names in said))


@pytest.mark.parametrize(
    ("said", "listed"), [([], "pay.a、pay.b"), (["a", "b"], "pay.a、pay.b"), (["c"], "pay.a、pay.b")]
)
def test_a_rulebook_with_several_asks_for_a_name(said: list[str], listed: str) -> None:
    """None of them named, or two."""
    with pytest.raises(UnknownReference) as found:
        choose_schemes([ONE, TWO], "2024-09", ",".join(said))

    assert f"请用 --scheme 写明2024-09按“试”的哪一种方案;可用的有:{listed}" == found.value.message.zh
    assert "say with --scheme which scheme of 'r' pays 2024-09; known: pay.a, pay.b" == found.value.message.en


def test_a_name_that_no_rulebook_has_is_refused_with_those_there_are() -> None:
    """A slip of the pen pays nobody."""
    with pytest.raises(UnknownReference) as found:
        check_names([TWO, ONE], "2024-09", ["a", "scheme-1"])

    assert "2024-09的规则里没有方案“scheme-1”;可用的有:pay.a、pay.b、pay.c" == found.value.message.zh
    assert "the rulebook of 2024-09 has no scheme 'scheme-1'; known: pay.a, pay.b, pay.c" == found.value.message.en


def test_where_nothing_pays_nothing_is_known() -> None:
    """No scheme, no name; a name asked for there is told so."""
    with pytest.raises(UnknownReference) as found:
        check_names([NONE], "2024-09", ["a"])

    assert [] == check_names([NONE], "2024-09", [])
    assert "2024-09的规则里没有方案“a”;可用的有:无" == found.value.message.zh


BOOKS = st.lists(
    st.builds(
        lambda name, own: paying(name, *own),
        st.sampled_from("xyz"),
        st.lists(st.sampled_from(["pay.a", "pay.b", "pay.c"]), unique=True, max_size=3),
    ),
    max_size=3,
    unique_by=lambda book: book.id,
)
WORDS = st.lists(st.sampled_from(["a", "pay.b", "c", "x:a", "y:pay.b", "z:c", "gone"]), max_size=3)


@given(books=BOOKS, said=WORDS)
def test_what_is_chosen_for_a_rulebook_is_what_pays_its_classes(books: list[Book], said: list[str]) -> None:
    """Read again, the choice names one scheme of each rulebook that has any, among those asked for, and is the same choice."""
    try:
        found = choose_schemes(books, "2024-09", ",".join(said))
    except UnknownReference:
        return

    paid_by = {book.id: find_named_schemes(book, split_names(found)) for book in books}

    assert found == choose_schemes(books, "2024-09", found)
    for book in books:
        asked = find_named_schemes(book, said) or list_schemes(book)
        assert (asked if list_schemes(book) else []) == paid_by[book.id]

"""A rulebook made of Python's own values is the one that its file would be."""

import tomllib
from datetime import UTC, time
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import Invalid, School, check_rulebook, list_rulebooks, load_rulebook
from bzr_adapters.front_door.rulebooks import Rulebook
from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_adapters.testing import DECLARATION
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing import made_up_rulebooks
from tests.support.effort import fewer

SMALL: dict[str, Any] = {
    "rulebook": {"id": "own", "title": "自定细则"},
    "item": [{"id": "total", "title": "总分", "base": 100}],
}


def without_text(book: Book) -> Book:
    """A rulebook but for what names its very text."""
    return attrs.evolve(book, digest="")


@fewer(15)
@given(text=made_up_rulebooks.rulebook_texts())
def test_what_a_file_holds_makes_the_same_rulebook(text: str) -> None:
    """Given the tables of any rulebook, then it says what the file says, and its own tables are those given."""
    tables = tomllib.loads(text, parse_float=Decimal)

    loaded = load_rulebook(tables)

    assert without_text(parse_rulebook(text, read_common_kinds())) == without_text(loaded.source)
    assert tables == tomllib.loads(loaded.text, parse_float=Decimal)
    assert loaded == load_rulebook(loaded) == load_rulebook(tables)


@pytest.mark.parametrize("shipped", list_rulebooks().rulebooks, ids=lambda book: book.name)
def test_a_shipped_rulebook_can_be_written_again(shipped: Rulebook) -> None:
    """Also where its numbers are read as floats, which stand for their shortest text."""
    loaded = load_rulebook(tomllib.loads(shipped.text))

    assert without_text(shipped.source) == without_text(loaded.source)
    assert (shipped.id, shipped.version, "") == (loaded.id, loaded.version, loaded.name)


@fewer(40)
@given(
    value=st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.decimals(), st.text(), st.binary(), st.times(), st.dates()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    table=st.sampled_from(["rulebook", "kind", "item", "clause", "value", "outcome", "note", "", "一"]),
)
def test_whatever_stands_in_the_tables_is_taken_or_named(value: object, table: str) -> None:
    """Nothing of Python's or TOML's own comes out."""
    try:
        load_rulebook({**SMALL, table: value})
    except Invalid as error:
        assert error.code
        assert error.problems or error.text("zh")


DEEP: list[Any] = []
DEEP.append(DEEP)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (None, "item.2.title"),
        ("\ud800", "item.2.title"),
        (time(7, tzinfo=UTC), "item.2.title"),
        ({1: "x"}, "item.2.title.1"),
        (DEEP, "item.2.title" + ".1" * 17),
    ],
    ids=["none", "half a character", "a time of a zone", "a name that is a number", "a list in itself"],
)
def test_each_value_that_cannot_be_written_is_named(value: object, place: str) -> None:
    """By its path, in both languages; the others stand beside it."""
    tables = {**SMALL, "item": [*SMALL["item"], {"id": "x", "title": value, "base": b"1"}]}

    with pytest.raises(Invalid) as faulty:
        load_rulebook(tables)

    assert [place, "item.2.base"] == [problem.at[0] for problem in faulty.value.problems]
    assert {"rulebook.bad-value"} == {problem.code for problem in faulty.value.problems}


def test_a_declaration_adopts_a_rulebook_without_a_file() -> None:
    """Its text is kept, and what it says is what counts."""
    own = load_rulebook(SMALL)
    declaration = {**DECLARATION, "adopt": [{"rulebook": own, "from": "2024-09-01"}]}
    with School.create("memory:", declaration, by="李老师") as school:
        assert ["own"] == [row.id for row in school.rulebooks()]
        assert own.source.digest == school.rulebooks()[0].digest
        assert {Decimal(100)} == {row.total for row in school.month("2024-09").statements}


def test_a_rulebook_of_tables_has_no_worked_examples_beside_it() -> None:
    """Not those of a shipped one of the same id either."""
    tables = {**SMALL, "rulebook": {"id": "monthly-quantified", "title": "自定细则"}}

    assert check_rulebook(load_rulebook(tables), examples=1).differences is None

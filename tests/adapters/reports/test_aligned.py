"""Columns that stand under each other, whatever is written in them."""

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.values import one_line
from bzr_adapters.reports.aligned import aligned, width
from bzr_adapters.reports.ink import PLAIN, Ink

_CELLS = st.text(st.sampled_from("ab1.—高一(1)班,“”e\u0301"), max_size=6)
_TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(_CELLS, min_size=columns, max_size=columns), min_size=1, max_size=5)
)


@given(_TABLES)
def test_every_column_begins_at_the_same_place(rows: list[list[str]]) -> None:
    """For any table, all cells of the last column begin equally far from the left."""
    marked = [[*row, f"|{number}"] for number, row in enumerate(rows)]

    lines = aligned(marked)

    assert 1 == len({width(line[: line.rindex("|")]) for line in lines})


@given(_TABLES)
def test_a_column_on_the_right_ends_at_the_same_place(rows: list[list[str]]) -> None:
    """For any table, numbers end under each other."""
    marked = [[*row, "1" * (number + 1)] for number, row in enumerate(rows)]

    lines = aligned(marked, right={len(rows[0])})

    assert 1 == len({width(line) for line in lines})


@given(_CELLS)
def test_colours_take_no_room(text: str) -> None:
    """For any text, marking it does not move what stands behind it; plain ink does not touch it."""
    assert width(text) == width(Ink(coloured=True).red(text))
    assert text == PLAIN.red(text)


def test_chinese_takes_two_columns() -> None:
    """A terminal gives a Chinese character two columns, a bracket or letter one, a combining mark none."""
    assert [9, 3, 1, 0] == [width(text) for text in ("高一(1)班", "abc", "e\u0301", "")]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=4))
def test_every_row_is_one_line(rows: list[list[str]]) -> None:
    """For any text, a line break in it makes no line, and nothing that a terminal obeys is left but colours."""
    lines = aligned(rows)

    assert len(rows) == len(lines)
    assert all(len(line.splitlines()) <= 1 for line in lines)


@given(st.text())
def test_free_text_stays_on_its_line(text: str) -> None:
    """For any text; one that has nothing of the kind is left as it is."""
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)

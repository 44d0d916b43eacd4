"""More is written into a TOML text, and what stood there stays."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.toml_insertions import Insertion, NotInsertable, apply_insertions, insert_into_text

CHANGE = {"from": date(2025, 9, 1), "name": "高二(1)班"}
UP = Insertion(table="class", index=0, rows={"change": CHANGE})
LEFT = Insertion(table="class", index=1, values={"to": date(2025, 8, 31)})

TWO = 'school = { name = "x", timezone = "y", z = 1 }\nclass = [{id = "a", change = [{from = 2025-03-01, students = 1}]}, {id = "b"}]\n'
HIDDEN = '[[class]]\nid = "a"\naliases = [\n  "[x]",\n  "y", # [[class]]\n]\n\n# b is next\n[[class]]\nid = """b\n[[class]]\n"""'
APART = '[[class]]\nid = "a"\n[[tenure]]\nteacher = "t"\n[[class.change]]\nstudents = 1\n[[class]] # ]\nid = "b"\n'


@pytest.mark.parametrize("text", [TWO, HIDDEN, APART, HIDDEN.replace("\n", "\r\n")])
def test_values_find_their_place_however_the_text_is_written(text: str) -> None:
    """In brackets, below lists and texts that look like headers, below what belongs to the class further down."""
    result = insert_into_text(text, [UP, LEFT], "")

    tables = tomllib.loads(result)
    assert apply_insertions(tomllib.loads(text), [UP, LEFT]) == tables
    assert CHANGE == tables["class"][0]["change"][-1]
    assert LEFT.values["to"] == tables["class"][1]["to"]


def test_a_comment_stays_with_what_it_is_about() -> None:
    """One below a table and before a blank line is about that table; one right above a header is about the next."""
    text = '[[class]]\nid = "a" # first\n# about a\n\n# about b\n[[class]]\nid = "b"\n# the end'

    result = insert_into_text(text, [Insertion(table="class", index=0, values={"to": date(2025, 8, 31)})], "# more\n")

    assert (
        '[[class]]\nid = "a" # first\n# about a\nto = 2025-08-31\n\n# about b\n[[class]]\nid = "b"\n# the end\n# more\n'
        == result
    )


@pytest.mark.parametrize("text", ['class = [{id = "a"}]\n', "class = []\n"])
def test_what_cannot_be_inserted_is_refused(text: str) -> None:
    """A list in brackets takes no further table; a text that would say something else is never given out."""
    with pytest.raises(NotInsertable, match=r"\[\[class\]\]"):
        insert_into_text(text, [], '[[class]]\nid = "b"\n')


@given(
    st.lists(
        st.sampled_from(["# 注", "", "  ", 'note = "[[class]]"', "[[tenure]]", "[[class.change]]", "n = [\n1,\n]"]),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_line_of_the_old_text_stays_in_its_order(pieces: list[str], newline: str) -> None:
    """Whatever comments, blanks and tables stand between: what is new is whole lines among the old ones."""
    lines = "\n".join(["[[class]]", 'id = "a"', *pieces, "[[class]]", 'id = "b"', ""])
    text = lines.replace("\n", newline)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    result = insert_into_text(text, [UP, LEFT], "")

    remaining = iter(result.split(newline))
    assert all(line in remaining for line in text.split(newline))
    assert result.count("\n") == result.count(newline)

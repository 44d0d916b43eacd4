"""The reference pages name everything that can be written; a new word or kind without a line there is a fault."""

from pathlib import Path
from typing import get_args

import pytest

from bzr_domain.facts.kinds import FIELDS, HEADERS, Field, Kind
from bzr_domain.kernel.quantities import Rounding, format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook import parse_kind, parse_node, parse_scale, toml_values
from bzr_domain.rulebook.book import HEADINGS, ROSTER_FIGURES, Book
from bzr_domain.rulebook.node import Joins
from bzr_domain.rulebook.notes import NOTES
from tests.support.builders import monthly, small_book

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
FACTS = (REFERENCE / "facts.md").read_text(encoding="utf-8")
RULEBOOK = (REFERENCE / "rulebook.md").read_text(encoding="utf-8")
COMMON = small_book("").kinds.values()
WORDS = (
    *parse_node.WORDS,
    *parse_scale._TABLE_WORDS,
    *parse_kind._FIELD_WORDS,
    *toml_values._TEST_WORDS,
    *HEADINGS,
    *FIELDS,
    "gives", "about", "fields", "version", "language", "note",
)  # fmt: skip
CHOICES = (
    *parse_node.TAKES,
    *get_args(Joins),
    *parse_node.PERS,
    *get_args(Rounding),
    *get_args(lang.Ties),
    *get_args(lang.Reach),
    *NOTES,
    "count",
    "value",
    "chosen",
    "late",
    "unset",
    *ROSTER_FIGURES,
)


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_every_word_of_a_rulebook_is_explained(word: str) -> None:
    """Whatever a rulebook can say stands in the reference, written as code."""
    forms = (f"`{word}`", f"`{word} ", f"`{word}.", f"`.{word} ", f"`[[{word}]]`", f"`[{word}]`")

    assert any(form in RULEBOOK for form in forms)


@pytest.mark.parametrize("choice", sorted(set(CHOICES)))
def test_every_choice_of_a_word_is_explained(choice: str) -> None:
    """Each of the words that `take`, `joins`, `per`, `rounding` and `number` choose from stands there in quotes."""
    assert f'"{choice}"' in RULEBOOK


@pytest.mark.parametrize("kind", COMMON, ids=lambda kind: kind.id)
def test_every_kind_has_its_row(kind: Kind) -> None:
    """Id, label, whom it is about, its fields, and the clauses that count it: as the program has them."""
    fields = "; ".join(_described(field) for field in kind.fields)

    assert f"| `{kind.id}` | {kind.title} | {kind.about} | {fields} | {_clauses(monthly(), kind)} |" in FACTS


@pytest.mark.parametrize("field", HEADERS)
def test_every_column_of_a_sheet_has_its_row(field: str) -> None:
    """Each header in English and in Chinese."""
    assert f"| `{field}` | {HEADERS[field]} |" in FACTS


def _described(field: Field) -> str:
    if field.scale:
        english = {step: word for word, step in field.words.items()}
        steps = (f"{step} ({english[step]})" if step in english else step for step in field.scale)
        return f"{field.name}: {' < '.join(steps)}"
    if field.lowest is None:
        return f"{field.name} (text)" if field.name in {"level", "item", "note"} else field.name
    if field.highest is None:
        return f"{field.name}: {format_number(field.lowest)} or more"
    return f"{field.name}: {format_number(field.lowest)}–{format_number(field.highest)}"


def _clauses(book: Book, kind: Kind) -> str:
    counting = [
        node.id
        for node in book.nodes.values()
        if isinstance(node.source, lang.FactRows) and any(one.takes(kind.id) for one in node.source.selectors)
    ]
    return ", ".join(dict.fromkeys(counting)) or "—"

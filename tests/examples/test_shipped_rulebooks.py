"""A shipped rulebook never changes: a corrected one is a new version beside it, and reaches a school by an adoption."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from bzr_domain.rulebook.paraphrase import shorten_name
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import KINDS, RULEBOOKS

LIST = Path(__file__).with_name("shipped_rulebooks.txt")


def test_every_shipped_text_is_the_one_that_was_shipped() -> None:
    """To correct one: keep it as NAME.1.toml, raise `version` in NAME.toml, and add that version's line to the list."""
    shipped = dict(line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    texts = [
        path.read_text(encoding="utf-8")
        for path in RULEBOOKS.glob("*.toml")
        if path.stem != "kinds" and not path.stem.endswith(".examples")
    ]
    books = {f"{book.id}/{book.version}": text for text in texts for book in [parse_rulebook(text, KINDS)]}

    assert len(texts) == len(books)
    assert shipped == {name: hashlib.sha256(text.encode()).hexdigest() for name, text in books.items()}


@pytest.mark.parametrize("name", ["four-part-weighted", "graded-indicators"])
def test_remarks_name_each_clause_by_another_name(name: str) -> None:
    """未评 lists 自评 and 互评, 中期 and 年末 of one indicator apart."""
    book = parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)
    names = Counter(shorten_name(node) for node in book.nodes.values() if node.heading == "clause")
    assert [] == [each for each, times in names.items() if times > 1]

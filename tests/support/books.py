"""Rulebooks made up at random, over the common kinds."""

from hypothesis import strategies as st

from bzr_domain.rulebook.book import Book
from bzr_domain.testing.made_up_rulebooks import rulebooks
from tests.support.builders import KINDS


def books() -> st.SearchStrategy[Book]:
    """Rulebooks over the whole language."""
    return rulebooks(KINDS)

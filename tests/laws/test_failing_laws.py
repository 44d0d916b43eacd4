"""A law that fails says why, however long what it was tried on is to print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def test_a_law_that_fails_on_something_long_fails_by_its_own_assertion() -> None:
    """A whole rulebook is tens of thousands of characters; no warning about them may stand in the place of the fault."""

    @settings(database=None, max_examples=2)
    @given(long=st.just("字" * 50_000), drawn=st.data())
    def law(long: str, drawn: st.DataObject) -> None:
        drawn.draw(st.booleans())
        assert not long, "the law's own words"

    with pytest.raises(AssertionError, match="the law's own words"):
        law()

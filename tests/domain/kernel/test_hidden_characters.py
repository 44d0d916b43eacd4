"""Characters that nobody sees are known, and written out."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.hidden_characters import HIDDEN, name_hidden, show_hidden

CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_all_characters_that_unicode_calls_control_or_format_are_hidden() -> None:
    """Those too that a later Unicode may add, which this test will tell of."""
    characters = map(chr, range(sys.maxunicode + 1))

    assert [] == [
        f"U+{ord(character):04X}"
        for character in characters
        if unicodedata.category(character) in CATEGORIES and not HIDDEN.fullmatch(character)
    ]


@given(st.text())
def test_nothing_hidden_is_left_and_everything_else_stays(text: str) -> None:
    """What is shown is one line, and the same where nothing was hidden."""
    shown = show_hidden(text)

    assert name_hidden(shown) is None
    assert len(shown.splitlines()) <= 1
    assert (shown == text) == (name_hidden(text) is None)

"""Documents as text: what is written is what `json.dumps` writes."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.front_door.json_text import write_json
from tests.support.effort import fewer

SCALARS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside) | st.lists(inside).map(tuple) | st.dictionaries(st.text(), inside),
    max_leaves=12,
)


@fewer(50)
@given(value=VALUES)
def test_a_value_is_written_as_the_library_writes_it(value: object) -> None:
    """Empty, nested, with quotes and line breaks: the text is the same, only sooner there."""
    assert json.dumps(value, ensure_ascii=False, indent=1) == write_json(value)

"""What a power cut can leave of a file, by the model of a disk that `make torture` uses."""

from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.torture.disk import Call
from tests.torture.power_cut import SECTOR, Medium, apply, tear

FILE = Path("school.db")
WRITES = st.builds(Call, st.just("write"), st.just(FILE), st.integers(0, 3000), st.binary(min_size=1, max_size=1500))
CALLS = st.lists(WRITES | st.builds(Call, st.just("truncate"), st.just(FILE), st.integers(0, 3000)), max_size=5)


@given(WRITES)
def test_the_parts_of_a_torn_write_are_the_write(call: Call) -> None:
    """Each lies in one sector; together they are the whole, in any order."""
    parts = list(tear(call))

    assert all(part.offset // SECTOR == (part.offset + len(part.data) - 1) // SECTOR for part in parts)
    assert apply(b"", [call]) == apply(b"", parts[::-1])


@given(CALLS, st.integers(0, 99))
def test_what_was_synced_survives(calls: list[Call], seed: int) -> None:
    """Once a file is synced, every power cut leaves it as it is."""
    medium = Medium(since=calls)
    medium.sync()

    assert apply(b"", calls) == medium.survive(Random(seed))


@given(st.binary(max_size=2000), CALLS, st.integers(0, 99))
def test_a_byte_that_survives_was_there_once(sure: bytes, calls: list[Call], seed: int) -> None:
    """Within what was sure, each byte is the old one or one that was written to its place."""
    written = [call for call in calls if call.what == "write"]
    left = Medium(sure=sure, since=written).survive(Random(seed))

    assert len(sure) <= len(left)
    for place, old in enumerate(sure):
        candidates = {call.data[at] for call in written if 0 <= (at := place - call.offset) < len(call.data)}
        assert left[place] in candidates | {old}

"""Protected texts: each can be read at its place with its key, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage.keys.protected_texts import decrypt, encrypt, is_sealed_name, make_pseudonym, write_id
from bzr_adapters.storage.stored_forms import BadForm

KEYS = st.binary(min_size=16, max_size=16)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
PLACES = st.tuples(TEXTS, st.integers(0, 99), st.integers(0, 9))
NAMES = st.tuples(TEXTS, TEXTS, TEXTS)


@given(key=KEYS, text=TEXTS, place=PLACES)
def test_a_text_is_read_as_it_was_written(key: bytes, text: str, place: tuple[object, ...]) -> None:
    """With its key, at its place."""
    assert text == decrypt(key, encrypt(key, text, place), place)


@given(key=KEYS, text=TEXTS, places=st.lists(PLACES, min_size=2, max_size=2, unique=True))
def test_a_text_is_read_at_no_other_place(key: bytes, text: str, places: list[tuple[object, ...]]) -> None:
    """History, version and ordinal are bound to it, wherever one ends and the other begins."""
    with pytest.raises(BadForm):
        decrypt(key, encrypt(key, text, places[0]), places[1])


@given(keys=st.lists(KEYS, min_size=2, max_size=2, unique=True), text=TEXTS, place=PLACES)
def test_a_text_is_read_with_no_other_key(keys: list[bytes], text: str, place: tuple[object, ...]) -> None:
    """Once its key is destroyed, nothing opens it."""
    with pytest.raises(BadForm):
        decrypt(keys[1], encrypt(keys[0], text, place), place)


@given(salt=KEYS, one=NAMES, other=NAMES)
def test_two_names_have_two_pseudonyms(salt: bytes, one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    """Whoever's they are, however they are split; each is a pseudonym as events bear it."""
    assert (one == other) == (make_pseudonym(salt, *one) == make_pseudonym(salt, *other))
    assert is_sealed_name(f"\\/n{make_pseudonym(salt, *one)}")


@given(numbers=st.tuples(*[st.integers(0, 2**80 - 1)] * 2))
def test_two_numbers_have_two_ids(numbers: tuple[int, int]) -> None:
    """All of one length."""
    one, other = map(write_id, numbers)

    assert (numbers[0] == numbers[1]) == (one == other)
    assert {16} == {len(one), len(other)}

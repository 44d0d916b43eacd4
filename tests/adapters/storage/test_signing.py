"""Signatures: each is good for its key and its text alone."""

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage.evidence.signing import (
    extract_public,
    is_signed,
    make_key,
    read_public_key,
    sign,
    write_public_key,
)
from tests.support.effort import fewer

SEEDS = st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=2, unique=True)
BODIES = st.lists(st.binary(max_size=99), min_size=2, max_size=2, unique=True)


@fewer(30)
@given(keys=SEEDS, bodies=BODIES)
def test_a_signature_is_good_for_its_key_and_its_text_alone(keys: list[bytes], bodies: list[bytes]) -> None:
    """Another text or another key is refused, and so is a public key of nobody."""
    signature = sign(keys[0], bodies[0])

    assert is_signed(extract_public(keys[0]), bodies[0], signature)
    assert not is_signed(extract_public(keys[0]), bodies[1], signature)
    assert not is_signed(extract_public(keys[1]), bodies[0], signature)
    assert not is_signed(b"", bodies[0], signature)


@fewer(30)
@given(body=st.binary(max_size=99), place=st.integers(0, 511))
def test_a_signature_with_a_bit_changed_is_refused(body: bytes, place: int) -> None:
    """Any bit of its 64 bytes."""
    key = bytes(32)
    changed = bytearray(sign(key, body))
    changed[place // 8] ^= 1 << place % 8

    assert not is_signed(extract_public(key), body, bytes(changed))


def test_a_key_in_a_file_signs_as_its_bytes_do() -> None:
    """What is given away is the public half of what is kept."""
    key = make_key()

    assert extract_public(key) == read_public_key(write_public_key(key))
    assert is_signed(extract_public(key), b"x", sign(key, b"x"))

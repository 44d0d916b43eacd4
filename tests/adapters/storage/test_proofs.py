"""Proofs exported from a store are checked by a script that knows nothing of it; laws over generated logs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import Invalid, School
from bzr_adapters.storage.evidence.signing import make_key, read_public_key, write_public_key
from bzr_adapters.storage.evidence.tree import Tree, list_consistency_path, list_inclusion_path
from examples import check_proof
from examples.check_proof import BadProof
from tests.adapters.front_door.schools import create_school, finding

NOON = datetime(2024, 10, 8, 4, tzinfo=UTC)
LOGS = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=33)


def root_of(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    """The root over some leaves of a log."""
    return Tree().add(leaves[start:end]).root()


@given(leaves=LOGS, data=st.data())
def test_every_leaf_is_proved_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    """By the path to the root of the whole; a leaf, a place or a root that is another one is refused."""
    size = len(leaves)
    place = data.draw(st.integers(0, size - 1))
    path = list_inclusion_path(place, size, lambda start, end: root_of(leaves, start, end))
    root = root_of(leaves, 0, size)

    check_proof.check_inclusion(leaves[place], place, size, path, root)

    other = data.draw(st.integers(0, size))
    with pytest.raises(BadProof):
        check_proof.check_inclusion(b"x" + leaves[place][1:] + b"y", place, size, path, root)
    with pytest.raises(BadProof):
        check_proof.check_inclusion(leaves[place], place, size, path, bytes(32))
    with pytest.raises(BadProof):
        check_proof.check_inclusion(leaves[place], place, size, [*path, bytes(32)], root)
    if other != place and (other == size or leaves[other] != leaves[place]):
        with pytest.raises(BadProof):
            check_proof.check_inclusion(leaves[place], other, size, path, root)


@given(leaves=LOGS, data=st.data())
def test_every_beginning_is_proved_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    """A log that was changed before the earlier root is not the same one grown."""
    size = len(leaves)
    first = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, first - 1))
    others = [*leaves[:changed], bytes(31) + b"!", *leaves[changed + 1 :]]
    old, root = root_of(leaves, 0, first), root_of(leaves, 0, size)

    path = list_consistency_path(first, size, lambda start, end: root_of(leaves, start, end))
    forged = list_consistency_path(first, size, lambda start, end: root_of(others, start, end))

    check_proof.check_consistency(first, size, path, old, root)
    with pytest.raises(BadProof):
        check_proof.check_consistency(first, size, forged, old, root_of(others, 0, size))
    with pytest.raises(BadProof):
        check_proof.check_consistency(first, size, path, bytes(32), root)
    with pytest.raises(BadProof):
        check_proof.check_consistency(first, size, [*path, bytes(32)], old, root)


@pytest.fixture(scope="module")
def key() -> bytes:
    """A key that signs."""
    return make_key()


@pytest.fixture
def school() -> School:
    """A school with a few facts."""
    school = create_school()
    school.acting("李老师").record([finding("2024-09-03"), finding("2024-09-04")])
    return school


def test_an_event_is_proved_without_the_store(school: School, key: bytes) -> None:
    """Its bytes, its place and the signature; who changes a letter of it proves nothing."""
    trusted = read_public_key(write_public_key(key))
    for position in range(1, school.head() + 1):
        proof = json.loads(json.dumps(school.prove_event(position, key=key).to_dict()))

        assert f"event #{position} " in check_proof.check_proof(proof, trusted)
        for part in ("state", "stream", "name"):
            changed = {**proof["event"], part: proof["event"][part] + "x"}
            with pytest.raises(BadProof):
                check_proof.check_proof({**proof, "event": changed})
        with pytest.raises(BadProof, match="another key"):
            check_proof.check_proof(proof, read_public_key(write_public_key(make_key())))


def test_growth_is_proved_without_the_store(school: School, key: bytes) -> None:
    """From an earlier checkpoint to a later one."""
    earlier = school.checkpoint(key).rows[0]["text"]
    school.acting("李老师").record([finding("2024-09-05")])

    proof = school.prove_growth(earlier, key=key).to_dict()

    assert "nothing of the first" in check_proof.check_proof(proof)
    with pytest.raises(BadProof):
        check_proof.check_proof({**proof, "path": proof["path"][1:]})
    with pytest.raises(BadProof, match="changed"):
        check_proof.check_proof({**proof, "earlier": earlier.replace("events 1", "events 2")})


def test_what_is_not_so_is_not_proved(school: School) -> None:
    """An event that is not there; a checkpoint of another store; a text that is none."""
    with create_school() as other:
        foreign = other.checkpoint().rows[0]["text"]

    with pytest.raises(Invalid) as beyond:
        school.prove_event(school.head() + 1)
    with pytest.raises(Invalid) as elsewhere:
        school.prove_growth(foreign)
    assert "checkpoint.no-proof" == beyond.value.code == elsewhere.value.code
    with pytest.raises(Invalid) as unreadable:
        school.prove_growth("something")
    assert "checkpoint.unreadable" == unreadable.value.code


def test_the_script_is_called_with_files(
    school: School, key: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is proved, or that it is not, with the status of it."""
    proof, public = tmp_path / "proof.json", tmp_path / "key.pub"
    public.write_bytes(write_public_key(key))
    school.prove_event(2, key=key).export(proof)

    assert 0 == check_proof.main([str(proof), "--key", str(public)])
    proof.write_text(proof.read_text(encoding="utf-8").replace('"place": 1', '"place": 0'), encoding="utf-8")
    assert 1 == check_proof.main([str(proof)])

    told = capsys.readouterr()
    assert ("event #2", "not proved") == (told.out[:8], told.err[:10])

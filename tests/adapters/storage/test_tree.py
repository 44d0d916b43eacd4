"""The tree of RFC 9162: the known vectors of certificate transparency, and laws over generated logs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage.evidence.tree import Tree, list_consistency_path, list_inclusion_path

# The eight leaves on which implementations of RFC 6962 and RFC 9162 are tried, and what they come to.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PAIR_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
PAIR_0_1 = ROOTS[1]
LEAF_0 = ROOTS[0]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
PAIR_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
PAIR_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIRST_FOUR = ROOTS[3]
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
INCLUSION = {
    (0, 1): [],
    (0, 8): [LEAF_1, PAIR_2_3, LAST_FOUR],
    (5, 8): [LEAF_4, PAIR_6_7, FIRST_FOUR],
    (2, 3): [PAIR_0_1],
    (1, 5): [LEAF_0, PAIR_2_3, LEAF_4],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [LEAF_1, PAIR_2_3, LAST_FOUR],
    (6, 8): [PAIR_4_5, PAIR_6_7, FIRST_FOUR],
    (2, 5): [PAIR_2_3, LEAF_4],
}
LOGS = st.lists(st.binary(max_size=4), max_size=40)


def root_of(leaves: list[bytes], start: int, end: int) -> bytes:
    """The root over some leaves of a log."""
    return Tree().add(leaves[start:end]).root()


@pytest.mark.parametrize(("size", "root"), [*enumerate([EMPTY, *ROOTS])])
def test_the_roots_are_those_of_the_standard(size: int, root: str) -> None:
    """Of the first leaves, however many."""
    assert root == root_of(LEAVES, 0, size).hex()


@pytest.mark.parametrize(("place", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_standard(place: int, size: int) -> None:
    """The path from a leaf to the root."""
    path = list_inclusion_path(place, size, lambda start, end: root_of(LEAVES, start, end))

    assert INCLUSION[place, size] == [node.hex() for node in path]


@pytest.mark.parametrize(("first", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_standard(first: int, size: int) -> None:
    """The path from the root of a beginning to the root of the whole."""
    path = list_consistency_path(first, size, lambda start, end: root_of(LEAVES, start, end))

    assert CONSISTENCY[first, size] == [node.hex() for node in path]


@given(leaves=LOGS, cut=st.integers(0, 40))
def test_a_tree_goes_on_from_its_frontier(leaves: list[bytes], cut: int) -> None:
    """What was added before need not be read again."""
    begun = Tree().add(leaves[:cut])

    grown = Tree(begun.size, begun.frontier).add(leaves[cut:])

    assert (len(leaves), Tree().add(leaves).root()) == (grown.size, grown.root())


@given(leaves=LOGS, place=st.integers(0, 39), other=st.binary(max_size=4))
def test_a_root_tells_of_every_leaf(leaves: list[bytes], place: int, other: bytes) -> None:
    """Change one, take one out or add one, and it is another root."""
    if place >= len(leaves):
        return
    changed = [*leaves[:place], other, *leaves[place + 1 :]]

    assert (leaves == changed) == (root_of(leaves, 0, 40) == root_of(changed, 0, 40))
    assert root_of(leaves, 0, 40) != root_of([*leaves[:place], *leaves[place + 1 :]], 0, 40)


def test_a_frontier_of_another_size_is_refused() -> None:
    """It would give a root that stands for nothing."""
    with pytest.raises(ValueError, match="3 leaves"):
        Tree(3, bytes(32))
    with pytest.raises(ValueError, match="1 leaves"):
        Tree(1, bytes(31))

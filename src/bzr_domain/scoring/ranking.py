"""Ranking (名次): who stands before whom among peers, and which places are shared."""

from collections.abc import Collection, Sequence
from fractions import Fraction

import attrs

from bzr_domain.rulebook.language import Rank

Candidates = Sequence[tuple[str, tuple[Fraction | None, ...]]]
"""Who → what they are ranked by, and what is compared where that is equal; None comes last."""


@attrs.frozen(kw_only=True)
class Place:
    """The places somebody holds among the peers who have a value (名次).

    Attributes:
        first, last: The places held; different where others have the same measure.
        counted: The place that counts, as the rule for ties says.
        peers: Everybody who has a place, best first, with what they are ranked by.
        group: How many there are in the group, with a place or not; None where no share of the places counts them all.
    """

    first: int
    last: int
    counted: int
    peers: tuple[tuple[str, Fraction], ...]
    group: int | None = None


def find_place(
    rank: Rank,
    subject: str,
    candidates: Candidates,
    group: int | None = None,
    incomplete: Collection[str] = (),
) -> Place:
    """Find the place of one candidate among all of them, in a group of so many; those that are incomplete stand last.

    >>> rank = Rank(high=True, among=("school",), ties="worst")
    >>> find_place(rank, "b", [("a", (Fraction(9),)), ("b", (Fraction(7),)), ("c", (Fraction(7),))]).counted
    3
    """
    keys = {name: (name in incomplete, _sort_key(rank, numbers)) for name, numbers in candidates}
    ordered = sorted(candidates, key=lambda candidate: (keys[candidate[0]], candidate[0]))
    before = sum(key < keys[subject] for key in keys.values())
    equal = sum(key == keys[subject] for key in keys.values())
    first, last = before + 1, before + equal
    dense = len({key for key in keys.values() if key < keys[subject]}) + 1
    counted = {"best": first, "worst": last, "dense": dense, "split": first}[rank.ties]
    peers = tuple((name, numbers[0]) for name, numbers in ordered if numbers[0] is not None)
    return Place(first=first, last=last, counted=counted, peers=peers, group=group if rank.counts_all else None)


def _sort_key(rank: Rank, numbers: tuple[Fraction | None, ...]) -> tuple[tuple[bool, Fraction], ...]:
    sign = -1 if rank.high else 1
    return tuple((number is None, Fraction(0) if number is None else sign * number) for number in numbers)

"""名次: who stands before whom, and which places are shared."""

from collections.abc import Sequence
from fractions import Fraction

from bzr_domain.rulebook.language import Rank
from bzr_domain.scoring.result import Place

Standings = Sequence[tuple[str, tuple[Fraction | None, ...]]]
"""Who → what they are ranked by, and what is compared where that is equal; None comes last."""


def place_among(rank: Rank, own: str, standings: Standings) -> Place:
    """The place of one of those who have a measure.

    >>> rank = Rank(high=True, among=("school",), ties="worst")
    >>> place_among(rank, "b", [("a", (Fraction(9),)), ("b", (Fraction(7),)), ("c", (Fraction(7),))]).counted
    3
    """
    keys = {name: _key(rank, numbers) for name, numbers in standings}
    ordered = sorted(standings, key=lambda one: (keys[one[0]], one[0]))
    before = sum(key < keys[own] for key in keys.values())
    same = sum(key == keys[own] for key in keys.values())
    first, last = before + 1, before + same
    distinct = len({key for key in keys.values() if key < keys[own]}) + 1
    counted = {"best": first, "worst": last, "dense": distinct, "split": first}[rank.ties]
    peers = tuple((name, numbers[0]) for name, numbers in ordered if numbers[0] is not None)
    return Place(first=first, last=last, counted=counted, peers=peers)


def _key(rank: Rank, numbers: tuple[Fraction | None, ...]) -> tuple[tuple[bool, Fraction], ...]:
    sign = -1 if rank.high else 1
    return tuple((number is None, Fraction(0) if number is None else sign * number) for number in numbers)

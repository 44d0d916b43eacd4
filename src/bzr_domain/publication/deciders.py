"""Deciders (谁可以决定申诉): whoever has the right and had no hand in it; where nobody is left, the head (校长)."""

from collections.abc import Iterable

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.names import is_among
from bzr_domain.register.people import People

HEAD = "head"
STEP = "appeal.decide"


@attrs.frozen(kw_only=True)
class Deciders:
    """Who may decide an appeal.

    Attributes:
        names: The persons who may; empty where no persons are registered, or nobody is left.
        instead_of: Those who have the right and had a hand in it, where nobody else is left and the head may decide:
            then four eyes is set aside. None where it stands.
        registered: Whether any persons are registered at all.
    """

    names: tuple[str, ...] = ()
    instead_of: tuple[str, ...] | None = None
    registered: bool = False

    def describe(self) -> Message:
        """Return who may decide, as the end of a refusal; nothing where no persons are registered."""
        if not self.registered:
            return Message("", "")
        if not self.names:
            return Message(
                f";没有人可以决定:在学校文件里再登记一位能做 {STEP} 的人员",
                f"; nobody is left: register another person who may do {STEP} in the school file",
            )
        names = Message.listed(self.names)
        return Message(f";可以决定的:{names.zh}", f"; who may: {names.en}")


def find_deciders(people: People, participants: Iterable[str], filed_by: str) -> Deciders:
    """Find who may decide an appeal.

    Nobody decides the appeal that they filed. Of several heads, those who had no hand in it come first.

    Args:
        participants: Everybody who had a hand in what it is about (经手人).
    """
    right, had_a_hand = people.right_for(STEP), [*participants, filed_by]
    holders = people.holders(right.roles) if right is not None else []
    free = _leave_out(holders, had_a_hand)
    if free or not people.persons:
        return Deciders(names=free, registered=bool(people.persons))
    heads = people.holders([HEAD])
    names = _leave_out(heads, had_a_hand) or _leave_out(heads, [filed_by])
    return Deciders(names=names, instead_of=tuple(holders) if names else None, registered=True)


def _leave_out(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    others = list(others)
    return tuple(name for name in names if not is_among(name, others))

"""What can be asked of a result: publish it, object to it, decide about an objection, make it final."""

from collections.abc import Mapping
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.publication.events import Figures


@attrs.frozen(kw_only=True)
class PublishResult:
    """Publish these figures.

    Attributes:
        awaits: What of the period is not due or not decided yet (暂定).
        closing: The class's last school day in the period: until then nobody knows what it comes to.
        assessed: Whether anything was assessed at all.
    """

    class_id: str
    period: str
    figures: Figures
    awaits: Message | None
    closing: date
    assessed: bool
    today: date
    until: date


@attrs.frozen(kw_only=True)
class FileAppeal:
    """Object to a fact or a clause; `about` is known to stand in the result."""

    id: str
    class_id: str
    period: str
    by: str
    about: str
    grounds: str
    evidence: str
    today: date


@attrs.frozen(kw_only=True)
class DecideAppeal:
    """Decide about an appeal.

    Attributes:
        by: Who decides.
        hands: Everybody with a hand in what it is about (经手人).
        entries: The voids and corrections that put it right, where it is upheld.
    """

    appeal: str
    by: str
    hands: tuple[str, ...]
    upheld: bool
    reason: str
    entries: tuple[str, ...]
    today: date


@attrs.frozen(kw_only=True)
class FinaliseResult:
    """Make the result final with the figures as they are now.

    Attributes:
        awaits, closing, assessed: As for publishing.
        unsettled: The shorter periods within this one whose published results can still move.
        titles: The id of an item or outcome → what people call it.
    """

    class_id: str
    period: str
    figures: Figures
    awaits: Message | None
    closing: date
    assessed: bool
    today: date
    unsettled: tuple[str, ...] = ()
    titles: Mapping[str, str] = attrs.field(factory=dict)


ResultCommand = PublishResult | FileAppeal | DecideAppeal | FinaliseResult

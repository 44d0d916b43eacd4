"""Appeals (申诉): one is filed within the notice and decided once; `decide_appeal` says who may not decide it.

The commands, what is known of an appeal, and the two decisions; the events stand in `bzr_domain.publication.events`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message, Refused, UnknownReference, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.events import AppealDecided, AppealFiled

WITHIN_NOTICE = "公示期内申诉"
FOUR_EYES = "记录的人不决定"
_SHOWN = 10
"""How much of an appeal's id is shown."""


@attrs.frozen(kw_only=True)
class FileAppeal:
    """File an appeal against a fact or a clause; `about` is known to stand in the result."""

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
    """Uphold or reject an appeal.

    Attributes:
        by: Who decides.
        participants: Everybody who had a hand in what the appeal is about (经手人).
        entries: The voids and corrections that put it right, where it is upheld.
    """

    appeal: str
    by: str
    participants: tuple[str, ...]
    upheld: bool
    reason: str
    entries: tuple[str, ...]
    today: date


@attrs.frozen(kw_only=True)
class Appeal:
    """An appeal as it was filed, and the decision about it; None while it is open."""

    filed: Recorded[AppealFiled]
    decision: Recorded[AppealDecided] | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.decision is None


def file_appeal(
    last_day: date, appeals: Mapping[str, Appeal], command: FileAppeal
) -> tuple[AppealFiled, ...] | Refused:
    """File an appeal against a published result, or refuse it; one that is known already yields no event.

    Args:
        last_day: The last day of the notice.
        appeals: The appeals against this result so far.
    """
    if command.today > last_day:
        return refuse(
            f"公示期到{last_day}为止,今天{command.today},过期的申诉不受理",
            f"the notice ended on {last_day} and today is {command.today}: the appeal is late",
            WITHIN_NOTICE,
        )
    if not command.grounds.strip():
        return refuse("申诉须写明理由", "an appeal has to say its grounds", WITHIN_NOTICE)
    if find_same_appeal(appeals, command.by, command.about) is not None:
        return ()
    event = AppealFiled(
        id=command.id,
        class_id=command.class_id,
        period=command.period,
        by=command.by,
        about=command.about,
        grounds=command.grounds,
        evidence=command.evidence,
        on=command.today,
    )
    return (event,)


def decide_appeal(appeal: Appeal, command: DecideAppeal) -> tuple[AppealDecided, ...] | Refused:
    """Decide an appeal, or refuse to: not twice, not by a participant or whoever filed it, not upheld without a remedy."""
    if not appeal.is_open:
        return refuse("这件申诉已经有了决定", "this appeal is decided already", WITHIN_NOTICE)
    refused = _refuse_biased(appeal.filed.event.by, command)
    if refused is not None:
        return refused
    if not command.reason.strip():
        return refuse("决定须写明理由", "a decision has to say its reason", WITHIN_NOTICE)
    if command.upheld and not command.entries:
        return refuse(
            "申诉成立,须同时作废或更正所申诉的记录",
            "an upheld appeal needs the void or correction that puts it right",
            WITHIN_NOTICE,
        )
    event = AppealDecided(
        appeal=command.appeal,
        upheld=command.upheld,
        reason=command.reason,
        entries=command.entries,
        on=command.today,
    )
    return (event,)


def _refuse_biased(appellant: str, command: DecideAppeal) -> Refused | None:
    """Refuse whoever had a hand in what the appeal is about, and whoever filed it: four eyes."""
    if is_among(command.by, command.participants):
        return refuse(
            f"“{command.by}”记录、检查或改过所申诉的事,不能由同一人决定",
            f"{command.by!r} recorded, saw or amended what the appeal is about: somebody else has to decide",
            FOUR_EYES,
        )
    if is_among(command.by, [appellant]):
        return refuse(
            f"“{command.by}”提出了这件申诉,不能由同一人决定",
            f"{command.by!r} filed this appeal: somebody else has to decide",
            FOUR_EYES,
        )
    return None


def find_same_appeal(appeals: Mapping[str, Appeal], by: str, about: str) -> str | None:
    """Return the id of the open appeal of a person about a fact or a clause, or None: it would be the same again."""
    for name, appeal in appeals.items():
        filed = appeal.filed.event
        if appeal.is_open and filed.about == about and is_among(by, [filed.by]):
            return name
    return None


def find_appeal(appeals: Mapping[str, Appeal], ref: str) -> str:
    """Return the id of the appeal whose id begins with a reference; without a reference, the only one that is open.

    Raises:
        UnknownReference: When there is none, or several.
    """
    names = [name for name, appeal in appeals.items() if (name.startswith(ref) if ref else appeal.is_open)]
    if len(names) == 1:
        return names[0]
    known = list_ids(names or appeals) if appeals else Message("无", "none")
    if not names:
        raise UnknownReference(
            Message(f"没有这件申诉;已有的:{known.zh}", f"there is no such appeal; known: {known.en}")
        )
    raise UnknownReference(
        Message(f"不止一件申诉,请写明编号:{known.zh}", f"there are several appeals, say which: {known.en}")
    )


def list_ids(names: Iterable[str]) -> Message:
    """Return the beginnings of some appeals' ids as a list in a sentence."""
    return Message.listed(name[:_SHOWN] for name in names)

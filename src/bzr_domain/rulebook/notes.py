"""Notes (说明): what a regulation says that no figure is computed from — a deadline, an approval, a cadence."""

import attrs

from bzr_domain.rulebook.language import Due

NOTES = (
    "cadence", "deadline", "objection", "approval", "authority", "evidence", "appointment", "precedence",
    "consequence", "method",
)  # fmt: skip
"""What a note can be about."""


@attrs.frozen(kw_only=True)
class Note:
    """Words of the regulation that no figure is computed from (说明).

    Attributes:
        says: What it is about: one of `NOTES`.
        due: The last day that is in time (期限), counted in the next period: 每月5日前 is the 5th of the month after.
    """

    id: str
    title: str
    cite: str
    says: str
    due: Due | None = None

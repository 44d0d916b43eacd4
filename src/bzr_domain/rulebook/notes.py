"""说明: what a regulation says that is not computed — a cadence, a deadline, an approval."""

import attrs

from bzr_domain.rulebook.selection import Due

NOTES = (
    "cadence", "deadline", "objection", "approval", "authority", "evidence", "appointment", "precedence",
    "consequence", "method",
)  # fmt: skip
"""What a note can be about: said, and not computed."""


@attrs.frozen(kw_only=True)
class Note:
    """说明: words of the regulation that are not computed.

    Attributes:
        says: One of `NOTES`.
        due: The last day in time, counted in the cell after the one it is about: 每月5日前 is of the next month (期限).
    """

    id: str
    title: str
    cite: str
    says: str
    due: Due | None = None

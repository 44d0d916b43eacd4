"""说明: what a regulation says that is not computed — a cadence, a deadline, an approval."""

import attrs

NOTES = (
    "cadence", "deadline", "objection", "approval", "authority", "evidence", "appointment", "precedence",
    "consequence", "method",
)  # fmt: skip
"""What a note can be about: said, and not computed."""


@attrs.frozen(kw_only=True)
class Note:
    """说明: words of the regulation that are not computed; `says` is one of `NOTES`."""

    id: str
    title: str
    cite: str
    says: str

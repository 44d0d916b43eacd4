"""What can happen to a result (考核结果): it is published, objected to, decided about, and made final."""

import hashlib
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.quantities import normalise


@attrs.frozen(kw_only=True)
class Figures:
    """The numbers of a statement as they were said in public; nothing of how they came about.

    Attributes:
        teacher: The head teacher on the period's last school day; None where there was none.
        rulebook: The digest of the rulebook's text.
        items: Item id and score, in the order of the rulebook.
        outcomes: Outcome id and value as text; empty text where it has none.
    """

    teacher: str | None
    rulebook: str
    total: Decimal
    items: tuple[tuple[str, Decimal], ...]
    outcomes: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class ResultPublished:
    """A class's result for a period was put up for all to see (公示).

    Attributes:
        period: `2024-09`, a term's id, or a school year.
        digest: What the figures come to, so that a changed one shows.
        asked_on: The day of asking, which decided what was due.
        until: The last day on which an objection is heard.
    """

    class_id: str
    period: str
    figures: Figures
    digest: str
    asked_on: date
    until: date


@attrs.frozen(kw_only=True)
class AppealFiled:
    """Somebody objects to a fact or a clause of a published result (申诉).

    Attributes:
        about: The fact's id or the clause's number.
        evidence: What is brought forward; empty when nothing is.
    """

    id: str
    class_id: str
    period: str
    by: str
    about: str
    grounds: str
    evidence: str
    on: date


@attrs.frozen(kw_only=True)
class AppealDecided:
    """The office decided about an appeal (复议); `entries` are the voids and corrections by which it was upheld."""

    appeal: str
    upheld: bool
    reason: str
    entries: tuple[str, ...]
    on: date


@attrs.frozen(kw_only=True)
class ResultFinalised:
    """The time for objections is over, none is open, and the result stands (终定); later changes become adjustments."""

    class_id: str
    period: str
    figures: Figures
    digest: str
    asked_on: date


ResultEvent = ResultPublished | AppealFiled | AppealDecided | ResultFinalised


def digest_of(class_id: str, period: str, figures: Figures) -> str:
    """The identity of what was said: SHA-256 in hex over every figure, however many zeros it is written with."""
    lines = [class_id, period, figures.teacher or "", figures.rulebook, str(normalise(figures.total))]
    lines += [f"{name}={normalise(score)}" for name, score in figures.items]
    lines += [f"{name}={value}" for name, value in figures.outcomes]
    return hashlib.sha256("\x00".join(lines).encode()).hexdigest()

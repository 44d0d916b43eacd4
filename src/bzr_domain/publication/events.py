"""What can happen to a result (考核结果): it is published, appealed against, decided about, and made final."""

import hashlib
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.quantities import normalise
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning


@attrs.frozen(kw_only=True)
class Figures:
    """The numbers of a statement as they are published; nothing of how they came about.

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
        digest: The digest of the figures, so that a changed one shows.
        asked_on: The day of the command; it decides which clauses are due.
        until: The last day of the notice, on which an appeal can still be filed.
        purpose: Which of the class's rulebooks it is by (用途); empty for the usual one. So on every event of a result.
        scoring_meaning: The number of the scoring meaning (计分含义) by which the figures were computed.
        nothing_recorded: Why it was published although nothing was recorded (没有任何记录); empty where something was.
    """

    class_id: str
    period: str
    figures: Figures
    digest: str
    asked_on: date
    until: date
    purpose: str = ""
    scoring_meaning: int = attrs.field(factory=find_scoring_meaning)
    nothing_recorded: str = ""


@attrs.frozen(kw_only=True)
class AppealFiled:
    """Somebody appealed against a fact or a clause of a published result (申诉).

    Attributes:
        about: The fact's id or the clause's number.
        evidence: What the appeal brings forward; empty where it brings nothing.
    """

    id: str
    class_id: str
    period: str
    by: str
    about: str
    grounds: str
    evidence: str
    on: date
    purpose: str = ""


@attrs.frozen(kw_only=True)
class AppealDecided:
    """Somebody decided an appeal (复议); `entries` are the voids and corrections that put an upheld one right.

    Attributes:
        instead_of: Those who have the right and had a hand in it (经手人), so that nobody else could decide and the head
            (校长) did: four eyes was set aside. None where it was not.
    """

    appeal: str
    upheld: bool
    reason: str
    entries: tuple[str, ...]
    on: date
    instead_of: tuple[str, ...] | None = None


@attrs.frozen(kw_only=True)
class ResultFinalised:
    """The notice is over, no appeal is open, and the result stands (终定); later changes become adjustments."""

    class_id: str
    period: str
    figures: Figures
    digest: str
    asked_on: date
    purpose: str = ""
    scoring_meaning: int = attrs.field(factory=find_scoring_meaning)


ResultEvent = ResultPublished | AppealFiled | AppealDecided | ResultFinalised


def compute_digest(class_id: str, period: str, figures: Figures, purpose: str = "") -> str:
    """Return the SHA-256 in hex over every figure of a result; zeros at a number's end change nothing."""
    lines = [class_id, period, figures.teacher or "", figures.rulebook, str(normalise(figures.total))]
    lines += [f"{name}={normalise(score)}" for name, score in figures.items]
    lines += [f"{name}={value}" for name, value in figures.outcomes]
    lines += [f"for={purpose}"] if purpose else []
    return hashlib.sha256("\x00".join(lines).encode()).hexdigest()

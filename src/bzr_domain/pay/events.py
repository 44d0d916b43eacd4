"""What can happen to a month's pay sheet (绩效表): it is prepared, checked and approved step by step, and paid."""

from datetime import date
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.scoring.scoring_meaning import find_scoring_meaning

Step = Literal["returned", "reviewed", "approved", "handed-over", "paid"]
"""退回, 审核 by the deputy head, 审批 by the head, 交财务 by the office, 发放 by finance (B9 附件二 2)."""


@attrs.frozen(kw_only=True)
class PayPart:
    """What one class gives a head teacher: the month's amount in yuan, and the school days served.

    Attributes:
        total: The class's total for the month.
        full, amount: What the month gives at best, and gives, whoever had the class.
        served, school_days: Of how many school days the teacher served how many.
    """

    class_id: str
    total: Decimal
    full: Decimal
    amount: Decimal
    served: int
    school_days: int


@attrs.frozen(kw_only=True)
class Adjustment:
    """An adjustment of a paid month, in yuan: paid later (补发) or taken back (扣回).

    Attributes:
        paid: What all paid sheets gave for that month so far.
        owed: What that month owes as known now.
        amount: What this sheet gives for it.
    """

    period: str
    paid: Decimal
    owed: Decimal
    amount: Decimal


@attrs.frozen(kw_only=True)
class PayLine:
    """One head teacher on the sheet, in yuan: `payable` is assessment + seniority + the adjustments' amounts."""

    teacher: str
    name: str
    base: Decimal
    assessment: Decimal
    seniority: Decimal
    parts: tuple[PayPart, ...]
    adjustments: tuple[Adjustment, ...]
    payable: Decimal


@attrs.frozen(kw_only=True)
class NewerFigure:
    """What a paid month owes a head teacher otherwise by newer software (较新的软件算得不同), in yuan.

    Attributes:
        meaning: The number of the scoring meaning by which the month was paid.
        paid: What all paid sheets gave for that month so far.
        owed: What that month owes as known now, by newer software and by what was recorded since.
    """

    teacher: str
    name: str
    period: str
    meaning: int
    paid: Decimal
    owed: Decimal


@attrs.frozen(kw_only=True)
class PayPrepared:
    """A month's sheet was filled in (填表), at first or once more after it was returned.

    Attributes:
        scheme: The outcomes that say the month's amount, one of each rulebook.
        allowance: The digest of the rulebook whose `allowance` is the seniority allowance; empty where there is none.
        purpose: Which of the classes' rulebooks it is by (用途); empty for the usual one. So on every event of a sheet.
        scoring_meaning: The number of the scoring meaning (计分含义) by which the lines were computed.
        newer: What paid months owe otherwise by newer software. Where it was accepted it stands among the adjustments;
            else it waits, and nothing is paid or taken back.
        accept_meaning: Why it was accepted that newer software gives other figures; empty where it was not.
        before_final: Why it may be handed over while a notice runs, an appeal is open or something waits; empty where
            nobody said so. So on the step that hands it over.
        nothing_recorded: Why it may be handed over although nothing was recorded; empty where nobody said so. So too.
    """

    period: str
    scheme: str
    allowance: str
    lines: tuple[PayLine, ...]
    on: date
    purpose: str = ""
    scoring_meaning: int = attrs.field(factory=find_scoring_meaning)
    newer: tuple[NewerFigure, ...] = ()
    accept_meaning: str = ""
    before_final: str = ""
    nothing_recorded: str = ""


@attrs.frozen(kw_only=True)
class PayStepTaken:
    """The sheet went one step on, or back (审核、审批、交财务、发放、退回)."""

    period: str
    step: Step
    note: str
    on: date
    purpose: str = ""
    before_final: str = ""
    nothing_recorded: str = ""


PayEvent = PayPrepared | PayStepTaken

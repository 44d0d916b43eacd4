"""What can happen to facts (事实的事件): recorded, voided, corrected, moved here; a total printed.

The field names are the stored format: a change is a new version of the stored name with an upcast from the old one.
"""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.facts.fact import Fact


@attrs.frozen(kw_only=True)
class FactRecorded:
    """A fact was recorded (记录). `sheet` is the sheet it came from, empty when it came from none."""

    id: str
    fact: Fact
    sheet: str = ""


@attrs.frozen(kw_only=True)
class FactVoided:
    """A fact, a correction or another void was declared void (作废); voiding a void restores.

    `sheet` is the sheet that was recorded again without the row, empty where a person voided it.
    """

    id: str
    target: str
    reason: str
    sheet: str = ""


@attrs.frozen(kw_only=True)
class FactCorrected:
    """Some fields of a fact were corrected (更正); the fact keeps its id.

    Attributes:
        fields: The attributes of the fact that changed.
        after: The fact as it reads with this correction; only `fields` of it are applied.
        sheet: The sheet that was recorded again with the row changed; empty where a person corrected it.
    """

    id: str
    target: str
    fields: tuple[str, ...]
    after: Fact
    reason: str
    sheet: str = ""


@attrs.frozen(kw_only=True)
class FactReferred:
    """A correction moved a fact here from the history where it was recorded, which still tells its whole story."""

    fact: str
    home: str


FactEvent = FactRecorded | FactVoided | FactCorrected | FactReferred


@attrs.frozen(kw_only=True)
class TotalPrinted:
    """A published sheet prints a total for a class and day (印刷合计): an assertion, never counted.

    Attributes:
        total: The points deducted, above zero, as printed.
        kinds: The fact kinds whose points it sums.
        sheet: The sheet it was printed on.
    """

    id: str
    class_id: str
    on: date
    total: Decimal
    kinds: tuple[str, ...]
    sheet: str


ClassEvent = FactEvent | TotalPrinted


def find_fact_said(event: object) -> Fact | None:
    """Return the fact that an event states; None where it states none."""
    match event:
        case FactRecorded(fact=fact) | FactCorrected(after=fact):
            return fact
        case _:
            return None


def find_kind_said(event: object) -> str | None:
    """Return the kind that an event gives a fact: a new one's, or a corrected one's new kind; None where it gives none."""
    match event:
        case FactRecorded(fact=fact):
            return fact.kind
        case FactCorrected(after=fact, fields=fields) if "kind" in fields:
            return fact.kind
        case _:
            return None

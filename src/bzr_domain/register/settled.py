"""What was published or paid by the register (已公示、已发放): its days, and whose entries it was computed from."""

from datetime import date

import attrs

from bzr_domain.kernel.periods import Span


@attrs.frozen(kw_only=True)
class SettledPeriod(Span):
    """A result that was published, or a month that was paid, with what it depends on (已定的时段).

    Attributes:
        class_id: The class of the result; empty for a month's pay.
        period: The name of its period.
        start, end: The days whose entries in the register count.
        classes: The classes whose entries count; None where every class does, those still to come too.
        teachers: The head teachers whose service counts wherever and whenever it was.
        purpose: By the rulebooks adopted for what (用途); empty for the usual ones.
    """

    class_id: str
    period: str
    start: date
    end: date
    classes: frozenset[str] | None
    teachers: frozenset[str]
    purpose: str = ""

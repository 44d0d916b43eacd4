"""Hand a pay sheet over (交财务): the numbers that it uses, what is open about each, and when they hold it back."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.readings import FINAL_FIRST, NOT_ASSESSED
from bzr_domain.pay.events import PayPrepared, PayStepTaken
from bzr_domain.scoring.table_gaps import TableGap


@attrs.frozen(kw_only=True)
class UsedNumber:
    """The number of a class and a period that a sheet uses, with what has to be known about it (备注).

    Attributes:
        class_id, name: The class; empty where it is the month of the whole school.
        until: The last day of its notice, while that runs.
        appeals: The ids of the appeals that nobody has decided.
        pending: What it waits for (暂定); None where it waits for nothing.
        assessed: Whether anything was assessed at all.
        unrecorded: Whether it takes a reason: nothing was assessed, or nothing recorded.
        reason: Why it was published although nothing was recorded; empty where nobody said so.
        not_assessed: The printed clauses without a grade, and their names.
        table_gaps: What was measured between two bands of a table, such as one that pays.
        moved: Every figure that differs from its last publication, in words.
    """

    class_id: str
    name: str
    period: str
    until: date | None = None
    appeals: tuple[str, ...] = ()
    pending: Message | None = None
    assessed: bool = True
    unrecorded: bool = False
    reason: str = ""
    not_assessed: tuple[str, ...] = ()
    not_assessed_names: Message = attrs.field(default=Message("", ""))
    table_gaps: tuple[TableGap, ...] = ()
    moved: tuple[Message, ...] = ()

    @property
    def label(self) -> Message:
        """The name of the class, or the whole school."""
        return Message.same(self.name) if self.name else Message("全校", "the whole school")

    @property
    def waits(self) -> bool:
        """Whether it can still change: a notice runs, an appeal is open, or something is not due or not decided."""
        return self.until is not None or bool(self.appeals) or self.pending is not None

    @property
    def is_open(self) -> bool:
        """Whether anything has to be known about it at all."""
        return self.waits or self.unrecorded or bool(self.not_assessed or self.table_gaps or self.moved)

    def describe_wait(self) -> Message:
        """Return what it waits for, in words."""
        ids = Message.listed(appeal[:10] for appeal in self.appeals)
        parts = [
            *([Message(f"公示到{self.until}", f"under notice until {self.until}")] if self.until else []),
            *([Message(f"申诉未决({ids.zh})", f"appeal open: {ids.en}")] if self.appeals else []),
            *([Message("暂定:", "provisional: ") + self.pending] if self.pending is not None else []),
        ]
        return Message.joined(parts, ",", ", ")


def refuse_hand_over(content: PayPrepared, event: PayStepTaken, numbers: Iterable[UsedNumber]) -> Refused | None:
    """Refuse to hand over money for numbers that wait, or of which nothing was recorded, unless a reason says why.

    Args:
        content: The sheet as it was filled in; a reason given then holds.
        numbers: Every number that the sheet uses.
    """
    numbers = list(numbers)
    waiting = [] if (event.before_final + content.before_final).strip() else [n for n in numbers if n.waits]
    excused = (event.nothing_recorded + content.nothing_recorded).strip()
    silent = [] if excused else [n for n in numbers if n.unrecorded and not n.reason]
    reasons = []
    if waiting:
        listed = Message.listed(_name(number) + Message.same(" ") + number.describe_wait() for number in waiting)
        reasons.append(
            Message(
                f"结果还没有定:{listed.zh};定了再交,要先交,写 --before-final 理由",
                f"not final yet: {listed.en}; hand it over then, or say --before-final REASON",
            )
        )
    if silent:
        listed = Message.listed(map(_name, silent))
        reasons.append(
            Message(
                f"没有记录:{listed.zh};补记以后再填表,确实没有可记的,写 --nothing-recorded 理由",
                f"nothing recorded: {listed.en}; record it and prepare again, "
                "or where there was nothing to record, say --nothing-recorded REASON",
            )
        )
    if not reasons:
        return None
    why = Message.joined(reasons, ";", "; ")
    return refuse(
        f"{content.period}的绩效还不能交财务:{why.zh}",
        f"the pay of {content.period} is not handed over yet: {why.en}",
        FINAL_FIRST if waiting else NOT_ASSESSED,
        code="pay.not-final" if waiting else "pay.nothing-recorded",
    )


def _name(number: UsedNumber) -> Message:
    return number.label + Message.same(f" {number.period}")

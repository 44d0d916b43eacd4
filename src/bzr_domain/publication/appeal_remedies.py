"""What stands behind an appeal (申诉的对象与改正): whose hands were in a fact, and which entries put an appeal right."""

from typing import Any

from bzr_domain.facts.events import FactCorrected, FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import History, fact_behind, marks_of, standing, standing_void
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.assessment_result import OBJECTION
from bzr_domain.publication.events import AppealFiled

_SHOWN = 10


def hands_in(history: History, fact_id: str) -> tuple[str, ...]:
    """Everybody with a hand in a fact (经手人): who recorded, corrected, voided or restored it, and whom it ever named.

    A corrected 检查人 hides nobody: every one it ever had is among them.
    """
    names = [history.facts[fact_id].actor]
    names += [fact.recorder or "" for fact in _ever_said(history, fact_id)]
    names += [mark.actor for mark in marks_of(history, fact_id)]
    return tuple(dict.fromkeys(name for name in names if name))


def unfit(history: History, entry: str, filed: Recorded[Any], days: Period) -> Refused | None:
    """Why an entry made already does not put an appeal right; None where it does.

    Args:
        history: The history that the entry stands in.
        filed: The appeal as it was filed.
        days: The days whose facts can touch the result objected to.
    """
    appeal = filed.event
    assert isinstance(appeal, AppealFiled)
    shown = entry[:_SHOWN]
    made = history.facts.get(entry) or history.marks[entry]
    if made.position < filed.position:
        return _no(
            f"记录{shown}在申诉以前就有,改正不了所申诉的事;写申诉以后补记、作废或更正的那一条",
            f"the entry {shown} was made before the appeal: name one made since, which puts right what it is about",
        )
    if standing_void(history, entry) is not None:
        return _no(
            f"记录{shown}已经作废,没有改正什么", f"the entry {shown} is void itself: it puts nothing right"
        )
    fact = fact_behind(history, entry)
    said = [standing(history, entry).fact] if fact == entry else _ever_said(history, fact)
    about = (one.class_id == appeal.class_id and days.covers(one.on) for one in said)
    if fact == appeal.about or any(about):
        return None
    return _no(
        f"记录{shown}既不是对所申诉事实的作废或更正,也不在{appeal.class_id}的{appeal.period}之内",
        f"the entry {shown} neither voids nor corrects the fact appealed against, "
        f"nor does it lie in {appeal.period} of {appeal.class_id}",
    )


def _ever_said(history: History, fact_id: str) -> list[Fact]:
    """What a fact said at first, and after each correction, void ones too."""
    first = history.facts[fact_id].event
    assert isinstance(first, FactRecorded)
    marks = [history.marks[one].event for one in history.pointers.get(fact_id, ())]
    return [first.fact, *(one.after for one in marks if isinstance(one, FactCorrected))]


def _no(zh: str, en: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=OBJECTION)

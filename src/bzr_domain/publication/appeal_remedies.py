"""Appeal remedies (申诉的改正): which entries put right what an upheld appeal is about."""

from bzr_domain.facts.fact_history import FactHistory, current_fact, find_fact_behind, find_void
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeals import WITHIN_NOTICE
from bzr_domain.publication.events import AppealFiled
from bzr_domain.publication.participants import list_versions

_SHOWN = 10
"""How much of an entry's id is shown."""


def check_remedy(
    history: FactHistory, entry: str, filed: Recorded[AppealFiled], days: Period
) -> Refused | None:
    """Refuse an entry that does not put an appeal right: an older one, a void one, one about something else.

    Args:
        history: The history that the entry stands in.
        filed: The appeal as it was filed.
        days: The days whose facts can touch the result appealed against.
    """
    shown = entry[:_SHOWN]
    recorded = history.facts.get(entry) or history.amendments[entry]
    if recorded.position < filed.position:
        return refuse(
            f"记录{shown}在申诉以前就有,改正不了所申诉的事;写申诉以后补记、作废或更正的那一条",
            f"the entry {shown} was made before the appeal: name one made since, which puts right what it is about",
            WITHIN_NOTICE,
        )
    if find_void(history, entry) is not None:
        return refuse(
            f"记录{shown}已经作废,没有改正什么",
            f"the entry {shown} is void itself: it puts nothing right",
            WITHIN_NOTICE,
        )
    if _touches(history, entry, filed.event, days):
        return None
    class_id, period = filed.event.class_id, filed.event.period
    return refuse(
        f"记录{shown}既不是对所申诉事实的作废或更正,也不在{class_id}的{period}之内",
        f"the entry {shown} neither voids nor corrects the fact appealed against, "
        f"nor does it lie in {period} of {class_id}",
        WITHIN_NOTICE,
    )


def _touches(history: FactHistory, entry: str, appeal: AppealFiled, days: Period) -> bool:
    """Return whether an entry is about the fact appealed against, or about a fact of the result, now or at some time."""
    fact = find_fact_behind(history, entry)
    versions = [current_fact(history, entry).fact] if fact == entry else list_versions(history, fact)
    return fact == appeal.about or any(
        version.class_id == appeal.class_id and days.covers(version.on) for version in versions
    )

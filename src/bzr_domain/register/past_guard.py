"""The past moves only when an event says so (既往不动): what a change of the register may not touch without a word."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message, Problem, Refused, refuse
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.differences import Difference
from bzr_domain.register.roster import SchoolClass, Tenure
from bzr_domain.register.settled import SettledPeriod

PAST_CHANGED = "register.past-changed"
"""The code of the refusal."""
_PERIODS_SHOWN = 50
_CLASSES_SHOWN = 5
_BOTH_WAYS = Message(
    "请写明从哪天起,或说明当时就登记错了:加 --correct-past --reason 理由(bzr setup 可先加 --dry-run 看会变动什么)",
    "say since when it is so, or that it was wrong all along: add --correct-past --reason WHY "
    "(bzr setup --dry-run shows first what would move)",
)
"""How many periods a refusal names before the rest is only counted."""


@attrs.frozen(kw_only=True)
class Touched:
    """A difference, and what it touches: results published and months paid; nothing where facts alone stand on its days."""

    difference: Difference
    settled: tuple[SettledPeriod, ...]


def find_touched(
    differences: Iterable[Difference], settled: Sequence[SettledPeriod], used_days: Collection[tuple[str, date]] = ()
) -> list[Touched]:
    """Return the differences that touch what is settled, or the days of facts of a class whose first attributes change.

    Args:
        used_days: Pairs (class id, day) of the facts of such classes.
    """
    touched = []
    for difference in differences:
        reached = tuple(each for each in settled if _reaches(difference, each))
        if reached or _has_facts(difference, used_days):
            touched.append(Touched(difference=difference, settled=reached))
    return touched


def _reaches(difference: Difference, settled: SettledPeriod) -> bool:
    """Return whether a difference is about days, classes, head teachers and a purpose that something settled depends on."""
    if difference.purpose not in (None, settled.purpose):
        return False
    if difference.teachers & settled.teachers and difference.start <= settled.end:
        return True
    classes = difference.classes is None or settled.classes is None or difference.classes & settled.classes
    return bool(classes) and difference.touches(settled.start, settled.end)


def _has_facts(difference: Difference, used_days: Iterable[tuple[str, date]]) -> bool:
    return difference.from_first and any(
        class_id in (difference.classes or ()) and difference.covers(day) for class_id, day in used_days
    )


def refuse_past_changes(new_classes: Sequence[Problem], touched: Sequence[Touched]) -> Refused | None:
    """Refuse what may not be changed without a word, all of it at once, with both ways to say it.

    Args:
        new_classes: What `find_late_classes` found.
        touched: Differences that touch the past.
    """
    if not (new_classes or touched):
        return None
    changes = [
        Problem(code="register.past-changed", what=each.difference.words, expected=each.difference.instead)
        for each in touched
    ]
    periods = _describe_periods({settled for each in touched for settled in each.settled})
    number = len(new_classes) + len(changes)
    reason = Message(
        f"有{number}处改动碰到已公示、已发放或已有事实的日子,什么都没有登记",
        f"{number} changes touch days that were published, paid or recorded on; nothing was registered",
    )
    return Refused(
        code=PAST_CHANGED if touched else new_classes[0].code,
        reason=Message.joined([reason, *([_BOTH_WAYS] if touched else [])]),
        clause=NEVER_OVERWRITTEN,
        problems=(*new_classes, *changes, *periods),
    )


def _describe_periods(settled: Iterable[SettledPeriod]) -> Iterator[Problem]:
    """Yield a line for each period: which classes are published, and whether it is paid; the first ones, and how many more."""
    by_period: dict[tuple[date, str, str], list[str]] = {}
    for each in settled:
        by_period.setdefault((each.end, each.period, each.purpose), []).append(each.class_id)
    texts = [
        _describe_period(f"{name} {purpose}".rstrip(), ids) for (_, name, purpose), ids in sorted(by_period.items())
    ]
    rest = len(texts) - _PERIODS_SHOWN
    more = [Message(f"另有{rest}个时段", f"and {rest} more periods")] if rest > 0 else []
    yield from (Problem(code="register.past-settled", what=what) for what in [*texts[:_PERIODS_SHOWN], *more])


def _describe_period(name: str, class_ids: list[str]) -> Message:
    classes = sorted(filter(None, class_ids))
    shown = "、".join(classes[:_CLASSES_SHOWN]) + ("…" if len(classes) > _CLASSES_SHOWN else "")
    parts = (
        [Message(f"已公示{len(classes)}个班({shown})", f"{len(classes)} classes published ({shown})")]
        if classes
        else []
    )
    parts += [Message("绩效已发放", "paid")] if "" in class_ids else []
    return Message(f"{name}:", f"{name}: ") + Message.joined(parts, ",", ", ")


def refuse_without_reason() -> Refused:
    """Refuse to correct the past without a reason."""
    return refuse(
        "更正既往必须写明理由(--reason)",
        "correcting the past needs a reason (--reason)",
        NEVER_OVERWRITTEN,
        code="reason.missing",
    )


def find_classes_without_first_day(
    classes: Mapping[str, SchoolClass], declared: Declaration, appointed: Sequence[Tenure] = ()
) -> dict[str, date]:
    """Return new class without a first day → the first day of its first head teacher; date.max where it has none.

    Args:
        classes: Those registered.
    """
    tenures = (*declared.tenures, *appointed)
    return {
        each.id: min((tenure.start for tenure in tenures if tenure.class_id == each.id), default=date.max)
        for each in declared.classes
        if each.start is None and each.id not in classes
    }


def find_late_classes(earlier_facts: Mapping[str, date]) -> list[Problem]:
    """Return a problem for each new class that does not say its first day (建班) although there are facts of days before it.

    Args:
        earlier_facts: New class → the day of such a fact.
    """
    return [
        Problem(
            code="register.class-without-first-day",
            what=Message(
                f"班级“{class_id}”是新的,而{day}已有事实记录",
                f"class {class_id!r} is new, and there are facts of {day} already",
            ),
            expected=Message("请在 [[class]] 中写上 from,它的第一天", "write `from` in its [[class]], its first day"),
        )
        for class_id, day in earlier_facts.items()
    ]

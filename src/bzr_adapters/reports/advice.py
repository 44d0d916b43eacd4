"""Advice (建议): a sentence for each shortcoming, made of the clause's words, the points to be won and the facts that show it."""

from collections.abc import Iterable, Mapping

from bzr_adapters.reports import values
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message
from bzr_domain.projections.feedback import UnrecordedDuty
from bzr_domain.projections.findings import Finding


def advice(one: Finding, kinds: Mapping[str, Kind]) -> Message:
    """What would win the points of a clause, in its own words."""
    zh, en = _named(one.kinds, kinds)
    won, shown = _won(one), _shown(one, zh, en)
    return Message(
        f"“{one.title}”({one.cite}):{';'.join(part.zh for part in (won, shown) if part.zh)}",
        f"“{one.title}” ({one.cite}): {'; '.join(part.en for part in (won, shown) if part.en)}",
    )


def bare_advice(bare: UnrecordedDuty, kinds: Mapping[str, Kind]) -> Message:
    """Which facts are filed under a duty for which nothing is recorded; good and bad ones alike speak to it."""
    zh, en = _named(bare.kinds, kinds)[0], ", ".join(bare.kinds)
    return Message(
        f"职责“{bare.duty.title}”没有任何记录;归在其下的事项:{zh or '无'}",
        f"nothing recorded for duty {bare.duty.id}; facts filed under it: {en or 'none'}",
    )


def _won(one: Finding) -> Message:
    if one.left is None:
        return Message("原文没有限定可得多少分", "the text sets no limit to its points")
    points = values.points(one.left)
    if one.says == "not-assessed":
        return Message(f"未评,可得至多{points}分", f"not assessed, up to {points} points to be had")
    if one.says == "nothing":
        return Message(f"未得分,可得至多{points}分", f"gave nothing, up to {points} points to be had")
    return Message(f"按条款可挽回{points}分", f"{points} points to be won back by the clause")


def _shown(one: Finding, zh: str, en: str) -> Message:
    if not one.kinds:
        return Message("", "")
    if one.way == "avoid" and one.says == "nothing":
        return Message(f"以不再有{zh}的记录为证", f"shown by no further record of {en}")
    if one.way == "avoid":
        return Message(f"以不再有扣分的{zh}记录为证", f"shown by no further record of {en} that costs points")
    if one.way == "improve":
        return Message(f"以更好的{zh}记录为证", f"shown by a better record of {en}")
    return Message(f"以{zh}的记录为证", f"shown by a record of {en}")


def _named(names: Iterable[str], kinds: Mapping[str, Kind]) -> tuple[str, str]:
    found = list(names)
    return "、".join(f"“{kinds[name].title}”" for name in found), " or ".join(found)

"""Outcomes for people: what each came to, the place it stands on, whose scores it read, and its reading (结果)."""

from collections.abc import Iterator, Mapping

import attrs

from bzr_adapters.reports import values
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.scoring.statement import ClauseLine

_MANY = 12
"""How many scores or peers are written out on one line before the rest is only counted."""


def verdict_lines(
    verdicts: tuple[ClauseLine, ...], names: Mapping[str, str], lang: Lang, ink: Ink
) -> Iterator[str]:
    """The lines of all outcomes of a statement."""
    if verdicts:
        yield ""
        yield ink.bold(Message("结果", "outcomes").in_(lang))
    for verdict in verdicts:
        yield from _verdict(verdict, names, lang, ink, "  ")


def _verdict(one: ClauseLine, names: Mapping[str, str], lang: Lang, ink: Ink, indent: str) -> Iterator[str]:
    cite = (f"({one.cite})" if lang == "zh" else f" ({one.cite})") if one.cite else ""
    title = one.title if lang == "zh" else one.id
    yield (
        f"{indent}{title}{cite}:{outcome_text(one.value, lang)}"
        if lang == "zh"
        else (f"{indent}{title}{cite}: {outcome_text(one.value, lang)}")
    )
    if one.reading:
        yield ink.dim(f"{indent}    " + Message(f"读法:{one.reading}", f"reading: {one.reading}").in_(lang))
    if one.place is not None:
        yield ink.dim(f"{indent}    " + _place(one, names).in_(lang))
    if len(one.scores) > 1:
        yield ink.dim(f"{indent}    " + _scores(one, names).in_(lang))
    for part in one.parts:
        if part.value is None and isinstance(one.value, bool):
            part = attrs.evolve(part, value=False)  # noqa: PLW2901 (nothing of a yes is a no)
        yield from _verdict(part, names, lang, ink, indent + "  ")


def outcome_text(value: object, lang: Lang) -> str:
    """An outcome in words: money or points, yes or no, a label, a dash for nothing."""
    if isinstance(value, bool):
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        return yes if value else no
    shown = values.outcome(value)  # type: ignore[arg-type]  # a value of a node
    return "—" if shown is None else str(shown)


def _place(one: ClauseLine, names: Mapping[str, str]) -> Message:
    place = one.place
    assert place is not None
    shown = [(names.get(who, who), values.tally(number)) for who, number in place.peers[:_MANY]]
    rest = len(place.peers) - len(shown)
    zh = "、".join(f"{who} {number}" for who, number in shown) + (f" 等{len(place.peers)}个" if rest else "")
    en = ", ".join(f"{who} {number}" for who, number in shown) + (f" and {rest} more" if rest else "")
    tied = place.last - place.first
    return Message(
        f"第{place.counted}名,共{len(place.peers)}个参加排名{f'({tied + 1}个并列)' if tied else ''}:{zh}",
        f"place {place.counted} of {len(place.peers)}{f', {tied + 1} tied' if tied else ''}: {en}",
    )


def _scores(one: ClauseLine, names: Mapping[str, str]) -> Message:
    several = len({who for who, _, _ in one.scores}) > 1
    shown = [
        f"{names.get(who, who)} {values.tally(number)}" if several else f"{cell} {values.tally(number)}"
        for who, cell, number in one.scores[:_MANY]
    ]
    rest = len(one.scores) - len(shown)
    return Message(
        "依据:" + "、".join(shown) + (f" 等{len(one.scores)}项" if rest else ""),
        "from: " + ", ".join(shown) + (f" and {rest} more" if rest else ""),
    )

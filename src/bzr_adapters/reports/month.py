"""A month's statements as a table for people: class × item, total, outcomes with their reasons, and what has to be known about them."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.month_table import month_sheet
from bzr_adapters.documents.names import describe_cite, outcome_text
from bzr_adapters.front_door.statements import MonthTable, TermTable
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.scoring.ranking import Place
from bzr_domain.scoring.statement import ClauseLine


def month_lines(answer: MonthTable | TermTable, ink: Ink) -> Iterator[str]:
    """The lines of the table; classes under different rulebooks stand in tables of their own."""
    sheet = month_sheet(answer.source, answer.lang)
    yield ink.bold(answer.entitle(sheet))
    for block in sheet.blocks:
        yield ""
        yield from block_lines(block, ink)
        yield from map(ink.dim, block.notes)
    if sheet.notes:
        yield ""
    yield from map(ink.yellow, sheet.notes)


_MANY = 12
"""How many scores or peers are written out on one line before the rest is only counted."""


def verdict_lines(verdicts: tuple[ClauseLine, ...], names: Mapping[str, str], lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of all outcomes of a statement."""
    if verdicts:
        yield from ink.section(Message("结果", "outcomes").in_(lang))
    for verdict in verdicts:
        yield from _verdict_lines(verdict, names, lang, ink, "  ")


def _verdict_lines(
    clause_line: ClauseLine, names: Mapping[str, str], lang: Lang, ink: Ink, indent: str
) -> Iterator[str]:
    value = outcome_text(clause_line.value, lang)
    title = Message(clause_line.title, clause_line.id) + describe_cite(clause_line.cite)
    heading = title + Message(f":{value}", f": {value}")
    yield indent + heading.in_(lang)
    below = []
    if clause_line.reading:
        below.append(Message("读法:", "reading: ") + Message.same(clause_line.reading))
    if clause_line.place is not None:
        below.append(_describe_place(clause_line.place, names))
    if len(clause_line.scores) > 1:
        below.append(_list_scores(clause_line, names))
    yield from (ink.dim(f"{indent}    {text.in_(lang)}") for text in below)
    for part in clause_line.parts:
        if part.value is None and isinstance(clause_line.value, bool):
            part = attrs.evolve(part, value=False)  # noqa: PLW2901 (nothing of a yes is a no)
        yield from _verdict_lines(part, names, lang, ink, indent + "  ")


def _describe_place(place: Place, names: Mapping[str, str]) -> Message:
    peers = [f"{names.get(who, who)} {values.tally(number)}" for who, number in place.peers]
    tied = place.last - place.first + 1
    zh, en = (f"({tied}个并列)", f", {tied} tied") if tied > 1 else ("", "")
    group = Message("", "")
    if place.group is not None:
        group = Message(f",范围内全部{place.group}个", f", {place.group} in the whole group")
    position = Message(
        f"第{place.counted}名,共{len(peers)}个参加排名{zh}{group.zh}:",
        f"place {place.counted} of {len(peers)}{en}{group.en}: ",
    )
    return position + _list_first(peers, "个")


def _list_scores(clause_line: ClauseLine, names: Mapping[str, str]) -> Message:
    several = len({who for who, _, _ in clause_line.scores}) > 1
    scores = [
        f"{names.get(who, who) if several else period} {values.tally(number)}"
        for who, period, number in clause_line.scores
    ]
    return Message("依据:", "from: ") + _list_first(scores, "项")


def _list_first(texts: Sequence[str], unit: str) -> Message:
    """The first of some texts; the rest is only counted."""
    rest = len(texts) - _MANY
    more = Message(f" 等{len(texts)}{unit}", f" and {rest} more") if rest > 0 else Message("", "")
    return Message.listed(texts[:_MANY]) + more

"""One item's account for people: every change of its points with the facts behind it, voided ones struck out."""

from collections.abc import Iterator, Sequence

import attrs

from bzr_adapters.reports import values
from bzr_adapters.reports.absence import absence
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.evidence import fact_title, provenance
from bzr_adapters.reports.facts import Words
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.explanation import Explanation, ItemAccount
from bzr_domain.scoring.ledger import Line

_INDENT = "    "
_BELOW = "                "


@attrs.frozen(kw_only=True)
class _Entry:
    """One line of the account: its cells, and what stands below it."""

    cells: Sequence[str]
    below: Sequence[str]


def account_lines(
    found: Explanation, account: ItemAccount, words: Words, lang: Lang, ink: Ink
) -> Iterator[str]:
    """The account's lines in the order of the days, each with who recorded what it stands on."""
    entries = [(line.on, 0, _entry(found, line, words, lang, ink)) for line in account.lines]
    entries += [
        (found.facts[fact].fact.on, 1, _voided(found, clause, fact, words, lang, ink))
        for clause, facts in account.voided.items()
        for fact in facts
    ]
    entries.sort(key=lambda one: one[:2])
    ordered = [entry for _, _, entry in entries]
    if not ordered:
        yield _INDENT + _NOTHING.in_(lang)
        return
    for text, entry in zip(aligned([e.cells for e in ordered], {3, 4}, _INDENT), ordered, strict=True):
        yield text
        yield from (f"{_BELOW}{line}" for line in entry.below)


_NOTHING = Message("没有任何增减", "nothing changed it")


def _entry(found: Explanation, line: Line, words: Words, lang: Lang, ink: Ink) -> _Entry:
    facts = [found.facts[name] for name in line.facts]
    node = found.statement.results[line.clause].node
    below = [text for one in facts for text in provenance(one, words, lang)]
    if len(facts) > 1:
        below = [
            text
            for one in facts
            for text in (f"{one.fact.on} {fact_title(one, words, lang)}", *provenance(one, words, lang))
        ]
    if line.reached is not None:
        below = [ink.yellow(_bounded(line).in_(lang)), *below]
    return _Entry(
        cells=(
            line.on.isoformat(),
            node.id if facts or node.heading != "item" else "",
            fact_title(facts[0], words, lang)
            if len(facts) == 1
            else absence(node, line, len(facts)).in_(lang),
            values.signed(line.points),
            f"{values.points(line.before)} → {values.points(line.after)}",
        ),
        below=[text if line.reached and text == below[0] else ink.dim(text) for text in below],
    )


def _bounded(line: Line) -> Message:
    nominal, real = values.signed(line.nominal), values.signed(line.points)
    zh, en = (
        ("已扣完为止", "the floor is reached")
        if line.reached == "floor"
        else ("已满分", "the cap is reached")
    )
    if line.points:
        return Message(
            f"{zh},此条按条款为{nominal},只计{real}", f"{en}: {nominal} by the clause, only {real} counts"
        )
    return Message(f"{zh},此条不再计分(按条款为{nominal})", f"{en}: no more counts ({nominal} by the clause)")


def _voided(found: Explanation, clause: str, fact: str, words: Words, lang: Lang, ink: Ink) -> _Entry:
    one = found.facts[fact]
    node = found.statement.results[clause].node
    title = ink.struck(fact_title(one, words, lang))
    label = Message("[已作废]", "[void] ").in_(lang)
    return _Entry(
        cells=(one.fact.on.isoformat(), node.id, label + title, "", ""),
        below=[ink.dim(text) for text in provenance(one, words, lang)],
    )

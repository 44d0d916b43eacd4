"""先进班主任: who can be proposed for commendation (评先), best total first, and who cannot and why.

A rulebook says what bars by the names of its outcomes: `commendation.barred…` keeps a class out, `unqualified…` and
`veto…` the head teacher whom they struck. Where it has no outcome that bars, there is no list.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Per
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.lines import ClauseLine
from bzr_domain.scoring.statement import Statement

COMMENDATION = "commendation"
"""Outcomes of this name, or of one that begins with it, speak of commendation (评先)."""
BARRED = f"{COMMENDATION}.barred"
"""Outcomes of this name, or of one that begins with it, bar a class from it (不得评为先进)."""
UNQUALIFIED = "unqualified"
"""Outcomes of this name, or of one that begins with it, say that somebody is unqualified (不合格班主任)."""
VETO = "veto"
"""Outcomes of this name, or of one that begins with it, are a veto (一票否决)."""

Why = Literal["barred", "unqualified", "veto", "provisional", "not-recorded", "no-teacher"]
"""不得评先, 不合格, 一票否决, 暂定, 没有任何记录, 没有班主任."""


@attrs.frozen(kw_only=True)
class Bar:
    """Why somebody cannot be proposed; the rule that says so, and empty words where it is no rule's."""

    why: Why
    id: str = ""
    title: str = ""
    cite: str = ""


@attrs.frozen(kw_only=True)
class Nominee:
    """The head teacher of a class, as one to propose or not.

    Attributes:
        place: The place by total among those who can be proposed; equal totals share it. None: cannot be proposed.
        bars: Why not.
    """

    statement: Statement
    place: int | None
    bars: tuple[Bar, ...]


def is_named(name: str, stem: str) -> bool:
    """Whether an outcome has a name, or one that begins with it: `unqualified.running` is an `unqualified`."""
    return name == stem or name.startswith(f"{stem}.")


def bars_anybody(book: Book, per: Per) -> bool:
    """Whether a rulebook has an outcome for such a period that bars from commendation."""
    return any(is_named(node.id, BARRED) for node in book.outcomes_of(per))


def rank_nominees(statements: Iterable[Statement]) -> tuple[Nominee, ...]:
    """Those who can be proposed, best total first, then those who cannot, in the order of the statements.

    Args:
        statements: Of one period, under one rulebook.
    """
    found = [(one, tuple(_bars(one))) for one in statements]
    free = sorted((one for one, bars in found if not bars), key=lambda one: one.total, reverse=True)
    totals = [one.total for one in free]
    able = [Nominee(statement=one, place=totals.index(one.total) + 1, bars=()) for one in free]
    return (*able, *(Nominee(statement=one, place=None, bars=bars) for one, bars in found if bars))


def _bars(statement: Statement) -> Iterator[Bar]:
    yield from _by_rules(statement)
    if statement.teacher is None:
        yield Bar(why="no-teacher")
    if not statement.recorded or not statement.assessed:
        yield Bar(why="not-recorded")
    if statement.provisional:
        yield Bar(why="provisional")


def _by_rules(statement: Statement) -> Iterator[Bar]:
    for line in _clauses([one for one in statement.verdicts if is_named(one.id, BARRED)]):
        yield Bar(why="barred", id=line.id, title=line.title, cite=line.cite)
    teacher = None if statement.teacher is None else statement.teacher.teacher
    stems: tuple[tuple[str, Why], ...] = ((UNQUALIFIED, "unqualified"), (VETO, "veto"))
    for stem, why in stems:
        for one in statement.strikes:
            if is_named(one.id, stem) and one.teacher == teacher:
                yield Bar(why=why, id=one.id, title=one.title, cite=one.cite)


def _clauses(lines: Sequence[ClauseLine]) -> Iterator[ClauseLine]:
    """The clauses that are a yes, as far down as the rulebook tells them apart."""
    for line in lines:
        if line.value is True:
            below = [part for part in line.parts if part.value is True]
            yield from _clauses(below) if below else (line,)

"""The commendation list (评先名单): who can be proposed, best total first, and who cannot and why.

A rulebook says what bars by the names of its outcomes: `commendation.barred…` keeps a class out, `unqualified…` and
`veto…` the head teacher whom they struck. Where it has no outcome that bars, there is no list.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Per
from bzr_domain.projections.head_teacher_shares import list_shares
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.disqualification import Disqualification
from bzr_domain.scoring.statement import ClauseLine, Statement

COMMENDATION = "commendation"
"""Outcomes of this name, or of one that begins with it, speak of commendation (评先)."""
BARRED = f"{COMMENDATION}.barred"
"""Outcomes of this name, or of one that begins with it, bar a class from it (不得评为先进)."""
UNQUALIFIED = "unqualified"
"""Outcomes of this name, or of one that begins with it, say that somebody is unqualified (不合格班主任)."""
VETO = "veto"
"""Outcomes of this name, or of one that begins with it, are a veto (一票否决)."""

Why = Literal["barred", "unqualified", "veto", "provisional", "not-recorded", "no-teacher", "left"]
"""不得评先, 不合格, 一票否决, 暂定, 没有任何记录, 没有班主任, 期末已不任班主任."""


@attrs.frozen(kw_only=True)
class Bar:
    """Why somebody cannot be proposed; the rule that says so, and empty words where it is no rule's."""

    why: Why
    id: str = ""
    title: str = ""
    cite: str = ""


@attrs.frozen(kw_only=True)
class Nominee:
    """The head teacher of a class, as one to propose or not; a former one of the period cannot be proposed.

    Attributes:
        teacher, name: Who; None and empty where the class has none.
        school_days: How many school days of the period were served.
        place: The place by total among those who can be proposed; equal totals share it. None: cannot be proposed.
        bars: Why not.
    """

    statement: Statement
    teacher: str | None
    name: str
    school_days: int
    place: int | None
    bars: tuple[Bar, ...]


@attrs.frozen(kw_only=True)
class CommendationList:
    """The commendation list (评先名单) under one rulebook.

    Attributes:
        nominees: None where the rulebook bars nobody from commendation: then it makes no list.
    """

    book: Book
    nominees: tuple[Nominee, ...] | None


def project_commendation(statements: Iterable[Statement]) -> tuple[CommendationList, ...]:
    """Return the commendation list of each rulebook under which some statements of one period stand."""
    by_rulebook: dict[str, list[Statement]] = {}
    for statement in statements:
        by_rulebook.setdefault(statement.book.digest, []).append(statement)
    lists = []
    for same_book in by_rulebook.values():
        book, per = same_book[0].book, same_book[0].period.per
        nominees = rank_nominees(same_book) if bars_anybody(book, per) else None
        lists.append(CommendationList(book=book, nominees=nominees))
    return tuple(lists)


def is_named(name: str, stem: str) -> bool:
    """Return whether an outcome has a name, or one that begins with it: `unqualified.running` is an `unqualified`."""
    return name == stem or name.startswith(f"{stem}.")


def bars_anybody(book: Book, per: Per) -> bool:
    """Return whether a rulebook has an outcome for such a period that bars from commendation."""
    return any(is_named(node.id, BARRED) for node in book.outcomes_of(per))


def rank_nominees(statements: Iterable[Statement]) -> tuple[Nominee, ...]:
    """Return those who can be proposed, best total first, then those who cannot, in the order of the statements.

    A total with parts missing stands behind every complete one (缺项排在后面).
    The former head teachers of a class stand behind its present one, each with what struck them.

    Args:
        statements: Of one period, under one rulebook.
    """
    with_bars = [(statement, tuple(_list_bars(statement))) for statement in statements]
    free = sorted((s for s, bars in with_bars if not bars), key=_rank_total)
    totals = [_rank_total(statement) for statement in free]
    ranked = [_nominate(s, totals.index(_rank_total(s)) + 1, ()) for s in free]
    others = (
        nominee
        for statement, bars in with_bars
        for nominee in (*([_nominate(statement, None, bars)] if bars else []), *_list_former(statement))
    )
    return (*ranked, *others)


def _rank_total(statement: Statement) -> tuple[bool, Decimal]:
    return bool(statement.missing_parts), -statement.total


def _nominate(statement: Statement, place: int | None, bars: tuple[Bar, ...]) -> Nominee:
    present = statement.teacher
    teacher, name = (None, "") if present is None else (present.teacher, present.name)
    days = sum(service.school_days for service in statement.services if service.teacher == teacher)
    return Nominee(statement=statement, teacher=teacher, name=name, school_days=days, place=place, bars=bars)


def _list_former(statement: Statement) -> Iterator[Nominee]:
    """Yield the former head teachers of a class (前任), in order."""
    for share in list_shares(statement):
        if not share.present:
            bars = (*_list_struck(share.findings), Bar(why="left"))
            yield Nominee(
                statement=statement,
                teacher=share.teacher,
                name=share.name,
                school_days=share.school_days,
                place=None,
                bars=bars,
            )


def _list_bars(statement: Statement) -> Iterator[Bar]:
    yield from _list_rule_bars(statement)
    if statement.teacher is None:
        yield Bar(why="no-teacher")
    if not statement.recorded or not statement.assessed:
        yield Bar(why="not-recorded")
    if statement.provisional:
        yield Bar(why="provisional")


def _list_rule_bars(statement: Statement) -> Iterator[Bar]:
    barring = [verdict for verdict in statement.verdicts if is_named(verdict.id, BARRED)]
    for clause in _list_true_clauses(barring):
        yield Bar(why="barred", id=clause.id, title=clause.title, cite=clause.cite)
    teacher = None if statement.teacher is None else statement.teacher.teacher
    of_teacher = [each for each in statement.disqualifications if each.teacher == teacher]
    yield from _list_struck(each for each in of_teacher if not is_named(each.id, BARRED))


def _list_struck(findings: Iterable[Disqualification]) -> Iterator[Bar]:
    """Yield the rules that struck a person, as far as they keep somebody from being proposed."""
    findings = list(findings)
    stems: tuple[tuple[str, Why], ...] = ((BARRED, "barred"), (UNQUALIFIED, "unqualified"), (VETO, "veto"))
    for stem, why in stems:
        named = (each for each in findings if is_named(each.id, stem))
        yield from (Bar(why=why, id=each.id, title=each.title, cite=each.cite) for each in named)


def _list_true_clauses(clauses: Sequence[ClauseLine]) -> Iterator[ClauseLine]:
    """The clauses that are a yes, as far down as the rulebook tells them apart."""
    for clause in clauses:
        if clause.value is True:
            true_parts = [part for part in clause.parts if part.value is True]
            yield from _list_true_clauses(true_parts) if true_parts else (clause,)

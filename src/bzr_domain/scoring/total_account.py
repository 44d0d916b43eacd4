"""The account of a total (总分): how it comes of what goes into it, a line for each, beside its own base, bounds and operations."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from bzr_domain.kernel.quantities import ZERO, add_up, round_to_step, to_fraction
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.result import Results
from bzr_domain.scoring.subject_view import Scope


def build_total_account(scope: Scope, total: Node, results: Results) -> tuple[Line, ...]:
    """Build the lines of a total, which add up to it; none where it has no value."""
    result, book = results[total.key], scope.schedule.book
    if result.exact is None:
        return ()
    ledger = build_ledger(scope, total, results)
    unrounded = [line for line in ledger if line.clause != total.key or line.bound != "round"]
    lines = list(_fold_lines(book, total, unrounded))
    rest = to_fraction(result.points - sum((line.counts for line in lines), ZERO))
    if rest:
        on = max(line.on for line in lines)
        rounded = round_to_step(rest)
        lines.append(Line(kind="bound", clause=total.key, on=on, points=rounded, exact=rest, bound="round"))
    return tuple(lines)


def _fold_lines(book: Book, total: Node, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the total's base, then a line for each node that goes into it, then the total's bounds and operations."""
    own: list[Line] = []
    by_child: dict[str, list[Line]] = {}
    for line in lines:
        child = _find_child(book, total, line.clause)
        if child is None:
            own.append(attrs.evolve(line, parts=tuple(_fold_lines(book, total, line.parts))))
        elif book.nodes[child].joins in ("factor", "ceiling"):
            own.append(line)
        else:
            by_child.setdefault(child, []).append(line)
    yield from (line for line in own if line.kind == "base")
    yield from (_fold_child(book.nodes[child], folded) for child, folded in by_child.items())
    yield from (line for line in own if line.kind != "base")


def _find_child(book: Book, total: Node, key: str) -> str | None:
    """Find the node that goes into a total and that a line belongs to; None for the total itself."""
    while key != total.key:
        into = book.nodes[key].into
        if into is None or into == total.key:
            return key
        key = into
    return None


def _fold_child(child: Node, lines: Sequence[Line]) -> Line:
    """Put the lines of a node that goes into a total together into one."""
    number = add_up(line.exact for line in lines)
    on = max(line.on for line in lines)
    return Line(
        kind="clause",
        clause=child.key,
        on=on,
        points=round_to_step(number / child.weight),
        exact=number,
        weight=child.weight,
    )

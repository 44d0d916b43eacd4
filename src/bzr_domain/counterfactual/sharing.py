"""共用: another world beside the one that was scored — under another rulebook, or without one fact.

What cannot come out differently there is taken over, so that a second world costs only what is different in it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import attrs

from bzr_domain.register.roster import Adoption
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.loaded_school import LoadedSchool

LEFT_OUT = "left-out"
"""What stands in the place of a void's id where a fact is left out in thought only (设想作废)."""


def under(school: LoadedSchool, book: Book, since: date | None = None) -> LoadedSchool:
    """The same school and facts with a rulebook in the place of every one adopted, on the same days (换规则).

    Args:
        since: The first day on which it is in force; before it those adopted are. None means from the beginning.
    """
    register = school.register
    adoptions = dict.fromkeys(
        new for one in register.adoptions for new in _replaced(one, book, since or date.min)
    )
    other = LoadedSchool(
        register=attrs.evolve(register, adoptions=tuple(adoptions)),
        books={**school.books, book.digest: book},
        facts=school.facts,
        as_of=school.as_of,
    )
    adopted = {one.rulebook for one in register.adoptions}
    if len(adopted) == 1 and {one.rulebook for one in adoptions} == {book.digest}:
        (digest,) = adopted
        same = alike(school.books[digest], book)
        for (_, subject, key, cell), result in school.computed.items():
            if key in same:
                other.computed[book.digest, subject, key, cell] = result
    return other


def _replaced(one: Adoption, book: Book, since: date) -> Iterator[Adoption]:
    """An adoption as it is up to a day, and of another rulebook from that day on."""
    if one.start < since:
        ends = one.end is not None and one.end < since
        yield one if ends else attrs.evolve(one, end=since - timedelta(days=1))
    if one.end is None or one.end >= since:
        yield attrs.evolve(one, rulebook=book.digest, start=max(one.start, since))


def without(school: LoadedSchool, fact: str) -> LoadedSchool:
    """The same school and facts with one of them void; a fact that is not there changes nothing (去掉一条事实)."""
    facts = tuple(attrs.evolve(one, voided_by=LEFT_OUT) if one.id == fact else one for one in school.facts)
    other = LoadedSchool(register=school.register, books=school.books, facts=facts, as_of=school.as_of)
    touched = {one.fact.class_id for one in school.facts if one.id == fact}
    own = {digest: alone(book) for digest, book in school.books.items()}
    for (digest, subject, key, cell), result in school.computed.items():
        if subject.about == "class" and subject.id not in touched and key in own[digest]:
            other.computed[digest, subject, key, cell] = result
    return other


def alike(one: Book, two: Book) -> frozenset[str]:
    """The nodes that come out alike under two rulebooks: worded alike, and so is everything they read."""

    def same(node: Node) -> bool:
        below = [[child.key for child in book.children(node.key)] for book in (one, two)]
        return node == two.nodes.get(node.key) and below[0] == below[1] and _same_kinds(node, one, two)

    return _all_the_way(one, same)


def alone(book: Book) -> frozenset[str]:
    """The nodes about a class that look at no other class, and read none that does."""
    return _all_the_way(book, lambda node: node.about == "class" and node.rank is None)


def _all_the_way(book: Book, holds: Callable[[Node], bool]) -> frozenset[str]:
    """The nodes of which something holds, and of all that they read."""
    found: set[str] = set()
    for node in book.order:
        if book.reads(node) <= found and holds(node):
            found.add(node.key)
    return frozenset(found)


def _same_kinds(node: Node, one: Book, two: Book) -> bool:
    """Whether both rulebooks know the kinds a node counts in the same form."""
    if not isinstance(node.source, lang.FactRows):
        return True
    counted = {kind for kind in (*one.kinds, *two.kinds) if any(s.takes(kind) for s in node.source.selectors)}
    return all(one.kinds.get(kind) == two.kinds.get(kind) for kind in counted)

"""The fact kinds that a school's rulebooks know (已知事项): of many rulebooks, only those that are needed are parsed."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.rulebook.book import Book


@attrs.frozen(eq=False)
class KnownKinds(Mapping[str, Kind]):
    """Id → fact kind, of every kind that some rulebook knows; of several wordings, that of the last rulebook holds.

    Attributes:
        books: The rulebooks, in the order registered.
        common: What is known beside them; a rulebook's own wording goes before it.
    """

    books: Mapping[str, Book]
    common: Mapping[str, Kind] = MappingProxyType({})

    def __getitem__(self, kind_id: str) -> Kind:
        """Return the kind of that id; no rulebook before the last that knows it is looked at."""
        for kinds in self._list_from_last():
            if kind_id in kinds:
                return kinds[kind_id]
        raise KeyError(kind_id)

    def _list_from_last(self) -> Iterator[Mapping[str, Kind]]:
        """Yield the kinds of each rulebook, the last first, and those known in common at the end."""
        yield from (self.books[digest].kinds for digest in reversed(tuple(self.books)))
        yield self.common

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, those known in common first."""
        return iter(dict.fromkeys([*self.common, *(kind_id for book in self.books.values() for kind_id in book.kinds)]))

    def __len__(self) -> int:
        """Return how many kinds there are."""
        return sum(1 for _ in self)

    def list_from_last(self) -> Iterator[Kind]:
        """Yield every kind, those of the last rulebook first; further ones are looked at only as it goes on."""
        seen: set[str] = set()
        for kinds in self._list_from_last():
            yield from (kind for kind_id, kind in kinds.items() if kind_id not in seen)
            seen |= set(kinds)


@attrs.frozen(eq=False)
class OwnHeaders(Mapping[str, str]):
    """Header → name of every field that is a kind's own (自有栏目); of several, that of the last rulebook."""

    kinds: KnownKinds

    def __getitem__(self, header: str) -> str:
        """Return the name of the field under a header."""
        for own_header, name in self._list_pairs():
            if own_header == header:
                return name
        raise KeyError(header)

    def _list_pairs(self) -> Iterator[tuple[str, str]]:
        fields = (field for kind in self.kinds.list_from_last() for field in kind.own)
        return ((header, field.name) for field in fields for header in (field.name, field.title))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the headers, those of the last rulebook first; further ones are looked at only as it goes on."""
        seen: set[str] = set()
        for header, _ in self._list_pairs():
            if header not in seen:
                seen.add(header)
                yield header

    def __len__(self) -> int:
        """Return how many headers there are."""
        return sum(1 for _ in self)

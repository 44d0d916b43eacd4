"""A mapping whose values are found when they are asked for (惰性映射): of many years, most questions need the last alone."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LazyMapping(Mapping[Key, Value]):
    """A mapping that finds each value when it is first asked for, and keeps it; its keys are known from the beginning.

    >>> squares = LazyMapping([1, 2, 3], lambda number: number * number)
    >>> squares[3], squares.get(4), dict(squares)
    (9, None, {1: 1, 2: 4, 3: 9})
    """

    def __init__(self, keys: Collection[Key], find: Callable[[Key], Value]) -> None:
        """Take the keys in their order, and what finds the value of one of them."""
        self._keys = keys
        self._find = find
        self._found: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        """Return the value of a key."""
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._find(key)
        return self._found[key]

    def __iter__(self) -> Iterator[Key]:
        """Iterate over the keys in their order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)

"""A write transaction that a thread takes before it reads (占住), so that nobody can come between reading and writing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Generic, TypeVar

_Transaction = TypeVar("_Transaction")


class HeldTransaction(Generic[_Transaction]):
    """The transaction that each thread holds: ended by whoever writes in that thread, or when it is left."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[_Transaction]],
        finish: Callable[[_Transaction], AbstractContextManager[_Transaction]],
    ) -> None:
        """Take how a recorder begins a transaction, and how it ends one that has begun."""
        self._begin, self._finish = begin, finish
        self._held = threading.local()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other writer out, until this thread has written or leaves; readers go on reading."""
        with self._begin() as transaction:
            self._held.transaction = transaction
            try:
                yield
            finally:
                self._held.transaction = None

    def take_or_begin(self) -> AbstractContextManager[_Transaction]:
        """Return the transaction that this thread holds, to be committed by whoever writes; a new one where it holds none."""
        transaction: _Transaction | None = getattr(self._held, "transaction", None)
        self._held.transaction = None
        return self._begin() if transaction is None else self._finish(transaction)

"""Follow the log (订阅): a handler takes every event once, batch by batch, with its place and the statements that it moved."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import attrs

from bzr_adapters.front_door.arguments import WrongArgument, check_type, read_text
from bzr_adapters.front_door.errors import Refused, raises_ours
from bzr_adapters.front_door.events import check_place, mark_place, publish_event
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.values import Bookmark, Event
from bzr_domain.application.find_moved_statements import find_moved_statements
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.recorded import Recorded

_LOOK = timedelta(milliseconds=100)
"""For how long a follower waits for events before it looks whether it has to stop."""


@attrs.frozen(kw_only=True)
class Batch:
    """Some events of the log in their order (一批), the place after them, and what they may have moved.

    Attributes:
        bookmark: Where the next batch begins: kept with what the handler writes, in one transaction, it makes each event
            count exactly once.
        moved: The class and period of every statement that may differ now, of periods that have begun; what falls due by
            time alone moves without an event. Steps of results and pay move none.
    """

    events: tuple[Event, ...]
    bookmark: Bookmark
    moved: tuple[tuple[str, str], ...]


Handler = Callable[[Batch], None]
"""What takes the batches; it may ask the school, and act on it."""


class Subscription:
    """A follower of the log (订阅), made by `School.subscribe`: it starts with `run`, or with `with` in a thread of its own.

    A handler's exception stops it with its place unmoved: the batch comes again when it is started again.
    """

    _running: set[tuple[str, str]] = set()  # noqa: RUF012 (of the process, not of one object)
    _guard = threading.Lock()

    def __init__(self, school: OpenSchool, name: str, handler: Handler, after: Bookmark | None, size: int) -> None:
        """Stand on an open school; use `School.subscribe`."""
        check_type("after", after, Bookmark, type(None))
        check_type("batch", size, int)
        if not callable(handler):
            raise TypeError(f"handler has to be callable, not {type(handler).__name__}")
        if size < 1:
            raise WrongArgument.of(f"batch至少为1,不是{size}", f"batch is at least 1, not {size}")
        self._school = school
        self._name = read_text("name", name)
        if not self._name:
            raise WrongArgument.of("订阅要有名称", "a subscription needs a name")
        self._handler = handler
        self._size = size
        self._keeps_place = after is None
        self._bookmark = after or Bookmark()
        self._failure: BaseException | None = None
        self._is_running = False
        self._follower: int | None = None
        self._stopping = threading.Event()
        self._progress = threading.Condition()

    @property
    def lang(self) -> Lang:
        """The language of its texts."""
        return self._school.lang

    def run(self, *, until: int | None = None) -> None:
        """Hand batches to the handler in this thread, until `stop`, or until a position was handled.

        Raises:
            Invalid: When the bookmark is of another history, code `bookmark.other-history`.
            Refused: When a subscription of that name runs in this process already.
            StoreUnavailable: When the store cannot be read.
            Exception: Whatever the handler raised.
        """
        check_type("until", until, int, type(None))
        self._claim_name()
        self._follow(until)
        if self._failure is not None:
            raise self._failure

    def __enter__(self) -> Self:
        """Start in a thread of its own."""
        self._claim_name()
        threading.Thread(target=self._follow, args=(None,), name=f"bzr {self._name}", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it; raise what the handler raised, unless the block raised something itself."""
        self.stop()
        if error is None and self._failure is not None:
            raise self._failure

    def wait(self, position: int, timeout: float | None = None) -> bool:
        """Wait until a position was handled, such as `receipt.position`; return whether it was.

        It was not where the time, in seconds, is over or the subscription does not run (any more).

        Raises:
            Exception: Whatever stopped it: the handler's own exception, or the store's.
        """
        check_type("position", position, int)
        with self._progress:
            self._progress.wait_for(lambda: self._bookmark.position >= position or not self._is_running, timeout)
            if self._bookmark.position < position and self._failure is not None:
                raise self._failure
            return self._bookmark.position >= position

    def stop(self) -> None:
        """Stop it when the batch in hand is done, and wait for that; to stop what does not run is harmless."""
        self._stopping.set()
        with self._progress:
            if self._follower != threading.get_ident():
                self._progress.wait_for(lambda: not self._is_running)

    @property
    def _key(self) -> tuple[str, str]:
        return self._school.log.store_id, self._name

    def _claim_name(self) -> None:
        with self._guard:
            if self._key in self._running:
                raise Refused(
                    Message(f"订阅“{self._name}”已在运行", f"the subscription {self._name!r} runs already"),
                    lang=self.lang,
                    code="subscription.running",
                )
            self._running.add(self._key)
        with self._progress:
            self._stopping.clear()
            self._failure, self._is_running = None, True

    def _follow(self, until: int | None) -> None:
        self._follower = threading.get_ident()
        try:
            self._hand_over_batches(until)
        except BaseException as error:  # noqa: BLE001 (raised by run, by wait and by leaving the block)
            self._failure = error
        finally:
            with self._guard:
                self._running.discard(self._key)
            with self._progress:
                self._is_running, self._follower = False, None
                self._progress.notify_all()

    def _hand_over_batches(self, until: int | None) -> None:
        self._find_place()
        page: Sequence[Recorded[Any]] = ()
        while not self._stopping.is_set() and (until is None or self._bookmark.position < until):
            page = page or self._read_page()
            if until is not None:
                page = [recorded for recorded in page if recorded.position <= until]
            if page:
                batch = self._build_batch(page[: self._size])
                self._handler(batch)
                self._move_to(batch.bookmark)
                page = page[self._size :]

    @raises_ours
    def _find_place(self) -> None:
        log = self._school.log
        if self._keeps_place:
            self._bookmark = Bookmark(log.bookmark(self._name) or "start")
        check_place(log, self._bookmark)

    @raises_ours
    def _read_page(self) -> Sequence[Recorded[Any]]:
        """Return the next events; before each read, the place is demanded to be still in this very history."""
        log, place = self._school.log, self._bookmark
        if log.wait(place.position, _LOOK) or log.last_position() < place.position:
            check_place(log, place)
            return next(log.read_all(after=place.position), ())
        return ()

    @raises_ours
    def _build_batch(self, events: Sequence[Recorded[Any]]) -> Batch:
        before, after = (self._school.read_up_to(p) for p in (self._bookmark.position, events[-1].position))
        return Batch(
            events=tuple(publish_event(recorded) for recorded in events),
            bookmark=mark_place(self._school.log, events[-1]),
            moved=find_moved_statements(before, after, events),
        )

    @raises_ours
    def _move_to(self, bookmark: Bookmark) -> None:
        if self._keeps_place:
            self._school.log.bookmark(self._name, str(bookmark))
        with self._progress:
            self._bookmark = bookmark
            self._progress.notify_all()

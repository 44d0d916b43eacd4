"""The school (学校): one store, one school, one object a process; everything is asked of it and done through it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path as FilePath
from types import TracebackType
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

import attrs

from bzr_adapters.bootstrap import DEFAULT_STORE
from bzr_adapters.front_door.answers import Answers, Past
from bzr_adapters.front_door.arguments import When, WrongArgument, check_type, read_clock, read_text
from bzr_adapters.front_door.errors import Invalid, publish_error, raises_ours
from bzr_adapters.front_door.open_school import OpenSchool, ShowProgress, show_no_progress, tell_time
from bzr_adapters.front_door.values import Bookmark, Path
from bzr_adapters.storage import EventStore, build_log, create_store, open_store
from bzr_domain.application.ports import EventLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import BzrError, Lang, Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.actor import Actor
    from bzr_adapters.front_door.comparisons import Comparison
    from bzr_adapters.front_door.following import Handler, Subscription
    from bzr_adapters.front_door.results import Report
    from bzr_adapters.front_door.values import Receipt
    from bzr_adapters.storage.library.application import SchoolEvents

_RETRY = timedelta(seconds=5)


class School(Answers):
    """One school in one store (学校).

    It is thread-safe, and so are its actors; open it once a process, after a fork. `close` is idempotent; what is asked
    later is StoreUnavailable. Values that it gave stay complete.

    Attributes:
        founding: The receipt of the declaration that created it; None of a school that was opened.
    """

    founding: "Receipt | None" = None

    def __init__(self, school: OpenSchool, *, owns_log: bool = True) -> None:
        """Stand on an open school; use `School.open` or `School.create`."""
        self._school = school
        self._owns_log = owns_log
        self._subscriptions: WeakSet[Subscription] = WeakSet()

    @classmethod
    def create(  # noqa: PLR0913 (keywords)
        cls,
        address: str | None = None,
        declaration: Path | Mapping[str, object] = "",
        *,
        by: str,
        store: EventStore | None = None,
        keys: str | None = None,
        lang: Lang = "zh",
        retry: timedelta = _RETRY,
        clock: Callable[[], datetime] = tell_time,
        show_progress: ShowProgress = show_no_progress,
    ) -> Self:
        """Create a store, or take an empty one of one's own, and declare the school in it; `by` declares it.

        The keys of a store of one's own are made at the address `keys`; without, names and texts are stored as they are.

        Raises:
            Invalid: When the store holds a school already, the declaration has problems, or both an address and a store are
                given: nothing is left behind then.
        """
        from bzr_adapters.front_door.declaring import load_declaration

        declared = load_declaration(declaration, lang)
        log = _open_log(address, store, keys, lang, create=True)
        school = cls(_build(log, lang, retry, clock, show_progress))
        try:
            school._demand_empty()
            school.founding = school.acting(by).declare_loaded(declared)
        except BaseException:
            school.close()
            raise
        return school

    def _demand_empty(self) -> None:
        if self.head():
            message = Message("存储里已经有学校;用School.open打开", "the store holds a school already; use School.open")
            raise Invalid(message, lang=self.lang, code="store.not-empty")

    @classmethod
    def open(  # noqa: PLR0913 (keywords)
        cls,
        address: str | None = None,
        *,
        store: EventStore | None = None,
        keys: str | None = None,
        lang: Lang = "zh",
        retry: timedelta = _RETRY,
        clock: Callable[[], datetime] = tell_time,
        show_progress: ShowProgress = show_no_progress,
        signing_key: bytes | None = None,
    ) -> Self:
        """Open the store at an address, which has to be there, or a store of one's own.

        Args:
            address: `sqlite:///school.db`, `memory:` …; None is the default one.
            store: A store of one's own in place of an address; it stays its caller's to close.
            keys: Where the keys of that store are, such as `sqlite:///school.keys`; an address of a store says it itself.
            retry: For how long a command is tried again while others write first.
            clock: Gives the present moment, with offset.
            show_progress: Shows how far a long task is.
            signing_key: The private key that signs the checkpoints taken here; None leaves them unsigned.

        Raises:
            NotFound: When there is no store of ours there.
            Invalid: When both an address and a store are given.
        """
        check_type("signing_key", signing_key, bytes, type(None))
        school = _build(_open_log(address, store, keys, lang, create=False), lang, retry, clock, show_progress)
        return cls(attrs.evolve(school, signing_key=signing_key))

    def close(self) -> None:
        """Stop the subscriptions and close the store; closing twice is harmless."""
        for subscription in list(self._subscriptions):
            subscription.stop()
        if self._owns_log:
            self._school.log.close()

    def __enter__(self) -> Self:
        """Return itself; leaving closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def store_name(self) -> str:
        """What the store is called in messages."""
        return self._school.log.name

    @raises_ours
    def head(self) -> int:
        """Return the position of the last event; 0 where there is none."""
        return self._school.log.last_position()

    @raises_ours
    def moved_to(self) -> str:
        """Return where the school goes on since its store was moved away from here (搬迁); empty where it was not."""
        from bzr_adapters.storage.store import RecorderStore

        log = self._school.log
        if isinstance(log, RecorderStore):
            return log.recorder.moved_to()
        log.last_position()  # one that is closed says so
        return ""

    @raises_ours
    def acting(self, name: str, /, *, clock: str = "", account: str = "") -> "Actor":
        """Return the school as somebody acts on it; nothing is asked yet: a stranger is Forbidden at the first verb.

        Args:
            name: Who acts.
            clock: Why the clock is right although it is more than five minutes behind the last event or more than 400
                days ahead of it, where else nothing is recorded. That this was said is recorded too.

            account: The account that your program has checked, its name and number with a blank between them; asked for
                where the person is bound to one (`account` of `[[person]]`).

        Raises:
            Invalid: When the name is empty.
        """
        from bzr_adapters.front_door.actor import Actor  # what only writing needs: reading starts sooner

        actor = read_text("name", name)
        if not actor:
            raise WrongArgument.of("操作人的姓名不能为空", "the name of who acts cannot be empty")
        reason, checked = read_text("clock", clock), read_text("account", account)
        return Actor(attrs.evolve(self._school, clock_reason=reason, account=checked), actor)

    @raises_ours
    def for_purpose(self, purpose: str, /) -> Self:
        """Return the same school by the rulebooks adopted for a purpose (用途); empty text is the usual one.

        It shares the store, which stays this school's to close. A purpose for which nothing is adopted is NotFound when
        something is asked.
        """
        return type(self)(self._school.for_purpose(purpose), owns_log=False)

    @raises_ours
    def at(self, when: When, /) -> Past:
        """Return the school as it was known at a moment or a position, fixed at this call.

        Raises:
            Invalid: When it is no moment, no position of this store, or lies in the future.
        """
        return Past(self._school, self._school.read_at(when))

    @raises_ours
    def preview(self, declaration: Path | Mapping[str, object], /) -> "Comparison":
        """Return what a declaration would move, whoever makes it; nothing is written.

        Raises:
            Invalid: When the declaration has problems; every one is named.
            Refused: When it would leave facts or appointments behind.
        """
        from bzr_adapters.front_door.actor import Actor
        from bzr_adapters.front_door.declaring import load_declaration

        return Actor(self._school, "preview").preview_loaded(load_declaration(declaration, self.lang))

    @raises_ours
    def subscribe(
        self, name: str, handler: "Handler", *, after: Bookmark | None = None, batch: int = 500
    ) -> "Subscription":
        """Return a follower of the log, which nothing has started yet; one of a name can run at a time in a process.

        Args:
            name: Its name, under which the store keeps its place.
            handler: Called with each `Batch`, of events in their order.
            after: None lets the store keep the place, saved when the handler has returned: every event comes at least
                once. A bookmark begins behind it, and the handler keeps `batch.bookmark` itself with what it writes: then
                every event counts exactly once. `Bookmark()` is the start.
            batch: How many events at most are handed over at once.

        Raises:
            Invalid: When the name is empty, or `batch` is below 1.
        """
        from bzr_adapters.front_door.following import Subscription  # only followers need it

        subscription = Subscription(self._school, name, handler, after, batch)
        self._subscriptions.add(subscription)
        return subscription

    @raises_ours
    def library_application(self) -> "type[SchoolEvents]":
        """Return an application class of the event-sourcing library that reads this school's store, one in memory too.

        Its runners and projections follow the school with it; it closes nothing. Without a school at hand, `SchoolEvents`
        itself opens a store by its address.
        """
        from bzr_adapters.storage.library.application import bind_application

        return bind_application(self._school.log)

    @raises_ours
    def migrate(self, address: str, /, *, keep: bool = False) -> "Report":
        """Move everything into an empty store at another address, of any kind, and prove both equal (搬迁), `bzr.migrate/1`.

        Every event, command and bookmark keeps its place, so that followers go on at the new address. Both stores are asked
        the same afterwards. Then nothing can be appended to this one any more, unless it is to be kept in use.

        Args:
            keep: Leave this store as it is: two stores go on apart then, and only one of them can be the school's.

        Raises:
            StoreUnavailable: When the store there is not empty, cannot be reached, or the copy is not equal.
        """
        from bzr_adapters.front_door.moving import migrate_school

        reader = self._read()
        return migrate_school(self._school, read_text("address", address), self._head(reader), keep=keep)

    @raises_ours
    def backup(self, file: Path, /, *, keys: Path | None = None) -> "Report":
        """Copy everything into a new SQLite file, read it again and prove it equal (备份), `bzr.backup/1`.

        Args:
            file: A new file; no person's name and no free text in it can be read without the keys.
            keys: A new file for the keys, to be kept apart; None puts them beside the copy, as `FILE.keys`.

        Raises:
            StoreUnavailable: When one of the files is there already, or cannot be written.
        """
        from bzr_adapters.front_door.moving import back_up_school

        beside = None if keys is None else FilePath(keys)
        return back_up_school(self._school, FilePath(file), beside, self._head(self._read()))

    @raises_ours
    def verify(self, *, checkpoints: Iterable[str] = (), key: bytes | None = None) -> "Report":
        """Verify that nothing in the store was altered, removed, added or put elsewhere (核验), `bzr.verify/1`.

        `ok` is whether nothing was; `problems` say what is wrong, where, and what to do. Its rows are the checks made.

        Args:
            checkpoints: Texts of checkpoints that were kept elsewhere; they convict whoever changed the store since.
            key: The public key of who signs checkpoints, a PEM text or its 32 bytes.

        Raises:
            Invalid: When one of these is no checkpoint or no key.
        """
        from bzr_adapters.front_door.verifying import verify_school

        return verify_school(self._school, checkpoints, key)

    @raises_ours
    def checkpoint(self, key: bytes | None = None) -> "Report":
        """Take and keep a checkpoint (检查点), a statement of where the store stands, `bzr.checkpoint/1`.

        Its row has the `text` to be kept elsewhere. Where nothing was recorded since the last one, it is that one.

        Args:
            key: The private key that signs it, a PEM text or its 32 bytes; None: the school's, else it is unsigned.

        Raises:
            Invalid: When it is no key.
        """
        from bzr_adapters.front_door.verifying import report_checkpoint

        return report_checkpoint(self._school, key)

    @raises_ours
    def prove_event(self, position: int, /, *, key: bytes | None = None) -> "Report":
        """Prove that an event is in the store, to whoever has a checkpoint (证明), `bzr.inclusion/1`.

        Raises:
            Invalid: When there is no event at that position.
        """
        from bzr_adapters.front_door.verifying import report_event_proof

        check_type("position", position, int)
        return report_event_proof(self._school, position, key)

    @raises_ours
    def prove_growth(self, earlier: str, /, *, key: bytes | None = None) -> "Report":
        """Prove that the store goes on from an earlier checkpoint with nothing changed (证明), `bzr.consistency/1`.

        Args:
            earlier: The text of that checkpoint.
            key: The private key that signs the new one.

        Raises:
            Invalid: When it is no checkpoint, or the store holds another history.
        """
        from bzr_adapters.front_door.verifying import report_growth_proof

        return report_growth_proof(self._school, read_text("earlier", earlier), key)

    def _read(self) -> SchoolReader:
        return self._school.read_now()


def _open_log(address: str | None, store: EventStore | None, keys: str | None, lang: Lang, *, create: bool) -> EventLog:
    check_type("address", address, str, type(None))
    check_type("keys", keys, str, type(None))
    _check_store(store)
    if address is not None and store is not None:
        message = Message("地址和store只能给一个", "give either an address or a store, not both")
        raise Invalid(message, lang=lang, code="argument.two-stores")
    if keys is not None and store is None:
        message = Message(
            "keys只用于自己的存储(store);地址里请写 ?keys=",
            "keys is for a store of one's own (store); in an address write ?keys=",
        )
        raise Invalid(message, lang=lang, code="argument.keys-without-store")
    try:
        if store is not None:
            return build_log(store, keys=read_text("keys", keys or ""), create=create)
        return (create_store if create else open_store)(read_text("address", address or DEFAULT_STORE))
    except BzrError as error:
        raise publish_error(error, lang) from error


def _check_store(store: object) -> None:
    """Demand that a store, where one is given, has the methods of an `EventStore`."""
    if store is None:
        return
    methods = [name for name in vars(EventStore) if not name.startswith("_")]
    missing = [name for name in methods if not callable(getattr(store, name, None))]
    if missing:
        kind = type(store).__name__
        raise TypeError(f"store has to be an EventStore; a {kind} has no method {', '.join(missing)}")


def _build(
    log: EventLog, lang: Lang, retry: timedelta, clock: Callable[[], datetime], show_progress: ShowProgress
) -> OpenSchool:
    if lang not in ("zh", "en"):
        message = Message(f"语言“{lang}”不是zh或en", f"the language {lang!r} is neither zh nor en")
        raise Invalid(message, code="argument.language")
    check_type("retry", retry, timedelta)
    if not callable(clock):
        raise TypeError(f"clock has to be called for the moment; a {type(clock).__name__} cannot be")
    return OpenSchool(
        log=log, clock=partial(_tell_moment, clock, lang), lang=lang, retry=retry, show_progress=show_progress
    )


def _tell_moment(clock: Callable[[], datetime], lang: Lang) -> datetime:
    """Return the moment that a clock gives; one that cannot be the present is refused before anything is asked of it."""
    try:
        return read_clock(clock)
    except WrongArgument as error:
        raise publish_error(error, lang) from error

"""What was known at a moment: the register as replayed, its rulebooks, and every name in them."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

import attrs

from bzr_domain.application.ports import EventStore, Shelf
from bzr_domain.facts import streams
from bzr_domain.facts.admission import Admission
from bzr_domain.facts.kinds import Kind, find_kind, unknown_kind
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import school_register as school
from bzr_domain.register.events import RulebookRegistered
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.reading import read_book


@attrs.frozen
class Known:
    """A store as it was known at a moment: the register, its rulebooks, and the names that can be asked for.

    Attributes:
        shelf: What is shipped: the common fact kinds.
        as_of: The moment of asking, with offset: its day decides what is due.
        until: Only what had been recorded by then, inclusive; None takes everything recorded.
        up_to: Only what stands up to this position of the store: finer than a moment, which several events can share.
    """

    store: EventStore
    shelf: Shelf
    as_of: datetime
    until: datetime | None = None
    up_to: int | None = None

    def events(self, stream: str) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of one history as known then, in pages."""
        for page in self.store.read(stream, until=self.until):
            limit = self.up_to
            yield page if limit is None else tuple(one for one in page if one.position <= limit)

    def at(self, as_of: datetime, until: datetime | None = None, up_to: int | None = None) -> Self:
        """The same store as known at another moment or position."""
        return attrs.evolve(self, as_of=as_of, until=until, up_to=up_to)

    @cached_property
    def register(self) -> SchoolRegister:
        """The school's register as known then.

        Raises:
            UnknownReference: When no school was registered by then.
        """
        register = school.initial()
        for page in self.events(streams.REGISTER):
            register = school.evolve(register, page)
        if register.school is None:
            raise UnknownReference(
                Message(
                    f"到{self.as_of:%Y-%m-%d %H:%M:%S}为止还没有登记学校;请先运行 bzr setup school.toml",
                    f"no school is registered by {self.as_of:%Y-%m-%d %H:%M:%S}; run bzr setup school.toml first",
                )
            )
        return register

    @property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        assert self.register.school is not None
        return ZoneInfo(self.register.school.timezone)

    @property
    def today(self) -> date:
        """The day of asking, in the school's time zone."""
        return self.as_of.astimezone(self.zone).date()

    @cached_property
    def books(self) -> dict[str, Book]:
        """Digest → rulebook, for every one registered."""
        return {one.digest: self.book_of(one) for one in self.register.rulebooks.values()}

    @staticmethod
    def book_of(registered: RulebookRegistered) -> Book:
        """A rulebook as it stands in the register, read."""
        return read_book(registered.text, registered.kinds)

    @cached_property
    def common(self) -> Book:
        """The words that hold where no rulebook is in force: the common fact kinds and no items."""
        return read_book(
            '[rulebook]\nid = "none"\ntitle = "无"\n[[item]]\nid = "total"\ntitle = "总分"\n',
            self.shelf.common_kinds(),
        )

    def vocabulary(self, class_id: str | None, day: date) -> Book:
        """The words in force for a class on a day; of any class, those in force for most."""
        register = self.register
        for one in [class_id] if class_id is not None else list(register.classes):
            adoption = register.adoption_on(one, day)
            if adoption is not None:
                return self.books[adoption.rulebook]
        return next(iter(self.books.values()), self.common)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Every fact kind that any registered rulebook knows, by id."""
        return {kind.id: kind for one in (self.common, *self.books.values()) for kind in one.kinds.values()}

    @cached_property
    def own_headers(self) -> dict[str, str]:
        """Header → name of every field that is a kind's own: sheets may have such columns."""
        fields = [field for kind in self.kinds.values() for field in kind.own]
        return {word: field.name for field in fields for word in (field.name, field.title)}

    @cached_property
    def desk(self) -> Admission:
        """The desk where wishes are admitted, with the words in force."""
        return Admission(self.register, self.vocabulary, self.today)

    def class_id(self, ref: str) -> str:
        """The id of the class of that id or name.

        Raises:
            UnknownReference: When there is none, or when several share the name.
        """
        found = self.desk.class_named(ref)
        if isinstance(found, tuple):
            raise _unknown(found[0])
        return found

    def kind_id(self, ref: str) -> str:
        """The id of the fact kind of that id or label.

        Raises:
            UnknownReference: When there is none.
        """
        kind = find_kind(self.kinds.values(), ref)
        if kind is not None:
            return kind.id
        raise _unknown(unknown_kind(self.kinds.values(), ref))


def _unknown(problem: Problem) -> UnknownReference:
    """The problem of a name, as the answer to whoever asked under it."""
    what, expected = problem.what, problem.expected or Message("", "")
    return UnknownReference(Message(f"{what.zh};{expected.zh}", f"{what.en}; {expected.en}"), [problem])

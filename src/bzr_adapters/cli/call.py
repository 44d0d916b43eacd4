"""One call of the command: its store, language and actor, and how it answers."""

import getpass
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

import attrs

from bzr_adapters import bootstrap
from bzr_adapters.cli.moments import WrongCall, moment
from bzr_adapters.cli.words import lang, say
from bzr_adapters.reports.ink import Ink
from bzr_domain.application.ports import EventStore
from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.kernel.messages import Lang, Message

if TYPE_CHECKING:
    from bzr_domain.application.school_writer import SchoolWriter

DONE, NO, WRONG = 0, 1, 2
"""Exit statuses: done; the data or a check says no; the call was wrong."""


_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The categories of characters that nobody sees in a name."""
_WORTH_SHOWING = 200
"""How many steps there have to be before progress is shown, and how often."""


@attrs.define(kw_only=True)
class Call:
    """One call: what was said for the whole of it, and what it holds open.

    Attributes:
        environ: The environment's variables.
        store_url, by: As said by option; None where nothing was said.
    """

    environ: Mapping[str, str]
    store_url: str | None = None
    by: str | None = None
    _open: list[EventStore] = attrs.field(factory=list)

    @property
    def lang(self) -> Lang:
        """The language it answers in."""
        return lang()

    @property
    def url(self) -> str:
        """The store's address."""
        return self.store_url or self.environ.get("BZR_STORE") or bootstrap.DEFAULT_STORE

    @property
    def actor(self) -> str:
        """Who is asking: `--by`, BZR_USER, or the user of the machine.

        Raises:
            WrongCall: When the name holds what cannot be seen, so that it would read like another, or like two lines.
        """
        named = (self.by or "").strip() or self.environ.get("BZR_USER", "").strip() or _machine_user()
        for character in named:
            if unicodedata.category(character) in _UNSEEN:
                code = f"U+{ord(character):04X}"
                raise WrongCall(
                    Message(
                        f"操作人的姓名(--by 或 BZR_USER)含有不可见的控制字符{code};请删去它",
                        f"the name of who is asking (--by or BZR_USER) holds the control character {code}: delete it",
                    )
                )
        return named

    @property
    def ink(self) -> Ink:
        """The ink for standard output."""
        return self.ink_for(sys.stdout)

    def ink_for(self, stream: TextIO) -> Ink:
        """Coloured ink for a terminal that wants it."""
        wanted = not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
        return Ink(coloured=wanted and stream.isatty())

    def reader(self, as_of: str | None = None) -> SchoolReader:
        """The store as known at the moment written, or now; what will be known later is not known yet."""
        store = self._kept(bootstrap.open_for_reading(self.url))
        now = bootstrap.reader(store)
        then = now.as_of if as_of is None else moment(as_of, now)
        return now if then >= now.as_of else bootstrap.reader(store, then)

    def recorder(self) -> "SchoolWriter":
        """The store to write to."""
        return bootstrap.recorder(self._kept(bootstrap.open_for_writing(self.url)), self.actor)

    def new_recorder(self) -> tuple["SchoolWriter", bool]:
        """The store to write to, made when there is none, and whether it was made."""
        store, created = bootstrap.open_or_create(self.url)
        return bootstrap.recorder(self._kept(store), self.actor), created

    def new_store(self, url: str) -> EventStore | None:
        """A store made at an address; None where there is one already."""
        store, created = bootstrap.open_or_create(url)
        self._kept(store)
        return store if created else None

    def _kept(self, store: EventStore) -> EventStore:
        self._open.append(store)
        return store

    def close(self) -> None:
        """Let go of everything held open."""
        while self._open:
            self._open.pop().close()

    def show(self, lines: Iterable[str]) -> None:
        """Write lines to standard output."""
        sys.stdout.write("".join(f"{line}\n" for line in lines))

    def tell(self, message: Message) -> None:
        """Write one sentence to standard output."""
        self.show([say(message)])

    def document(self, document: Mapping[str, Any]) -> None:
        """Write a document to standard output, and nothing else."""
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    def progress(self, what: Message) -> Progress:
        """Progress on standard error where that is a terminal; nothing elsewhere."""
        if not sys.stderr.isatty():
            return no_progress

        def shown(done: int, of: int) -> None:
            if of >= _WORTH_SHOWING and (done % _WORTH_SHOWING == 0 or done == of):
                end = "\r\x1b[K" if done == of else ""
                sys.stderr.write(f"\r{say(what)} {done}/{of}{end}")
                sys.stderr.flush()

        return shown


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user on this machine
        return "?"


def in_zone(reader: SchoolReader) -> datetime:
    """The moment of asking in the school's time zone."""
    return reader.as_of.astimezone(reader.zone)

"""One call of the command: its store, language and actor, and how it answers."""

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import attrs

from bzr_adapters.cli import failure
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.language import current_language, say
from bzr_adapters.front_door.json_text import escape_hidden, write_json
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.hidden_characters import name_hidden
from bzr_domain.kernel.messages import Lang, Message

if TYPE_CHECKING:
    from bzr_adapters import Actor, BzrError, Document, Receipt, School
    from bzr_adapters.front_door.answers import Answers

DONE, NO, WRONG = 0, 1, 2
"""Exit statuses: done; the data or a check says no; the call was wrong."""

_SHOWS_PERSONS = {
    "appeals",
    "appoint",
    "assert",
    "audit",
    "duties",
    "explain",
    "facts",
    "feedback",
    "student",
    "teacher",
    "whatif",
}
"""The commands whose answers hold names of persons or free texts beside those of head teachers of a month."""
_WORTH_SHOWING = 200
"""How many steps there have to be before progress is shown, and how often."""


@attrs.define(kw_only=True)
class Call:
    """One call: the options that hold for the whole of it, and the school it holds open.

    Attributes:
        environ: The environment's variables.
        store_url, by: The options of these names; None where the call does not have them.
        clock: The option `--clock`; empty where the call does not have it.
        purpose: The option `--for`; empty for the usual one.
        output: The file of `--output`; None for the screen.
    """

    environ: Mapping[str, str]
    store_url: str | None = None
    by: str | None = None
    clock: str = ""
    purpose: str = ""
    output: Path | None = None
    _opened: "School | None" = None

    @property
    def lang(self) -> Lang:
        """The language it answers in."""
        return current_language()

    @property
    def url(self) -> str | None:
        """The store's address, also where a file that lists schools has it; None is the default one."""
        written = self.store_url or self.environ.get("BZR_STORE") or None
        if written is None or ".toml#" not in written:
            return written
        from bzr_adapters.front_door.schools import find_address

        return find_address(written, self.lang)

    @property
    def actor(self) -> str:
        """Who is asking: `--by`, BZR_USER, or the user of the machine.

        Raises:
            WrongCall: When the name holds what cannot be seen, so that it would read like another, or like two lines.
        """
        name = (self.by or "").strip() or self.environ.get("BZR_USER", "").strip() or _machine_user()
        hidden = name_hidden(name)
        if hidden is not None:
            raise WrongCall.of(
                f"操作人的姓名(--by 或 BZR_USER)含有不可见的控制字符{hidden};请删去它",
                f"the name of who is asking (--by or BZR_USER) holds the control character {hidden}: delete it",
            )
        return name

    @property
    def ink(self) -> Ink:
        """The ink for standard output."""
        return self._choose_ink(sys.stdout)

    @property
    def error_ink(self) -> Ink:
        """The ink for standard error."""
        return self._choose_ink(sys.stderr)

    def _choose_ink(self, stream: TextIO) -> Ink:
        """Return coloured ink for a terminal that shows colours, plain ink elsewhere."""
        shows_colours = not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
        return Ink(coloured=shows_colours and stream.isatty())

    @property
    def school(self) -> "School":
        """The school at the store's address, opened once; `--for` chooses the rulebooks it scores by."""
        from bzr_adapters import School

        if self._opened is None:
            self._opened = School.open(
                self.url, lang=self.lang, show_progress=self.show_progress, signing_key=self._read_signing_key()
            )
            for warning in self._opened.warnings():
                message = Message(f"提醒:{warning}", f"warning: {warning}")
                sys.stderr.write(f"{self.error_ink.show(message.in_(self.lang))}\n")
        return self._opened.for_purpose(self.purpose) if self.purpose else self._opened

    def _read_signing_key(self) -> bytes | None:
        """Return the key that signs checkpoints, from the file that BZR_KEY names; None where it names none."""
        file = self.environ.get("BZR_KEY", "").strip()
        if not file:
            return None
        from bzr_adapters.cli.small_files import read_small_file

        return read_small_file(Path(file))

    def create_school(self, file: Path) -> "School":
        """Create the store at the address and declare the school in it by a file."""
        from bzr_adapters import School

        self._opened = School.create(self.url, file, by=self.actor, lang=self.lang, show_progress=self.show_progress)
        return self._opened

    def acting(self) -> "Actor":
        """Return the school as the one who is asking acts on it."""
        name = self.actor
        return self.school.acting(name, clock=self.clock, account=_machine_account())

    def known_at(self, as_of: str | None) -> "Answers":
        """Return the school as known at a moment or a position, or by now where none is written."""
        return self.school if as_of is None else self.school.at(as_of)

    def note_shown(self, command: str) -> None:
        """Note that a command showed names or texts of persons, where it did; say so where that cannot be noted."""
        if self._opened is None or command not in _SHOWS_PERSONS:
            return
        failure = self._opened.note_shown(self.actor, command, account=_machine_account())
        if failure and failure not in self._opened.warnings():
            message = Message(f"这次查看没有记入查看记录:{failure}", f"this look is not in the access log: {failure}")
            sys.stderr.write(f"{self.error_ink.show(message.in_(self.lang))}\n")

    def is_store(self, url: str) -> bool:
        """Return whether there is a store at an address already."""
        from bzr_adapters import NotFound, School

        try:
            School.open(url).close()
        except NotFound:
            return False
        return True

    def close(self) -> None:
        """Close the school if it is open."""
        if self._opened is not None:
            self._opened.close()

    def show_lines(self, lines: Iterable[str]) -> None:
        """Write lines to standard output."""
        show = self.ink.show
        sys.stdout.write("".join(f"{show(line)}\n" for line in lines))

    def show_message(self, message: Message) -> None:
        """Write one sentence to standard output."""
        self.show_lines([say(message)])

    def show_preview(self, receipt: "Receipt", done: Iterable[str]) -> int:
        """Write what a dry run would move and what it would write, and that nothing was; return the status that all is done."""
        from bzr_adapters.reports.preview import preview_lines

        self.show_lines([*([] if receipt.preview is None else preview_lines(receipt.preview, self.ink)), *done])
        self.show_message(Message("只是预演,什么都没有写", "a dry run: nothing was written"))
        return DONE

    def show_document(self, document: Mapping[str, Any]) -> None:
        """Write a document to standard output, and nothing else."""
        sys.stdout.write(escape_hidden(write_json(document)) + "\n")

    def show_text(self, pieces: Iterable[str]) -> None:
        """Write a document to standard output as it comes, piece by piece."""
        sys.stdout.writelines(map(escape_hidden, pieces))
        sys.stdout.write("\n")

    def show_answer(self, answer: "Document", lines: Iterable[str], *, as_json: bool) -> int:
        """Write an answer to the file of `--output`, and to standard output as its document or in lines.

        Beside a file, standard output says where it is, or has the document where that is asked for too.

        Returns:
            The status that all is done.
        """
        if self.output is not None:
            lines = self.export(answer)
        else:
            lines = chain(lines, tell_checkpoint(getattr(answer, "checkpoint", "")))
        if as_json:
            self.show_document(answer.to_dict())
        else:
            self.show_lines(lines)
        return DONE

    def export(self, answer: "Document") -> list[str]:
        """Write a table to the file of `--output`; return the line that says so."""
        from bzr_adapters import Table

        assert isinstance(answer, Table), "a command that takes --output answers with a table"
        assert self.output is not None, "only where --output is written"
        answer.export(self.output)
        return [say(Message(f"已写入 {self.output}", f"written to {self.output}"))]

    def fail(self, what: Message, lines: Iterable[str] = (), todo: Message | None = None) -> int:
        """Write to standard error what is wrong, its details and what to do; return the status that says no."""
        failure.show_failure(self.error_ink, what, lines, todo)
        return NO

    def fail_with(self, error: "BzrError", what: Message | None = None, todo: Message | None = None) -> int:
        """Write to standard error why the data says no, each problem once; return the status that says no."""
        return self.fail(what or error.message, dict.fromkeys(map(str, error.problems)), todo)

    def show_progress(self, task: Message) -> Callable[[int, int], None]:
        """Return what shows progress on standard error where that is a terminal, and shows nothing elsewhere."""
        if not sys.stderr.isatty():
            return lambda _done, _of: None

        def show_step(done: int, of: int) -> None:
            if of >= _WORTH_SHOWING and (done % _WORTH_SHOWING == 0 or done == of):
                end = "\r\x1b[K" if done == of else ""
                sys.stderr.write(f"\r{say(task)} {done}/{of}{end}")
                sys.stderr.flush()

        return show_step


def tell_checkpoint(checkpoint: str) -> list[str]:
    """Return the line that names a checkpoint in short; nothing where there is none."""
    return [say(Message(f"检查点 {checkpoint}", f"checkpoint {checkpoint}"))] if checkpoint else []


def _machine_account() -> str:
    """Return the number and the name of the account that runs this process, as the system itself says; no variable changes it."""
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    number = os.geteuid()
    try:
        return f"{number} {pwd.getpwuid(number).pw_name}"
    except KeyError:  # an account without a name
        return str(number)


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user on this machine
        return "?"

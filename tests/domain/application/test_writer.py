"""A use case that another writer keeps coming before, and one that is sent again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, repeat

import attrs
import pytest

from bzr_adapters.bootstrap import ShippedShelf
from bzr_adapters.storage import create_store
from bzr_domain.application.ports import Batch, CommandKnown, CommandReused, Conflict
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.application.writer import Request, Writer, retry_on_conflict
from bzr_domain.kernel.messages import Message
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import TermWithdrawn
from bzr_domain.register.roster import SchoolProfile

NOW = datetime(2024, 9, 3, 8, tzinfo=UTC)


@pytest.fixture
def writer() -> SchoolWriter:
    """A writer to an empty store, which is given four further tries after a conflict."""
    numbers = count(1)
    return SchoolWriter(
        create_store("memory:"),
        ShippedShelf(),
        lambda: f"id-{next(numbers)}",
        lambda: NOW,
        "李老师",
        lambda: repeat("a pause", 4),
    )


@retry_on_conflict
def win(writer: Writer, conflicts: Iterator[str]) -> str:
    """Meet the conflicts there are, one at a time, and then come through."""
    for conflict in conflicts:
        raise Conflict(Message(conflict, "somebody else was first"))
    return writer.actor


def test_a_use_case_is_tried_as_long_as_there_are_tries(writer: Writer) -> None:
    """Four conflicts are not noticed; the fifth is handed on."""
    assert win(writer, repeat("别处已先写入", 4)) == "李老师"

    with pytest.raises(Conflict, match="别处已先写入"):
        win(writer, repeat("别处已先写入", 5))


def batch(term: str, after: int = 0) -> Batch:
    """Something to append."""
    return Batch(stream="register", after=after, events=(TermWithdrawn(id=term),))


def test_an_append_without_a_name_is_a_command_of_its_own(writer: Writer) -> None:
    """Each has a fresh id; where there is nothing to append, nothing is kept."""
    writer.append([batch("a")])
    writer.append([])
    writer.append([batch("b", 1)])

    commands = [recorded.command for page in writer.store.read_all() for recorded in page]
    assert commands == ["id-1", "id-2"]


def test_a_named_command_is_kept_with_its_receipt(writer: Writer) -> None:
    """Also where it appended nothing: sent again, it gets that receipt before anything is read."""
    first = attrs.evolve(writer, request=Request(id="c", digest="d"), write_receipt=str)
    first.reader()
    first.append([], "nothing new")

    with pytest.raises(CommandKnown) as known:
        first.reader()
    with pytest.raises(CommandKnown):
        first.append([batch("a")])

    assert known.value.known.receipt == "nothing new"
    assert writer.store.last_position() == 0


@pytest.mark.parametrize(("actor", "digest"), [("王老师", "d"), ("李老师", "e")])
def test_a_name_is_of_one_command(writer: Writer, actor: str, digest: str) -> None:
    """Another request under that name, or another person's, is refused; it is no conflict to be tried again."""
    first = attrs.evolve(writer, request=Request(id="c", digest="d"), write_receipt=str)
    first.append([batch("a")], "r")

    with pytest.raises(CommandReused):
        attrs.evolve(writer, actor=actor, request=Request(id="c", digest=digest)).reader()


def test_a_command_that_changes_nothing_is_known_too(writer: SchoolWriter) -> None:
    """A school declared as it is takes no event, and the command is kept all the same."""
    declaration = Declaration(school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"))
    assert writer.setup(declaration) != ()
    named = attrs.evolve(writer, request=Request(id="c", digest="d"), write_receipt=str)
    assert named.setup(declaration) == ()

    with pytest.raises(CommandKnown):
        named.setup(declaration)

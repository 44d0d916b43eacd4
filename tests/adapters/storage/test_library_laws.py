"""Laws of plugged stores, and of a store read by the library: whatever is appended, asked and addressed."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from eventsourcing.popo import POPOApplicationRecorder
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import Conflict, EventStore, create_store
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.library.address import _parse_address
from bzr_adapters.storage.library.application import bind_application
from bzr_adapters.storage.library.rows import Rows, hide_secrets
from bzr_adapters.storage.library.store import LibraryStore
from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.testing.commits import build_commit
from tests.adapters.storage.writing import add, batch

_PLACES = st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 2))
_COMMITS = st.lists(
    st.tuples(st.sampled_from("123456"), st.lists(_PLACES, max_size=3), st.lists(st.sampled_from("xyz"), max_size=2)),
    max_size=12,
)
_BOUND = st.none() | st.integers(0, 12)


def plug() -> LibraryStore:
    """A new store over the library's recorder in memory."""
    return LibraryStore.begin(Rows("memory", POPOApplicationRecorder()))


def append_all(store: EventStore, commits: Sequence[tuple[str, Any, Any]]) -> list[object]:
    """What each append gives: its events, None, or which histories and ids are in its way."""
    answers: list[object] = []
    for command, places, ids in commits:
        try:
            stored = store.append(build_commit(command, *places, ids=ids))
            answers.append(stored if stored is None else list(stored))
        except Conflict as conflict:
            answers.append((conflict.streams, conflict.ids))
    return answers


@given(_COMMITS)
def test_a_plugged_store_answers_as_our_own_does(commits: list[tuple[str, Any, Any]]) -> None:
    """To any commits: the same events with the same chains, conflicts, commands, log and histories."""
    plugged, own = plug(), ByteView(memory_store())

    assert append_all(own, commits) == append_all(plugged, commits)
    assert list(own.read_log(after=0, limit=99)) == list(plugged.read_log(after=0, limit=99))
    for name in "abc":
        assert list(own.read_stream(name)) == list(plugged.read_stream(name))
    for command in "123456":
        assert own.find_commit(command) == plugged.find_commit(command)


@given(_COMMITS, st.lists(st.tuples(st.integers(-1, 30), st.integers(1, 9)), max_size=9))
def test_every_page_of_a_plugged_store_is_a_slice_of_its_log(
    commits: list[tuple[str, Any, Any]], pages: list[tuple[int, int]]
) -> None:
    """From any position on and of any length, whatever was read before: no row of a command or an id is in the way."""
    store = plug()
    append_all(store, commits)
    log = list(store.read_log(after=0, limit=99))

    assert [event.position for event in log] == list(range(1, len(log) + 1))
    for after, limit in pages:
        assert log[max(after, 0) :][:limit] == list(store.read_log(after=after, limit=limit))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), _BOUND, st.integers(1, 9), _BOUND, st.booleans())
def test_notifications_are_slices_of_the_log(
    streams: list[str], start: int | None, limit: int, stop: int | None, inclusive: bool
) -> None:
    """As the library defines start, stop, limit and whether the start is among them."""
    recorder = open_recorder(streams)

    found = recorder.select_notifications(start, limit, stop, inclusive_of_start=inclusive)

    first = (start or 0) + (not inclusive)
    expected = [n for n in range(1, len(streams) + 1) if n >= first and (stop is None or n <= stop)]
    assert expected[:limit] == [row.id for row in found]
    assert [streams[n - 1] for n in expected[:limit]] == [row.originator_id for row in found]


@given(st.integers(0, 12), _BOUND, _BOUND, st.none() | st.integers(1, 9), st.booleans())
def test_events_of_a_history_are_slices_of_it(
    count: int, gt: int | None, lte: int | None, limit: int | None, desc: bool
) -> None:
    """As the library defines the bounds, the order and the limit."""
    recorder = open_recorder(["a"] * count + ["b"])

    found = recorder.select_events("a", gt=gt, lte=lte, desc=desc, limit=limit)

    expected = [n for n in range(1, count + 1) if n > (gt or 0) and (lte is None or n <= lte)]
    assert (expected[::-1] if desc else expected)[:limit] == [row.originator_version for row in found]


def open_recorder(streams: list[str]) -> Any:
    """The recorder of a store to whose histories a fact each was added, in that order."""
    log = create_store("memory:")
    for number, stream in enumerate(streams):
        add(log, batch(stream, f"f{number}", after=streams[:number].count(stream)))
    return bind_application(log)({}).recorder


_WRITTEN: list[Callable[[str], str]] = [
    "POSTGRES_DBNAME=bzr&POSTGRES_PASSWORD={}".format,
    "SQLALCHEMY_URL=postgresql://li:{}@db/bzr".format,
    "SQLALCHEMY_URL=postgresql://db/bzr?user=li%26password={}".format,
    "ANYTHING_ELSE={}".format,
]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=5), st.sampled_from(_WRITTEN))
def test_no_password_is_shown(password: str, write: Callable[[str], str]) -> None:
    """Whatever it is made of: not in the name of a store, and not where a module repeats what it was given."""
    address = _parse_address(f"eventsourcing:m?{write(quote(quote(f'§{password}§', safe=''), safe=''))}")

    told = f"cannot connect: {' '.join(address.settings.values())}, §{password}§"
    for text in (address.name, hide_secrets(told, address.secrets)):
        assert f"§{password}§" not in text
        assert quote(f"§{password}§", safe="") not in text

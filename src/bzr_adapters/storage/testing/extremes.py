"""What a store has to bear: names, texts and amounts that no school has, and commits that do not fit (see `testing.py`)."""

from pathlib import Path

import attrs
import pytest

from bzr_adapters.storage.event_store import EventStore
from bzr_adapters.storage.testing.commits import append_new, build_commit, build_event, read_everything
from bzr_domain.application.ports import Conflict

ODD_TEXTS = {
    "long": "班" * 2000,
    "emoji": "👩🏽\u200d🏫 \U0010ffff",
    "right to left": "\u202eשלום\u202c",
    "quotes": "'\"\\;--%_{}$1",
    "blanks": "\u3000 \t a",
    "control characters": "\x01\x1b[2J\x7f\x85\u2028\r\n",
    "NUL": "a\x00b",
}
"""Each is kept to the letter; one with a NUL is kept so or refused."""
_ALIKE = ("é", "e\u0301", "E\u0301", "é ", "É")
"""Texts that are alike to a reader or to a database, and are not the same."""


class ExtremesContract:
    """The part of `StoreContract` that is about extremes."""

    def open_store(self, folder: Path) -> EventStore:
        """Open the store kept in a folder: a new one the first time, the same one, reopened, when called again."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> EventStore:
        """Return a new and empty store."""
        return self.open_store(tmp_path)

    @pytest.mark.parametrize("version", [0, 1, 2, 4, 9])
    def test_a_version_that_leaves_a_gap_is_a_conflict(self, store: EventStore, version: int) -> None:
        """Whether or not the commit demands a version: an event is the next of its history, or nothing is written."""
        append_new(store, build_commit("c", ("a", 0, 2)))
        odd = build_event("a", version, "", "d")

        for after in ((), (("a", 2),)):
            with pytest.raises(Conflict):
                store.append(attrs.evolve(build_commit("d", ("b", 0, 1)), events=(odd,), after=after))

        assert len(read_everything(store)) == 2
        assert store.find_commit("d") is None

    def test_events_out_of_order_are_a_conflict(self, store: EventStore) -> None:
        """The second before the first, or one of them twice."""
        first, second = (build_event("a", version, "", "c") for version in (1, 2))

        for events in ((second, first), (first, first)):
            with pytest.raises(Conflict):
                store.append(attrs.evolve(build_commit("c"), events=events))

        assert read_everything(store) == []

    def test_an_id_borne_twice_in_one_commit_is_a_conflict(self, store: EventStore) -> None:
        """Also where the events belong to two histories."""
        with pytest.raises(Conflict):
            store.append(build_commit("c", ("a", 0, 1), ("b", 0, 1), ids=["f1", "f1"]))

        assert read_everything(store) == []
        append_new(store, build_commit("c", ("a", 0, 1), ids=["f1"]))

    @pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
    def test_a_text_is_kept_to_the_letter(self, store: EventStore, text: str) -> None:
        """As name of a history, id, command, recorder, digest, receipt, bookmark, and within an event.

        Not every database takes a NUL: a commit with one may be refused, but whole.
        """
        commit = build_commit(text, (text, 0, 2), ids=[text])
        commit = attrs.evolve(commit, recorder=text, digest=text, receipt=text)
        try:
            stored = append_new(store, commit)
        except Exception:  # noqa: BLE001 (whatever a store says)
            assert "\x00" in text
            assert read_everything(store) == []
            return

        assert [(text, 1, text), (text, 2, "")] == [(event.stream, event.version, event.id) for event in stored]
        assert [event.data for event in commit.events] == [event.data for event in stored]
        assert list(stored) == read_everything(store) == list(store.read_stream(text))
        known = store.find_commit(text)
        assert known is not None
        assert (text,) * 4 == (known.id, known.actor, known.digest, known.receipt)
        assert store.append(build_commit(text)) is None
        with pytest.raises(Conflict):
            store.append(build_commit("d", ("b", 0, 1), ids=[text]))
        assert text == store.bookmark(text, text) == store.bookmark(text)

    def test_half_a_character_is_refused_whole(self, store: EventStore) -> None:
        """What no store can write as text is never stored as something else."""
        half = "班\ud800"
        commits = [
            build_commit("c", (half, 0, 1)),
            attrs.evolve(build_commit("c", ("a", 0, 1)), command=half),
            attrs.evolve(build_commit("c", ("a", 0, 1)), recorder=half),
        ]

        for commit in commits:
            with pytest.raises(Exception):  # noqa: B017, PT011 (whatever a store says)
                store.append(commit)
            assert read_everything(store) == []

        append_new(store, build_commit("c", ("a", 0, 1)))

    def test_texts_that_are_alike_are_not_the_same(self, store: EventStore) -> None:
        """Of histories, ids, commands and bookmarks, whatever the order of letters in the database says."""
        for number, text in enumerate(_ALIKE):
            append_new(store, build_commit(text, (text, 0, 1), ids=[text]))
            store.bookmark(text, str(number))

        assert list(_ALIKE) == [event.stream for event in read_everything(store)]
        for number, text in enumerate(_ALIKE):
            assert [text] == [event.id for event in store.read_stream(text)]
            assert (known := store.find_commit(text))
            assert known.position == number + 1
            assert store.bookmark(text) == str(number)
        assert [] == list(store.read_stream("e")) == list(store.read_stream("é\u200b"))

    def test_empty_texts_are_texts(self, store: EventStore) -> None:
        """A recorder, a digest, a receipt and a bookmark may be empty; an empty bookmark is one."""
        append_new(store, attrs.evolve(build_commit("c", ("a", 0, 1)), recorder="", digest=""))

        known = store.find_commit("c")
        assert known is not None
        assert (known.actor, known.digest, known.receipt) == ("", "", "")
        assert "" == store.bookmark("mirror", "") == store.bookmark("mirror")

    def test_a_receipt_of_a_megabyte_is_kept(self, store: EventStore) -> None:
        """Whole, also where nothing was recorded."""
        receipt = "回执 " * 200_000
        append_new(store, attrs.evolve(build_commit("c"), receipt=receipt))

        assert (known := store.find_commit("c"))
        assert known.receipt == receipt

    def test_five_thousand_events_are_one_commit(self, store: EventStore) -> None:
        """All or nothing: the last of them bears an id that is used, and none is written."""
        append_new(store, build_commit("c", ("a", 0, 1), ids=["f"]))
        many = build_commit("d", ("b", 0, 5000))
        used = build_event("b", 5000, "f", "d")

        with pytest.raises(Conflict):
            store.append(attrs.evolve(many, events=(*many.events[:-1], used)))
        assert list(store.read_stream("b")) == []
        stored = append_new(store, many)

        assert [event.version for event in store.read_stream("b", after=4990)] == list(range(4991, 5001))
        assert [event.data for event in many.events] == [event.data for event in stored]
        assert list(stored) == list(store.read_log(after=stored[0].position - 1, limit=9999))
        assert [stored[-1]] == list(store.read_log(after=stored[-2].position, limit=1))

    def test_the_log_is_the_same_in_pages_of_any_length(self, store: EventStore) -> None:
        """Read from any position on, whatever was read before it."""
        for number in range(9):
            append_new(store, build_commit(f"c{number}", ("a", number, 1), (f"b{number}", 0, number % 3)))
        log = read_everything(store)

        assert len(log) == 18
        for limit in (1, 2, 5, 100):
            for start, event in enumerate(reversed(log)):
                page = store.read_log(after=event.position, limit=limit)
                assert log[len(log) - start :][:limit] == list(page)
        assert list(store.read_log(after=log[-1].position + 99, limit=5)) == []
        assert list(store.read_stream("a", after=99)) == []

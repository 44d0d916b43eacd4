"""A store file of schema 2, kept for ever: it opens, gives the answers it gave, and remembers commands, sheets and places."""

import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bzr_adapters import Refused, School
from bzr_adapters.storage.stored_forms import UPCASTS
from bzr_adapters.testing import Clock
from tests.golden_store import second_story as story
from tests.golden_store.story import list_newest_forms, stored

HERE = Path(__file__).parent
STORE = HERE / "second.db"
LATER = frozenset(
    {
        "tenure.registered/2",
        "class.registered/5",
        "rulebook.adopted/3",
        "adoption.withdrawn/3",
        "rulebook.drafted/1",
        "tenure.withdrawn/2",
        "past.corrected/1",
        "result.published/3",
        "appeal.decided/2",
        "pay.prepared/4",
        "pay.step-taken/3",
        "clock.accepted/1",
        "personal-data.erased/1",
        "personal-data.restricted/1",
        "personal-data.shown/1",
        "person.registered/2",
    }
)
"""Stored names of forms that are younger than the store."""


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[School]:
    """A copy of the store, opened after everything that it tells of."""
    shutil.copy(STORE, tmp_path)
    with School.open(f"sqlite:///{tmp_path / STORE.name}", clock=Clock(story.NOON)) as school:
        yield school


def answer_kept(question: str, answer: str) -> str:
    """The answer that was kept; BZR_WRITE_GOLDEN=1 writes it anew, to be read before a commit."""
    path = HERE / "second_answers" / f"{question}.json"
    if os.environ.get("BZR_WRITE_GOLDEN"):
        path.write_text(answer, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_a_store_written_before_gives_the_answers_it_gave(kept: School) -> None:
    """Every question, byte by byte."""
    for question, document in story.ask(kept):
        answer = story.write_answer(document)

        assert answer_kept(question, answer) == answer, question


def test_a_command_sent_again_gives_the_first_receipt(kept: School) -> None:
    """Its whole receipt is kept with it, and nothing is recorded twice."""
    (first,) = [event for event in kept.events() if event.command == story.SENT]

    receipt = story.send(kept.acting("赵检查员"))

    assert receipt.replayed
    assert ((first.data["id"],), first.position) == (receipt.ids, receipt.position)
    assert first.recorded_at == receipt.recorded_at


def test_a_sheet_recorded_again_is_compared_with_what_it_brought(kept: School) -> None:
    """The rows that it has now are known; the row that it had first is not, and would change one."""
    head, recorder = kept.head(), kept.acting("赵检查员")

    receipt = recorder.record([story.AMENDED, story.MEETING], sheet=story.SHEET)
    with pytest.raises(Refused) as refused:
        recorder.record([story.CHECKED, story.MEETING], sheet=story.SHEET)

    assert receipt.known == receipt.ids
    assert ["sheet.row-changed"] == [problem.code for problem in refused.value.problems]
    assert (head, 2) == (kept.head(), len(receipt.ids))


def test_a_follower_goes_on_behind_its_place(kept: School) -> None:
    """What it was told of before does not come again, and nothing between is left out."""
    (sent,) = [event for event in kept.events() if event.command == "request-3" and event.name.startswith("appeal.")]
    seen: list[int] = []

    story.write_down(kept, seen)

    assert list(range(seen[0], kept.head() + 1)) == seen
    assert 1 < seen[0] < sent.position


def test_the_story_is_still_recorded_in_the_same_events(tmp_path: Path) -> None:
    """The same calls write the same forms in the same histories, in the same order."""
    story.act(f"sqlite:///{tmp_path / 'anew.db'}")

    kept, anew = (
        [(stream, _name_newest(name)) for stream, name, _ in stored(path)] for path in (STORE, tmp_path / "anew.db")
    )
    assert kept == anew


def _name_newest(name: str) -> str:
    """The stored name that an event's form has come to."""
    while name in UPCASTS:
        name, _ = UPCASTS[name]
    return name


def test_the_kept_store_is_never_written_anew() -> None:
    """What is on somebody's disk cannot be changed; a younger form gets a store of its own beside this one."""
    assert "28d62acda88c7ff7991d0ee2e37a352223f867eee47441fa0dd16f684c9982e3" == sha256(STORE.read_bytes()).hexdigest()


def test_the_kept_store_holds_every_form() -> None:
    """The newest form of every event is in it, but for those that are younger."""
    assert list_newest_forms() == LATER | {name for _, name, _ in stored(STORE) if name not in UPCASTS}

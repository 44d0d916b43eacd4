"""Checkpoints: what they bind, how they read, and what a store is told that does not fit them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import StoreUnavailable, build_log
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.evidence.checkpoint import BadCheckpoint, Checkpoint, parse_checkpoint, take_checkpoint
from bzr_adapters.storage.evidence.signing import BadKey, extract_public, make_key, read_public_key, write_public_key
from bzr_adapters.storage.evidence.tree import Tree
from bzr_adapters.storage.evidence.verify import Evidence, verify_log
from bzr_adapters.storage.memory import MemoryRecorder, memory_store
from bzr_adapters.storage.store import ReadingLog, RecorderStore
from bzr_domain.kernel.messages import Message
from tests.adapters.storage.writing import add, batch
from tests.support.effort import fewer

NOW = datetime(2024, 10, 8, 4, tzinfo=UTC)
KEY = make_key()


@pytest.fixture
def store() -> RecorderStore:
    """A store with two events."""
    store = memory_store()
    add(store, batch("a", "1", "2"), command="c")
    return store


def take(store: RecorderStore, key: bytes | None = KEY) -> Checkpoint:
    """A checkpoint of a store."""
    return take_checkpoint(store.recorder, now=NOW, key=key)


def find_faults(store: ReadingLog, *checkpoints: Checkpoint, key: bytes | None = None) -> list[str]:
    """The codes of what verifying a store finds."""
    evidence = Evidence(checkpoints=tuple((Message.same("x"), each) for each in checkpoints), key=key)
    return [problem.code for check in verify_log(store, evidence, lambda *_: None) for problem in check.problems]


def test_it_binds_events_commands_and_store(store: RecorderStore) -> None:
    """The root is that of the chains of all events; the chain is that of the last command."""
    checkpoint = take(store)

    chains = [row[5] for row in store.recorder.chained_log(after=0, limit=9)]
    ((number, _, command_chain),) = store.recorder.commands(after=0, limit=9)
    assert (store.store_id, 2, 2, Tree().add(chains).root()) == (
        checkpoint.store_id,
        checkpoint.size,
        checkpoint.position,
        checkpoint.root,
    )
    assert (number, command_chain, NOW, extract_public(KEY)) == (
        checkpoint.commands,
        checkpoint.command_chain,
        checkpoint.at,
        checkpoint.key,
    )


@pytest.mark.parametrize("key", [KEY, None])
def test_its_text_is_all_of_it(store: RecorderStore, key: bytes | None) -> None:
    """Signed or not, it comes back as it was, also with the line ends of another system."""
    checkpoint = take(store, key)

    assert checkpoint == parse_checkpoint(checkpoint.text) == parse_checkpoint(checkpoint.text.replace("\n", "\r\n"))
    assert checkpoint.short == f"#2 {checkpoint.root.hex()[:16]} {checkpoint.key.hex()[:16] or 'unsigned'}"


@given(place=st.integers(0, 10_000), letter=st.characters(exclude_categories=["Cs"]), signed=st.booleans())
def test_a_changed_letter_is_noticed(place: int, letter: str, *, signed: bool) -> None:
    """Wherever it stands."""
    store = memory_store()
    add(store, batch("a", "1"), command="c")
    text = take(store, KEY if signed else None).text
    at = place % len(text.rstrip())
    changed = text[:at] + letter + text[at + 1 :]

    if changed.strip() != text.strip():
        with pytest.raises(BadCheckpoint):
            parse_checkpoint(changed)


@fewer(30)
@given(cuts=st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_checkpoint_goes_on_from_the_last_one(cuts: list[int]) -> None:
    """Taken in steps or at once, the root is the same, and each that was taken holds in the end."""
    store, taken = memory_store(), list[Checkpoint]()
    for step, count in enumerate(cuts):
        after = sum(cuts[:step])
        add(store, batch("a", *[f"{step}.{n}" for n in range(count)], after=after), command=f"c{step}")
        taken.append(take(store))
    chains = [row[5] for row in store.recorder.chained_log(after=0, limit=99)]

    assert [Tree().add(chains[: sum(cuts[: n + 1])]).root() for n in range(len(cuts))] == [each.root for each in taken]
    assert [] == find_faults(store, *taken, key=extract_public(KEY))
    assert [each.text for each in taken] == [text for text, _ in store.recorder.checkpoints()]


def test_where_nothing_came_it_is_the_last_one(store: RecorderStore) -> None:
    """Later, and asked without a key; a signed one is made where the last was not."""
    unsigned = take(store, None)
    signed = take(store)

    assert signed == take_checkpoint(store.recorder, now=NOW + timedelta(days=1), key=None) == take(store)
    assert (2, b"", extract_public(KEY)) == (len(store.recorder.checkpoints()), unsigned.key, signed.key)


def memory_of(store: RecorderStore) -> MemoryRecorder:
    """The recorder of a store in memory."""
    assert isinstance(store.recorder, MemoryRecorder)
    return store.recorder


def test_a_kept_tree_that_was_changed_is_not_gone_on_from(store: RecorderStore) -> None:
    """Everything is read anew then, so that no wrong root is signed."""
    right = take(store)
    recorder = memory_of(store)
    recorder._checkpoints[0] = (right.text, bytes(32))
    add(store, batch("a", "3", after=2), command="d")

    chains = [row[5] for row in recorder.chained_log(after=0, limit=9)]
    assert Tree().add(chains).root() == take(store).root


def test_no_checkpoint_is_taken_of_a_store_that_lost_events(store: RecorderStore) -> None:
    """An older copy was restored, say: a new checkpoint would cover it up."""
    later = take(store)
    older = memory_store()
    add(older, batch("a", "1"), command="c")
    memory_of(older)._checkpoints.append((later.text, store.recorder.checkpoints()[0][1]))

    with pytest.raises(StoreUnavailable, match="bzr verify"):
        take(older)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: None, ""),
        (lambda store: add(store, batch("b", "9"), command="d"), ""),
        (lambda store: setattr(store.recorder, "store_id", "other"), "verify.checkpoint-of-other-store"),
        (lambda store: memory_of(store)._chains.reverse(), "verify.other-history"),
    ],
    ids=["nothing", "growth", "another store", "another history"],
)
def test_a_checkpoint_from_outside_tells_what_happened_since(
    store: RecorderStore, change: Callable[[RecorderStore], object], code: str
) -> None:
    """Nothing, growth, another store, another history."""
    checkpoint = take(store)
    memory_of(store)._checkpoints.clear()
    change(store)

    assert (code in find_faults(store, checkpoint)) == bool(code)


def test_an_older_copy_is_told_from_another_history(store: RecorderStore) -> None:
    """It is the same up to where it ends."""
    add(store, batch("a", "3", after=2), command="d")
    later = take(store)
    older = memory_store()
    older.recorder.store_id = older.store_id = store.store_id
    add(older, batch("a", "1", "2"), command="c")

    assert ["verify.older-than-checkpoint"] == find_faults(older, later)


def test_another_signature_is_told(store: RecorderStore) -> None:
    """Of a checkpoint from outside, unsigned ones included; those that the store took by itself may be unsigned."""
    outside, public = take(store, None), extract_public(make_key())

    assert [] == find_faults(store, key=public)
    assert ["verify.checkpoint-wrong-key"] == find_faults(store, outside, key=public)
    assert ["verify.checkpoint-wrong-key"] * 2 == find_faults(store, take(store), key=public)


def test_keys_are_pem_texts_or_bare(store: RecorderStore) -> None:
    """Anything else is no key."""
    public = write_public_key(KEY)

    assert read_public_key(public) == extract_public(KEY) == read_public_key(extract_public(KEY))
    assert 32 == len(extract_public(bytes(32)))
    for wrong in (b"", b"x", public, KEY[:-40]):
        with pytest.raises(BadKey):
            take(store, wrong)
        if wrong != public:
            with pytest.raises(BadKey):
                read_public_key(wrong)


def test_a_store_of_ones_own_keeps_checkpoints_too() -> None:
    """Among its bookmarks; its commands are not numbered, and so not bound."""
    log = build_log(ByteView(memory_store()))
    assert isinstance(log, ReadingLog)
    add(log, batch("a", "1", "2"), command="c")
    first = take_checkpoint(log.index, now=NOW, key=KEY)
    add(log, batch("a", "3", after=2), command="d")
    second = take_checkpoint(log.index, now=NOW, key=KEY)

    assert [first.text, second.text] == [text for text, _ in log.index.checkpoints()]
    assert (3, 0) == (second.size, second.commands)
    assert [] == find_faults(log, first, second, key=extract_public(KEY))

"""Pseudonyms of students: one for each, kept with the events that need them and never before."""

import re
import sqlite3
from datetime import date
from itertools import combinations
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import create_store, open_store
from bzr_adapters.storage.codec import encode_event
from bzr_adapters.storage.errors import KeysMissing
from bzr_adapters.storage.keys.file import keys_in_memory
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.protected_texts import normalize_form
from bzr_adapters.storage.keys.tables import KeptName
from bzr_adapters.storage.own_log import OwnLog
from bzr_adapters.storage.trial_log import TrialLog
from bzr_domain.application.ports import Batch, Command, Conflict, EventLog, StoreError
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.students import is_pseudonym, read_student
from examples.own_store import LedgerStore
from tests.adapters.storage.writing import NOW, everything

SPELLINGS = ("王小明", "王 小明", "王小明 ", "20240107", "２０２４０１０７", "Anna", "ANNA", "李华")
FACT = Fact(kind="late", on=date(2024, 9, 3), class_id="7-1")


def record(store: EventLog, name: str, student: str, stream: str = "a") -> None:
    """Record a fact of a student."""
    event = FactRecorded(id=name, fact=attrs.evolve(FACT, own=(("student", student),)))
    after = len(everything(store.read(stream)))
    command = Command(id=f"c-{name}", actor="me")
    store.append([Batch(stream=stream, after=after, events=(event,))], command=command, now=NOW)


def keep(keys: Keys, student: KeptName) -> KeptName:
    """Keep a new student, as an append does."""
    new = keys.students.find_new(student.token)
    assert new is not None
    keys.tables.add([new[0]], [new[1]])
    return student


def list_kept(path: Path) -> list[str]:
    """The names of students that the keys hold."""
    with sqlite3.connect(f"{path}.keys") as connection:
        return [name for (name,) in connection.execute("SELECT name FROM names WHERE owner LIKE 'student:%'")]


def test_a_pseudonym_is_kept_once_an_event_holds_it(tmp_path: Path) -> None:
    """Until then it is the open log's alone; a trial finds the same, and every spelling, in another process too."""
    path = tmp_path / "school.db"
    store, beside = create_store(f"sqlite:///{path}"), open_store(f"sqlite:///{path}")
    found = store.find_pseudonym("7-1", "王小明")
    trial = TrialLog(store)
    record(trial, "tried", found)
    assert found == trial.find_pseudonym("7-1", "王 小明") == store.find_pseudonym("7-1", "王小明")
    assert found not in {beside.find_pseudonym("7-1", "王小明"), store.find_pseudonym("7-2", "王小明")}
    assert [] == list_kept(path)

    record(store, "f1", found)
    record(store, "f2", found)

    assert ["王小明"] == list_kept(path)
    assert found == beside.find_pseudonym("7-1", "王小明")
    assert found.encode() in path.read_bytes() + Path(f"{path}-wal").read_bytes()
    store.close()
    beside.close()


def test_two_writers_never_give_one_student_two_pseudonyms(tmp_path: Path) -> None:
    """Who is second decides again, also where the histories are two; nothing of the second try is kept."""
    address = f"sqlite:///{tmp_path}/school.db"
    first, second = create_store(address), open_store(address)
    mine, theirs = first.find_pseudonym("7-1", "王小明"), second.find_pseudonym("7-1", "王小明")
    record(first, "f1", mine, "a")

    for _ in range(2):
        with pytest.raises(Conflict):
            record(second, "f2", theirs, "b")

    assert mine != theirs
    assert mine == second.find_pseudonym("7-1", "王小明")
    record(second, "f2", mine, "b")
    assert ["王小明"] == list_kept(tmp_path / "school.db")
    first.close()
    second.close()


def test_an_erased_student_is_nobody() -> None:
    """A pseudonym that the store proves to be erased is found no more, whatever keys are put back."""
    keys = Keys(keys_in_memory("s"))
    kept = keep(keys, keys.students.find("7-1", "王小明"))
    assert kept == keys.find_name(kept.token)
    assert keys.students.find_new(kept.token) is None  # also where the events that needed it were not written
    keys.students.forget_new([kept])
    assert kept == keys.students.find("7-1", "王小明")
    keys.erased = frozenset({kept.token})

    assert KeptName(kept.token, kept.token, kept.owner, "", "", "erased") == keys.find_name(kept.token)
    assert kept.token != keys.students.find("7-1", "王小明").token


@given(st.lists(st.tuples(st.sampled_from(["7-1", "7-2"]), st.sampled_from(SPELLINGS)), min_size=2, max_size=6))
def test_one_student_is_one_pseudonym(calls: list[tuple[str, str]]) -> None:
    """Two calls mean one student just where class and name are the same, whether one of them was kept in between or not."""
    keys = Keys(keys_in_memory("s"))
    found = [keys.students.find(*call) for call in calls]
    keep(keys, found[0])
    keys.students.forget_new([found[0]])
    found += [keys.students.find(*call) for call in calls]

    for (one, (class_id, name)), (two, (other, spelt)) in combinations(zip(found, [*calls, *calls], strict=True), 2):
        same = class_id == other and normalize_form(name) == normalize_form(spelt)
        assert same == (one.token == two.token)
    assert all(is_pseudonym(each.token) for each in found)


@given(st.from_regex("[a-z]{9,20}|student:[a-z2-7]{15,17}", fullmatch=True))
def test_a_pseudonym_is_stored_as_it_is_and_nothing_else_is(student: str) -> None:
    """Also where the event came by itself: what stands in a student's field and is no pseudonym is hidden as any text is."""
    fact = attrs.evolve(FACT, own=(("student", student),))
    name, data = encode_event(FactRecorded(id="f1", fact=fact))
    stored = Keys(keys_in_memory("s")).begin().protect(name, data, ("a", 1))

    assert is_pseudonym(student) == (student.encode() in stored)


@given(st.text(max_size=30) | st.from_regex(r"student:[a-z2-7]{15,17}", fullmatch=True))
def test_a_text_is_a_pseudonym_a_name_or_refused(text: str) -> None:
    """Nothing that begins as a pseudonym is taken for a name, and no name for a pseudonym."""
    begins, whole = text.startswith("student:"), is_pseudonym(text)
    if begins and not whole:
        with pytest.raises(ValueError, match=re.escape(text)):
            read_student(text)
    else:
        assert read_student(text) == text
        assert not whole or (begins and len(text) == len("student:") + 16)


def test_a_student_is_named_only_where_there_are_keys(tmp_path: Path) -> None:
    """Without the key file nobody is found, and a store that never had keys says what to do; looking makes none."""
    path = tmp_path / "school.db"
    create_store(f"sqlite:///{path}").close()
    (tmp_path / "school.db.keys").unlink()
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(KeysMissing):
        store.find_pseudonym("7-1", "王小明")
    store.close()
    own = LedgerStore.create(f"ledger:{tmp_path}/own.jsonl")
    with pytest.raises(StoreError, match="keys="):
        OwnLog("own", own).find_pseudonym("7-1", "王小明")
    own.close()

"""Names and free texts: hidden in the store, shown by the keys beside it, out of reach without them."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import BadRecord, NotAStore, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.errors import KeysMissing
from bzr_adapters.storage.keys import file as key_file
from bzr_adapters.storage.keys.file import KeyFile, find_key_path, keys_in_memory, open_key_file
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.protected_texts import make_pseudonym, normalize_form
from bzr_adapters.storage.keys.tables import ChangedKey, KeptName, KeptText
from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.store import ReadingLog
from bzr_domain.application.ports import Batch, Command, EventLog
from bzr_domain.facts.events import FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from tests.adapters.storage.writing import NOW, add, batch, everything, ids

FACT = Fact(
    kind="late",
    on=date(2024, 9, 3),
    class_id="7-1",
    note="王小明打架",
    place="东楼302",
    recorder="赵检查员",
    own=(("student", "李小红"), ("minutes", "4.5")),
)
PERSONAL = ("王小明", "赵检查员", "李小红", "周主任", "学生自己说", "处分名单")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "school.db"


@pytest.fixture
def store(path: Path) -> Iterator[EventLog]:
    """A new store in a file, with a fact of persons, its void and a command that tells of them."""
    store = create_store(f"sqlite:///{path}")
    tell(store)
    yield store
    store.close()


def tell(store: EventLog, *, name: str = "f1", after: int = 0) -> None:
    """Record a fact of persons, void it, and keep a receipt that tells of it."""
    events = (
        FactRecorded(id=name, fact=FACT, sheet="处分名单.csv"),
        FactVoided(id=f"v-{name}", target=name, reason="学生自己说"),
    )
    command = Command(id=f"c-{name}", actor="周主任", receipt='{"rejected":["王小明"]}', keep=True)
    store.append([Batch(stream="a", after=after, events=events)], command=command, now=NOW)


def list_bytes(folder: Path, *, keys: bool) -> bytes:
    """The bytes of the files in a folder: those of the keys, or those of the store."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if keys == (".keys" in file.name))


def test_what_is_read_is_what_was_written(store: EventLog) -> None:
    """Nobody above the store sees a difference."""
    recorded, voided = everything(store.read("a"))

    assert FactRecorded(id="f1", fact=FACT, sheet="处分名单.csv") == recorded.event
    assert ("周主任", "学生自己说") == (voided.actor, voided.event.reason)
    assert everything(store.read_all()) == [recorded, voided]
    known = store.find_command("c-f1")
    assert known is not None
    assert ("周主任", '{"rejected":["王小明"]}') == (known.actor, known.receipt)


def test_no_name_and_no_text_stands_in_the_store(path: Path, store: EventLog) -> None:
    """In no byte of it; names stand in the keys alone, and free texts in neither."""
    tell(store, name="f2", after=2)
    hidden = {text for text in PERSONAL if text.encode() in list_bytes(path.parent, keys=False)}
    in_keys = {text for text in PERSONAL if text.encode() in list_bytes(path.parent, keys=True)}

    assert set() == hidden
    assert {"赵检查员", "李小红", "周主任", "处分名单"} == in_keys


@given(st.text(max_size=9), st.sampled_from(["\\/n", '"\\/nabcdefghijklmnop"', "/nabcdefghijklmnop", "\\", '"', ""]))
def test_no_text_of_a_user_is_taken_for_a_protected_one(text: str, mark: str) -> None:
    """Whatever it looks like; a plain field is stored as it is and read as it is, and so is a protected one."""
    store = memory_store()
    event = FactRecorded(
        id=mark + text, fact=attrs.evolve(FACT, level=mark + text, note=mark + text, recorder=mark + text)
    )

    store.append([Batch(stream="a", after=0, events=(event,))], command=Command(id="c", actor=mark + text), now=NOW)

    (recorded,) = everything(store.read_all())
    assert (event, mark + text) == (recorded.event, recorded.actor)


def test_the_ciphertext_of_another_place_is_refused(path: Path, store: EventLog) -> None:
    """A ciphertext is bound to its history, version and place: two that are swapped by hand do not read."""
    tell(store, name="f2", after=2)
    store.close()
    with sqlite3.connect(path) as connection:
        first, second = (
            row[0] for row in connection.execute("SELECT state FROM stored_events WHERE topic LIKE 'fact.r%'")
        )
        connection.execute("UPDATE stored_events SET state=? WHERE state=?", (second, first))
    connection.close()

    opened = open_store(f"sqlite:///{path}")
    with pytest.raises(BadRecord, match="密文"):
        everything(opened.read("a"))
    opened.close()


def test_without_keys_it_can_be_read_and_not_written(path: Path, store: EventLog) -> None:
    """What cannot be shown says why, apart from what was erased; nothing is written that could never be shown."""
    store.close()
    Path(f"{path}.keys").unlink()

    opened = open_store(f"sqlite:///{path}")
    recorded, _ = everything(opened.read("a"))
    assert recorded.actor.startswith("密钥缺失#")
    assert recorded.event.fact.note.startswith("密钥缺失#")
    assert (4.5, 1) == (float(recorded.event.fact.get("minutes")), recorded.event.fact.count)
    with pytest.raises(KeysMissing, match=r"school\.db\.keys"):
        tell(opened, name="f2", after=2)
    assert 2 == opened.last_position()
    opened.close()
    assert not Path(f"{path}.keys").exists()


def test_the_keys_of_another_store_are_refused(path: Path, store: EventLog) -> None:
    """They would show the wrong names, or none."""
    store.close()
    other = path.with_name("other.db")
    create_store(f"sqlite:///{other}").close()
    shutil.copy(f"{other}.keys", f"{path}.keys")

    with pytest.raises(NotAStore, match="另一个存储"):
        open_store(f"sqlite:///{path}")


def test_a_key_file_that_went_is_not_written_to(path: Path, store: EventLog) -> None:
    """A key that is on no disk would hide its text for ever: nothing is recorded then."""
    Path(f"{path}.keys").rename(path.with_name("away"))

    with pytest.raises(StoreUnavailable, match="密钥文件"):
        tell(store, name="f2", after=2)

    assert 2 == store.last_position()


def test_spellings_of_one_name_are_one_subject() -> None:
    """Each is shown as it was written; who is erased is erased in all of them."""
    keys = Keys(keys_in_memory("s"))
    guard = keys.begin()
    written = [guard.seal_name(name) for name in ("Zhao Wei", "zhao  wei", "ZHAO WEI", "钱伟")]
    guard.keep()

    assert ["Zhao Wei", "zhao  wei", "ZHAO WEI", "钱伟"] == [keys.open_text(token) for token in written]
    assert {"zhaowei": 1} == {"zhaowei": len({kept.subject for kept in keys.tables.find_names("zhaowei")})}
    assert 3 == len(keys.tables.find_names("zhaowei"))


def test_a_name_read_while_it_is_erased_is_not_shown_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader learned of the keys before another thread erased it does not stay behind."""
    keys = Keys(keys_in_memory("s"))
    guard = keys.begin()
    stored = guard.write_name("王小明")
    guard.keep()
    token = stored.strip(b'"\\/').decode()
    find = keys.tables.find_name

    def find_too_early(asked: str) -> object:
        found = find(asked)
        keys.change_states([token], [], "erased")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(keys.tables, "find_name", find_too_early)
        keys.reveal(stored, ("s", 1))
    keys.refresh()

    assert keys.reveal(stored, ("s", 1)).decode().strip('"').startswith("已删除#")


def test_the_key_file_is_asked_for_changes_only_where_it_may_have_changed(
    store: EventLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its times and size say so, unless it changed so lately that another change might leave them as they are."""
    assert store.last_position() == 2
    file = open_key_file(find_key_path(path), store.store_id, is_before_keys=False)
    assert isinstance(file, KeyFile)
    asked: list[str] = []
    monkeypatch.setattr(file, "find_note", asked.append)

    for status in (None, None, "a", "a", "b", "b", None):
        monkeypatch.setattr(key_file, "_describe_file", lambda _, told=status: told)
        file.change_mark()
    file.close()

    assert len(asked) == 5


def test_a_file_that_changed_lately_is_not_known_by_its_times(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one that is gone."""
    path.write_bytes(b"x")
    now = path.stat().st_ctime_ns

    told = []
    for moment in (now, now + 2_000_000_000, now + 4_000_000_000):
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        told.append(key_file._describe_file(path))

    assert [None, None] == told[:2]
    assert told[2] is not None
    path.unlink()
    assert key_file._describe_file(path) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE names SET name='王主任', form='王主任' WHERE name='周主任'",
        "UPDATE names SET name='王主任' WHERE name='周主任'",
        "UPDATE names SET form='王主任' WHERE name='周主任'",
        "UPDATE names SET owner='t01' WHERE name='周主任'",
        "UPDATE names SET subject=(SELECT token FROM names WHERE name='赵检查员') WHERE name='周主任'",
        "UPDATE texts SET key=randomblob(32) WHERE id=(SELECT token FROM names WHERE name='周主任')",
        "DELETE FROM texts WHERE id=(SELECT token FROM names WHERE name='周主任')",
    ],
)
def test_another_name_put_under_a_pseudonym_is_refused(path: Path, store: EventLog, change: str) -> None:
    """Who recorded and who decided stands in the keys alone, and an event is not to be blamed on somebody else."""
    store.close()
    with sqlite3.connect(find_key_path(path)) as connection:
        connection.executescript(change)
    connection.close()

    again = open_store(f"sqlite:///{path}")
    with pytest.raises(BadRecord, match="密钥里的"):
        everything(again.read("a"))
    with pytest.raises(StoreUnavailable, match="从备份恢复"):
        again.find_command("c-f1")
    again.close()


def test_nothing_is_recorded_under_a_pseudonym_of_somebody_else(path: Path, store: EventLog) -> None:
    """Once the keys were put right, it would be the other's."""
    store.close()
    with sqlite3.connect(find_key_path(path)) as connection:
        connection.execute("DELETE FROM names WHERE name='周主任'")
        connection.execute("UPDATE names SET name='周主任', form='周主任' WHERE name='赵检查员'")
    connection.close()

    again = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match="密钥"):
        tell(again, name="f2", after=2)
    assert 2 == again.last_position()
    again.close()


def test_keys_whose_secret_is_none_are_refused(path: Path, store: EventLog) -> None:
    """In words of our own."""
    store.close()
    with sqlite3.connect(find_key_path(path)) as connection:
        connection.execute("UPDATE identity SET secret='text'")
    connection.close()

    again = open_store(f"sqlite:///{path}")
    assert isinstance(again, ReadingLog)
    with pytest.raises(StoreUnavailable, match="密钥"):
        again.blind("a")
    again.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON names BEGIN UPDATE names SET name='王主任' WHERE token=new.token; END",
        "CREATE TABLE copies AS SELECT * FROM names",
        "CREATE VIEW v AS SELECT 1",
        "DROP INDEX names_by_name",
    ],
)
def test_keys_with_other_tables_are_refused(path: Path, store: EventLog, change: str) -> None:
    """A trigger could write another name, or keep what is to be erased."""
    store.close()
    with sqlite3.connect(find_key_path(path)) as connection:
        connection.execute(change)
    connection.close()

    with pytest.raises(StoreUnavailable, match="人动过"):
        open_store(f"sqlite:///{path}")


def test_the_keys_stand_beside_the_file_that_a_link_names(path: Path, store: EventLog) -> None:
    """As what SQLite puts beside it does."""
    store.close()
    link = path.with_name("link.db")
    link.symlink_to(path.name)

    again = open_store(f"sqlite:///{link}")
    tell(again, name="f2", after=2)
    assert ["周主任"] * 4 == [entry.actor for entry in everything(again.read("a"))]
    again.close()


_TEXTS = st.text(max_size=9)


@given(_TEXTS, _TEXTS, _TEXTS, st.sampled_from(("owner", "name", "subject", "form")))
def test_no_other_name_fits_a_pseudonym(owner: str, name: str, other: str, field: str) -> None:
    """Whatever is put in the place of the name, of whose it is, or of whom else it names."""
    salt = KeptText("n", bytes(32))
    kept = KeptName(f"n{make_pseudonym(salt.key, owner, name, '')}", "", owner, normalize_form(name), name)
    own = attrs.evolve(kept, subject=kept.token)
    own.demand_fit(salt)

    texts = {**attrs.asdict(own), field: f"{getattr(own, field)}{other}x"}
    with pytest.raises(ChangedKey):
        KeptName(**texts).demand_fit(salt)


@given(st.binary(min_size=32, max_size=32), _TEXTS)
def test_a_pseudonym_tells_nothing_without_its_salt(salt: bytes, name: str) -> None:
    """The same name has another one under another salt, and none once the salt is erased."""
    kept = KeptName(f"n{make_pseudonym(salt, '', name, '')}", "", "", normalize_form(name), name)
    own = attrs.evolve(kept, subject=kept.token)

    for wrong in (None, KeptText("n", b""), KeptText("n", salt[1:] + bytes([salt[0] ^ 1]))):
        with pytest.raises(ChangedKey):
            own.demand_fit(wrong)


def test_keys_of_which_a_power_cut_left_nothing_are_made_again(tmp_path: Path) -> None:
    """A store of before is being brought up to date, and the file of its keys is there, empty."""
    path = tmp_path / "old.db"
    shutil.copy(Path(__file__).parents[2] / "golden_store" / "school.db", path)
    (tmp_path / "old.db.keys").touch(0o600)

    store = open_store(f"sqlite:///{path}")
    add(store, batch("a", "1"))

    assert ["1"] == ids(everything(store.read("a")))
    store.close()

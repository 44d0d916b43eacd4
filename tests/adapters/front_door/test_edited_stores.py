"""Whatever somebody writes into the tables of a store: an answer, or an error of ours; never one that nobody foresaw."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import BzrError, School, StoreDamaged
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock, create_school
from tests.adapters.front_door.test_closed import ANSWERS, OF_SCHOOL, PLACE, VERBS
from tests.support.effort import fewer

MOMENT = "2024-10-08T09:00+08:00"
QUESTIONS: dict[str, Callable[[Any], object]] = {**ANSWERS, **OF_SCHOOL, "verify": lambda school: school.verify()}
CHARACTERS = '0123456789abcdef-:"{}[],. 高校\x00\ufffd'
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
VALUES: list[object] = [None, 0, -1, 2**62, 1.5, "", "x", b"", b"\xff\xfe", "2024-13-45", '{"a":1}', "NaN"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store in which something of everything is recorded, and what belongs to it."""
    folder = tmp_path_factory.mktemp("original")
    with create_school(clock=Clock(MOMENT), address=f"sqlite:///{folder}/bzr.db") as school:
        persons = [{"name": "李老师", "roles": ["office", "head"]}, {"name": "张老师", "roles": ["head-teacher"]}]
        me = school.acting("李老师")
        me.declare({**DECLARATION, "person": persons})
        me.record([{**ROW, "id": "a-1", "note": "门口"}, {"date": "2024-09-04", "class": "g1c1", "fact": "为人师表", "grade": "好"}, {**ROW, "id": "a-2", "recorder": "王某"}])  # fmt: skip
        me.void("a-2", reason="误记")
        me.correct("a-1", count=1, reason="复查")
        me.publish("2024-09", until="2024-10-12", classes=["g1c1"])
        school.acting("张老师").appeal(*PLACE, grounds="请假", fact="a-1")
        me.pay("2024-09").prepare("scheme-1", before_final="急用")
        school.subscribe("mirror", lambda _: None).run(until=school.head())
    return folder


def edit(path: Path, chance: random.Random) -> str:
    """Change one thing somewhere in a SQLite file by hand; return what."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA ignore_check_constraints=1")
    try:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        table = chance.choice([name for name in tables if raw.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()])
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        column, key = chance.choice(columns), columns[0]
        rows = raw.execute(f"SELECT {key}, {column} FROM {table}").fetchall()
        name, value = chance.choice(rows)
        if chance.random() < 0.1:
            raw.execute(f"DELETE FROM {table} WHERE {key} IS ?", (name,))
            return f"{table} {name} deleted"
        new = change(value, [other for _, other in rows], chance)
        raw.execute(f"UPDATE {table} SET {column}=? WHERE {key} IS ?", (new, name))
        return f"{table}.{column} of {name}: {value!r} → {new!r}"
    except sqlite3.IntegrityError as refused:
        return f"nothing: {refused}"
    finally:
        raw.close()


def change(value: object, others: list[object], chance: random.Random) -> object:
    """Return another value in the place of one: something odd, somebody else's, or the same with one character changed."""
    kind = chance.random()
    if kind < 0.1:
        return chance.choice(VALUES)
    if kind < 0.2:
        return chance.choice(others)
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000])
    if not isinstance(value, str | bytes) or not value:
        return chance.choice(VALUES)
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if chance.random() < 0.5:
        # A digit or a small letter for another one: ids, digests, days and numbers go on looking like some.
        places = [place for place, letter in enumerate(text) if letter in LETTERS] or [0]
        place = chance.choice(places)
        inside = chance.choice("0123456789" if text[place].isdigit() else "abcdef")
        changed = text[:place] + inside + text[place + 1 :]
        return changed.encode("latin-1") if isinstance(value, bytes) else changed
    place = chance.randrange(len(text))
    inside = chance.choice([chance.choice(CHARACTERS), "", text[place] * 2, chr(ord(text[place]) ^ 1)])
    changed = text[:place] + inside + text[place + 1 :]
    return changed.encode("latin-1", "replace") if isinstance(value, bytes) else changed


def list_surprises(folder: Path, chance: random.Random) -> Iterator[str]:
    """Yield every question and verb that ends in an error which is none of ours."""
    try:
        school = School.open(f"sqlite:///{folder}/bzr.db", clock=Clock(MOMENT))
    except BzrError:
        return
    except Exception as error:  # noqa: BLE001 (what is looked for)
        yield f"open: {error!r}"
        return
    with school:
        asked: list[tuple[Any, dict[str, Callable[[Any], object]], str]] = [
            (school, QUESTIONS, name) for name in chance.sample(list(QUESTIONS), 12)
        ]
        asked += [(school.acting("李老师"), VERBS, name) for name in chance.sample(list(VERBS), 4)]
        for target, acts, name in asked:
            try:
                acts[name](target)
            except BzrError:
                pass
            except Exception as error:  # noqa: BLE001 (what is looked for)
                yield f"{name}: {error!r}"


def try_seed(original: Path, folder: Path, seed: int) -> None:
    """Edit a copy at random, and ask it this and that."""
    chance = random.Random(seed)
    for file in folder.iterdir():
        file.unlink()
    for file in original.iterdir():
        shutil.copy(file, folder)
    path = folder / ("bzr.db.keys" if (original / "bzr.db.keys").exists() and chance.random() < 0.15 else "bzr.db")
    edits = [edit(path, chance) for _ in range(chance.choice([1, 1, 2]))]
    assert [] == list(list_surprises(folder, chance)), (seed, edits)


@fewer(12, nightly=2500)
@given(seed=st.integers(0, 2**32))
def test_an_edited_store_never_ends_in_an_error_nobody_foresaw(
    original: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """One or two changes to any column of any table: each answer is one, or says that the store is damaged and where."""
    try_seed(original, tmp_path_factory.mktemp("edited"), seed)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE entries SET stream='class:g1e1:2024-autumn' WHERE id='a-1'", "find_appeal"),
        ("UPDATE sqlite_sequence SET seq=x'' WHERE name='stored_events'", "record"),
    ],
)
def test_data_of_which_nothing_can_be_made_is_told_as_damage(
    original: Path, tmp_path: Path, statement: str, name: str
) -> None:
    """An index that points elsewhere, a number that is none: what was changed stands in the error."""
    for file in original.iterdir():
        shutil.copy(file, tmp_path)
    with sqlite3.connect(tmp_path / "bzr.db") as raw:
        raw.execute(statement)

    with School.open(f"sqlite:///{tmp_path}/bzr.db", clock=Clock(MOMENT)) as school:
        acts = QUESTIONS | VERBS
        with pytest.raises(StoreDamaged) as damaged:
            acts[name](school.acting("李老师"))

    assert damaged.value.problems

"""Changes to a store behind the program's back, and what finds them: hand edits, attacks, flipped bits.

`EDITS` are what somebody does who opens the file in another program. `ATTACKS` are nine that know how the store is
built; a `Forger` writes everything anew that can be computed, so that only a checkpoint kept elsewhere is left.
"""

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import attrs

from bzr_adapters import BzrError, School
from bzr_adapters.storage.evidence.chain import chain_command, chain_rows, digest_bookmark, start_commands
from bzr_adapters.storage.rows import Row, build_command
from bzr_adapters.testing import Clock
from tests.golden_store import second_story

NOON = second_story.NOON
Change = Callable[[sqlite3.Connection], object]


def build_store(folder: Path) -> Path:
    """Return the file of a store in which a school was founded, inspected, published, appealed to, paid and followed."""
    path = folder / "school.db"
    second_story.act(f"sqlite:///{path}")
    return path


def copy_store(path: Path, name: str) -> Path:
    """Return a copy of a closed store and its keys, beside it."""
    copy = path.with_name(f"{name}.db")
    shutil.copy(path, copy)
    shutil.copy(f"{path}.keys", f"{copy}.keys")
    return copy


@contextmanager
def opened(path: Path) -> Iterator[School]:
    """A school, some time after everything that its store tells of."""
    with School.open(f"sqlite:///{path}", clock=Clock(NOON)) as school:
        yield school


def take_checkpoint(path: Path) -> str:
    """Return the text of a checkpoint of a store."""
    with opened(path) as school:
        text = school.checkpoint().rows[0]["text"]
    assert isinstance(text, str)
    return text


def change_file(path: Path, change: Change) -> None:
    """Change a store behind the program's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        change(connection)


def list_findings(path: Path, *checkpoints: str) -> set[str]:
    """Return the codes of what opening and verifying a store find, with checkpoints that were kept elsewhere."""
    try:
        with opened(path) as school:
            return {problem.code for problem in school.verify(checkpoints=checkpoints).problems}
    except BzrError as error:
        return {error.code}


# -- hand edits


@attrs.frozen
class Edit:
    """A change by hand, and the codes of which at least one has to be found."""

    name: str
    change: Change
    codes: tuple[str, ...]


def _rewrite_state(topic: str, old: str, new: str) -> Change:
    """Return the change of the first event of a name in whose bytes a pattern stands: what it matches is put otherwise."""

    def change(connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT rowid, state FROM stored_events WHERE topic LIKE ?", (f"{topic}/%",)
        ).fetchall()
        position, state = next((row for row in rows if re.search(old, row[1].decode())), (0, b""))
        assert position, f"no {topic} has {old}"
        changed = re.sub(old, new, state.decode(), count=1).encode()
        assert changed != state
        connection.execute("UPDATE stored_events SET state=? WHERE rowid=?", (changed, position))

    return change


def _run(*statements: str) -> Change:
    """Return the change that some statements make; each of them has to touch a row, or a table."""

    def change(connection: sqlite3.Connection) -> None:
        for statement in statements:
            assert connection.execute(statement).rowcount, f"nothing happens: {statement}"

    return change


def _exchange_states(connection: sqlite3.Connection) -> None:
    rows = connection.execute(
        "SELECT rowid, state FROM stored_events WHERE topic LIKE 'fact.recorded/%' LIMIT 2"
    ).fetchall()
    (first, one), (second, other) = rows
    connection.executemany("UPDATE stored_events SET state=? WHERE rowid=?", [(other, first), (one, second)])


def _add_fact(connection: sqlite3.Connection) -> None:
    stream, topic, chain, state = connection.execute(
        "SELECT originator_id, topic, chain, state FROM stored_events "
        "WHERE topic LIKE 'fact.recorded/%' ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    (last,) = connection.execute(
        "SELECT max(originator_version) FROM stored_events WHERE originator_id=?", (stream,)
    ).fetchone()
    event = json.loads(state)
    text = state.replace(event["data"]["id"].encode(), b"added-by-hand")
    connection.execute(
        "INSERT INTO stored_events (originator_id, originator_version, topic, chain, state) VALUES (?,?,?,?,?)",
        (stream, last + 1, topic, chain, text),
    )
    connection.execute("INSERT INTO entries VALUES ('added-by-hand', ?)", (stream,))


def _change_bookmark(connection: sqlite3.Connection) -> None:
    (place,) = connection.execute("SELECT place FROM bookmarks").fetchone()
    moved = re.sub(r":(\d+):", lambda match: f":{int(match[1]) - 3}:", place)
    connection.execute("UPDATE bookmarks SET place=?, digest=?", (moved, digest_bookmark("copy", moved)))


_LAST_FACT = "(SELECT max(rowid) FROM stored_events WHERE topic LIKE 'fact.recorded/%')"
_BROKEN = ("verify.chain-broken",)
_INDEX = ("verify.index-differs",)
_TABLES = ("store.altered-tables",)
_COMMAND = ("verify.chain-broken", "verify.command-differs")

EDITS = (
    Edit("amount of a paid sheet", _rewrite_state("pay.prepared", r'"assessment":"\d', '"assessment":"9'), _BROKEN),
    Edit("a role", _rewrite_state("person.registered", '"roles":."[a-z-]+"', '"roles":["head"'), _BROKEN),
    Edit("an actor", _run("UPDATE stored_events SET state=CAST(replace(CAST(state AS TEXT), '\"actor\":\"', '\"actor\":\"x') AS BLOB) WHERE rowid=60"), _BROKEN),
    Edit("a time", _rewrite_state("fact.recorded", "T08:00:00Z", "T08:00:01Z"), _BROKEN),
    Edit("a time before the one before", _rewrite_state("fact.recorded", "2024-09-13T", "2023-09-13T"), ("verify.time-back",)),
    Edit("a reason", _rewrite_state("fact.voided", r"(\\/t[a-z2-7]{16}\.[-_]*)[A-Za-z0-9]", r"\g<1>-"), _BROKEN),
    Edit("the number of a fact", _rewrite_state("fact.recorded", '"count":2', '"count":1'), _BROKEN),
    Edit("the day of a fact", _rewrite_state("fact.recorded", '"on":"2024-09-03"', '"on":"2024-09-04"'), _BROKEN),
    Edit("the total of a published result", _rewrite_state("result.published", r'"total":"\d', '"total":"5'), _BROKEN),
    Edit("the digest of a published result", _rewrite_state("result.published", r'"digest":"[0-9a-f]{3}', '"digest":"abc'), _BROKEN),
    Edit("the decision of an appeal", _rewrite_state("appeal.decided", '"upheld":false', '"upheld":true'), _BROKEN),
    Edit("a rulebook's text", _rewrite_state("rulebook.registered", "points = -1", "points = -2"), _BROKEN),
    Edit("a field more", _rewrite_state("fact.recorded", '"count":', '"because":"","count":'), ("verify.event-unreadable",)),
    Edit("a decimal as a number", _rewrite_state("result.published", r'"total":"(\d+\.\d\d)"', r'"total":\1'), ("verify.event-unreadable",)),
    Edit("the last row removed", _run("DELETE FROM stored_events WHERE rowid=(SELECT max(rowid) FROM stored_events)"), ("verify.last-missing",)),
    Edit("a row removed", _run(f"DELETE FROM stored_events WHERE rowid={_LAST_FACT}"), ("verify.event-missing",)),
    Edit("a fact added", _add_fact, _BROKEN),
    Edit("two facts exchanged", _exchange_states, _BROKEN),
    Edit("a fact moved to another place", _run("UPDATE stored_events SET rowid=9000 WHERE rowid=70"), ("verify.event-missing",)),
    Edit("a fact moved to another class", _run(f"UPDATE stored_events SET originator_id='class:g9c9:2024-autumn', originator_version=1 WHERE rowid={_LAST_FACT}"), _BROKEN),
    Edit("a stored name", _run("UPDATE stored_events SET topic='term.withdrawn/1' WHERE rowid=60"), _BROKEN),
    Edit("a chain", _run("UPDATE stored_events SET chain=randomblob(32) WHERE rowid=60"), _BROKEN),
    Edit("a receipt", _run("UPDATE commands SET receipt=receipt || ' ' WHERE number=3"), _COMMAND),
    Edit("the digest of a command", _run("UPDATE commands SET digest='' WHERE number=3"), _COMMAND),
    Edit("the actor of a command", _run("UPDATE commands SET actor=(SELECT actor FROM commands WHERE number=1) WHERE number=3"), ("verify.command-differs",)),
    Edit("an actor that is no pseudonym", _run("UPDATE commands SET actor=upper(actor) WHERE number=3"), ("verify.command-differs",)),
    Edit("a blank behind a kept checkpoint", _run("UPDATE checkpoints SET text=text || ' '"), ("verify.checkpoint-changed",)),
    Edit("the number of a kept checkpoint", _run("UPDATE checkpoints SET number=number+1 WHERE number=(SELECT max(number) FROM checkpoints)"), ("verify.checkpoint-changed",)),
    Edit("the time of a command", _run("UPDATE commands SET recorded_at='2024-09-13T08:00:01+00:00' WHERE number=3"), ("verify.command-differs",)),
    Edit("nonsense as the time of a command", _run("UPDATE commands SET recorded_at='yesterday' WHERE number=3"), ("verify.unreadable",)),
    Edit("the way the time of a command is written", _run("UPDATE commands SET recorded_at=replace(recorded_at, 'T', ' ') WHERE number=3"), ("verify.unreadable",)),
    Edit("a command removed", _run("DELETE FROM commands WHERE number=5"), ("verify.command-missing",)),
    Edit("the last command removed", _run("DELETE FROM commands WHERE number=(SELECT max(number) FROM commands)"), ("verify.last-missing",)),
    Edit("the place of a follower", _change_bookmark, ("verify.bookmark-changed",)),
    Edit("nonsense as the place of a follower", _run("UPDATE bookmarks SET place='here'"), ("verify.bookmark-changed",)),
    Edit("a sheet's fact out of the index", _run("DELETE FROM sheet_facts WHERE id=(SELECT min(id) FROM sheet_facts)"), _INDEX),
    Edit("another day in the index", _run("UPDATE sheet_facts SET day='2024-09-30' WHERE id=(SELECT min(id) FROM sheet_facts)"), _INDEX),
    Edit("an entry too many", _run("INSERT INTO entries VALUES ('nothing', 'class:g1c1:2024-autumn')"), _INDEX),
    Edit("an entry that points elsewhere", _run("UPDATE entries SET stream='register' WHERE id=(SELECT min(id) FROM entries)"), _INDEX),
    Edit("the id of the store", _run("UPDATE store SET id=iif(id LIKE '1%', '2', '1') || substr(id, 2)"), ("verify.chain-broken", "store.not-a-store")),
    Edit("the number of positions given out", _run("UPDATE sqlite_sequence SET seq=seq+1 WHERE name='stored_events'"), ("verify.last-missing",)),
    Edit("a checkpoint that is kept", _run("UPDATE checkpoints SET text=replace(text, 'events 1', 'events 2')"), ("verify.checkpoint-changed",)),
    Edit("the tree beside a checkpoint", _run("UPDATE checkpoints SET frontier=zeroblob(length(frontier))"), ("verify.checkpoint-changed",)),
    Edit("a trigger", _run("CREATE TRIGGER quietly AFTER INSERT ON stored_events BEGIN DELETE FROM entries; END"), _TABLES),
    Edit("a view in the place of a table", _run("ALTER TABLE bookmarks RENAME TO places", "CREATE VIEW bookmarks AS SELECT * FROM places"), _TABLES),
    Edit("an index more", _run("CREATE INDEX mine ON stored_events (topic)"), _TABLES),
)  # fmt: skip
"""What a hand can change, each with what has to be said of it; the store has taken a checkpoint before."""


# -- attacks


@attrs.define
class Forger:
    """Knows how a store is built, and writes everything anew that can be computed without a key."""

    connection: sqlite3.Connection

    def read_rows(self) -> list[Row]:
        """Return every event."""
        return self.connection.execute(
            "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
        ).fetchall()

    def write_anew(self, rows: list[Row], positions: Mapping[int, int] | None = None) -> None:
        """Write events with their chains, and commands that fit them; checkpoints that would tell are removed.

        Args:
            rows: The events, in order.
            positions: Where the events stand that commands are at: old position → new; a command at none is removed.
        """
        moved = {row[0]: row[0] for row in rows} if positions is None else positions
        execute = self.connection.execute
        execute("DELETE FROM stored_events")
        execute("DELETE FROM checkpoints")
        self.connection.executemany(
            "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state, chain) VALUES (?,?,?,?,?,?)",
            chain_rows(rows, {}),
        )
        commands = execute(
            "SELECT id, actor, digest, receipt, position, recorded_at FROM commands ORDER BY number"
        ).fetchall()
        execute("DELETE FROM commands")
        (store_id,) = execute("SELECT id FROM store").fetchone()
        chain, number = start_commands(store_id), 0
        for *texts, position, recorded_at in commands:
            if position in moved:
                number, row = number + 1, (*texts, moved[position], recorded_at)
                chain = chain_command(chain, number, build_command(row))
                execute("INSERT INTO commands VALUES (?,?,?,?,?,?,?,?)", (number, *row, chain))
        execute("UPDATE sqlite_sequence SET seq=? WHERE name='stored_events'", (rows[-1][0],))
        execute("UPDATE sqlite_sequence SET seq=? WHERE name='commands'", (number,))
        execute("DELETE FROM bookmarks")
        ids = {row[0] for row in execute("SELECT id FROM entries")} & {
            json.loads(row[4])["data"].get("id") for row in rows
        }
        for table in ("entries", "sheet_facts"):
            execute(f"DELETE FROM {table} WHERE id NOT IN ({','.join('?' * len(ids))})", sorted(ids))


def _find(rows: list[Row], text: str) -> int:
    """Return the place in a list of the first fact in whose bytes a text stands."""
    return next(at for at, row in enumerate(rows) if row[3].startswith("fact.recorded/") and text in row[4].decode())


def _with_more(row: Row) -> Row:
    return (*row[:4], row[4].replace(b'"count":2', b'"count":9'))


def remove_event(connection: sqlite3.Connection) -> None:
    """Take an event out of the middle of its history."""
    _run("DELETE FROM stored_events WHERE rowid=59")(connection)


def change_event(connection: sqlite3.Connection) -> None:
    """Change an event."""
    _rewrite_state("fact.recorded", '"count":2', '"count":9')(connection)


def change_event_with_chain(connection: sqlite3.Connection) -> None:
    """Change an event, and its chain with it."""
    rows = Forger(connection).read_rows()
    at = _find(rows, '"count":2')
    changed = _with_more(rows[at])
    chain = list(chain_rows([*rows[:at], changed], {}))[-1][5]
    connection.execute("UPDATE stored_events SET state=?, chain=? WHERE rowid=?", (changed[4], chain, changed[0]))


def exchange_events(connection: sqlite3.Connection) -> None:
    """Exchange two events of one history."""
    _exchange_states(connection)


def change_last_event(connection: sqlite3.Connection) -> None:
    """Change the last event of a history, and everything after it with it."""
    forger = Forger(connection)
    rows = forger.read_rows()
    last = max(at for at, row in enumerate(rows) if row[3].startswith("studio.joined/"))
    state = rows[last][4].replace(b'"role":"host"', b'"role":"member"')
    assert state != rows[last][4]
    rows[last] = (*rows[last][:4], state)
    forger.write_anew(rows)


def rewrite_history(connection: sqlite3.Connection) -> None:
    """Write a history anew from an event on, every chain with it."""
    forger = Forger(connection)
    rows = forger.read_rows()
    at = _find(rows, '"count":2')
    rows[at] = _with_more(rows[at])
    forger.write_anew(rows)


def put_event_between(connection: sqlite3.Connection) -> None:
    """Put an event at the end of a history, long past, and renumber and write anew everything behind it."""
    forger = Forger(connection)
    rows = forger.read_rows()
    stream = rows[_find(rows, '"count":2')][1]
    at = max(at for at, row in enumerate(rows) if row[1] == stream)
    place, _, version, _, _ = rows[at]
    _, _, _, name, state = rows[_find(rows, '"count":2')]
    command = json.loads(rows[at][4])["command"].encode()
    for part, other in ((json.loads(state)["data"]["id"], b"added"), (json.loads(state)["command"], command)):
        state = state.replace(part.encode(), other)
    state = re.sub(rb'"(actor|recorded_at)":"[^"]*"', lambda found: _same_part(rows[at][4], found[1]), state)
    added = (place + 1, stream, version + 1, name, state)
    later = [(row[0] + 1, *row[1:]) for row in rows[at + 1 :]]
    positions = {row[0]: row[0] + (row[0] >= place) for row in rows}
    connection.execute("INSERT INTO entries VALUES ('added', ?)", (stream,))
    forger.write_anew([*rows[: at + 1], added, *later], positions)


def _same_part(state: bytes, part: bytes) -> bytes:
    """Return a part of the envelope around another event."""
    match = re.search(rb'"%b":"[^"]*"' % part, state)
    assert match is not None
    return match[0]


def cut_off_newest(connection: sqlite3.Connection) -> None:
    """Cut off the newest events, and every trace of them."""
    forger = Forger(connection)
    commands = [row[0] for row in connection.execute("SELECT position FROM commands ORDER BY number DESC LIMIT 2")]
    forger.write_anew([row for row in forger.read_rows() if row[0] <= commands[1]])


@attrs.frozen
class Attack:
    """An attack, and which designs find it: "versions", "chain", "checkpoint"."""

    change: Change
    found_by: frozenset[str]
    before_checkpoint: bool = False

    @property
    def name(self) -> str:
        """What is done."""
        name = getattr(self.change, "__name__", "?").replace("_", " ")
        return f"{name}, before any checkpoint" if self.before_checkpoint else name


_ALL = frozenset({"versions", "chain", "checkpoint"})
_CHAIN, _CHECKPOINT = frozenset({"chain", "checkpoint"}), frozenset({"checkpoint"})
ATTACKS = (
    Attack(remove_event, _ALL),
    Attack(change_event, _CHAIN),
    Attack(change_event_with_chain, _CHAIN),
    Attack(exchange_events, _CHAIN),
    Attack(change_last_event, _CHECKPOINT),
    Attack(rewrite_history, _CHECKPOINT),
    Attack(put_event_between, _CHECKPOINT),
    Attack(cut_off_newest, _CHECKPOINT),
    Attack(rewrite_history, frozenset(), before_checkpoint=True),
)


def list_designs_that_find(path: Path, checkpoint: str) -> set[str]:
    """Return which designs find something in a store, each by itself."""
    with closing(sqlite3.connect(path)) as connection:
        rows = Forger(connection).read_rows()
        chains = [row[0] for row in connection.execute("SELECT chain FROM stored_events ORDER BY rowid")]
    designs: set[str] = set()
    versions: dict[str, int] = {}
    for row in rows:
        if row[2] != versions.get(row[1], 0) + 1:
            designs.add("versions")
        versions[row[1]] = row[2]
    if [row[5] for row in chain_rows(rows, {})] != chains:
        designs.add("chain")
    if list_findings(path, checkpoint):
        designs.add("checkpoint")
    return designs


def attack(path: Path, attempt: Attack) -> set[str]:
    """Make an attack on a copy of a store that has taken no checkpoint yet; return which designs find it."""
    copy = copy_store(path, "attacked")
    if attempt.before_checkpoint:
        change_file(copy, attempt.change)
        return list_designs_that_find(copy, take_checkpoint(copy))
    checkpoint = take_checkpoint(copy)
    change_file(copy, attempt.change)
    return list_designs_that_find(copy, checkpoint)


# -- flipped bits


@attrs.define
class Flips:
    """What became of bits that were flipped, each in a copy of its own.

    Attributes:
        found: How many opening or verifying found.
        without_effect: How many change nothing that is stored: every row of every table reads as before.
        missed: The offsets of the others.
    """

    found: int = 0
    without_effect: int = 0
    missed: list[int] = attrs.field(factory=list)


def flip_bits(path: Path, number: int, seed: int) -> Flips:
    """Flip bits of a closed store's file, each in a copy, and say what finds them."""
    chance, content, before = random.Random(seed), path.read_bytes(), dump_content(path)
    flips = Flips()
    for _ in range(number):
        offset = chance.randrange(len(content))
        changed = bytearray(content)
        changed[offset] ^= 1 << chance.randrange(8)
        copy = copy_store(path, "flipped")
        copy.write_bytes(changed)
        if list_findings(copy):
            flips.found += 1
        elif dump_content(copy) == before:
            flips.without_effect += 1
        else:
            flips.missed.append(offset)
        for end in ("-wal", "-shm"):
            Path(f"{copy}{end}").unlink(missing_ok=True)
    return flips


def dump_content(path: Path) -> dict[str, Any]:
    """Return all that a file stores: its tables, every row of each, and the numbers in its head that a program reads."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        execute = connection.execute
        schema = execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for kind, name, _ in schema if kind == "table"]
        pragmas = {
            name: execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version", "encoding")
        }
        rows = {
            table: execute(
                f"SELECT * FROM {table} ORDER BY 1, 2, 3"
                if table == "sheet_facts"
                else f"SELECT * FROM {table} ORDER BY 1"
            ).fetchall()
            for table in tables
        }
        return {"schema": schema, "pragmas": pragmas, **rows}

"""What the watched disk tells is all that SQLite does to its files."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.effort import fewer
from tests.torture.disk import OK, Call, watch_disk
from tests.torture.power_cut import apply

STATEMENTS = ("INSERT INTO t VALUES (zeroblob(9000))", "DELETE FROM t", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM")
MODES = st.sampled_from(["WAL", "DELETE", "TRUNCATE"])


@fewer(30)
@given(MODES, st.lists(st.sampled_from(STATEMENTS), max_size=8))
def test_the_calls_that_are_told_make_the_file(mode: str, statements: list[str]) -> None:
    """Whatever is done to a database: the writes and truncations told, one after the other, give the file byte for byte."""
    calls: list[Call] = []

    def listen(call: Call) -> int:
        calls.append(call)
        return OK

    with tempfile.TemporaryDirectory() as folder, watch_disk(listen):
        path = Path(folder).resolve() / "a.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA journal_mode={mode}")
            for statement in ("CREATE TABLE t (x)", *statements):
                connection.execute(statement)

        told = [call for call in calls if call.path == path and call.what in {"write", "truncate"}]
        assert path.read_bytes() == apply(b"", told)

"""What is wrong with a SQLite file beside the events in it: the file itself, its tables, the positions given out."""

import sqlite3
from collections.abc import Iterator

from bzr_adapters.storage.evidence.inspection import (
    check_bookmarks,
    check_checkpoint_numbers,
    compare_numbers,
    compare_positions,
    report_altered_tables,
)
from bzr_adapters.storage.sqlite.schema import SCHEMA_VERSION, SCHEMAS, list_schema_faults
from bzr_domain.kernel.messages import Problem, report_problem

_MOST_FAULTS = 20
_GIVEN_OUT = """SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name='stored_events'), 0),
    coalesce((SELECT max(rowid) FROM stored_events), 0)"""
_NUMBERED = """SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name='commands'), 0),
    coalesce((SELECT max(number) FROM commands), 0)"""


def inspect_file(connection: sqlite3.Connection, version: int) -> Iterator[Problem]:
    """Yield what is wrong with a file of a schema, one fault after the other."""
    yield from _check_pages(connection)
    for fault in list_schema_faults(SCHEMAS[version], connection.execute("SELECT type, name, sql FROM sqlite_master")):
        yield report_altered_tables(fault)
    yield from compare_positions(*connection.execute(_GIVEN_OUT).fetchone())
    if version >= SCHEMA_VERSION:
        yield from compare_numbers(*connection.execute(_NUMBERED).fetchone())
        yield from check_checkpoint_numbers(connection.execute("SELECT number FROM checkpoints ORDER BY number"))
        yield from check_bookmarks(connection.execute("SELECT name, place, digest FROM bookmarks"))


def _check_pages(connection: sqlite3.Connection) -> Iterator[Problem]:
    try:
        faults = [text for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})") if text != "ok"]
    except sqlite3.DatabaseError as error:
        faults = [str(error)]
    for fault in faults:
        yield report_problem(
            f"SQLite 说文件已损坏:{fault};请从备份恢复",
            f"SQLite says that the file is damaged: {fault}; restore a backup",
            code="verify.file-damaged",
        )

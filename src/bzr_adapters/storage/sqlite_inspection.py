"""What is wrong with a SQLite file beside the events in it: the file itself, its tables, the positions given out."""

import sqlite3
from collections.abc import Iterator

from bzr_adapters.storage.chain import digest_bookmark
from bzr_adapters.storage.sqlite_schema import SCHEMA_VERSION, list_schema_faults
from bzr_domain.kernel.messages import Problem, report_problem

_MOST_FAULTS = 20
_GIVEN_OUT = """SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name='stored_events'), 0),
    coalesce((SELECT max(rowid) FROM stored_events), 0)"""
_NUMBERED = """SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name='commands'), 0),
    coalesce((SELECT max(number) FROM commands), 0)"""


def inspect_file(connection: sqlite3.Connection, version: int) -> Iterator[Problem]:
    """Yield what is wrong with a file of a schema, one fault after the other."""
    yield from _check_pages(connection)
    yield from _check_schema(connection, version)
    yield from _check_given_out(connection, version)
    if version >= SCHEMA_VERSION:
        yield from _check_bookmarks(connection)


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


def _check_schema(connection: sqlite3.Connection, version: int) -> Iterator[Problem]:
    for fault in list_schema_faults(version, connection.execute("SELECT type, name, sql FROM sqlite_master")):
        yield report_problem(
            f"存储的表被人动过:{fault.zh};请查明是谁改的,从备份恢复",
            f"the tables of the store were altered by hand: {fault.en}; find out who did it, and restore a backup",
            code="verify.altered-tables",
        )


def _check_given_out(connection: sqlite3.Connection, version: int) -> Iterator[Problem]:
    """Compare the numbers given out with the newest rows: those that are erased last leave no gap behind them."""
    highest, last = connection.execute(_GIVEN_OUT).fetchone()
    if highest != last:
        yield report_problem(
            f"最后一条事件应在位置 #{highest},却在 #{last}:最后的被删去了,或有人改过编号;请从备份恢复",
            f"the last event should stand at #{highest}, and stands at #{last}: the newest were erased, or the number was "
            "changed; restore a backup",
            code="verify.last-missing",
        )
    if version < SCHEMA_VERSION:
        return
    highest, last = connection.execute(_NUMBERED).fetchone()
    if highest != last:
        yield report_problem(
            f"最后一条命令应是第{highest}条,却是第{last}条:最后的被删去了,或有人改过编号;请从备份恢复",
            f"the last command should be number {highest}, and is {last}: the newest were erased, or the number was "
            "changed; restore a backup",
            code="verify.last-missing",
        )


def _check_bookmarks(connection: sqlite3.Connection) -> Iterator[Problem]:
    for name, place, digest in connection.execute("SELECT name, place, digest FROM bookmarks"):
        if not (isinstance(name, str) and isinstance(place, str)) or digest_bookmark(name, place) != digest:
            yield report_problem(
                f"订阅“{name}”的书签被改过;请让它从头再读",
                f"the place of the follower {name!r} was changed; let it start again from the beginning",
                code="verify.bookmark-changed",
            )

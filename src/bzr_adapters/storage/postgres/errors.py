"""PostgreSQL's complaints in our words."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg

from bzr_adapters.storage.errors import NotAStore, StoreUnavailable, busy_error
from bzr_domain.application.ports import Conflict, StoreError
from bzr_domain.kernel.messages import Message

_Answer = TypeVar("_Answer")


class Interrupted(StoreUnavailable):
    """The server broke off what it was asked before it had answered: it may be asked again."""

    retryable = True


def ask_until(ask: Callable[[], _Answer], wait: float) -> _Answer:
    """Ask again what was interrupted, after growing random pauses, for so many seconds; then raise it."""
    over, pause = time.monotonic() + wait, 0.01
    while True:
        try:
            return ask()
        except Interrupted:
            if time.monotonic() > over:
                raise
        time.sleep(random.uniform(0, pause))  # noqa: S311 (no secret)
        pause = min(2 * pause, 0.5)


@contextmanager
def translate_errors(name: str) -> Iterator[None]:
    """Raise our own error for any of PostgreSQL's; `name` is the store's."""
    try:
        yield
    except psycopg.Error as error:
        raise _translate_postgres_error(name, error) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise _bad_value_error(str(error)) from error


_INTERRUPTED = {
    "40001", "40P01",  # serialization failure, deadlock
    "57P01", "57P02", "57P03", "57P05", "25P03",  # shut down, crashed, starting, idle for too long
    "53300",  # too many connections
}  # fmt: skip
_BUSY = {"55P03", "57014"}
_GONE = {"42P01", "42703", "3F000"}
_BAD_VALUE = {"22021", "22P05", "22003", "54000"}
_UNAVAILABLE = {
    "25006": Message("服务器只读,不能写入", "the server is read-only and cannot be written"),
    "42501": Message(
        "所用的角色没有这项权限;请向管理员申请",
        "the role it is opened with has not the right: ask for it to be granted",
    ),
    "53100": Message("服务器磁盘已满,请腾出空间后再试", "the server's disk is full: make room and retry"),
    "53200": Message("服务器内存不足", "the server is out of memory"),
    "58030": Message("服务器读写磁盘出错", "the server cannot read or write its disk"),
    "XX001": Message("数据已损坏;请从备份恢复", "data is damaged: restore it from a backup"),
    "XX002": Message("索引已损坏;请重建索引或从备份恢复", "an index is damaged: build it anew, or restore a backup"),
}


def _translate_postgres_error(name: str, error: psycopg.Error) -> StoreError:
    """Our error for one of PostgreSQL's."""
    state = error.sqlstate or ""
    if state in _INTERRUPTED or state.startswith("08") or (not state and _is_about_connection(error)):
        return interrupted_error(name, error)
    if state in _BUSY:
        return busy_error(name)
    if state == "23505":
        return Conflict.of(
            f"存储{name}:版本或编号已存在;什么都没有写",
            f"store {name}: a version or an id exists already; nothing was written",
        )
    if state in _GONE:
        return NotAStore.of(
            f"{name}的表不见了,或不是bzr所建", f"the tables of {name} are gone, or are not as bzr makes them"
        )
    if state in _BAD_VALUE or (not state and isinstance(error, psycopg.DataError)):
        return _bad_value_error(describe_cause(error))
    reason = _UNAVAILABLE.get(state, Message("出错", "something failed"))
    return StoreUnavailable.of(
        f"存储{name}:{reason.zh}({describe_cause(error)})",
        f"store {name}: {reason.en} ({describe_cause(error)})",
        code="store.damaged" if state in ("XX001", "XX002") else "store.unavailable",
    )


def _is_about_connection(error: psycopg.Error) -> bool:
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def describe_cause(error: psycopg.Error) -> str:
    """What the server said, on one line."""
    return " ".join((error.diag.message_primary or str(error)).split())


def interrupted_error(name: str, error: psycopg.Error) -> Interrupted:
    """The error of a connection that is gone, or of a server that cannot go on at the moment."""
    return Interrupted.of(
        f"存储{name}:与服务器的连接断了({describe_cause(error)});请稍后重试",
        f"store {name}: the connection to the server is lost ({describe_cause(error)}): retry later",
    )


def _bad_value_error(reason: str) -> StoreError:
    return StoreError.of(
        f"不能用作名称或编号:{reason}", f"no name or number that can be stored: {reason}", code="store.bad-value"
    )

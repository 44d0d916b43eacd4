"""A disk that is watched (受监视的磁盘): SQLite's own way to its files, with every write and sync told to whoever listens.

SQLite reaches its files through a table of functions, its VFS. Here the usual one is copied and made the default of this
process, with three of its functions led through Python; nothing of the product is changed, and it is the SQLite that
Python is linked with. What the calls mean for a power cut is said in `power_cut.py`.
"""

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

OK, FULL, IO_ERROR = 0, 13, 10
"""What a call of the disk answers: SQLite's own codes."""
_Pointer = ctypes.c_void_p
_Open = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, _Pointer, ctypes.c_int, _Pointer)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_char_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int)


class _Methods(ctypes.Structure):
    """What SQLite does to an open file (sqlite3_io_methods, version 3)."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", _Pointer),
        ("read", _Pointer),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("others", _Pointer * 13),
    )


class _File(ctypes.Structure):
    """An open file as SQLite begins it (sqlite3_file)."""

    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


class _Vfs(ctypes.Structure):
    """How SQLite reaches files (sqlite3_vfs, version 3)."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _Pointer),
        ("name", ctypes.c_char_p),
        ("data", _Pointer),
        ("open", _Open),
        ("delete", _Delete),
        ("others", _Pointer * 14),
    )


@attrs.frozen
class Call:
    """One call that changes a file, or makes sure of it.

    Attributes:
        what: "create", "find" (a file that is there when it is first opened), "write", "truncate", "sync" or "delete".
        path: The file.
        offset: Where a write begins, the size that a truncation leaves, or 1 where a deletion is to be made sure of.
        data: What is written, or found.
    """

    what: str
    path: Path
    offset: int = 0
    data: bytes = b""


Listener = Callable[[Call], int]
"""Is told of each call before it is made; anything but OK is SQLite's answer instead of the call."""


def _find_library() -> Any:
    """Return the SQLite library that Python's own module is linked with, also where it is linked into it."""
    for name in (_sqlite3.__file__, None):
        library = ctypes.CDLL(name)
        if hasattr(library, "sqlite3_vfs_find"):
            library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
            return library
    raise RuntimeError("this Python hides the functions of its SQLite: its disk cannot be watched")


class _Watched:
    """The usual VFS with our functions in place of three."""

    def __init__(self, library: Any, listener: Listener) -> None:
        self._listener = listener
        self._paths: dict[int, Path] = {}
        self._methods: dict[int, _Methods] = {}
        self.usual = library.sqlite3_vfs_find(None)
        self.vfs = _Vfs()
        ctypes.memmove(ctypes.byref(self.vfs), self.usual, ctypes.sizeof(_Vfs))
        self.vfs.name = b"watched"
        self.vfs.open, self.vfs.delete = _Open(self._open), _Delete(self._delete)

    def _open(self, _: int, name: int | None, file: int, flags: int, out: int) -> int:
        usual = self.usual.contents
        path = None if name is None else Path(os.fsdecode(ctypes.string_at(name)))
        new = path is not None and not path.exists()
        answer: int = usual.open(ctypes.cast(self.usual, _Pointer), name, file, flags, out)
        opened = _File.from_address(file)
        if answer == OK and path is not None and opened.methods:
            if new:
                self._listener(Call("create", path))
            elif path not in self._paths.values():
                self._listener(Call("find", path, data=path.read_bytes()))
            self._paths[file] = path
            opened.methods = ctypes.pointer(self._watch(opened.methods))
        return answer

    def _watch(self, usual: Any) -> _Methods:
        """Return a file's functions with ours among them."""
        address = ctypes.addressof(usual.contents)
        if address not in self._methods:
            methods = _Methods()
            ctypes.memmove(ctypes.byref(methods), usual, ctypes.sizeof(_Methods))
            self._lead(methods, usual.contents)
            self._methods[address] = methods
        return self._methods[address]

    def _lead(self, methods: _Methods, usual: _Methods) -> None:
        def write(file: int, data: int, size: int, offset: int) -> int:
            call = Call("write", self._paths[file], offset, ctypes.string_at(data, size))
            return self._listener(call) or usual.write(file, data, size, offset)

        def truncate(file: int, size: int) -> int:
            return self._listener(Call("truncate", self._paths[file], size)) or usual.truncate(file, size)

        def sync(file: int, flags: int) -> int:
            return self._listener(Call("sync", self._paths[file])) or usual.sync(file, flags)

        methods.write, methods.truncate, methods.sync = _Write(write), _Truncate(truncate), _Sync(sync)

    def _delete(self, _: int, name: bytes, sync: int) -> int:
        answer = self._listener(Call("delete", Path(os.fsdecode(name)), sync))
        return answer or self.usual.contents.delete(ctypes.cast(self.usual, _Pointer), name, sync)


_kept: list[_Watched] = []
"""SQLite may still hold files that were opened through them."""


@contextmanager
def watch_disk(listener: Listener) -> Iterator[None]:
    """Tell of every call that this process's SQLite makes of a file that is opened meanwhile."""
    library = _find_library()
    watched = _Watched(library, listener)
    _kept.append(watched)
    assert library.sqlite3_vfs_register(ctypes.byref(watched.vfs), 1) == OK
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(watched.vfs))
        library.sqlite3_vfs_register(watched.usual, 1)

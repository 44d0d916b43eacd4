"""Columns of values as arrays in PostgreSQL's binary form: psycopg's own way of writing a list costs more than all else of an append."""

from collections.abc import Sequence
from itertools import chain
from struct import Struct, pack
from typing import Any

from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

_write_length = Struct(">i").pack


class Texts(tuple[str, ...]):
    """A column of texts."""

    __slots__ = ()


class Blobs(tuple[bytes, ...]):
    """A column of bytes."""

    __slots__ = ()


class Numbers(tuple[int, ...]):
    """A column of numbers of 64 bits."""

    __slots__ = ()


ENTRY = (Texts, Texts, Texts, Texts)
ROW = (Numbers, Texts, Numbers, Texts, Blobs, Blobs)
SHEET_FACT = (Texts, Texts, Texts)
"""The columns of entries, of rows with their chains, and of the facts of sheets."""
ENTRY_TYPES = ("text", "text", "text", "text")
ROW_TYPES = ("int8", "text", "int8", "text", "bytea", "bytea")
"""The types of the first two."""


def _write_array(kind: int, parts: Sequence[bytes]) -> bytes:
    """Write an array of one dimension from 1 on: the type's number, then each value behind its length."""
    head = pack(">iiiii", 1, 0, kind, len(parts), 1)
    return head + b"".join(chain.from_iterable(zip(map(_write_length, map(len, parts)), parts, strict=True)))


class _ArrayDumper(Dumper):
    format = Format.BINARY


class _TextsDumper(_ArrayDumper):
    oid = 1009

    def dump(self, texts: Texts) -> Buffer:
        return _write_array(25, [text.encode() for text in texts])


class _BlobsDumper(_ArrayDumper):
    oid = 1001

    def dump(self, blobs: Blobs) -> Buffer:
        return _write_array(17, blobs)


class _NumbersDumper(_ArrayDumper):
    oid = 1016

    def dump(self, numbers: Numbers) -> Buffer:
        values = pack(f">{len(numbers)}q", *numbers)
        return _write_array(20, [values[at : at + 8] for at in range(0, len(values), 8)])


def register_arrays(context: AdaptContext) -> None:
    """Let a connection write columns."""
    for column, dumper in ((Texts, _TextsDumper), (Blobs, _BlobsDumper), (Numbers, _NumbersDumper)):
        context.adapters.register_dumper(column, dumper)


def turn_columns(rows: Sequence[tuple[Any, ...]], kinds: Sequence[type[Any]]) -> list[Any]:
    """Turn rows into columns, each of its kind."""
    return [
        kind(column)
        for kind, column in zip(kinds, zip(*rows, strict=True) if rows else ((),) * len(kinds), strict=True)
    ]

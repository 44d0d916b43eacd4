"""Write more into a TOML text (插入) and leave what stands in it as it is: its comments, its order, its line ends."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import islice, takewhile
from typing import Any

import attrs

from bzr_adapters.intake.school_draft import write_value, write_values
from bzr_domain.kernel.messages import BzrError

Values = Mapping[str, Any]


class NotInsertable(BzrError):
    """A text is written so that nothing can be put into it without writing it anew."""

    code = "table.not-insertable"


@attrs.frozen(kw_only=True)
class Insertion:
    """What a table of a list (`[[table]]`) has more than before.

    Attributes:
        table, index: Which table of which list, from 0.
        values: Further words with their values.
        rows: Name of a list below it → the values of a further row of that list.
    """

    table: str
    index: int
    values: Values = attrs.field(factory=dict)
    rows: Mapping[str, Values] = attrs.field(factory=dict)


def insert_into_text(text: str, insertions: Sequence[Insertion], more: str) -> str:
    """Return a text with some insertions, and more text behind it.

    Raises:
        NotInsertable: When the text that comes out would not say just what it said before and what is inserted.
    """
    chunks = _split_tables(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    places = _find_places(chunks)
    for insertion in reversed(insertions):  # so that no bracket that is counted below is a new one
        place = places[insertion.table, insertion.index]
        if place.is_inline:
            chunks[place.chunk] = _insert_inline(chunks[place.chunk], insertion)
        else:
            _insert_lines(chunks, place, insertion, newline)
    whole = "".join(chunks)
    end = "" if whole.endswith("\n") or not whole else newline
    result = whole + end + more.replace("\n", newline)
    if _parse(result) != _add_tables(apply_insertions(tomllib.loads(text), insertions), tomllib.loads(more)):
        raise NotInsertable.of(
            "学校文件的写法插不进新的内容;班级、变动、任期写成 [[class]]、[[class.change]]、[[tenure]] 再试",
            "the school file is written so that nothing can be inserted: "
            "write [[class]], [[class.change]] and [[tenure]], and try again",
        )
    return result


def apply_insertions(tables: Mapping[str, Any], insertions: Sequence[Insertion]) -> dict[str, Any]:
    """Return the tables of a text with what is inserted."""
    result: dict[str, Any] = deepcopy(dict(tables))
    for insertion in insertions:
        table = result[insertion.table][insertion.index]
        table.update(insertion.values)
        for name, row in insertion.rows.items():
            table.setdefault(name, []).append(dict(row))
    return result


def _add_tables(tables: dict[str, Any], more: Mapping[str, list[Any]]) -> dict[str, Any]:
    return tables | {name: [*tables.get(name, []), *rows] for name, rows in more.items()}


def _parse(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _split_tables(text: str) -> list[str]:
    """Return the text before the first header, and then each table with its header.

    A line that looks like a header is one where what stands before it is whole: it is inside a list or a text otherwise.
    """
    chunks, chunk = [], ""
    for line in re.split(r"(?<=\n)", text):
        if line.lstrip(" \t").startswith("[") and _parse(chunk) is not None:
            chunks.append(chunk)
            chunk = ""
        chunk += line
    return [*chunks, chunk]


@attrs.define
class _Place:
    """Where a table of a list stands: its chunk, and the last chunk of what belongs to it."""

    chunk: int
    last: int
    is_inline: bool


def _find_places(chunks: Sequence[str]) -> dict[tuple[str, int], _Place]:
    places: dict[tuple[str, int], _Place] = {}
    numbers: Counter[str] = Counter()
    for number, chunk in enumerate(chunks):
        for name, value in (_parse(chunk) or {}).items():
            if isinstance(value, list):
                for _ in value:
                    places[name, numbers[name]] = _Place(chunk=number, last=number, is_inline=number == 0)
                    numbers[name] += 1
            elif numbers[name]:
                places[name, numbers[name] - 1].last = number
    return places


def _insert_lines(chunks: list[str], place: _Place, insertion: Insertion, newline: str) -> None:
    """Write words below those of a table, and a row below all that belongs to it."""
    table = _parse(chunks[place.chunk])
    assert table is not None, "each chunk is whole"
    chunks[place.chunk] = _add_lines(chunks[place.chunk], write_values(insertion.values), newline)
    for name, row in insertion.rows.items():
        if name in table[insertion.table][0]:
            chunks[place.chunk] = _insert_inline(chunks[place.chunk], attrs.evolve(insertion, index=0, values={}))
        else:
            lines = ["", f"[[{insertion.table}.{name}]]", *write_values(row)]
            chunks[place.last] = _add_lines(chunks[place.last], lines, newline)


def _add_lines(chunk: str, lines: Sequence[str], newline: str) -> str:
    """Return a chunk with lines behind its last value, and behind a comment that stands alone below that."""
    if not lines:
        return chunk
    own = [line for line in re.split(r"(?<=\n)", chunk) if line]
    end = max(number for number, line in enumerate(own, 1) if line.strip() and not line.lstrip().startswith("#"))
    below = next((number for number in range(end, len(own)) if not own[number].lstrip().startswith("#")), end)
    if below < len(own) and not own[below].strip():
        end = below
    before = "".join(own[:end])
    before += "" if before.endswith("\n") else newline
    return before + "".join(f"{line}{newline}" for line in lines) + "".join(own[end:])


def _insert_inline(chunk: str, insertion: Insertion) -> str:
    """Return a chunk with an insertion in brackets: at the first place where it says what it should."""
    before = _parse(chunk)
    assert before is not None, "each chunk is whole"
    wanted = apply_insertions(before, [insertion])
    lists_above = takewhile(lambda name: name != insertion.table, before)
    earlier = insertion.index + sum(len(before[name]) for name in lists_above if isinstance(before[name], list))
    texts = _list_inline_texts(before[insertion.table][insertion.index], insertion)
    results = (
        chunk[: bracket.start()] + comma + text + chunk[bracket.start() :]
        for closing, text in texts
        for bracket in islice(re.finditer(closing, chunk), earlier if closing == "}" else 0, None)
        for comma in (", ", "")
    )
    return next((result for result in results if _parse(result) == wanted), chunk)


def _list_inline_texts(table: Values, insertion: Insertion) -> Iterator[tuple[str, str]]:
    """Yield the closing bracket before which something is written, and what."""
    for word, value in insertion.values.items():
        yield "}", f"{word} = {write_value(value)}"
    for name, row in insertion.rows.items():
        text = "{ " + ", ".join(write_values(row)) + " }"
        yield ("]", text) if name in table else ("}", f"{name} = [{text}]")

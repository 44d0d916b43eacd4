"""The layout of a wide table (版式): which column is which fact and how its cells are read, from a TOML file that a clerk writes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from bzr_adapters.intake.grid import BadFile
from bzr_adapters.intake.read_csv import open_text
from bzr_adapters.intake.regular_files import read_regular_file
from bzr_adapters.intake.text import normalize_header, normalize_number
from bzr_adapters.intake.toml_files import TOML_BYTES_MAX
from bzr_domain.kernel.messages import BzrError, Message, Problem, report_unknown
from bzr_domain.rulebook.toml_faults import load_toml
from bzr_domain.rulebook.toml_values import show_value


@attrs.frozen(kw_only=True)
class LayoutColumn:
    """One column of a table (栏目): which kind of fact its cells record, and where the cell's content goes.

    Attributes:
        header: The header's last text, or all texts from the top with / between.
        kind: The kind's id or label.
        puts: The field a cell fills: points, value, count, grade or level.
        sign: "deducts": a number is what is taken off, with or without a minus; "as-written" otherwise.
        fixed: Other fields, the same in every record of this column.
    """

    header: str
    kind: str
    puts: str
    sign: str = "as-written"
    fixed: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Layout:
    """How a wide table is read.

    Attributes:
        class_column: The column of the classes: its number from 1, or its header.
        header_rows: The rows that hold the headers, from 1.
        columns: What the columns record.
        title: Text that must stand above the headers; None when it may be anything.
        date: Where the day stands: title, file (its name) or option.
        blank: What an empty cell means: clean and not-inspected record nothing, refuse is a problem.
        skip: Cell texts that mean not inspected.
        separator: What stands between several records of one cell; None when a cell is one record.
        ignore, ignore_rows: Headers of columns, and texts of the class column, that are left out.
        total: The header of the printed total; None when the table has none.
        total_optional: Whether a table may lack that column.
        total_sign: How the printed total is signed, as for a column.
    """

    class_column: int | str
    header_rows: tuple[int, ...]
    columns: tuple[LayoutColumn, ...]
    title: str | None = None
    date: str = "title"
    blank: str = "clean"
    skip: frozenset[str] = frozenset()
    separator: str | None = None
    ignore: frozenset[str] = frozenset()
    ignore_rows: frozenset[str] = frozenset()
    total: str | None = None
    total_sign: str = "as-written"
    total_optional: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind the layout names, in its order, each once."""
        return tuple(dict.fromkeys(column.kind for column in self.columns))


class BadLayout(BzrError):
    """A layout file cannot be read; `problems` names every fault in it."""

    code = "layout.faulty"


def read_layout(path: Path | str) -> Layout:
    """Read a layout file.

    Raises:
        BadLayout: with every problem in the file.
    """
    path = Path(path)
    document, problems = _read_document(path)
    problems = problems or _find_problems(document)
    if problems:
        raise BadLayout(
            Message(
                f"版式文件“{path.name}”有{len(problems)}处问题",
                f"problems in the layout {path.name!r}: {len(problems)}",
            ),
            [attrs.evolve(problem, sheet=path.name) for problem in problems],
        )
    return _build_layout(document)


def _read_document(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        tables = load_toml("".join(open_text(read_regular_file(path, most=TOML_BYTES_MAX))))
    except BadFile as error:
        return {}, [error.problem]
    return ({}, [tables]) if isinstance(tables, Problem) else (dict(tables), [])


def _find_problems(document: dict[str, Any]) -> list[Problem]:
    problems = [_explain_unknown_key(_WHOLE_FILE, name, _FILE) for name in document if name not in _FILE]
    layout, columns, total = document.get("layout"), document.get("column"), document.get("total")
    if isinstance(layout, dict):
        problems += _find_key_problems(layout, _LAYOUT, "[layout]")
    else:
        problems.append(_explain_missing_table("[layout]"))
    if total is not None:
        problems += (
            _find_key_problems(total, _TOTAL, "[total]")
            if isinstance(total, dict)
            else [_explain_missing_table("[total]")]
        )
    if not isinstance(columns, list) or not columns or not all(isinstance(column, dict) for column in columns):
        return [*problems, _explain_missing_table("[[column]]")]
    for number, column in enumerate(columns, 1):
        problems += _find_key_problems(column, _COLUMN, f"[[column]] {number}")
    return problems + _find_repeated(columns)


def _find_repeated(columns: list[dict[str, Any]]) -> list[Problem]:
    headers = [normalize_header(str(column.get("header", ""))) for column in columns]
    return [
        Problem(
            code="layout.repeated-header",
            field="header",
            what=Message(
                f"[[column]] {number}的表头“{column['header']}”重复",
                f"[[column]] {number} repeats {column['header']!r}",
            ),
            expected=Message(
                "每个表头只写一次;同名的写全路径", "each header once; the whole path where names are equal"
            ),
        )
        for number, column in enumerate(columns, 1)
        if headers[number - 1] and headers[number - 1] in headers[: number - 1]
    ]


def _explain_missing_table(name: str) -> Problem:
    what = Message(f"版式文件缺少{name}", f"the layout lacks {name}")
    return Problem(code="table.word-missing", what=what, expected=Message(f"一段{name}", f"a table {name}"))


def _build_layout(document: dict[str, Any]) -> Layout:
    table, total = dict(document["layout"]), document.get("total", {})
    separator = table.pop("separator", None)
    return Layout(
        header_rows=tuple(table.pop("header_rows")),
        columns=tuple(_build_column(column) for column in document["column"]),
        separator=None if separator is None else normalize_number(separator),
        total=total.get("header"),
        total_sign=total.get("sign", "as-written"),
        total_optional=total.get("optional", False),
        skip=_take_words(table, "skip"),
        ignore=_take_words(table, "ignore"),
        ignore_rows=_take_words(table, "ignore_rows"),
        **table,
    )


def _take_words(table: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(map(normalize_header, table.pop(name, ())))


def _build_column(table: dict[str, Any]) -> LayoutColumn:
    fixed = {name: table[name] for name in _FIXED if name in table}
    return LayoutColumn(fixed=fixed, **{name: text for name, text in table.items() if name not in fixed})


@attrs.frozen
class _Key:
    """One key of a layout: whether a value suits it, in words which would, and whether the layout must have it."""

    suits: Callable[[Any], bool]
    words: Message
    needed: bool = False


def _choice(*words: str, needed: bool = False) -> _Key:
    """Return a key that takes one of some words."""
    choices = Message.listed(f'"{word}"' for word in words)
    return _Key(lambda value: value in words, Message("其一:", "one of ") + choices, needed)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_number, value)) and value == sorted(set(value))


_TEXT = _Key(_is_text, Message("文字", "text"))
_TEXTS = _Key(
    lambda value: isinstance(value, list) and all(map(_is_text, value)),
    Message('文字的列表,如["/", "—"]', 'a list of texts such as ["/", "—"]'),
)
_ROWS = _Key(
    _are_rows,
    Message("行号的列表,从小到大,如[2, 3]", "a list of row numbers, smallest first, such as [2, 3]"),
    needed=True,
)
_PLACE = _Key(
    lambda value: _is_number(value) or _is_text(value),
    Message('列的序号(从1起)或表头文字,如1或"班级"', 'a column number from 1 or a header, such as 1 or "班级"'),
    needed=True,
)
_SIGN = _choice("as-written", "deducts")

_LAYOUT: Mapping[str, _Key] = {
    "title": _TEXT,
    "class_column": _PLACE,
    "header_rows": _ROWS,
    "date": _choice("title", "file", "option"),
    "blank": _choice("clean", "not-inspected", "refuse"),
    "skip": _TEXTS,
    "separator": _TEXT,
    "ignore": _TEXTS,
    "ignore_rows": _TEXTS,
}
_FIXED = ("grade", "level", "item", "place", "note", "recorder")
"""Fields a column can fill with the same text in every record."""
_COLUMN: Mapping[str, _Key] = {
    "header": attrs.evolve(_TEXT, needed=True),
    "kind": attrs.evolve(_TEXT, needed=True),
    "puts": _choice("count", "grade", "level", "points", "value", needed=True),
    "sign": _SIGN,
    **dict.fromkeys(_FIXED, _TEXT),
}
_TOTAL: Mapping[str, _Key] = {
    "header": attrs.evolve(_TEXT, needed=True),
    "sign": _SIGN,
    "optional": _Key(lambda value: isinstance(value, bool), Message("true 或 false", "true or false")),
}
_FILE = ("layout", "column", "total")
_WHOLE_FILE = Message("版式文件", "the layout")


def _find_key_problems(table: Mapping[str, Any], keys: Mapping[str, _Key], where: str) -> list[Problem]:
    """Return every key of a table that is unknown, missing, or has a value that does not suit it."""
    problems = [_explain_unknown_key(Message.same(where), name, keys) for name in table if name not in keys]
    for name, key in keys.items():
        if name not in table:
            if key.needed:
                what = Message(f"{where}缺少{name}", f"{where} lacks {name}")
                problems.append(Problem(code="table.word-missing", field=name, what=what, expected=key.words))
        elif not key.suits(table[name]):
            shown = show_value(table[name])
            what = Message(f"{where}的{name}不能是“{shown}”", f"{name} of {where} cannot be {shown!r}")
            problems.append(Problem(code="table.bad-value", field=name, what=what, expected=key.words))
    return problems


def _explain_unknown_key(where: Message, name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a key that no layout has, with the near one."""
    what = Message(f"{where.zh}没有{name}这一项", f"{where.en} has no key {name!r}")
    return report_unknown(what, name, known, code="table.unknown-word", field=name)

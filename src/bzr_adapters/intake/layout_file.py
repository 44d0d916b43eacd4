"""The layout file: TOML that a clerk writes, and every mistake in it named."""

import tomllib
from pathlib import Path
from typing import Any

import attrs

from bzr_adapters.intake.delimited import text_encoding
from bzr_adapters.intake.grid import BadFile
from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.layout_keys import COLUMN, FILE, FIXED, LAYOUT, TOTAL, key_problems, unknown_key
from bzr_adapters.intake.text import normal_header, normal_number
from bzr_domain.kernel.messages import BzrError, Message, Problem


class BadLayout(BzrError):
    """A layout file cannot be read; `problems` names every fault in it."""


def read_layout(path: Path | str) -> Layout:
    """Read a layout file.

    Raises:
        BadLayout: with every problem in the file.
    """
    path = Path(path)
    document, problems = _document(path)
    problems = problems or _problems(document)
    if problems:
        raise BadLayout(
            Message(
                f"版式文件“{path.name}”有{len(problems)}处问题",
                f"problems in the layout {path.name!r}: {len(problems)}",
            ),
            [attrs.evolve(problem, sheet=path.name) for problem in problems],
        )
    return _layout(document)


def _document(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return tomllib.loads(path.read_text(encoding=text_encoding(path))), []
    except BadFile as error:
        return {}, [error.problem]
    except (OSError, ValueError, RecursionError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        what = Message(f"版式文件无法读取:{said}", f"the layout cannot be read: {said}")
        return {}, [Problem(what=what, expected=Message("一个TOML文件", "a TOML file"))]


def _problems(document: dict[str, Any]) -> list[Problem]:
    problems = [unknown_key("版式文件", name, FILE) for name in document if name not in FILE]
    layout, columns, total = document.get("layout"), document.get("column"), document.get("total")
    if isinstance(layout, dict):
        problems += key_problems(layout, LAYOUT, "[layout]")
    else:
        problems.append(_no_table("[layout]"))
    if total is not None:
        problems += (
            key_problems(total, TOTAL, "[total]") if isinstance(total, dict) else [_no_table("[total]")]
        )
    if (
        not isinstance(columns, list)
        or not columns
        or not all(isinstance(column, dict) for column in columns)
    ):
        return [*problems, _no_table("[[column]]")]
    for number, column in enumerate(columns, 1):
        problems += key_problems(column, COLUMN, f"[[column]] {number}")
    return problems + _repeated(columns)


def _repeated(columns: list[dict[str, Any]]) -> list[Problem]:
    headers = [normal_header(str(column.get("header", ""))) for column in columns]
    return [
        Problem(
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


def _no_table(name: str) -> Problem:
    what = Message(f"版式文件缺少{name}", f"the layout lacks {name}")
    return Problem(what=what, expected=Message(f"一段{name}", f"a table {name}"))


def _layout(document: dict[str, Any]) -> Layout:
    given, total = dict(document["layout"]), document.get("total", {})
    separator = given.pop("separator", None)
    return Layout(
        header_rows=tuple(given.pop("header_rows")),
        columns=tuple(_column(column) for column in document["column"]),
        separator=None if separator is None else normal_number(separator),
        total=total.get("header"),
        total_sign=total.get("sign", "as-written"),
        skip=_words(given, "skip"),
        ignore=_words(given, "ignore"),
        ignore_rows=_words(given, "ignore_rows"),
        **given,
    )


def _words(given: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(map(normal_header, given.pop(name, ())))


def _column(table: dict[str, Any]) -> LayoutColumn:
    fixed = {name: table[name] for name in FIXED if name in table}
    return LayoutColumn(fixed=fixed, **{name: text for name, text in table.items() if name not in fixed})

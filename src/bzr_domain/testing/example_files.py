"""What an examples file (手算例子) has to say before it can be compared: its terms and cases, and the words of each table."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bzr_domain.kernel.messages import Message, Problem, report_unknown
from bzr_domain.kernel.quantities import is_sane
from bzr_domain.rulebook.toml_values import TableReader, parse_day
from bzr_domain.testing.strategies import CLASS

_TEXTS = {
    "term": ("id",),
    "class": ("id",),
    "tenure": ("teacher", "class"),
    "sheet": ("name",),
    "case": ("name", "period"),
    "budget": ("period",),
    "facts": ("fact",),
}
"""Table → its words that are texts and cannot be left out."""
_DAYS = {"term": ("start", "end"), "tenure": ("from",), "facts": ("date",)}
"""Table → its words that are days and cannot be left out."""
_TABLES = {"case": ("items", "standards", "values", "outcomes"), "budget": ("amounts",)}
"""Table → its words that are tables themselves."""
_LISTS = ("with", "not_assessed", "not_yet_due", "unset")
"""The words of a case that are texts, any number of them."""
_ROWS = ("facts", "refused")
"""The words of a table that are rows of facts: recorded, and refused when recorded."""
_NEEDED = ("term", "case")
_A_DAY = ("缺少日期,如 2024-09-03,不加引号", "a day such as 2024-09-03, without quotes, is needed")
_A_TABLE = ("应为一张表", "a table is expected")


def find_file_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Find what keeps an examples file from being compared: tables and words that are missing or of another kind."""
    problems: list[Problem] = []
    for name in _NEEDED:
        if not data.get(name):
            what = Message(f"缺少“[[{name}]]”", f"[[{name}]] is missing")
            problems.append(Problem(code="table.word-missing", field=name, what=what))
    for name in (name for name in _TEXTS if name != "facts"):
        for reader in _list_readers(data, name, name, problems):
            _check_words(reader, name)
            for word in _ROWS:
                for row in _list_readers(reader.table, word, f"{reader.where} {word}", problems):
                    _check_words(row, "facts")
    return problems or [
        *_find_unknown_names(data, "with", "sheet", "name"),
        *_find_unknown_names(data, "class", "class", "id"),
    ]


def _list_readers(table: Mapping[str, Any], name: str, where: str, problems: list[Problem]) -> Iterator[TableReader]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        TableReader(table, where, problems).add_problem(
            name, "应为若干张表", "a list of tables is expected", code="table.bad-value"
        )
        return
    for number, row in enumerate(rows, 1):
        yield TableReader(row, f"{where} {number}", problems)


def _check_words(reader: TableReader, name: str) -> None:
    for word in _TEXTS[name]:
        reader.read_text(word)
    for word in _DAYS.get(name, ()):
        if parse_day(reader.table.get(word)) is None:
            reader.add_problem(word, *_A_DAY, code="table.bad-value")
    for word in _TABLES.get(name, ()):
        if not isinstance(reader.table.get(word, {}), Mapping):
            reader.add_problem(word, *_A_TABLE, code="table.bad-value")
    for word in ("value", "points") if name == "facts" else ():
        reader.read_value(word, _parse_decimal, "数", "a number is expected")
    if name == "budget":
        reader.require_word("amounts", *_A_TABLE)
    for word in _LISTS if name == "case" else ():
        if not isinstance(reader.table.get(word, []), list):
            reader.add_problem(word, "应为若干文字", "a list of texts is expected", code="table.bad-value")
    reader.read_day("as_of")


def _parse_decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return number if is_sane(number) else None


def _find_unknown_names(data: Mapping[str, Any], word: str, list_name: str, key: str) -> Iterator[Problem]:
    """Yield a problem for each name in the cases that no table of the file bears; a file without classes has one."""
    known = [table[key] for table in data.get(list_name, [])] or ([CLASS] if word == "class" else [])
    for case in data["case"]:
        names = case.get(word, [])
        for name in names if isinstance(names, list) else [names]:
            if name not in known:
                what = Message(
                    f"case {case['name']}:没有“{name}”这一张 [[{list_name}]]",
                    f"case {case['name']}: there is no [[{list_name}]] {name!r}",
                )
                yield report_unknown(what, str(name), known, code="table.unknown-name", field=word)

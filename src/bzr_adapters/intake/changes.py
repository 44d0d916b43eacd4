"""What a correction changes (更正的内容): field → new value, read as a cell of a sheet would be."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from bzr_adapters.intake.column_headers import ALIASES, find_own_name
from bzr_adapters.intake.fact_sheet import READERS
from bzr_adapters.intake.read_rows import format_value
from bzr_adapters.intake.text import normalize_header
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem, did_you_mean, list_near

_NEVER_EMPTY = ("date", "class", "fact")
_OWN = "own."
"""What stands before the name of a field of a kind's own, so that it meets no attribute of a row."""


def read_changes(
    changes: Mapping[str, object], own_headers: Mapping[str, str]
) -> Callable[[FactRow], FactRow] | tuple[Problem, ...]:
    """Return what puts new values into a row, or every problem with them; an empty value clears the field.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.
    """
    read = [(name, _read_change(name, value, own_headers)) for name, value in changes.items()]
    problems = [
        attrs.evolve(change, field=change.field or name) for name, change in read if isinstance(change, Problem)
    ]
    values = [change for _, change in read if not isinstance(change, Problem)]
    attributes = [attribute for attribute, _ in values]
    problems += [
        Problem(
            code="fact.field-repeated",
            field=attribute.removeprefix(_OWN),
            what=Message("同一栏目写了两次;每个栏目写一次", "a field is written twice; write each field once"),
        )
        for attribute in dict.fromkeys(attributes)
        if attributes.count(attribute) > 1
    ]
    return tuple(problems) or _build_change(dict(values))


def _build_change(values: Mapping[str, Any]) -> Callable[[FactRow], FactRow]:
    """Return what puts values into a row; those of a kind's own fields join the others of that kind."""
    plain = {name: value for name, value in values.items() if not name.startswith(_OWN)}
    own = {name.removeprefix(_OWN): value for name, value in values.items() if name.startswith(_OWN)}

    def change(row: FactRow) -> FactRow:
        own_texts = {**dict(row.own), **own}
        return attrs.evolve(row, **plain, own=tuple((name, text) for name, text in own_texts.items() if text))

    return change


def _read_change(name: str, value: object, own_headers: Mapping[str, str]) -> tuple[str, object] | Problem:
    """Return the attribute of a row that a field fills and its new value."""
    header, text = normalize_header(name), format_value(value)
    if isinstance(text, Problem):
        return text
    text, field = text.strip(), ALIASES.get(header)
    own_name = find_own_name(header, own_headers) if field is None else None
    if own_name is not None:
        return f"{_OWN}{own_name}", text
    if field is None or field == "id":
        return _explain_unknown_field(name)
    attribute, read = READERS[field]
    if not text:
        return _clear(field, attribute)
    read_value = read(text)
    if isinstance(read_value, Problem):
        return attrs.evolve(read_value, what=Message(f"{name}:", f"{name}: ") + read_value.what)
    return attribute, read_value


def _clear(field: str, attribute: str) -> tuple[str, object] | Problem:
    if field in _NEVER_EMPTY:
        what = Message(f"“{HEADERS[field]}”不能为空", f"{field} cannot be empty")
        return Problem(code="fact.field-missing", field=field, what=what)
    return attribute, None


def _explain_unknown_field(name: str) -> Problem:
    chinese = [word for word in HEADERS.values() if word != "编号"]
    english = [word for word in HEADERS if word != "id"]
    return Problem(
        code="fact.unknown-field",
        what=Message(f"没有栏目“{name}”", f"there is no field {name!r}"),
        expected=Message(did_you_mean(name, chinese).zh, did_you_mean(name, english).en),
        near=list_near(name, [*chinese, *english]),
    )

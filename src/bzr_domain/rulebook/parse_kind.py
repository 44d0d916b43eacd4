"""Reading fact kinds from TOML: `[[kind]]` with id, title, about and fields."""

import re
from collections.abc import Mapping

from bzr_domain.facts.kinds import FIELDS, RESERVED, Field, FieldType, Kind
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.names import plain_name
from bzr_domain.rulebook.toml_values import TableReader

_FIELD_WORDS = ("type", "title", "scale", "words", "from", "upto", "optional")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TYPES: Mapping[str, FieldType] = {
    "number": "number",
    "text": "text",
    "date": "date",
    "time": "time",
    "scale": "scale",
}
_STANDARD: Mapping[str, FieldType] = {"count": "number", "value": "number", "points": "number"}


def read_kind(table: Mapping[str, object]) -> tuple[Kind, list[Problem]]:
    """One kind of fact, with every problem of its table."""
    reader = TableReader(table, f"kind {table.get('id', '?')}")
    reader.reject_unknown_words(("id", "title", "about", "duty", "fields"))
    fields = table.get("fields", {})
    if not isinstance(fields, dict):
        reader.add_problem("fields", "应为栏目表", "a table of fields is expected")
        fields = {}
    kind = Kind(
        id=reader.read_text("id"),
        title=reader.read_text("title"),
        about="teacher"
        if reader.read_choice("about", {"class": 0, "teacher": 0}, "class") == "teacher"
        else "class",
        duty=reader.read_text("duty", ""),
        fields=tuple(_field(reader, name, value) for name, value in fields.items()),
    )
    return kind, reader.problems


def _field(outer: TableReader, name: str, value: object) -> Field:
    """One field: a type in one word, a list of steps lowest first, or a table that says more."""
    own = name not in FIELDS
    if own and (name in RESERVED or _NAME.fullmatch(name) is None):
        outer.add_problem(
            f"fields.{name}",
            f"自有栏目的名称应为小写英文,且不是 {'、'.join(RESERVED)}",
            f"a field of one's own bears a lower-case name other than {', '.join(RESERVED)}",
        )
    table: object = value
    if isinstance(value, list):
        table = {"scale": value}
    elif isinstance(value, str):
        table = {"type": value}
    if not isinstance(table, dict):
        outer.add_problem(
            f"fields.{name}", "应为类型、等级列表或表", "a type, a list of steps or a table is expected"
        )
        table = {}
    reader = TableReader(table, f"{outer.where} fields.{name}", outer.problems)
    reader.reject_unknown_words(_FIELD_WORDS)
    scale = _scale(reader, table.get("scale", []))
    return Field(
        name=name,
        type=_TYPES[reader.read_choice("type", _TYPES, "scale" if scale else _STANDARD.get(name, "text"))],
        title=reader.read_text("title", name if own else "") or (name if own else ""),
        scale=scale,
        words=_words(reader, table.get("words", {})),
        lowest=reader.read_number("from"),
        highest=reader.read_number("upto"),
        optional=table.get("optional") is True,
    )


def _scale(reader: TableReader, value: object) -> tuple[str, ...]:
    if (
        isinstance(value, list)
        and all(isinstance(step, str) for step in value)
        and len(set(value)) == len(value)
    ):
        return tuple(value)
    reader.add_problem(
        "scale", "应为互不相同的等级,从低到高", "a list of different steps, lowest first, is expected"
    )
    return ()


def _words(reader: TableReader, value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(step, str) for step in value.values()):
        return {plain_name(word).casefold(): step for word, step in value.items()}
    reader.add_problem(
        "words", "应为另一种说法到等级的对照表", "a table from other words to steps is expected"
    )
    return {}

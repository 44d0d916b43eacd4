"""Parse a fact kind from its TOML table: `[[kind]]` with id, title, about and fields."""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from bzr_domain.facts.kinds import FIELDS, RESERVED, About, Field, FieldType, Kind, Shows
from bzr_domain.kernel.names import normalize_name
from bzr_domain.rulebook.check_kinds import UNUSABLE
from bzr_domain.rulebook.toml_values import TableReader

_FIELD_WORDS = ("type", "title", "scale", "words", "from", "upto", "optional")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_STANDARD: Mapping[str, FieldType] = {"count": "number", "value": "number", "points": "number"}


def parse_kind(reader: TableReader) -> Kind:
    """Parse one kind of fact."""
    words = ("id", "title", "about", "duty", "handed_in", "shows", "failing", "fields")
    reader.reject_unknown_words(words)
    fields = reader.table.get("fields", {})
    if not isinstance(fields, dict):
        reader.add_problem("fields", "应为栏目表", "a table of fields is expected", code="table.bad-value")
        fields = {}
    parsed = tuple(_parse_field(reader, name, value) for name, value in fields.items())
    return Kind(
        id=reader.read_text("id"),
        title=reader.read_text("title"),
        about=reader.read_choice("about", get_args(About), "class"),
        duty=reader.read_text("duty", ""),
        handed_in=_parse_flag(reader, "handed_in"),
        shows=reader.read_choice("shows", get_args(Shows), "work"),
        failing=_parse_failing(reader, parsed),
        fields=parsed,
    )


def _parse_flag(reader: TableReader, word: str, code: str = "table.bad-value") -> bool:
    value = reader.table.get(word, False)
    if not isinstance(value, bool):
        reader.add_problem(word, "应为 true 或 false", "true or false is expected", code=code)
    return value is True


def _parse_failing(reader: TableReader, fields: Iterable[Field]) -> tuple[str, ...]:
    """Parse the steps that say that something went wrong; each is one of the kind's grade or level."""
    failing = reader.read_texts("failing")
    steps = [step for field in fields if field.name in ("grade", "level") for step in field.scale]
    for step in failing:
        reader.check_name("failing", step, steps, ("等级和级别里没有“{}”", "no step {!r} of grade or level"))
    return failing


def _parse_field(kind_reader: TableReader, name: str, value: object) -> Field:
    """Parse one field: a type in one word, a list of steps lowest first, or a table that says more."""
    common = name in FIELDS
    if not common and (name in RESERVED or _NAME.fullmatch(name) is None):
        kind_reader.add_problem(
            f"fields.{name}",
            f"自有栏目的名称应为小写英文,且不是 {'、'.join(RESERVED)}",
            f"a field of one's own bears a lower-case name other than {', '.join(RESERVED)}",
            code="table.bad-value",
        )
    table: object = value
    if isinstance(value, list):
        table = {"scale": value}
    elif isinstance(value, str):
        table = {"type": value}
    if not isinstance(table, dict):
        kind_reader.add_problem(
            f"fields.{name}",
            "应为类型、等级列表或表",
            "a type, a list of steps or a table is expected",
            code="table.bad-value",
        )
        table = {}
    reader = TableReader(table, f"{kind_reader.where} fields.{name}", kind_reader.problems)
    reader.reject_unknown_words(_FIELD_WORDS)
    scale = _parse_scale(reader, table.get("scale", []))
    default: FieldType = "scale" if scale else _STANDARD.get(name, "text")
    type_ = reader.read_choice("type", get_args(FieldType), default)
    title = "" if common else "学生" if type_ == "student" else name
    return Field(
        name=name,
        type=type_,
        title=reader.read_text("title", title) or title,
        scale=scale,
        words=_parse_words(reader, table.get("words", {})),
        lowest=reader.read_number("from"),
        highest=reader.read_number("upto"),
        optional=_parse_flag(reader, "optional", UNUSABLE),
    )


def _parse_scale(reader: TableReader, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(step, str) for step in value) and len(set(value)) == len(value):
        return tuple(value)
    reader.add_problem(
        "scale",
        "应为互不相同的等级,从低到高",
        "a list of different steps, lowest first, is expected",
        code="table.bad-value",
    )
    return ()


def _parse_words(reader: TableReader, value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(step, str) for step in value.values()):
        return {normalize_name(word).casefold(): step for word, step in value.items()}
    reader.add_problem(
        "words", "应为另一种说法到等级的对照表", "a table from other words to steps is expected", code="table.bad-value"
    )
    return {}

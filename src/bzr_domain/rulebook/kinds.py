"""Reading fact kinds from TOML: `[[kind]]` with id, title, about and fields."""

from collections.abc import Mapping

from bzr_domain.errors import Problem
from bzr_domain.facts import FIELDS, Field, Kind, plain_name
from bzr_domain.rulebook.values import Reader

_FIELD_WORDS = ("scale", "words", "from", "upto", "optional")


def read_kind(table: Mapping[str, object]) -> tuple[Kind, list[Problem]]:
    """One kind of fact, with every problem of its table."""
    reader = Reader(table, f"kind {table.get('id', '?')}")
    reader.only(("id", "title", "about", "fields"))
    fields = table.get("fields", {})
    if not isinstance(fields, dict):
        reader.complain("fields", "应为栏目表", "a table of fields is expected")
        fields = {}
    kind = Kind(
        id=reader.text("id"),
        title=reader.text("title"),
        about="teacher"
        if reader.choice("about", {"class": 0, "teacher": 0}, "class") == "teacher"
        else "class",
        fields=tuple(_field(reader, name, value) for name, value in fields.items()),
    )
    return kind, reader.problems


def _field(outer: Reader, name: str, value: object) -> Field:
    """One field: a list is a scale, lowest first; a table says more."""
    if name not in FIELDS:
        outer.complain(
            f"fields.{name}", "没有这个栏目", f"there is no such field; fields are {', '.join(FIELDS)}"
        )
    table = {"scale": value} if isinstance(value, list) else value
    if not isinstance(table, dict):
        outer.complain(f"fields.{name}", "应为等级列表或表", "a list of steps or a table is expected")
        table = {}
    reader = Reader(table, f"{outer.where} fields.{name}", outer.problems)
    reader.only(_FIELD_WORDS)
    return Field(
        name=name,
        scale=_scale(reader, table.get("scale", [])),
        words=_words(reader, table.get("words", {})),
        lowest=reader.number("from"),
        highest=reader.number("upto"),
        optional=table.get("optional") is True,
    )


def _scale(reader: Reader, value: object) -> tuple[str, ...]:
    if (
        isinstance(value, list)
        and all(isinstance(step, str) for step in value)
        and len(set(value)) == len(value)
    ):
        return tuple(value)
    reader.complain(
        "scale", "应为互不相同的等级,从低到高", "a list of different steps, lowest first, is expected"
    )
    return ()


def _words(reader: Reader, value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(step, str) for step in value.values()):
        return {plain_name(word).casefold(): step for word, step in value.items()}
    reader.complain("words", "应为另一种说法到等级的对照表", "a table from other words to steps is expected")
    return {}

"""The JSON Schema of each document (文档的 JSON Schema), as text beside the code and as one whole for any validator."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from bzr_adapters.documents.values import Document
from bzr_domain.kernel.messages import Message, UnknownReference

_FOLDER = resources.files("bzr_adapters.documents") / "schemas"
_SUFFIX = ".schema.json"
_SHARED = f"shared{_SUFFIX}"
_DEFINITION = "#/$defs/"


def list_schemas() -> tuple[str, ...]:
    """Return the name of every document that has a schema.

    >>> list_schemas()[:3]
    ('bzr.accesses/1', 'bzr.appeal/1', 'bzr.appeals/1')
    """
    stems = (file.name.removesuffix(_SUFFIX) for file in _FOLDER.iterdir() if file.name != _SHARED)
    return tuple(sorted("bzr.{}/{}".format(*stem.rsplit("-", 1)) for stem in stems))


def find_schema(name: str) -> Document:
    """Return the JSON Schema of a document, draft 2020-12; it refers to nothing outside itself.

    Raises:
        UnknownReference: When no document has that name.

    >>> find_schema("bzr.month/1")["properties"]["schema"]["const"]
    'bzr.month/1'
    """
    if name not in list_schemas():
        raise _explain_unknown(name)
    schema = _read_schema(name.removeprefix("bzr.").replace("/", "-") + _SUFFIX)
    definitions = {**_read_schema(_SHARED)["$defs"], **schema.get("$defs", {})}
    used = _find_used({key: value for key, value in schema.items() if key != "$defs"}, definitions)
    return {**schema, "$defs": {key: definition for key, definition in definitions.items() if key in used}}


def _explain_unknown(name: str) -> UnknownReference:
    what = Message(f"没有文档“{name}”", f"there is no document {name!r}")
    return UnknownReference.among(what, name, list_schemas(), code="document.unknown")


def _read_schema(file: str) -> Document:
    """Read one file; what it takes from the shared definitions is then its own."""
    schema: Document = json.loads((_FOLDER / file).read_text(encoding="utf-8").replace(f"{_SHARED}#", "#"))
    return schema


def _find_used(schema: Any, definitions: Document) -> set[str]:
    """Find the definitions that a schema refers to, directly or through others."""
    used: set[str] = set()
    waiting = [schema]
    while waiting:
        names = set(_list_references(waiting.pop())) - used
        used |= names
        waiting += [definitions[name] for name in names]
    return used


def _list_references(schema: Any) -> Iterator[str]:
    """List the definitions that a schema refers to directly."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix(_DEFINITION)
        for part in schema.values():
            yield from _list_references(part)
    if isinstance(schema, list):
        for part in schema:
            yield from _list_references(part)

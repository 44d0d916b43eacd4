"""A document as text (JSON): as `json.dumps` with an indent of one writes it, in less than half its time where it is long."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any

from bzr_domain.kernel.hidden_characters import HIDDEN

_HIDDEN_IN_TEXT = re.compile(HIDDEN.pattern.replace("\x00-\x1f", ""))
_write_other = json.JSONEncoder(ensure_ascii=False).encode
_EMPTY: dict[type, str] = {dict: "{}", list: "[]", tuple: "[]", type(None): "null"}


def write_json(value: Any, margin: str = "\n") -> str:
    r"""Return a value of JSON as text, its parts each on a line of its own.

    Args:
        margin: The line break and the blanks before the bracket that ends it.

    >>> write_json({"班级": ["g1c1"], "总分": None})
    '{\n "班级": [\n  "g1c1"\n ],\n "总分": null\n}'
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    inside = margin + " "
    if isinstance(value, dict):
        parts = [
            f"{encode_basestring(key)}: {encode_basestring(part) if isinstance(part, str) else write_json(part, inside)}"
            for key, part in value.items()
        ]
        return "{" + inside + ("," + inside).join(parts) + margin + "}"
    if isinstance(value, list | tuple):
        parts = [write_json(part, inside) for part in value]
        return "[" + inside + ("," + inside).join(parts) + margin + "]"
    return _write_other(value)


def write_json_in_parts(head: Mapping[str, Any], name: str, values: Iterable[Any]) -> Iterator[str]:
    r"""Yield a JSON object as text, piece by piece: what stands in its head, and last, under a name, an array of any length.

    >>> "".join(write_json_in_parts({"总分": None}, "班级", ["g1c1"])) == write_json({"总分": None, "班级": ["g1c1"]})
    True
    """
    yield write_json(dict(head)).removesuffix("\n}") + f",\n {encode_basestring(name)}: "
    margin = "["
    for value in values:
        yield margin + "\n  " + write_json(value, "\n  ")
        margin = ","
    yield "[]\n}" if margin == "[" else "\n ]\n}"


def escape_hidden(text: str) -> str:
    r"""Return a JSON text with every character that nobody sees as JSON escapes it: it means the same.

    >>> escape_hidden('{"name": "张\u202e三"}') == '{"name": "张' + r'\u202e三"}'
    True
    """
    return _HIDDEN_IN_TEXT.sub(lambda match: json.dumps(match[0])[1:-1], text)

"""The id and version of a rulebook that was stored before they were kept beside its text."""

import tomllib
from typing import Any


def add_id_and_version(data: dict[str, Any]) -> dict[str, Any]:
    """Return the stored form with the id and version that its text says; empty and 0 where it says none."""
    head = _read_head(data["text"])
    return {**data, "id": head.get("id", ""), "version": head.get("version", 1 if head else 0)}


def _read_head(text: str) -> dict[str, Any]:
    """Return the table `[rulebook]`, reading no further than needed: a store's whole register is read at every start."""
    for part in (text.partition("\n[[")[0], text):
        try:
            head = tomllib.loads(part).get("rulebook", {})
        except tomllib.TOMLDecodeError:
            continue
        if head:
            return dict(head)
    return {}

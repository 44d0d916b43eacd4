"""Golden answers: whole outputs kept word for word; BZR_WRITE_GOLDEN=1 writes them anew, to be read before a commit."""

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


def golden(name: str, text: str) -> str:
    """The kept text of that name."""
    path = _FOLDER / f"{name}.txt"
    if os.environ.get("BZR_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")

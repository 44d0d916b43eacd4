"""The glossary names code that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
FILES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
NAMES = sorted(set(re.findall(r"(?<!kind )`(\w+(?:\.\w+)+)`", GLOSSARY)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_glossary_stands_in_the_code(name: str) -> None:
    """A module, what a module defines, or what a class has."""
    owner, _, last = name.rpartition(".")
    holding = _modules(owner) or [
        text for text in FILES.values() if re.search(rf"^class {owner}\b", text, re.MULTILINE)
    ]

    assert _modules(name) or any(
        re.search(rf"^\s*(class |def )?{last}\b[:=( ]", text, re.MULTILINE) for text in holding
    )


def _modules(name: str) -> list[str]:
    """The texts of the modules that a dotted name can mean."""
    path = "/" + name.replace(".", "/")
    return [text for file, text in FILES.items() if str(file.with_suffix("")).removesuffix("/__init__").endswith(path)]


def test_the_words_stand_in_order() -> None:
    """As a dictionary has them."""
    words = [found.casefold() for found in re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE)][2:]

    assert sorted(words) == words

"""The page of documents has a section for each that a command gives, and each of its keys stands there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters.documents.json_schemas import find_schema, list_schemas
from tests.adapters.cli.calling import SCHOOL, Shell, school, september, shell
from tests.support.documents import build_example

__all__ = ["school", "september", "shell"]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "documents.md").read_text(encoding="utf-8")
SECTIONS = {
    found[1]: found[2] for found in re.finditer(r"^## `(bzr\.\w+/\d)`(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
BY_NAME = {"outcomes", "pay", "months", "own", "cites", "from", "commendation", "changed"}
"""What is keyed by names of the school's or the rulebook's own."""


def test_every_document_has_a_section() -> None:
    """Of each `schema` in the code, which has a JSON Schema too."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src" / "bzr_adapters").rglob("*.py"))
    written = {name for text in sources for name in re.findall(r'(?:"schema": |EXPLAIN_\d = )"(bzr\.[^"]+)"', text)}

    assert written == set(SECTIONS) == set(list_schemas())


@pytest.mark.parametrize("name", list_schemas())
def test_every_key_of_a_schema_stands_in_its_section(name: str) -> None:
    """Those that come at times as well."""
    schema = find_schema(name)
    keys = set(_keys(build_example(schema, schema["$defs"]))) - {"某"}

    missing = {key for key in keys if f"`{key}`" not in _described(name)}
    assert not missing, f"{name} in docs/reference/documents.md says nothing of {missing}"


@pytest.mark.parametrize(
    "command",
    [
        "month 2024-09",
        "term 2024-autumn",
        "explain g1c1 2024-09",
        "explain g1c1 2024-09 --without a-1",
        "whatif --rulebook primary-weighted 2024-09",
        "whatif --rulebook our.toml 2024-09",
        "facts",
        "record 九月.csv",
        "record 十月.csv",
        "assert 2024-09",
        "notice 2024-09",
        "budget 2024-2025",
        "teacher t01",
        "appoint list",
        "duties g1c1 2024-09",
        "feedback g1c1 2024-09",
        "pay 2024-09",
        "lint college",
        "check monthly-quantified --examples 1",
        "rulebook list",
    ],
)
def test_every_key_of_a_document_stands_in_its_section(september: Shell, command: str) -> None:
    """Of a month with a void, a correction, a substitute, published results and a pay sheet that has moved since."""
    _lived(september)

    document = json.loads(september.bzr(*command.split(), "--json").out)

    missing = {key for key in _keys(document) if f"`{key}`" not in _described(document["schema"])}
    assert not missing, f"{document['schema']} in docs/reference/documents.md says nothing of {missing}"


def _lived(shell: Shell) -> None:
    """A school that everything has happened to."""
    shell.write("十月.csv", "日期,班级,事项,数量\n2024-10-08,g1c1,卫生不合格,x\n")
    own = ROOT / "src" / "bzr_domain" / "rulebook" / "shelf" / "monthly-quantified.toml"
    shell.write("our.toml", own.read_text(encoding="utf-8").replace("points = -1\n", "points = -2\n"))
    shell.write("school.toml", SCHOOL + '[[adopt]]\nrulebook = "seniority-and-duty"\nfrom = 2024-11-01\n')
    for command in (
        "setup school.toml",
        "appoint substitute g1c2 t01 --on 2024-10-08 --to 2024-10-08 --reason 病假",
        "appoint studio 晨光 t01 --role host --on 2024-09-01",
        "publish 2024-09 --until 2024-10-12",
        "pay 2024-09 prepare --scheme scheme-2",
        "void a-2 --reason 误记",
        "correct a-1 数量=1 --reason 重复",
    ):
        assert 0 == shell.bzr(*command.split()).status, command


def _described(schema: str) -> str:
    """The head of the page, the document's section, and those of the documents that it names."""
    names = {schema, *re.findall(r"`(bzr\.\w+/\d)`", SECTIONS[schema])}
    return PAGE.partition("## ")[0] + "".join(SECTIONS[name] for name in names)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _keys(one)
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _keys(list(one.values()) if key in BY_NAME and isinstance(one, dict) else one)

"""Paths that lead to no file, tables without end, and names with what nobody sees: each is refused in our own words, at once."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import BzrError, Invalid, School, draft_school_file, load_rulebook
from tests.adapters.front_door.schools import DECLARATION, ROW, create_school

PATHS = {
    "long": "x" * 300 + ".toml",
    "nul": "\0.toml",
    "half": "\ud800.toml",
    "folder": "folder.toml",
    "pipe": "pipe.toml",
}
PATHS |= {"device": "zero.toml", "process": "/proc/self/mem", "endless": "x" * 1_000_000}
READERS: dict[str, Callable[[School, str], object]] = {
    "create": lambda _, path: School.create("memory:", path, by="李老师"),
    "declare": lambda school, path: school.acting("李老师").declare(path),
    "record": lambda school, path: school.acting("李老师").record(Path(path)),
    "layout": lambda school, path: school.acting("李老师").record(Path("good.csv"), layout=path),
    "rulebook": lambda _, path: load_rulebook(Path(path)),
    "roster": lambda _, path: draft_school_file(path),
    "open": lambda _, path: School.open(f"sqlite:///{path}"),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_that_leads_to_no_file_is_refused(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, read: Callable[[School, str], object]
) -> None:
    """No device is read, no pipe waited for, and no exception of the system comes out, whatever the name."""
    monkeypatch.chdir(tmp_path)
    Path("folder.toml").mkdir()
    os.mkfifo("pipe.toml")
    Path("zero.toml").symlink_to("/dev/zero")
    Path("good.csv").write_text("date,class,fact\n", encoding="utf-8")

    with pytest.raises(BzrError) as refused:
        read(school, path)
    str(refused.value).encode()


def nested(depth: int) -> dict[str, Any]:
    """Tables in tables, so deep."""
    tables: dict[str, Any] = {}
    for _ in range(depth):
        tables = {"school": tables}
    return tables


@pytest.mark.parametrize("read", [School.create, load_rulebook], ids=["create", "load"])
@pytest.mark.parametrize("kind", ["deep", "circle", "number"])
def test_tables_without_end_are_refused(kind: str, read: Callable[..., object]) -> None:
    """They nest deeper than any declaration, or in themselves, or hold a number that nobody writes out."""
    tables = {"deep": nested(100_000), "circle": nested(1), "number": {"school": {"name": 10**5000}}}[kind]
    if kind == "circle":
        tables["school"] = tables

    with pytest.raises(Invalid):
        read(
            *(["memory:", tables] if read == School.create else [tables]),
            **({"by": "李"} if read == School.create else {}),
        )


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "9" * 100_000, '[{"count": 1e99999999}]', '["\ud800"]', "[NaN]"]
)
def test_json_without_end_is_refused(school: School, text: str) -> None:
    """It nests too deep, or its numbers are none."""
    with pytest.raises(Invalid):
        school.acting("李老师").record_json(text)


HIDDEN = ["\u202e", "\u2028", "\u200b", "\ufeff", "\x9b", "\u3164"]
"""They turn a line about, end one, or are not seen; one begins an escape sequence."""
PLACES: dict[str, dict[str, Any]] = {
    "school": {"school": {"name": "示例{}中学"}},
    "class": {"class": [{"id": "g1c1", "name": "高一(1){}班"}]},
    "id": {"class": [{"id": "g1{}c1", "name": "高一(1)班"}]},
    "alias": {"class": [{"id": "g1c1", "name": "高一(1)班", "aliases": ["高一", "高{}1班"]}]},
    "change": {"class": [{"id": "g1c1", "name": "高一(1)班", "change": [{"from": "2025-09-01", "name": "高{}二"}]}]},
    "term": {"term": [{"id": "20{}24", "start": "2024-09-02", "end": "2025-01-17"}]},
    "person": {"person": [{"name": "张{}三", "roles": ["head"]}]},
    "teacher": {"tenure": [{"teacher": "t{}", "class": "g1c1", "from": "2024-09-01"}]},
}


def fill(value: Any, character: str) -> Any:
    """The tables with a character in the place of {}."""
    if isinstance(value, dict):
        return {name: fill(part, character) for name, part in value.items()}
    if isinstance(value, list):
        return [fill(part, character) for part in value]
    return value.replace("{}", character)


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
@pytest.mark.parametrize("tables", PLACES.values(), ids=PLACES)
def test_what_nobody_sees_is_not_declared(tables: dict[str, Any], character: str) -> None:
    """Two names of which only one has it would look alike, and a terminal may obey it."""
    with pytest.raises(Invalid) as refused:
        create_school({**DECLARATION, **fill(tables, character)})

    assert f"U+{ord(character):04X}" in str(refused.value)
    assert character not in str(refused.value)


def test_a_reason_may_have_several_lines() -> None:
    """It is a text, not a name."""
    tenures = [
        {
            "teacher": "t1",
            "class": "g1c1",
            "from": "2024-09-01",
            "to": "2024-10-01",
            "reason": "调走\n另有任用",
            "approved_by": "王校长",
        }
    ]

    create_school({**DECLARATION, "tenure": tenures}).close()


def test_an_error_says_a_name_with_what_nobody_sees_written_out() -> None:
    """In every form in which it is shown."""
    with create_school(lang="zh") as school, pytest.raises(Invalid) as refused:
        school.acting("李老师").record([{**ROW, "class": "高\u009b一\u009b31m"}])

    shown = [str(refused.value), refused.value.text("zh"), *(problem.text for problem in refused.value.problems)]
    assert all(text.replace("\n", "").isprintable() for text in shown)
    assert "高\\x9b一\\x9b31m" in shown[0]

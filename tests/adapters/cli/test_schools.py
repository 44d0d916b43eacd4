"""`bzr schools` lists the stores of several schools, and `--store schools.toml#NAME` runs every command for one of them."""

import json

import pytest

from tests.adapters.cli.calling import Shell

TWO = """\
[[school]]
id = "一中"
address = "sqlite:///bzr.db"

[[school]]
id = "二中#东区"
address = "sqlite:///second.db"
"""


@pytest.fixture
def listed(september: Shell) -> Shell:
    """The small school is the first of a list, whose second is not there yet."""
    september.write("全区.toml", TWO)
    return september


def test_the_list_says_where_each_stands_and_which_cannot_be_reached(listed: Shell) -> None:
    """Exit status 1 until all can."""
    answer = listed.bzr("schools", "全区.toml")
    assert 1 == answer.status
    assert "一中" in answer.out.splitlines()[1]
    assert "2024-10-08 12:00" in answer.out.splitlines()[1]
    assert "二中#东区: " in answer.out.splitlines()[3]

    second = ("--store", "全区.toml#二中#东区")
    assert 0 == listed.bzr("setup", "school.toml", *second).status
    assert (0, "") == (listed.bzr("schools", "全区.toml").status, listed.bzr("schools", "全区.toml").err)


def test_the_document_has_what_the_lines_say(listed: Shell) -> None:
    """And the sheet too."""
    document = json.loads(listed.bzr("schools", "全区.toml", "--json").out)
    first, second = document["schools"]

    assert (False, True, False) == (document["ok"], first["reachable"], second["reachable"])
    assert 1 == listed.bzr("schools", "全区.toml", "--output", "全区.csv").status
    assert "sqlite:///second.db" in (listed.folder / "全区.csv").read_text(encoding="utf-8-sig")


def test_every_command_runs_for_a_school_of_the_list(listed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the option or the variable, as for the address itself."""
    month = listed.bzr("month", "2024-09").out
    assert month == listed.bzr("month", "2024-09", "--store", "全区.toml#一中").out
    monkeypatch.setenv("BZR_STORE", "全区.toml#一中")
    assert month == listed.bzr("month", "2024-09").out
    assert 0 == listed.bzr("record", "九月.csv").status


@pytest.mark.parametrize(
    ("address", "told"), [("全区.toml#三中", "一中"), ("全市.toml#一中", "全市.toml"), ("九月.csv.toml#x", "toml")]
)
def test_a_school_or_a_list_that_is_not_there_is_named(listed: Shell, address: str, told: str) -> None:
    """Nothing is created."""
    answer = listed.bzr("month", "2024-09", "--store", address)

    assert answer.status > 0
    assert told in answer.err
    assert 0 == len(list(listed.folder.glob("*.toml#*")))

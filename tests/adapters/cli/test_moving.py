"""`bzr backup` and `bzr migrate` say what was copied and what proves it, and where the school goes on."""

import json

import pytest

from tests.adapters.cli.calling import Shell


def test_a_backup_opens_like_any_store(september: Shell) -> None:
    """It says how much it holds; a second one of the name is refused."""
    done = september.bzr("backup", "副本.db")

    assert done.status == 0
    assert "逐字节核对一致" in done.out
    there = ("--store", "sqlite:///副本.db", "--as-of", "#9")
    assert september.bzr("month", "2024-09", "--as-of", "#9").out == september.bzr("month", "2024-09", *there).out
    again = september.bzr("backup", "副本.db")
    assert (again.status, "不覆盖" in again.err) == (1, True)


@pytest.mark.parametrize("command", ["backup copy.db", "migrate sqlite:///new.db"])
def test_the_document_has_what_the_lines_say(september: Shell, command: str) -> None:
    """The digests as well."""
    document = json.loads(september.bzr(*command.split(), "--json").out)

    assert document["events"] == document["position"]
    assert (f"bzr.{command.split(maxsplit=1)[0]}/1", 64, 64) == (
        document["schema"],
        len(document["digest"]),
        len(document["answers"]),
    )


def test_a_move_closes_the_store_left_behind(september: Shell) -> None:
    """Whoever records there is told the new address, and records there."""
    done = september.bzr("migrate", "sqlite:///new.db")
    assert (done.status, "原存储从此只能查看" in done.out) == (0, True)

    old = september.bzr("record", "九月.csv")
    assert (old.status, "new.db" in old.err) == (1, True)
    assert september.bzr("record", "九月.csv", "--store", "sqlite:///new.db").status == 0
    assert september.bzr("month", "2024-09").status == 0

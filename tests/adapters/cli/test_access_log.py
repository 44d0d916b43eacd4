"""`bzr access-log`: a row for each command that showed names or texts."""

from tests.adapters.cli.calling import Shell


def test_each_command_that_shows_names_is_noted(september: Shell) -> None:
    """In order, whoever asks; a table of totals is none of them, and where the keys are away the answer stands."""
    for words in (("facts", "--by", "张老师"), ("month", "2024-09"), ("audit", "g1c1", "--by", "校长")):
        assert (0, "") == ((answer := september.bzr(*words)).status, answer.err)
    rows = [line.split() for line in september.bzr("access-log").out.splitlines()[1:]]
    (september.folder / "bzr.db.keys").unlink()
    away = september.bzr("facts")

    assert [("张老师", "facts"), ("校长", "audit")] == [(row[2], row[-1]) for row in rows]
    assert (0, True) == (away.status, "没有记入查看记录" in away.err)

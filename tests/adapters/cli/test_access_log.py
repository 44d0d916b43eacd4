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
    assert (0, 1) == (away.status, away.err.count("bzr.db.keys"))
    assert away.err.startswith("提醒:密钥文件")


def test_a_file_that_others_can_read_is_told_of(september: Shell) -> None:
    """The store's and that of the keys, once in a command; whoever asks is answered."""
    for name in ("bzr.db", "bzr.db.keys"):
        (september.folder / name).chmod(0o644)
    answer = september.bzr("month", "2024-09")

    assert (0, 2) == (answer.status, answer.err.count("644"))

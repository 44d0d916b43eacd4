"""`bzr demo --keep`: what it prints can be pasted into a shell, in the folder that it leaves."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.cli.calling import Answer, Shell
from tests.support.shell import shell_words

LEFT = {
    "2024-09.csv", "2024-10.csv", "2024-11.csv", "2024-12.csv", "2025-01.csv", "bzr.db", "bzr.db.keys",
    "bzr.db.keys-journal", "harder.toml", "hygiene.csv", "layout.toml", "school.toml",
}  # fmt: skip
STORE = {"bzr.db", "bzr.db.keys", "bzr.db.keys-journal"}


@pytest.fixture
def later(shell: Shell) -> Shell:
    """A day after the term of the story."""
    shell.now = datetime(2025, 3, 3, 1, tzinfo=UTC)
    return shell


def commands(text: str) -> list[str]:
    """The command lines of an output, as they stand there."""
    lines = (line.strip().removeprefix("$ ") for line in text.splitlines())
    return [line for line in lines if line.startswith(("bzr ", "cd "))]


def run(shell: Shell, line: str) -> Answer:
    """Run a line that a POSIX shell takes as a single command without anything of its own in it."""
    return shell.bzr(*shell_words(line)[1:])


def test_every_command_shown_runs_in_the_folder_left(later: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of the story and of the reader's turn, in order; nothing has to be added to it."""
    told = later.bzr("demo", "--keep", "here")
    monkeypatch.chdir(later.folder / "here")

    answers = [(line, run(later, line)) for line in commands(told.out)]

    assert (0, "") == (told.status, told.err)
    assert {path.name for path in Path().iterdir()} == LEFT
    assert len(answers) > 15
    assert [] == [(line, answer.err) for line, answer in answers if answer.status]


def test_the_store_may_stand_elsewhere_and_every_command_says_where(
    later: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --store, or BZR_STORE, the commands run from the folder all the same."""
    told = later.bzr("demo", "--keep", "here", "--store", "sqlite:///my (own) store.db")
    monkeypatch.setenv("BZR_STORE", "sqlite:///other.db")
    other = later.bzr("demo", "--keep", "there")
    monkeypatch.chdir(later.folder / "here")

    answers = [run(later, line) for line in commands(told.out)]

    assert {path.name for path in Path().iterdir()} == LEFT - STORE
    assert {0} == {answer.status for answer in answers} | {other.status}
    assert (later.folder / "my (own) store.db").exists()
    assert (later.folder / "other.db").exists()
    assert all(f"--store sqlite:///{later.folder}/other.db" in line for line in commands(other.out))


def test_without_keep_it_says_how_to_have_the_folder(later: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's turn begins with two lines that lead to the folder; the rest is what --keep shows. No store is touched."""
    monkeypatch.setenv("BZR_STORE", "sqlite:///ours.db")
    told, english = (commands(later.bzr("demo", "--lang", lang).out) for lang in ("zh", "en"))
    monkeypatch.delenv("BZR_STORE")

    at = told.index("bzr demo --keep demo")
    kept = run(later, told[at])

    assert told == english
    assert "cd demo" == told[at + 1]
    assert [*told[:at], *told[at + 2 :]] == commands(kept.out)
    assert ["demo"] == [path.name for path in later.folder.iterdir()]


REFUSED = {
    "full": (
        ("--keep", "."),
        "“.”不是空文件夹,演示不往里写;请换一个新的",
        "'.' is not an empty folder, and the demo writes nothing there: name a new one",
    ),
    "file": (
        ("--keep", "a.txt"),
        "“a.txt”不是空文件夹,演示不往里写;请换一个新的",
        "'a.txt' is not an empty folder, and the demo writes nothing there: name a new one",
    ),
    "store": (
        ("--keep", "here", "--store", "sqlite:///bzr.db"),
        "存储 sqlite:///{folder}/bzr.db 已经在了,演示不往里写;请换一个地址",
        "the store sqlite:///{folder}/bzr.db is there already, and the demo writes nothing into it: name another address",
    ),
    "memory": (
        ("--keep", "here", "--store", "memory:"),
        "内存里的存储留不下来;--keep 要一个文件",
        "a store in memory is not left: --keep needs a file",
    ),
    "not-kept": (
        ("--store", "sqlite:///x.db"),
        "--store 要与 --keep 一起用",
        "--store goes with --keep",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_there_is_never_written_into(school: Shell, name: str) -> None:
    """One block, status 2, in both languages; nothing is left behind in what was there."""
    school.write("a.txt", "")
    words, zh, en = REFUSED[name]
    before = (school.folder / "bzr.db").read_bytes()

    answers = [school.bzr("demo", *words), school.bzr("demo", *words, "--lang", "en")]

    assert [
        Answer(2, "", f"错误:{zh.format(folder=school.folder)}\n"),
        Answer(2, "", f"error: {en.format(folder=school.folder)}\n"),
    ] == answers
    assert before == (school.folder / "bzr.db").read_bytes()
    assert {"a.txt", *STORE, "school.toml", "here"} >= {path.name for path in school.folder.iterdir()}


@pytest.mark.nightly
def test_a_real_shell_runs_every_command_shown(tmp_path: Path) -> None:
    """Pasted into sh, line by line, today."""
    bzr = f'"{sys.executable}" -m bzr_adapters.cli'
    told = subprocess.run(
        ["sh", "-c", f"{bzr} demo --keep here"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    script = "\n".join(["set -e", f'bzr() {{ {bzr} "$@"; }}', *commands(told)])

    subprocess.run(["sh", "-c", script], cwd=tmp_path / "here", capture_output=True, check=True)

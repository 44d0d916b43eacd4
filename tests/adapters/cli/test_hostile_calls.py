"""Calls made to deceive a reader or to break the command: blocks that can be read, and never a traceback."""

import json
import os
import sys
from subprocess import DEVNULL, PIPE, run

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bzr_adapters.front_door.json_text import escape_hidden, write_json
from bzr_adapters.reports.ink import Ink
from tests.adapters.cli.calling import Shell
from tests.support.measuring import environ_unmeasured

FORGED = "\x1b[2J\u202e\n错误:\x9b31m\u2028\ufeff"


def assert_is_plain(text: str) -> None:
    """Nothing in it that a terminal obeys, nor anything that nobody sees."""
    assert text == Ink(coloured=False).show(text.replace("\n", "")) or "\n" in text
    assert [] == [line for line in text.split("\n") if line != Ink(coloured=False).show(line)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["record", f"{FORGED}.csv"],
        ["record", f"there{FORGED}.csv"],
        ["setup", FORGED],
        ["lint", f"{FORGED}.toml"],
        ["month", FORGED],
        ["explain", FORGED, "2024-09"],
        ["explain", "g1c1", "2024-09", FORGED],
        ["facts", FORGED],
        [FORGED],
        ["month", f"--{FORGED}"],
        ["void", FORGED, "--reason", FORGED],
        ["--store", FORGED, "month", "2024-09"],
        ["month", "2024-09", "--output", f"{FORGED}.csv"],
    ],
    ids=str,
)
def test_what_is_hidden_in_a_call_is_written_out_where_it_is_said(
    school: Shell, arguments: list[str], lang: str
) -> None:
    """A name of a file or a word cannot turn a line about, clear the screen or forge a line."""
    school.write(f"there{FORGED}.csv", "date,class,fact\n2024-09-03,nowhere,x\n")
    answer = school.bzr("--lang", lang, *arguments)

    assert_is_plain(answer.out)
    assert_is_plain(answer.err)
    assert not any(line.startswith("错误:\\x9b31m") for line in answer.err.split("\n"))


def test_what_is_hidden_in_facts_is_written_out_and_exact_in_json(school: Shell) -> None:
    """A note is kept as it was written, shown without tricks, and given to programs as it is."""
    note = "门口\u202e有水\u200b。"
    school.write(
        "九月.csv", f"date,class,fact,note,recorder,place\n2024-09-03,g1c1,卫生不合格,{note},赵\u2066员,{note}\n"
    )
    assert 0 == school.bzr("record", "九月.csv").status
    for call in (["facts"], ["explain", "g1c1", "2024-09"], ["audit", "g1c1"], ["feedback", "g1c1", "2024-09"]):
        assert_is_plain(school.bzr(*call).out)
    answer = school.bzr("facts", "--json")

    assert_is_plain(answer.out)
    assert note == json.loads(answer.out)["facts"][0]["note"]


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_a_document_means_the_same_with_what_is_hidden_escaped(document: object) -> None:
    """JSON has its own way to write every character."""
    text = escape_hidden(write_json(document))

    assert document == json.loads(text)
    assert_is_plain(text)


def test_coloured_ink_shows_its_own_marks_alone() -> None:
    """And no mark that stands in a name."""
    ink = Ink(coloured=True)

    assert f"{ink.red('x')}\\x1b[5m\\x1b[1;31m\\r" == ink.show(f"{ink.red('x')}\x1b[5m\x1b[1;31m\r")


WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["month", "record", "--json", "--store", "memory:", "2024-09", "-", "--", "--lang", "\udcff", "9" * 5000]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arguments=st.lists(WORDS, max_size=4))
def test_no_words_whatever_bring_forth_a_traceback(shell: Shell, arguments: list[str]) -> None:
    """The answer is a status and lines that can be read."""
    answer = shell.bzr(*arguments)

    assert answer.status in (0, 1, 2)
    assert "bzr自身出错" not in answer.err
    assert_is_plain(answer.err)


def call_process(*arguments: str | bytes, stdout: int = DEVNULL) -> tuple[int, str]:
    """Call bzr in a process of its own; return its status and what it says of errors."""
    command = [sys.executable, "-m", "bzr_adapters.cli", *arguments]
    done = run(command, env=environ_unmeasured(), stdin=DEVNULL, stdout=stdout, stderr=PIPE, check=False)
    return done.returncode, done.stderr.decode()


def test_names_of_bytes_that_are_no_text_and_long_words_are_told_so(school: Shell) -> None:
    """The system takes any bytes for a name, and as long a word as one likes."""
    name = b"\xb0\xe0\xff.csv"
    with open(os.fsencode(school.folder) + b"/" + name, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write(b"date,class,fact\n2024-09-03,nowhere,x\n")

    status, said = call_process("record", name)
    assert (2, True) == (status, "file含有不可见的控制字符U+DCB0" in said)
    status, said = call_process("month", "x" * 100_000)
    assert status in (1, 2)
    assert len(said) < 10_000


def test_a_full_disk_under_the_output_is_told_in_a_block(school: Shell) -> None:
    """And the status says no."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device)
        status, said = call_process("facts", "--json", stdout=full.fileno())

    assert 1 == status
    assert "磁盘已满" in said
    assert "Traceback" not in said

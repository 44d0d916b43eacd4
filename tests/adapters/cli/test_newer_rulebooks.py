"""A corrected shipped rulebook is a new version: a school keeps what it adopted, is told of it, and adopts it from a day on."""

import json
from pathlib import Path

import pytest

from bzr_adapters.intake import rulebook_files
from bzr_domain.application import school_writer
from tests.adapters.cli.calling import SCHOOL, Shell
from tests.support.builders import RULEBOOKS

KEPT = (
    "沿用 规则 monthly-quantified/1 2024-09-01起;程序里现有 monthly-quantified/2,要采用,另写一条 [[adopt]]:"
    'rulebook = "monthly-quantified/2",from = 起用的日子'
)


@pytest.fixture
def newer(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A school set up by version 1, then software whose shelf has version 2, in which hygiene begins lower."""
    shell.write("school.toml", SCHOOL)
    assert 0 == shell.bzr("setup", "school.toml").status
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for path in RULEBOOKS.glob("*.toml"):
        (shelf / path.name).write_bytes(path.read_bytes())
    text = (shelf / "monthly-quantified.toml").read_text(encoding="utf-8")
    (shelf / "monthly-quantified.1.toml").write_text(text, encoding="utf-8")
    corrected = text.replace("version = 1\n", "version = 2\n", 1).replace("base = 20", "base = 19", 1)
    assert corrected.count("version = 2") == 1
    (shelf / "monthly-quantified.toml").write_text(corrected, encoding="utf-8")
    monkeypatch.setattr(rulebook_files, "open_shelf", lambda: shelf)
    return shell


def test_the_same_school_file_changes_nothing_and_says_how_to_adopt_the_new_version(newer: Shell) -> None:
    """Also when it is tried only, and when the version is named."""
    before = newer.bzr("month", "2024-09", "--json").out

    for words in (("setup", "school.toml", "--dry-run"), ("setup", "school.toml")):
        answer = newer.bzr(*words)
        assert (0, True) == (answer.status, KEPT in answer.out.splitlines())
        assert before == newer.bzr("month", "2024-09", "--json").out

    newer.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"monthly-quantified/1"'))
    assert ["没有变化"] == newer.bzr("setup", "school.toml").out.splitlines()


POINTLESS = """[rulebook]
id = "own"
title = "本校细则"
[[item]]
id = "total"
title = "总分"
[[clause]]
id = "1"
title = "卫生检查取最高"
cite = "本校"
into = "total"
facts = "hygiene.score"
number = "value"
per = ["month", "fact"]
take = "highest"
best = 3
"""


def test_a_word_without_effect_is_refused_in_a_new_rulebook_and_read_in_an_adopted_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Software that did not know it yet took such a text: what was adopted is read, and declared again, as it is."""
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"own.toml"'))
    shell.write("own.toml", POINTLESS)
    new = shell.bzr("setup", "school.toml")
    assert (1, True) == (new.status, "clause 1:best:每次只有一个数,这个词不起作用" in new.err)

    with monkeypatch.context() as older:
        older.setattr(school_writer, "_find_rulebook_problems", lambda *_: ())
        assert shell.bzr("setup", "school.toml").status == 0

    assert shell.bzr("month", "2024-09").status == 0
    assert ["没有变化"] == shell.bzr("setup", "school.toml").out.splitlines()


def test_an_allowance_named_by_its_id_stays_in_the_version_that_was_paid_by(newer: Shell, tmp_path: Path) -> None:
    """Another one is named with its number, and then is the school's."""

    def allowance(*words: str) -> str:
        answer = newer.bzr("pay", "2024-09", *words, "--scheme", "scheme-1", "--json")
        assert (0, "") == (answer.status, answer.err)
        return str(json.loads(answer.out)["allowance"])

    first = allowance("prepare", "--allowance", "seniority-and-duty")
    path = tmp_path / "shelf" / "seniority-and-duty.toml"
    text = path.read_text(encoding="utf-8")
    path.with_name("seniority-and-duty.2.toml").write_text(text, encoding="utf-8")
    path.write_text(text.replace("version = 2\n", "version = 3\n", 1), encoding="utf-8")

    assert first == allowance("--allowance", "seniority-and-duty")
    assert first == allowance("prepare", "--allowance", "seniority-and-duty")
    second = allowance("prepare", "--allowance", "seniority-and-duty/3")
    assert first != second == allowance("--allowance", "seniority-and-duty")


def test_it_is_adopted_by_an_adoption_of_its_own_from_its_day_on(newer: Shell) -> None:
    """September stays under version 1, October is by version 2; the school file keeps the first adoption as it was."""
    more = '\n[[adopt]]\nrulebook = "monthly-quantified/2"\nfrom = 2024-10-01\n'
    newer.write("school.toml", SCHOOL + more)

    answer = newer.bzr("setup", "school.toml")

    assert "新增 采用 monthly-quantified/2 2024-10-01起 全校" in answer.out.splitlines()
    versions = [
        newer.bzr("month", month, "--json").out.count('"rulebook_version": 2') for month in ("2024-09", "2024-10")
    ]
    assert 0 == versions[0] < versions[1]

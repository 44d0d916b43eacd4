"""`bzr lint`: where a rulebook is silent or contradicts itself, and the status a check script goes by."""

import json
from pathlib import Path

import pytest

from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks
from tests.adapters.cli.calling import Shell
from tests.adapters.cli.golden import golden

SILENT = """
[rulebook]
id = "silent"
title = "细则"
reading = "以上含本数"

[[item]]
id = "total"
title = "总分"

[[item]]
id = "order"
title = "纪律"
cite = "第一条"
into = "total"
base = 20
cap = 20
reading = "可以扣成负分"
settles = ["can-go-negative"]

[[clause]]
id = "1"
title = "违纪每人次扣2分"
cite = "第一条"
into = "order"
facts = "safety.violation"
points = -1
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_open_faults_are_told_in_full_and_the_rest_in_a_line(shell: Shell, lang: str) -> None:
    """Given two open faults and one settled, then the status is 1 and the answer reads like this."""
    shell.write("silent.toml", SILENT)
    answer = shell.bzr("lint", "silent.toml", "--lang", lang)

    assert (1, "") == (answer.status, answer.err)
    assert golden(f"lint.{lang}", answer.out) == answer.out


def test_the_document_holds_the_same_in_both_languages(shell: Shell) -> None:
    """`bzr.lint/1`, whatever the language of the call."""
    shell.write("silent.toml", SILENT)
    answer = shell.bzr("lint", "silent.toml", "--json", "--lang", "en")
    document = json.loads(answer.out)

    assert (1, "bzr.lint/1", 2) == (answer.status, document["schema"], document["open"])
    assert [(None, False), ("order", True), ("1", False)] == [
        (one["clause"], one["acknowledged"]) for one in document["findings"]
    ]
    assert [None, "order"] == [one["clause"] for one in document["readings"]]
    assert answer.out == shell.bzr("lint", "silent.toml", "--json").out


def test_a_text_that_cannot_be_read_gives_its_faults(shell: Shell) -> None:
    """Nothing is linted that cannot be read: the reader's own block comes, with status 1."""
    shell.write("bad.toml", SILENT.replace("facts =", "fact ="))
    answer = shell.bzr("lint", "bad.toml")

    assert (1, "") == (answer.status, answer.out)
    assert "fact:没有这个词" in answer.err


def test_a_line_that_is_no_toml_is_told_in_the_language_asked_for(shell: Shell) -> None:
    """Whoever calls without a school, too."""
    shell.write("bad.toml", "[rulebook]\nid = 15%\n")

    zh, en = (shell.bzr("lint", "bad.toml", "--lang", lang).err for lang in ("zh", "en"))

    assert '  第2行:这一行读不懂:id = 15%;百分数加引号:"15%"\n' in zh
    assert '  row 2: this line cannot be read: id = 15%; a percentage stands in quotes: "15%"\n' in en


def test_a_rulebook_that_is_nowhere_is_a_wrong_call(shell: Shell) -> None:
    """Status 2, with the near name."""
    answer = shell.bzr("lint", "monthly-quantifed")

    assert (2, "") == (answer.status, answer.out)
    assert "monthly-quantified" in answer.err


@pytest.mark.parametrize("name", list_shipped_rulebooks())
def test_every_place_where_a_shipped_rulebook_is_open_is_settled(shell: Shell, name: str) -> None:
    """What the regulations leave open is read in some way, and the way is stated in the file."""
    answer = shell.bzr("lint", name)

    assert (0, "") == (answer.status, answer.err), answer.out


def test_every_code_has_its_row_in_the_reference() -> None:
    """Each code stands in docs/reference/lint.md, with why it matters and what to write."""
    from bzr_domain.rulebook.lint import CODES

    page = (Path(__file__).parents[3] / "docs" / "reference" / "lint.md").read_text(encoding="utf-8")
    lacking = [code for code, one in CODES.items() if f"| `{code}` |" not in page or one.write.zh not in page]

    assert [] == lacking

"""The notice of published results (公示): by which rulebook, until when, which results, and where to object."""

import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell

STAFF = """
[[person]]
name = "陈主任"
roles = ["office"]

[[person]]
name = "王老师"
roles = ["head-teacher"]
"""


def publish(shell: Shell, school: str, until: str, *more: str) -> None:
    """Set the school up, record September, publish it until a day."""
    shell.write("school.toml", school)
    shell.write("九月.csv", SEPTEMBER)
    assert [0, 0] == [shell.bzr("setup", "school.toml").status, shell.bzr("record", "九月.csv").status]
    assert 0 == shell.bzr("publish", "2024-09", "--until", until, *more).status


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "示例中学 2024-09 班主任考核结果公示",
                "",
                "按《班主任工作量化考核实施细则》(B9,第1版)考核的结果,公示到2024-10-12为止(含当日):",
                "对结果有异议的,请班主任在公示期内写明所对的事实或条款和理由,向政教处(陈主任)提出。",
                "",
                "示例中学 2024-10-08",
            ],
        ),
        (
            "en",
            [
                "示例中学 2024-09: results of the head teachers, public notice",
                "",
                "Results by 班主任工作量化考核实施细则 (B9, version 1), put up until 2024-10-12, that day included:",
                (
                    "Objections are brought to office (陈主任) by head-teacher within the notice, "
                    "with the fact or the clause they are about and the grounds."
                ),
                "",
                "示例中学 2024-10-08",
            ],
        ),
    ],
)
def test_a_notice_says_what_a_school_puts_up(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, lang: str, lines: list[str]
) -> None:
    """Above the table by what and until when, below it to whom objections go; the figures are those published."""
    publish(shell, SCHOOL, "2024-10-12")
    shell.write("school.toml", SCHOOL + STAFF)
    assert 0 == shell.bzr("setup", "school.toml").status
    monkeypatch.setenv("BZR_USER", "陈主任")
    assert 0 == shell.bzr("void", "a-1", "--reason", "误记").status

    told = shell.bzr("notice", "2024-09", "--lang", lang).out.splitlines()
    document = json.loads(shell.bzr("notice", "2024-09", "--json", "--lang", lang).out)

    assert lines == [*told[:3], *told[-3:]]
    assert [line.split()[2] for line in told[4:-3]] == [one["total"] for one in document["results"]]
    assert ["王老师", "李老师"] == [one["teacher"] for one in document["results"]]
    assert ([lines[2], lines[3], lines[5]], ["陈主任"]) == (document["text"], document["heard_by"])


def test_classes_published_until_different_days_stand_apart(shell: Shell) -> None:
    """Each with its own last day; after it nobody is told to object; without persons everybody objects to the school."""
    publish(shell, SCHOOL, "2024-10-09", "g1c1")
    shell.bzr("publish", "2024-09", "g1c2", "--until", "2024-10-20")
    shell.now = datetime(2024, 10, 10, 4, tzinfo=UTC)

    text = json.loads(shell.bzr("notice", "2024-09", "--json").out)["text"]
    alone = json.loads(shell.bzr("notice", "2024-09", "g1c2", "--json").out)["results"]

    assert "公示期到2024-10-09为止,已经不再受理申诉。" == text[1]
    assert "对结果有异议的,请在公示期内写明所对的事实或条款和理由,向学校提出。" == text[3]
    assert ["g1c2"] == [one["class"] for one in alone]


def test_there_is_no_notice_of_what_was_not_published(shell: Shell) -> None:
    """The answer says what to do first; as a document it is empty."""
    publish(shell, SCHOOL, "2024-10-12")

    none, document = shell.bzr("notice", "2024-10"), shell.bzr("notice", "2024-10", "--json")

    assert (1, ["错误:2024-10没有公示过的结果", "怎么办:先用 bzr publish 公示"]) == (none.status, none.err.splitlines())
    assert (1, [], []) == (document.status, json.loads(document.out)["results"], json.loads(document.out)["text"])

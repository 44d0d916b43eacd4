"""A store file of March 2025, kept for ever: it opens, gives the answers it gave, and its story is still recorded so."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bzr_adapters.storage.stored_forms import UPCASTS, bring_up_to_date
from tests.adapters.cli.calling import Shell
from tests.golden_store.questions import NOW, QUESTIONS, file_name
from tests.golden_store.story import FILES, act, list_newest_forms, stored

HERE = Path(__file__).parent
STORE = HERE / "school.db"
LATER = frozenset(
    {
        "past.corrected/1",
        "rulebook.drafted/1",
        "tenure.registered/2",
        "tenure.withdrawn/2",
        "class.registered/5",
        "fact.corrected/3",
        "fact.voided/2",
        "rulebook.registered/2",
        "rulebook.adopted/3",
        "adoption.withdrawn/3",
        "result.published/3",
        "appeal.filed/2",
        "appeal.decided/2",
        "result.finalised/2",
        "pay.prepared/4",
        "pay.step-taken/3",
        "clock.accepted/1",
        "personal-data.erased/1",
        "personal-data.restricted/1",
        "personal-data.shown/1",
        "person.registered/2",
    }
)
"""Stored names of forms that are younger than the store."""
MISPRINTED = "record --layout"
"""The step of the story that answers 1: the sheet prints a total that its rows do not give."""


@pytest.fixture
def kept(shell: Shell) -> Shell:
    """A folder with a copy of the store and the rulebooks that questions name."""
    shutil.copy(STORE, shell.folder / "bzr.db")
    (shell.folder / "bzr.db").chmod(0o600)  # else every command says that others can read it
    for name in ("月考核新.toml", "迟到新.toml"):
        shutil.copy(FILES / name, shell.folder)
    shell.now = NOW
    return shell


def answer_kept(question: str, answer: str) -> str:
    """The answer that was kept; BZR_WRITE_GOLDEN=1 writes it anew, to be read before a commit."""
    path = HERE / "answers" / file_name(question)
    if os.environ.get("BZR_WRITE_GOLDEN"):
        path.write_text(answer, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_store_written_before_gives_the_answers_it_gave(kept: Shell, question: str) -> None:
    """Every question, byte by byte."""
    answer = kept.bzr(*question.split())

    assert (0, "") == (answer.status, answer.err)
    assert answer_kept(question, answer.out) == answer.out


def test_the_kept_store_is_never_written_anew() -> None:
    """What is on somebody's disk cannot be changed; a younger form gets a store of its own beside this one."""
    assert "b1f501f389536b8a605d5e1f0ce89069ed51a9b881de52e9959495635ddb9f9a" == sha256(STORE.read_bytes()).hexdigest()


def test_the_kept_store_holds_every_form() -> None:
    """The newest golden form of every event is in it, but for those that are younger."""
    assert list_newest_forms() == LATER | {name for _, name, _ in stored(STORE) if name not in UPCASTS}


def test_the_story_is_still_recorded_in_the_same_events(shell: Shell) -> None:
    """The same commands write the same events; only ids that are drawn by lot differ, and a teacher has a stream a term.

    What corrects the past says so today, in an event that the kept store does not have.
    """
    for line, answer in act(shell):
        assert (1 if MISPRINTED in line else 0) == answer.status, (line, answer.err)

    assert list(comparable(STORE)) == list(comparable(shell.folder / "bzr.db"))


def comparable(path: Path) -> Iterator[str]:
    """Everything stored, in today's forms, with drawn ids and digests replaced by the order in which they come; without shipped kinds."""
    numbers: dict[str, str] = {}
    for stream, stored_name, state in stored(path):
        event = json.loads(state)
        name, event["data"] = bring_up_to_date(stored_name, event["data"])
        if name == "past.corrected/1":
            continue
        event["data"].pop("kinds" if name.startswith("rulebook.") else "", None)
        event["data"].pop("scoring_meaning", None)  # that of the software that computed it
        text = f"{stream} {name} {json.dumps(event, ensure_ascii=False, sort_keys=True)}"
        text = re.sub(r"\b(teacher:\w+):[\w-]+", r"\1", text)  # the kept store has one stream a teacher
        text = re.sub(r'("(?:amount|full)": "[0-9]+)"', r'\1.00"', text)  # whole yuan were written without decimals
        yield re.sub(
            r"\b([0-9a-f]{64}|[0-9a-f]{20})\b",
            lambda drawn: numbers.setdefault(drawn[0], f"<{len(numbers) + 1}>"),
            text,
        )


def test_work_can_be_recorded_under_a_rulebook_that_does_not_know_it(kept: Shell) -> None:
    """Kinds that came later are evidence of a duty in an older store, and move no figure."""
    before = list_scores(kept)
    kept.write("work.csv", "日期,班级,事项,级别\n2024-10-09,高一(1)班,家访,\n2024-10-10,高一(1)班,安全教育,消防\n")

    recorded = kept.bzr("record", "work.csv", "--by", "赵检查员")

    duties = json.loads(kept.bzr("duties", "g1c1", "2024-10", "--json").out)["duties"]
    evidence = {duty["id"]: [each["kind"] for each in duty["evidence"]] for duty in duties}
    assert (0, "") == (recorded.status, recorded.err)
    assert ["work.safety_education"] == evidence["safety"]
    assert "work.home_visit" in evidence["home-school"]
    assert before == list_scores(kept)


def list_scores(kept: Shell) -> list[object]:
    """Items and outcomes of every class in October."""
    statements = json.loads(kept.bzr("month", "2024-10", "--json").out)["statements"]
    return [(statement["total"], statement["items"], statement["outcomes"]) for statement in statements]

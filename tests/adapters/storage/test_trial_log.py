"""A trial log: what is tried is read behind what the log held when the trial began, and nothing of it reaches the log."""

from datetime import date, timedelta

import pytest

from bzr_adapters.storage import Command, CommandKnown, CommandReused
from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.trial_log import TrialLog
from tests.adapters.storage.writing import NOW, add, batch, everything, ids


def test_what_is_tried_stands_behind_what_there_is() -> None:
    """Given a log with a fact, when another is tried, then histories, ids, sheets and places tell of both, and the log of one."""
    log = memory_store()
    add(log, batch("a", "f-1", after=0))
    trial = TrialLog(log)
    add(trial, batch("a", "f-2", after=1), batch("b", "f-3", after=0))

    assert ["f-1", "f-2"] == ids(everything(trial.read("a")))
    assert ["f-2", "f-3"] == ids(everything(trial.read_all(after=1)))
    assert [["f-1"], ["f-2"], ["f-3"]] == [ids(page) for page in trial.read_all(page_size=1)]
    assert (["a", "b"], ["b"]) == (trial.streams(), trial.streams("b"))
    assert [("f-1", "a"), ("f-2", "a")] == trial.find("f-", limit=2)
    assert {"f-1": "a", "f-3": "b"} == trial.known(["f-1", "f-3", "f-9"])
    assert (3, 0) == (trial.last_position(), trial.position_at(NOW - timedelta(days=1)))
    assert 3 == trial.position_at(NOW)
    assert (["a"], 1, {}) == (log.streams(), log.last_position(), log.known(["f-2"]))


def test_what_the_log_takes_afterwards_is_no_part_of_the_trial() -> None:
    """Given a trial, when somebody else appends to the log, then the trial reads on without it."""
    log = memory_store()
    trial = TrialLog(log)
    add(log, batch("a", "f-1", after=0))

    assert [] == everything(trial.read("a")) == everything(trial.read_all())
    assert 0 == trial.last_position()


def test_a_command_is_known_once_it_was_tried_or_carried_out() -> None:
    """Given a command of the log and one of the trial, when either is tried again, then it is known; with another digest, reused."""
    log = memory_store()
    log.append([batch("a", "f-1", after=0)], command=Command(id="c-1", actor="甲", digest="1"), now=NOW)
    trial = TrialLog(log)
    trial.append([batch("a", "f-2", after=1)], command=Command(id="c-2", actor="甲", digest="2"), now=NOW)

    for known, digest in (("c-1", "1"), ("c-2", "2")):
        with pytest.raises(CommandKnown):
            trial.append([], command=Command(id=known, actor="甲", digest=digest), now=NOW)
    with pytest.raises(CommandReused):
        trial.append([], command=Command(id="c-1", actor="甲", digest="9"), now=NOW)
    assert log.find_command("c-2") is None


def test_a_trial_keeps_no_place_and_leaves_the_log_open() -> None:
    """Given a trial over, when the log is asked, then no bookmark was saved in it, and it answers."""
    log = memory_store()
    trial = TrialLog(log)
    assert trial.bookmark("x", save="1") is None
    assert not trial.wait(0, timedelta(0))
    assert [] == trial.sheet_facts("九月", date(2024, 9, 1), date(2024, 9, 30))
    with trial.hold():
        trial.close()

    assert 0 == log.last_position()

"""Many writers at once, and writers that die: nothing is lost, nothing is counted twice, and no conflict comes out."""

import json
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bzr_adapters import School
from tests.adapters.front_door.recording import record_as, start_recording
from tests.adapters.front_door.schools import DECLARATION, create_school

FACTS = ("g1c1", "2024-09")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a school in a file."""
    url = f"sqlite:///{tmp_path / 'school.db'}"
    School.create(url, DECLARATION, by="李老师").close()
    return url


@pytest.fixture(params=["memory", "file"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """The small school, wherever it is kept."""
    address = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'threads.db'}"
    with create_school(address=address) as school:
        yield school


def test_sixteen_threads_on_one_class(school: School) -> None:
    """Each records its rows of one class: every receipt names a fact of its own, and all of them are there."""
    with ThreadPoolExecutor(16) as pool:
        tasks = [pool.submit(record_as, school.acting("李老师"), f"w{n % 16}", n) for n in range(16 * 5)]
        receipts = [task.result() for task in tasks]

    recorded = {fact.id for fact in school.facts(*FACTS)}
    assert recorded == {fact for receipt in receipts for fact in receipt.ids}
    assert len(receipts) == len(recorded)


def test_the_same_command_of_many_threads_is_one(school: School) -> None:
    """Whoever is first records; the others get that receipt, however close they come."""
    with ThreadPoolExecutor(16) as pool:
        tasks = [pool.submit(record_as, school.acting("李老师"), "w", n % 4) for n in range(48)]
        receipts = [task.result() for task in tasks]

    assert 4 == sum(not receipt.replayed for receipt in receipts)
    assert 4 == len({receipt.ids for receipt in receipts}) == len(list(school.facts(*FACTS)))


def write_in_processes(url: str, processes: int, commands: int) -> None:
    """Let some processes record, and look at what is there."""
    writers = [start_recording(url, f"p{n}", commands) for n in range(processes)]
    lines = [line for writer in writers for line in writer.communicate(timeout=300)[0].splitlines()]

    assert [0] * processes == [writer.returncode for writer in writers]
    with School.open(url) as school:
        recorded = {fact.id for fact in school.facts(*FACTS)}
    assert recorded == {fact for line in lines for fact in json.loads(line)["ids"]}
    assert processes * commands == len(recorded)


def test_three_processes_on_one_class(url: str) -> None:
    """Each comes through with every command, and none is lost."""
    write_in_processes(url, processes=3, commands=10)


@pytest.mark.nightly
def test_eight_processes_on_one_class(url: str) -> None:
    """The same, with as many as a school's offices."""
    write_in_processes(url, processes=8, commands=30)


def kill_and_send_again(url: str, round_: int) -> None:
    """Kill a writer at a moment of chance; then send all its commands again, and the one it had on its hands."""
    who, chance = f"k{round_}", random.Random(round_)
    writer = start_recording(url, who, 10_000)
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(chance.randrange(1, 4))]
    time.sleep(chance.uniform(0, 0.01))
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()
    if not lines[-1].endswith("\n"):  # killed while it printed
        lines.pop()

    with School.open(url) as school:
        before = len(list(school.facts(*FACTS)))
        sent = [record_as(school.acting("李老师"), who, number) for number in range(len(lines) + 1)]
        after = len(list(school.facts(*FACTS)))

    first = [json.loads(line) for line in lines]
    assert [{**receipt, "replayed": True} for receipt in first] == [receipt.to_dict() for receipt in sent[:-1]]
    assert after - before == (0 if sent[-1].replayed else 1), "recorded twice"
    assert len(sent) == len({receipt.ids for receipt in sent})


def test_commands_sent_again_after_kills(url: str) -> None:
    """With kill -9 at any moment: each command sent again gives the first receipt, and nothing is there twice."""
    for round_ in range(3):
        kill_and_send_again(url, round_)


@pytest.mark.nightly
def test_commands_sent_again_after_two_hundred_kills(tmp_path: Path) -> None:
    """The same, two hundred times."""
    for round_ in range(200):
        url = f"sqlite:///{tmp_path / f'{round_ // 10}.db'}"
        if not round_ % 10:
            School.create(url, DECLARATION, by="李老师").close()
        kill_and_send_again(url, round_)

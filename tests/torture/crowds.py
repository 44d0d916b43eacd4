"""Many at once (多人同时): offices that record into the same classes, and followers that read along."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bzr_adapters import Batch, BzrError, School
from bzr_adapters.storage.rows import find_entry_id
from tests.torture.looking import look_for_doubles, read_store
from tests.torture.processes import start_fork, work_and_tell
from tests.torture.tally import Tally
from tests.torture.working import Answers, NameStore, Office, create_and_open, create_school, open_school

THREADS, PROCESSES, FOLLOWERS = 16, 8, 4
_EACH = 5
"""How many commands each gives in one round."""
_LONG = 120.0
Finish = Callable[[], list[tuple[Answers, str]]]
"""Waits for some offices; gives what each was answered, and what stopped it where something did."""


def write_in_threads(name_store: NameStore, times: int, seed: int) -> Tally:
    """Let threads record into the same classes, all through one front door."""
    tally = Tally()
    while tally.tries < times:
        with create_and_open(name_store(tally.tries)) as school:
            _count(tally, school, _send_threads(school, THREADS, seed + tally.tries))
    return tally


def write_in_processes(name_store: NameStore, times: int, seed: int) -> Tally:
    """Let processes record into the same classes."""
    tally = Tally()
    while tally.tries < times:
        create_school(url := name_store(tally.tries))
        finish = _send_processes(url, PROCESSES, seed + tally.tries)
        with open_school(url) as school:
            _count(tally, school, finish)
    return tally


def follow_writers(name_store: NameStore, times: int, seed: int) -> Tally:
    """Let followers read along while offices write: each is given every event once, in order."""
    tally = Tally()
    while tally.tries < times:
        url = name_store(tally.tries)
        with ExitStack() as stack:
            if url == "memory:":
                schools = [stack.enter_context(create_and_open(url))] * FOLLOWERS
                finish = _send_threads(schools[0], FOLLOWERS, seed + tally.tries)
            else:
                create_school(url)
                finish = _send_processes(url, FOLLOWERS, seed + tally.tries)
                schools = [stack.enter_context(open_school(url)) for _ in range(FOLLOWERS)]
            _follow(tally, schools, finish)
    return tally


def back_up(name_store: NameStore, times: int, seed: int) -> Tally:
    """Take backups while offices write: each is a beginning of the log, with all that was acknowledged before it."""
    tally = Tally()
    while tally.tries < times:
        create_school(url := name_store(tally.tries))
        finish = _send_processes(url, FOLLOWERS, seed + tally.tries)
        with TemporaryDirectory() as folder, open_school(url) as school:
            heads = [_back_up_at_once(school, Path(folder, f"{number}.db")) for number in range(_EACH)]
            finish()
            written = _list_places(url)
            for number, head in enumerate(heads):
                copied = _list_places(f"sqlite:///{Path(folder, f'{number}.db')}")
                tally.tries += 1
                tally.lost += len(copied) < head
                tally.wrong += copied != written[: len(copied)]
    return tally


def _list_places(url: str) -> list[tuple[object, ...]]:
    """Return where each event stands, and which it is; a backup has no keys to the names and texts within."""
    return [
        (event.position, event.stream, event.version, event.command, event.recorded_at, find_entry_id(event.event))
        for event in read_store(url)
    ]


def _back_up_at_once(school: School, file: Path) -> int:
    """Take a backup; return where the store stood when it began."""
    head = school.head()
    school.backup(file)
    return head


def _send_threads(school: School, number: int, seed: int) -> Finish:
    pool = ThreadPoolExecutor(number)
    tasks = [pool.submit(_work, school, Office(f"w{n}", Random(seed + n))) for n in range(number)]

    def finish() -> list[tuple[Answers, str]]:
        with pool:
            return [task.result() for task in tasks]

    return finish


def _work(school: School, office: Office) -> tuple[Answers, str]:
    answers: Answers = {}
    try:
        for _ in range(_EACH):
            command, answer = office.give(school)
            answers[command] = answer
    except BzrError as error:
        return answers, f"{error}"
    return answers, ""


def _send_processes(url: str, number: int, seed: int) -> Finish:
    forks = [start_fork(partial(work_and_tell, url, Office(f"w{n}", Random(seed + n)), _EACH)) for n in range(number)]

    def finish() -> list[tuple[Answers, str]]:
        ends = [fork.end() for fork in forks]
        return [(answers, f"it ended with {code}" if code else "") for answers, code in ends]

    return finish


def _count(tally: Tally, school: School, finish: Finish) -> None:
    """Count what became of the commands of some offices."""
    for number, (answers, failure) in enumerate(finish()):
        tally.tries += _EACH
        if failure:
            tally.conflicts += 1
            tally.tell(f"w{number} was stopped: {failure}")
        recorded = Counter(entry for answer in answers.values() for entry in answer["new"])
        look_for_doubles(tally, school, recorded, f"w{number}")


def _follow(tally: Tally, schools: list[School], finish: Finish) -> None:
    """Follow the log from each of the schools until all is written, and count what was missed or given twice."""
    given: list[list[int]] = [[] for _ in schools]
    with ExitStack() as stack:
        followers = [
            stack.enter_context(school.subscribe(f"f{number}", partial(_take, given[number]), batch=3))
            for number, school in enumerate(schools)
        ]
        finish()
        head = schools[0].head()
        for follower in followers:
            follower.wait(head, _LONG)
    for positions in given:
        tally.tries += head
        all_once, here = Counter(range(1, head + 1)), Counter(positions)
        tally.missed += (all_once - here).total() + (here - all_once).total()
        tally.wrong += positions != sorted(positions)


def _take(positions: list[int], batch: Batch) -> None:
    positions += [event.position for event in batch.events]

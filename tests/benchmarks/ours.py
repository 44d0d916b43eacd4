"""What is measured: our store appending a year, every history of it replayed, and a month of it scored."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_adapters.intake.school_file import read_school
from bzr_adapters.storage import create_store, open_store
from bzr_domain.application.ports import Batch, Command
from bzr_domain.application.what_if import DisputedFact, dispute_fact, try_rulebook
from bzr_domain.facts.events import FactRecorded
from bzr_domain.kernel.periods import month_of
from bzr_domain.kernel.streams import REGISTER
from bzr_domain.register.declaration import Declaration
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.statement import Statement
from tests.benchmarks.year import NOW, TERMS, harder
from tests.support import stores


def append(path: Path, batches: Sequence[Batch]) -> float:
    """Record every fact into a new store, in one command; the seconds it took."""
    store = create_store(f"sqlite:///{path}")
    start = time.process_time()
    store.append(batches, command=Command(id="1", actor="教务处"), now=NOW)
    seconds = time.process_time() - start
    store.close()
    return seconds


def append_in_commits(path: Path, commits: Sequence[Batch]) -> float:
    """Record facts into a new store, a command for each batch; the seconds it took."""
    store = create_store(f"sqlite:///{path}")
    start = time.process_time()
    for number, batch in enumerate(commits):
        store.append([batch], command=Command(id=str(number), actor="教务处"), now=NOW)
    seconds = time.process_time() - start
    store.close()
    return seconds


def read_log(path: Path) -> int:
    """The whole log read, decoded and checked; how many events there are."""
    store = open_store(f"sqlite:///{path}")
    count = sum(len(page) for page in store.read_all())
    store.close()
    return count


def setup(path: Path, school_file: Path) -> None:
    """Register the school in a new store."""
    declared = read_school(school_file)
    assert isinstance(declared, Declaration), declared
    store = create_store(f"sqlite:///{path}")
    stores.build_writer(store, "教务处", lambda: NOW).setup(declared)
    store.close()


def score(path: Path) -> int:
    """A month's statement of every class, from the store; how many there are."""
    store = open_store(f"sqlite:///{path}")
    month = month_of(date(2024, 10, 1))
    found = [statement for _, statement in stores.read_at(store, NOW).statements(month)]
    store.close()
    assert all(isinstance(one, Statement) for one in found)
    return len(found)


def whatif(path: Path) -> int:
    """Every month of the year under the rulebook adopted and under one that differs in a number; how many there are."""
    store = open_store(f"sqlite:///{path}")
    other = parse_rulebook(harder(), read_common_kinds())
    months = TERMS.list_periods_between("month", TERMS.school_days[0], TERMS.school_days[-1])
    found = try_rulebook(stores.read_at(store, NOW), other, months)
    store.close()
    assert found.changes
    return len(found.changes) + found.unchanged


def dispute(path: Path, fact: FactRecorded) -> int:
    """The statement of a fact's class and month with and without it; how many other statements it reaches."""
    store = open_store(f"sqlite:///{path}")
    found = dispute_fact(stores.read_at(store, NOW), fact.id, fact.fact.class_id, month_of(fact.fact.on))
    store.close()
    assert isinstance(found, DisputedFact)
    assert found.dispute.difference.changed
    return len(found.dispute.beyond)


def replay(path: Path) -> int:
    """Every history read, checked and folded as a reader does it, and the counts of its facts added up."""
    store = open_store(f"sqlite:///{path}")
    reader = stores.read_at(store, NOW)
    total = 0
    for stream in store.streams():
        if stream == REGISTER:
            continue
        for recorded in reader.history(stream).facts.values():
            assert isinstance(recorded.event, FactRecorded)
            total += recorded.event.fact.count
    store.close()
    return total

"""The short form of the benchmarks: generous limits, so that only a change of kind is noticed, never a busy machine.

What is compared takes turns in one process and is measured in seconds of the processor, so that tests that run beside
these slow all of it alike.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from time import process_time

import pytest

from bzr_adapters.front_door.json_text import write_json
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import PLAIN
from bzr_adapters.reports.month import month_lines
from bzr_adapters.storage import store
from bzr_adapters.storage.evidence.chain import chain_command, chain_rows
from bzr_adapters.storage.rows import ChainedRow, Row
from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.adapters.front_door.schools import create_school, finding
from tests.benchmarks import ours
from tests.benchmarks.age import Ages
from tests.benchmarks.contests import Contests
from tests.benchmarks.rounds import fastest, timed
from tests.benchmarks.server import compare
from tests.benchmarks.year import YEAR, school_file
from tests.benchmarks.year import batches as list_batches
from tests.benchmarks.year import facts as list_facts
from tests.support.builders import HEAD, KINDS
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="module")
def contests(tmp_path_factory: pytest.TempPathFactory) -> Contests:
    """A school's year with half of its facts, stored three ways."""
    folder: Path = tmp_path_factory.mktemp("benchmarks")
    return Contests(folder, YEAR // 2, 2, texts=False)


@pytest.fixture(scope="module")
def comparisons(contests: Contests) -> Mapping[str, float]:
    """Seconds to state a month, to do without a fact of it, and a year both ways."""
    return contests.comparisons()


def test_appending_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """A year in one batch is written at a sixth of the speed of raw sqlite3 with msgspec, or faster; in hundreds, at an eighth."""
    seconds = contests.append()

    assert seconds["ours"] < 6 * seconds["raw"]
    assert seconds["ours, 100 a commit"] < 8 * seconds["raw, 100 a commit"]
    assert seconds["ours"] < seconds["decorated"]


def test_appending_keeps_pace_with_psycopg_alone(postgres_server: PostgresServer) -> None:
    """On a server: a fifth of a year in one batch at a third of the speed, a hundred to a commit at a fifth, or faster."""
    ratios = compare(postgres_server, YEAR // 5, 2)

    assert ratios["one batch"] > 1 / 3
    assert ratios["100 a commit"] > 1 / 5


def test_replaying_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """Every history, and the whole log, in five times a raw SELECT with msgspec into the same events; a month in fifty."""
    seconds = contests.read()

    assert seconds["ours"] < 5 * seconds["raw events"]
    assert seconds["log"] < 5 * seconds["raw events"]
    assert seconds["ours"] < seconds["decorated"]
    assert seconds["month"] < 50 * seconds["raw"]


def test_a_whole_year_both_ways_costs_less_than_stating_its_months_twice(
    comparisons: Mapping[str, float],
) -> None:
    """Histories are read once, and what both rulebooks word alike is computed once: ten months twice in under 20."""
    assert comparisons["whatif"] < 20 * comparisons["month"]


def test_a_dispute_costs_less_than_a_month_twice(comparisons: Mapping[str, float]) -> None:
    """Doing without one fact states its own class anew, and what it can reach; the other classes are not stated twice."""
    assert comparisons["dispute"] < 1.5 * comparisons["month"]


def test_an_account_of_many_facts_costs_no_more_than_a_few_months(tmp_path: Path) -> None:
    """Each fact is told once: what 3,000 facts cost in text or as a document, whole or in part, would be noticed if it doubled."""
    with create_school(address=f"sqlite:///{tmp_path}/school.db") as school:
        rows = [{**finding(f"2024-09-{2 + n % 27:02d}"), "place": f"{n}室"} for n in range(3000)]
        school.acting("李老师").record(rows)

        tell = {
            "month": lambda: list(month_lines(school.month("2024-09", classes=["g1c1"]), PLAIN)),
            "text": lambda: list(explain_lines(school.explain("g1c1", "2024-09"), PLAIN)),
            "text of an item": lambda: list(explain_lines(school.explain("g1c1", "2024-09", "卫生"), PLAIN)),
            "document": lambda: write_json(school.explain("g1c1", "2024-09").to_dict()),
        }
        rounds = [{name: _measure(call) for name, call in tell.items()} for _ in range(3)]
        seconds = {name: min(each[name] for each in rounds) for name in tell}

    ratios = {name: seconds[name] / seconds["month"] for name in tell}
    assert {} == {name: ratio for name, ratio in ratios.items() if ratio > (6.5 if name == "document" else 4.5)}


def test_linting_four_times_the_clauses_costs_little_more_than_four_times_as_much() -> None:
    """A thousand clauses, half of them of kinds of their own, half of one kind by words, and some of the same facts."""
    few, many = (_measure_lint(_write_rulebook(clauses)) for clauses in (250, 1000))

    assert many < 8 * few


def test_linting_clauses_of_which_each_has_a_condition_costs_little_more_than_plain_ones() -> None:
    """Four hundred clauses of four items, each from its own number of students on; four hundred cases with a word each."""
    plain, *others = (_measure_lint(write(400)) for write in (_write_rulebook, _write_conditions, _write_cases))

    assert max(others) < 15 * plain


def _write_conditions(clauses: int) -> str:
    text = HEAD + "".join(f'[[item]]\nid = "i{n}"\ntitle = "项{n}"\ninto = "total"\ncap = 9\n' for n in range(4))
    clause = '[[clause]]\nid = "{0}"\ntitle = "第{0}条"\ncite = "试"\ninto = "i{1}"\nwhen.students.from = {0}\n'
    clause += 'facts = "hygiene.finding"\nmost = 3\n'
    return text + "".join(clause.format(number, number % 4) for number in range(clauses))


def _write_cases(cases: int) -> str:
    words = [f"w{number}" for number in range(50)]
    text = HEAD + f'[[kind]]\nid = "own.k"\ntitle = "自有"\nfields.count = {{}}\nfields.level = {json.dumps(words)}\n'
    listed = ", ".join(f'{{ where.level = "{word}", points = -{number} }}' for number, word in enumerate(words, 2))
    clause = '[[clause]]\nid = "{0}"\ntitle = "第{0}条"\ncite = "试"\ninto = "total"\nfacts = "own.k"\npoints = -1\n'
    return text + "".join((clause + "cases = [{1}]\n").format(n, listed) for n in range(cases // len(words)))


def _measure_lint(text: str) -> float:
    return min(_measure(lambda: lint_rulebook(parse_rulebook(text, KINDS))) for _ in range(2))


def _write_rulebook(clauses: int) -> str:
    kind = '[[kind]]\nid = "own.k{0}"\ntitle = "自有{0}"\nfields.count = {{}}\nfields.word = {{}}\n'
    clause = '[[clause]]\nid = "{0}"\ntitle = "第{0}条"\ncite = "试"\ninto = "x"\npoints = -1\nreading = "都算"\n'
    text = HEAD + '[[item]]\nid = "x"\ntitle = "项"\ninto = "total"\n'
    for number in range(clauses):
        own = number if number % 2 else 0
        text += (kind.format(own) if number % 2 or not number else "") + clause.format(number)
        text += f'facts = "own.k{own}"\n' + ("" if number % 10 == 1 else f'where.word = "w{number}"\n')
    return text


def _measure(tell: Callable[[], object]) -> float:
    before = process_time()
    tell()
    return process_time() - before


def test_a_question_about_one_year_costs_the_same_however_old_the_store_is(tmp_path: Path) -> None:
    """A month, the facts of a day and a sheet in a school of twelve years, with a rulebook version each, cost no two of one."""
    ratios = Ages(tmp_path, years=12, classes=12, facts=600, rulebooks=12).in_process(3)

    assert {} == {name: ratio for name, ratio in ratios.items() if ratio > 2}


_SOME = 4_000


def test_the_chain_costs_a_tenth_of_appending_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some thousand facts in one batch, with every event and the command chained, beside the same with no hash taken."""
    batches, names = list_batches(list_facts(_SOME)), iter(range(99))
    chained = {"chain_rows": chain_rows, "chain_command": chain_command}
    plain = {"chain_rows": _leave_unchained, "chain_command": lambda *_: bytes(32)}

    def append(parts: Mapping[str, object]) -> float:
        for name, part in parts.items():
            monkeypatch.setattr(store, name, part)
        return ours.append(tmp_path / f"{next(names)}.db", batches)

    seconds = fastest(6, {"chained": lambda: append(chained), "plain": lambda: append(plain)})

    assert seconds["chained"] < 1.1 * seconds["plain"]


def test_the_chain_costs_a_tenth_of_replaying_at_most(tmp_path: Path) -> None:
    """Reading looks at no chain: what it costs is the room it takes in the file."""
    path, bare = tmp_path / "chained.db", tmp_path / "bare.db"
    ours.setup(path, school_file(tmp_path))
    ours.append(path, list_batches(list_facts(_SOME)))
    for suffix in ("", ".keys"):
        shutil.copy(f"{path}{suffix}", f"{bare}{suffix}")
    with closing(sqlite3.connect(bare)) as connection:
        connection.execute("UPDATE stored_events SET chain=x''")
        connection.commit()
        connection.execute("VACUUM")

    seconds = fastest(6, {"chained": timed(lambda: ours.replay(path)), "bare": timed(lambda: ours.replay(bare))})

    assert seconds["chained"] < 1.1 * seconds["bare"]


def _leave_unchained(rows: Iterable[Row], _: object) -> Iterator[ChainedRow]:
    return ((*row, bytes(32)) for row in rows)

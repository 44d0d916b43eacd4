"""A school with two rulebooks at once: everything can be asked and done for one purpose or the other (用途)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bzr_adapters import NotFound, School
from tests.adapters.cli.test_purposes import ALLOWANCE
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school, finding


@pytest.fixture
def both(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """The small school with a rulebook for the allowance beside the usual one, and a fact for each."""
    file = tmp_path / "津贴.toml"
    file.write_text(ALLOWANCE, encoding="utf-8")
    adopted = {"rulebook": str(file), "from": "2024-09-01", "for": "allowance"}
    with create_school({**DECLARATION, "adopt": [*DECLARATION["adopt"], adopted]}, clock) as school:
        watch = {"date": "2024-09-04", "class": "g1c1", "fact": "值夜班", "count": 3}
        school.acting("李老师").record([finding(), watch])
        yield school


def test_a_statement_is_scored_for_a_purpose(both: School) -> None:
    """By the rulebooks adopted for it; the school itself goes on asking for the usual one."""
    allowance = both.for_purpose("allowance")

    statement = allowance.statement("g1c1", "2024-09")
    assert ("duty-allowance", "16.00") == (statement.rulebook, f"{statement.total}")
    assert "monthly-quantified" == both.statement("g1c1", "2024-09").rulebook
    assert 16 == both.at(both.head()).for_purpose("allowance").statement("g1c1", "2024-09").total


def test_results_of_each_purpose_stand_apart(both: School) -> None:
    """What is published for one is not published for the other; so are the appeals."""
    office = both.acting("李老师").for_purpose("allowance")
    (published,) = office.publish("2024-09", until="2024-10-12", classes=["g1c1"])
    office.appeal("g1c1", "2024-09", clause="1", grounds="四晚")

    assert 16 == published.total
    assert () == both.results("2024-09")
    assert () == both.appeals()
    assert ["1"] == [appeal.about for appeal in both.for_purpose("allowance").appeals("2024-09")]


def test_a_purpose_that_nobody_adopted_is_not_found(both: School) -> None:
    """When something is asked; the near one is named."""
    with pytest.raises(NotFound) as unknown:
        both.for_purpose("alowance").statement("g1c1", "2024-09")

    assert ("register.unknown-purpose", ("allowance",)) == (unknown.value.code, unknown.value.near)


def test_closing_the_school_of_a_purpose_leaves_the_store_open(both: School) -> None:
    """It is the school's that was opened."""
    with both.for_purpose("allowance"):
        pass

    assert both.head()

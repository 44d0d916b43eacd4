"""kill -9 while sheets are being recorded: nothing acknowledged is missing, nothing is doubled."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.adapters.cli.calling import Shell
from tests.support.measuring import environ_unmeasured

ROOT = Path(__file__).parents[3]
ROWS = 60


def write_sheet(shell: Shell, number: int) -> str:
    """A sheet of facts that no other sheet has, about a class and about its head teacher."""
    rows = [
        f"2024-09-{3 + row % 20:02},g1c1,{'卫生不合格' if row % 2 else '缺查课'},{number:03}.csv-{row}"
        for row in range(ROWS)
    ]
    return shell.write(f"{number:03}.csv", "日期,班级,事项,备注\n" + "\n".join(rows) + "\n")


def count_facts(shell: Shell) -> Counter[str]:
    """Return how many facts stand for each sheet."""
    facts = json.loads(shell.bzr("facts", "--json").out)["facts"]
    return Counter(fact["note"].split("-")[0] for fact in facts)


@pytest.mark.parametrize("kills", [50, pytest.param(500, marks=pytest.mark.nightly)])
def test_kills_lose_and_double_nothing(school: Shell, kills: int) -> None:
    """Each sheet is killed at another moment: whole or absent, there if acknowledged, complete after a second run."""
    sheets = [write_sheet(school, number) for number in range(kills + 2)]

    killed = subprocess.run(
        [sys.executable, "-m", "tests.adapters.cli.killing", *sheets],
        cwd=school.folder,
        env=environ_unmeasured() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    before = count_facts(school)
    assert 0 == school.bzr("record", "--clock", "测试", *sheets).status

    assert {ROWS} == set(before.values())
    assert set(json.loads(killed.stderr)) <= set(before)
    assert dict.fromkeys(sheets, ROWS) == count_facts(school)
    assert 2 < len(before) < len(sheets), "each kill came too early, or each too late: nothing is proved"

"""kill -9 while a sheet is being recorded, a hundred times: nothing acknowledged is missing, nothing is doubled."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

KILLS = 100
ROWS = 60
SCHOOL = """
[school]
name = "示例中学"

[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17

[[class]]
id = "c1"
name = "高一(1)班"
stage = "senior"
grade = "高一"

[[tenure]]
teacher = "t1"
name = "张老师"
class = "c1"
from = 2024-09-01

[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
"""


def bzr(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bzr_adapters.cli", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )


def answer(folder: Path, *words: str) -> str:
    """What a command prints when it is left alone; it must succeed."""
    process = bzr(folder, *words)
    out, err = process.communicate(timeout=120)
    assert 0 == process.returncode, err
    return out


def write_sheet(folder: Path, number: int) -> str:
    """A sheet of facts that no other sheet has, about a class and about its head teacher."""
    name = f"{number:03}.csv"
    rows = [
        f"2024-09-{3 + row % 20:02},c1,{'卫生不合格' if row % 2 else '缺查课'},{number}-{row}"
        for row in range(ROWS)
    ]
    (folder / name).write_text("日期,班级,事项,备注\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return name


def facts_of(folder: Path) -> dict[str, int]:
    """How many facts stand for each sheet."""
    found: dict[str, int] = {}
    for fact in json.loads(answer(folder, "facts", "--json"))["facts"]:
        number = fact["note"].split("-")[0]
        found[number] = found.get(number, 0) + 1
    return found


def test_a_hundred_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """Each sheet is killed at another moment: whole or absent, there if acknowledged, complete after a second run."""
    (tmp_path / "school.toml").write_text(SCHOOL, encoding="utf-8")
    answer(tmp_path, "setup", "school.toml")
    started = time.perf_counter()
    answer(tmp_path, "record", write_sheet(tmp_path, 0))
    whole_run = time.perf_counter() - started
    sheets = {number: write_sheet(tmp_path, number) for number in range(1, KILLS + 1)}

    acknowledged = set()
    for number, name in sheets.items():
        process = bzr(tmp_path, "record", name)
        time.sleep(whole_run * (0.3 + 0.8 * number / KILLS))
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate(timeout=120)
        if str(ROWS) in out:
            acknowledged.add(str(number))
        if number % 20 == 0:
            found = facts_of(tmp_path)
            assert {ROWS} == set(found.values())
            assert acknowledged <= set(found)
    before = facts_of(tmp_path)
    answer(tmp_path, "record", *sheets.values())

    after = facts_of(tmp_path)
    assert {ROWS} == set(before.values())
    assert acknowledged <= set(before)
    assert {str(number): ROWS for number in range(KILLS + 1)} == after
    assert len(before) < len(after), "no kill came in time to prevent a recording: the test proves nothing"

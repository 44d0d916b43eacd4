"""The command as a process of its own: streams, pipes, colours, speed of start."""

import os
import subprocess
import sys
from pathlib import Path

from tests.adapters.cli.calling import SCHOOL

BZR = (sys.executable, "-m", "bzr_adapters.cli")
HEAVY = ("openpyxl", "rich", "bzr_adapters.intake.fact_sheet", "bzr_adapters.demo", "hypothesis")


def _run(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, "PYTHONIOENCODING": "", **environ}
    return subprocess.run([*BZR, *arguments], cwd=folder, env=whole, capture_output=True, encoding="utf-8", check=False)


def test_output_to_a_pipe_is_utf_8_and_without_colours(tmp_path: Path) -> None:
    """Whatever the machine's own encoding is."""
    (tmp_path / "school.toml").write_text(SCHOOL, encoding="utf-8")

    answer = _run(tmp_path, "setup", "school.toml", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")

    assert (0, "") == (answer.returncode, answer.stderr)
    assert answer.stdout.startswith("新建存储 bzr.db\n新增 学校 示例中学")
    assert "\x1b" not in answer.stdout


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    """Given `bzr demo | head -1`, then no traceback."""
    command = f"{' '.join(BZR)} demo | head -1"

    answer = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert "" == answer.stderr


def test_output_that_cannot_be_written_is_one_block(tmp_path: Path) -> None:
    """Given a full disk, then it is said so; it is no fault of the program."""
    command = f"{' '.join(BZR)} rulebook list > /dev/full"

    answer = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert 1 == answer.returncode
    assert [
        "错误:文件或输出不能读写:磁盘已满",
        "怎么办:请检查磁盘空间和权限",
    ] == answer.stderr.splitlines()


def test_closed_streams_are_no_error(tmp_path: Path) -> None:
    """Given a caller that closed both streams, then the status still tells."""
    command = f"{' '.join(BZR)} rulebook list >&- 2>&-"

    answer = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, check=False)

    assert 0 == answer.returncode


def test_a_reading_command_imports_nothing_heavy(tmp_path: Path) -> None:
    """Given `bzr month`, then spreadsheets, demonstrations and the like are not imported."""
    (tmp_path / "school.toml").write_text(SCHOOL, encoding="utf-8")
    _run(tmp_path, "setup", "school.toml")
    program = (
        "import sys; from bzr_adapters.cli import main; status = main(['month', '2024-09', '--json']);"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert "0 []\n" == answer.stderr

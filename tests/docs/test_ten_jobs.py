"""Ten jobs of a program that embeds the front door: one import of ours, at most thirty lines."""

import ast
import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "ten_jobs.py"


def test_ten_jobs_take_one_import_and_thirty_lines() -> None:
    """Counted are the lines with code; a blank line and the docstring are none."""
    text = EXAMPLE.read_text(encoding="utf-8")
    tree = ast.parse(text)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    ours = [node for node in imports if isinstance(node, ast.ImportFrom) and str(node.module).startswith("bzr_")]
    first = tree.body[1].lineno - 1

    assert ["bzr_adapters"] == [node.module for node in ours]
    assert 30 >= len([line for line in text.splitlines()[first:] if line.strip()])


def test_they_are_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In an empty folder: the sheet is there, the place kept is that of the last event."""
    monkeypatch.chdir(tmp_path)
    names = runpy.run_path(str(EXAMPLE))

    printed = capsys.readouterr().out.splitlines()
    assert ["1.00", "1.00", "final", "1"] == printed[1:5]
    assert (tmp_path / "九月.xlsx").stat().st_size > 0
    assert ("g1c1", "2024-09") in {pair for batch in names["seen"] for pair in batch.moved}

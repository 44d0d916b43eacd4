"""The examples of the front door are what a type checker passes: mypy --strict, and Pyright."""

import json
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/reference/python.md", "README.md", "docs/how-to/embed.md")
SETTINGS = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "reportUnusedExpression": False}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a module for each page: its Python examples, one after the other."""
    folder = tmp_path_factory.mktemp("examples")
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        blocks = re.findall(r"^ *```python\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
        assert blocks, f"{page} has no example"
        name = page.replace("/", "_").replace("-", "_").removesuffix(".md")
        (folder / f"{name}.py").write_text("\n\n".join(map(dedent, blocks)), encoding="utf-8")
    return folder


def test_mypy_passes_the_examples(examples: Path) -> None:
    """With --strict."""
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), str(examples)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert 0 == outcome.returncode, outcome.stdout


def test_pyright_passes_the_examples(examples: Path) -> None:
    """In its strict mode; basedpyright is Pyright with everything it needs in its own package."""
    settings = {**SETTINGS, "venvPath": str(Path(sys.prefix).parent), "venv": Path(sys.prefix).name}
    (examples / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--project", str(examples)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert 0 == outcome.returncode, outcome.stdout

"""What an installation without some extra can do, and how it names the extra to install."""

import json
import subprocess
import sys
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters.extras import DISTRIBUTION, EXTRAS, MissingExtra, name_missing_extra
from bzr_adapters.storage import create_store

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LESS = """
import contextlib, io, json, sys
from importlib.abc import MetaPathFinder

absent, calls = json.loads(sys.argv[1])

class NotInstalled(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NotInstalled())
import bzr_domain, bzr_adapters
from bzr_adapters.cli import main

answers = []
for words in calls:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        status = main(words)
    answers.append([status, out.getvalue(), err.getvalue()])
print(json.dumps(answers))
"""
"""Runs calls of the command in an interpreter in which some packages are not installed."""


def answers_with(extras: set[str], folder: Path, *calls: str) -> list[Any]:
    """Status, output and errors of each call where only these extras are installed."""
    absent = [package for package, extra in EXTRAS.items() if extra not in extras]
    done = subprocess.run(
        [sys.executable, "-c", LESS, json.dumps([absent, [call.split() for call in calls]])],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def workbook() -> bytes:
    """An empty workbook."""
    from openpyxl import Workbook

    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


def named(package: str) -> list[Any]:
    """The answer that names the extra of a package."""
    return [2, "", f"错误:没有安装{package};请运行 pip install '{DISTRIBUTION}[{EXTRAS[package]}]'\n"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a school file and a sheet without rows."""
    (tmp_path / "school.toml").write_text('[school]\nname = "示例中学"\n', encoding="utf-8")
    (tmp_path / "s.csv").write_text("日期,班级,事项\n", encoding="utf-8")
    return tmp_path


def test_the_extras_are_those_of_the_distribution() -> None:
    """Every package is known here under the first extra that brings it; tzdata is data and is never imported."""
    extras = {name: needs for name, needs in PROJECT["optional-dependencies"].items() if name != "all"}

    packages = {"psycopg_pool": "postgres"}  # psycopg's own extra `pool`
    for name, needs in extras.items():
        for need in needs:
            packages.setdefault(need.partition(">=")[0].partition("[")[0], name)

    assert DISTRIBUTION == PROJECT["name"]
    assert packages == {**EXTRAS, "tzdata": "cli", DISTRIBUTION: "postgres"}
    assert PROJECT["optional-dependencies"]["all"] == [f"{DISTRIBUTION}[{','.join(extras)}]"]


@pytest.mark.parametrize("extras", [set(), {"store", "xlsx", "testing"}], ids=["bare", "all-but-cli"])
def test_without_its_extra_the_command_names_it(folder: Path, extras: set[str]) -> None:
    """Both packages import; `bzr`, whatever it is asked, says what to install, in the language asked for."""
    plain, month, english = answers_with(extras, folder, "--help", "month 2024-09", "month 2024-09 --lang en")

    assert named("click") == plain == month
    assert [2, "", "error: click is not installed; run pip install 'bzr-domain[cli]'\n"] == english


def test_with_the_command_alone_rulebooks_can_be_read_and_everything_else_names_its_extra(
    folder: Path,
) -> None:
    """Help, rulebooks and lint need nothing more; a store and checking do."""
    calls = ("--help", "--version", "rulebook list", "rulebook show college", "lint college")
    needing_a_store = ("setup school.toml", "record s.csv", "month 2024-09", "demo")

    *fine, check = answers_with({"cli"}, folder, *calls, "check college")
    refused = answers_with({"cli", "xlsx", "testing"}, folder, *needing_a_store)

    assert [0] * len(calls) == [status for status, _, _ in fine]
    assert named("hypothesis") == check
    assert [named("eventsourcing")] * len(needing_a_store) == refused


def test_a_workbook_names_the_extra_that_reads_it(folder: Path) -> None:
    """With a store and without XLSX, CSV is recorded as ever."""
    (folder / "s.xlsx").write_bytes(workbook())

    setup, sheet, book = answers_with({"cli", "store"}, folder, "setup school.toml", "record s.csv", "record s.xlsx")

    assert [0, 0] == [setup[0], sheet[0]]
    assert named("openpyxl") == book


def test_a_program_is_told_the_same_by_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store raises an error of ours, caused by the import that failed."""
    monkeypatch.delitem(sys.modules, "bzr_adapters.storage.memory", raising=False)
    monkeypatch.setitem(sys.modules, "eventsourcing.popo", None)

    with pytest.raises(MissingExtra, match=r"pip install 'bzr-domain\[store\]'") as raised:
        create_store("memory:")

    assert isinstance(raised.value.__cause__, ImportError)


def test_an_import_that_fails_for_another_reason_stays_as_it_is() -> None:
    """What is no extra of ours is not explained away."""
    with pytest.raises(ModuleNotFoundError, match="no_such_package"), name_missing_extra():
        import no_such_package  # type: ignore[import-not-found]  # noqa: F401


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution, built."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("extras", "call", "answer"),
    [
        ("", "--help", "click"),
        ("store,xlsx,testing", "--help", "click"),
        ("cli", "demo", "eventsourcing"),
        ("cli", "schema bzr.month/1", ""),
        ("cli", "check college", "hypothesis"),
        ("cli,store", "record s.xlsx", "openpyxl"),
        ("all", "demo", ""),
    ],
)
def test_a_real_installation_answers_so(wheel: Path, folder: Path, extras: str, call: str, answer: str) -> None:
    """Installed for itself with pip, as a stranger would: both packages import, the command answers."""
    place = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python, bzr = place / "bin" / "python", place / "bin" / "bzr"
    wanted = f"{DISTRIBUTION}[{extras}] @ {wheel.as_uri()}"
    subprocess.run([python, "-m", "pip", "-qq", "install", wanted], check=True)

    subprocess.run([python, "-c", "import bzr_domain, bzr_adapters"], check=True)
    if "record" in call:
        (folder / "s.xlsx").write_bytes(workbook())
        subprocess.run([bzr, "setup", "school.toml"], cwd=folder, check=True)
    done = subprocess.run([bzr, *call.split()], cwd=folder, capture_output=True, text=True, check=False)

    assert (named(answer) if answer else [0, done.stdout, ""]) == [done.returncode, done.stdout, done.stderr]


def test_the_page_on_installing_names_every_extra() -> None:
    """Each has its row, in both languages."""
    page = (ROOT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")

    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| `")]

    assert {f"`{extra}`" for extra in EXTRAS.values()} == set(rows)
    assert named("hypothesis")[2] in page

"""The scripts and the tables of settings that the pages show: they run, and are taken as they stand."""

import re
import shlex
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bzr_adapters import Schools
from bzr_adapters.intake.layout import read_layout
from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_adapters.intake.school_file import read_school
from bzr_domain.register.declaration import Declaration
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.adapters.cli.calling import Shell, shell

__all__ = ["shell"]

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "docs" / "tutorial" / "first-month"
SHELF = ROOT / "src" / "bzr_domain" / "rulebook" / "shelf"
PAGES = sorted({*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")})
SCHOOL_TABLES = {"school", "term", "class", "tenure", "adopt", "person", "right"}


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of a page in a language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_a_month_is_published_heard_and_paid_as_the_page_says(shell: Shell) -> None:
    """Each day comes in its turn; only the first final is refused, as the appeal was upheld."""
    shutil.copytree(SCHOOL, shell.folder, dirs_exist_ok=True)
    for command in ("setup school.toml", "record september.csv"):
        assert 0 == shell.bzr(*command.split()).status
    script = "".join(blocks(ROOT / "docs/how-to/publish-and-pay.md", "sh"))
    refused, until = [], shell.now
    for line in script.splitlines():
        words = shlex.split(line, comments=True)[1:]
        if words[0] == "final":
            shell.now = until + timedelta(days=1)
        answer = shell.bzr(*words)
        if answer.status:
            refused.append((" ".join(words), answer.err))
        if "--until" in words:
            until = datetime.fromisoformat(words[words.index("--until") + 1]).replace(hour=4, tzinfo=UTC)

    assert ["final 2024-09"] == [words for words, _ in refused], refused


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "toml")], ids=lambda page: page.stem)
def test_settings_on_a_page_are_taken_as_they_stand(page: Path, tmp_path: Path) -> None:
    """Parts of a school file beside a school, kinds and clauses beside a rulebook, layouts, worked cases, lists of schools."""
    shutil.copytree(SCHOOL, tmp_path, dirs_exist_ok=True)
    rules = (SHELF / "monthly-quantified.toml").read_text("utf-8")
    for number, block in enumerate(blocks(page, "toml")):
        text = re.sub(r"^ {3}", "", block, flags=re.MULTILINE) if block.startswith("   ") else block
        tables = tomllib.loads(text)
        if "layout" in tables:
            path = tmp_path / f"{number}.toml"
            path.write_text(text, encoding="utf-8")
            assert read_layout(path).columns
        elif tables.keys() & {"kind", "clause"}:
            rules += text
            parse_rulebook(rules, read_common_kinds())
        elif isinstance(tables.get("school"), list):
            path = tmp_path / f"{number}.toml"
            path.write_text(text, encoding="utf-8")
            assert Schools(path)
        elif tables.keys() <= SCHOOL_TABLES:
            declare(tmp_path, text)


def declare(folder: Path, text: str) -> None:
    """Read a part of a school file, with the rulebook of the school's own that it may name."""
    for name in ("本校.toml", "our-rules.toml"):
        shutil.copy(SHELF / "monthly-quantified.toml", folder / name)
    head = '[school]\nname = "示例中学"\n' if "[school]" not in text else ""
    (folder / "part.toml").write_text(head + text, encoding="utf-8")

    declared = read_school(folder / "part.toml")

    assert isinstance(declared, Declaration), declared

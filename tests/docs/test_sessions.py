"""What the pages show of a terminal is what the program says, but for the clock and the ids of new marks."""

import re
import shlex
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from bzr_adapters.cli.app import run
from bzr_adapters.cli.language import use_language
from bzr_domain.kernel.messages import Lang

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "docs" / "tutorial" / "first-month"
OWN_RULES = ROOT / "src" / "bzr_domain" / "rulebook" / "shelf" / "monthly-quantified.toml"


@pytest.mark.parametrize(
    ("page", "lang"),
    [
        ("README.md", "en"),
        ("README.zh-CN.md", "zh"),
        ("docs/tutorial/first-month.md", "zh"),
        ("docs/tutorial/seven-commands.md", "en"),
        ("docs/how-to/add-a-clause.md", "zh"),
        ("docs/how-to/appoint.md", "zh"),
    ],
)
def test_a_newcomer_gets_what_the_page_prints(
    page: str, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Following the page step by step: its files written, its rulebook amended, its commands run in order."""
    shutil.copytree(SCHOOL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    use_language(lang)

    said, printed = [], []
    for language, body in _blocks(ROOT / page):
        _write(language, body, tmp_path)
        for command, answer in _commands(language, body):
            printed.append((command, _timeless(answer)))
            run(shlex.split(command)[1:], {"BZR_LANG": lang, "BZR_USER": "张干事"})
            said.append((command, _timeless("".join(capsys.readouterr()))))
    use_language("zh")

    assert printed == said
    assert len(said) > 4


def _blocks(page: Path) -> list[tuple[str, str]]:
    found = re.findall(r"^ *```(\w+)\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [(language, dedent(body)) for language, body in found]


def _write(language: str, body: str, folder: Path) -> None:
    """What the page asks its reader to write: the sheet, the clause, and the rulebook they go into."""
    school = folder / "school.toml"
    if language == "csv" and ("corner" in body or "图书角" in body):
        (folder / "corner.csv").write_text(body, encoding="utf-8")
    if language == "toml" and body.startswith("[[class]]"):
        school.write_text(f"{school.read_text(encoding='utf-8')}\n{body}", encoding="utf-8")
    if language == "toml" and "[[clause]]" in body:
        rules = OWN_RULES.read_text(encoding="utf-8").replace("monthly-quantified", "our-rules", 1)
        (folder / "our-rules.toml").write_text(f"{rules}\n{body}", encoding="utf-8")
        adopted = school.read_text(encoding="utf-8").replace('"monthly-quantified"', '"our-rules.toml"')
        school.write_text(adopted, encoding="utf-8")


def _commands(language: str, body: str) -> list[tuple[str, str]]:
    """The commands of a terminal block with their answers; those about another moment depend on the clock."""
    pairs = re.findall(r"^\$ (bzr .*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE) if language == "console" else []
    return [(command, answer) for command, answer in pairs if not ("--as-of" in command or "bad.csv" in command)]


def _timeless(text: str) -> str:
    without_times = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", text)
    return re.sub(r"(entry|记录) [0-9a-f]{20}", "MARK", without_times).rstrip()

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
        ("docs/how-to/dispute-a-deduction.md", "zh"),
        ("docs/how-to/new-school-year.md", "zh"),
        ("docs/how-to/wide-table.md", "zh"),
    ],
)
def test_a_newcomer_gets_what_the_page_prints(
    page: str, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Following the page step by step: its files written, its rulebook amended, its commands run in order.

    Of a command without its answer no more is asked than that it is carried out.
    """
    shutil.copytree(SCHOOL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "bad.csv").write_text("日期,班级,事项,数值\n2024-09-03,高一(9)班,卫生评份,96\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    use_language(lang)
    environ = {"BZR_LANG": lang, "BZR_USER": "张干事"}
    for command in _BEFORE.get(page, ()):
        run(shlex.split(command)[1:], environ)
    capsys.readouterr()

    answers, printed, marks = [], [], dict[str, str]()
    for language, body in _blocks(ROOT / page):
        _write(language, body, tmp_path)
        for command, answer in _commands(language, body):
            words = [_find_mark(marks, word) for word in shlex.split(command)[1:]]
            status, text = run(words, environ), "".join(capsys.readouterr())
            marks |= zip(_MARK.findall(answer), _MARK.findall(text), strict=False)
            printed.append((command, _put_marks(marks, _timeless(answer)) if answer.strip() else "0"))
            answers.append((command, _timeless(text) if answer.strip() else str(status)))
    use_language("zh")

    assert printed == answers
    assert len(answers) > 1


_BEFORE = {
    f"docs/how-to/{page}.md": ("bzr setup school.toml", "bzr record september.csv")
    for page in ("dispute-a-deduction", "new-school-year")
}
"""Page that goes on where another ends → the commands of that one."""
_MARK = re.compile(r"(?:entry|记录) ([0-9a-f]{20})")
"""The id of a correction or a void, which is another each time."""


def _put_marks(marks: dict[str, str], answer: str) -> str:
    """What the page prints, with the marks of this time."""
    for printed, own in marks.items():
        answer = answer.replace(printed, own)
    return answer


def _find_mark(marks: dict[str, str], word: str) -> str:
    """The id that a mark of the page has this time, or the word itself."""
    return next((own for printed, own in marks.items() if len(word) > 7 and printed.startswith(word)), word)


def _blocks(page: Path) -> list[tuple[str, str]]:
    found = re.findall(r"^ *```(\w+)\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [(language, dedent(body)) for language, body in found]


def _write(language: str, body: str, folder: Path) -> None:
    """What the page asks its reader to write: the sheets, the clause, and the rulebook they go into."""
    school = folder / "school.toml"
    if language == "csv" and ("corner" in body or "图书角" in body):
        (folder / "corner.csv").write_text(body, encoding="utf-8")
    if language == "csv" and body.startswith("班级,班主任"):
        (folder / "新生班级.csv").write_text(body, encoding="utf-8")
    if language == "csv" and "值周检查" in body:
        (folder / "2024-09-18.csv").write_text(body, encoding="utf-8")
    if language == "toml" and body.startswith("[layout]"):
        (folder / "值周检查.toml").write_text(body, encoding="utf-8")
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
    return [(command, answer) for command, answer in pairs if "--as-of" not in command]


def _timeless(text: str) -> str:
    without_times = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", text)
    return re.sub(r"(entry|记录) [0-9a-f]{20}", "MARK", without_times).rstrip()

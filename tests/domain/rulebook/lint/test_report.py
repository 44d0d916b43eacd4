"""Lint: every planted fault is found in exactly these words, and a text without faults is left alone."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bzr_domain.rulebook.lint import CODES, Report, lint_rulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import HEAD, KINDS, RULEBOOKS

ROOT = Path(__file__).parents[3]
BAD, GOOD = ROOT / "bad" / "lint", ROOT / "good" / "lint"
CLEAN = sorted(path.stem for path in GOOD.glob("*.toml"))
FAULTS = [
    (path.stem, fault)
    for path in sorted(BAD.glob("*.toml"))
    for fault in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]
]


def base(name: str) -> str:
    """The text that a fault is planted in: a clean rulebook of the tests, or a shipped one."""
    folder = GOOD if name in CLEAN else RULEBOOKS
    return (folder / f"{name}.toml").read_text(encoding="utf-8")


def planted(name: str, fault: dict[str, Any]) -> Report:
    """What lint says of a rulebook with one fault planted in it."""
    text = base(name)
    for old, new in [(fault["replace"], fault["by"]), *fault.get("also", [])]:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return lint_rulebook(parse_rulebook(text, KINDS))


def show_findings(report: Report) -> str:
    """Every open finding in both languages."""
    return "".join(
        f"[{finding.code}] {finding.key}\n  {finding.what.zh}\n  {finding.what.en}\n" for finding in report.open
    )


def test_more_than_forty_faults_are_planted() -> None:
    """And every code that lint knows is among them."""
    planted_codes = {finding.split()[-1] for _, fault in FAULTS for finding in fault["finds"]}

    assert len(FAULTS) >= 40
    assert set(CODES) == planted_codes


@pytest.mark.parametrize(
    ("name", "fault"), FAULTS, ids=lambda value: value if isinstance(value, str) else value["name"]
)
def test_a_planted_fault_is_found_and_nothing_else(name: str, fault: dict[str, Any]) -> None:
    """Given a rulebook without open faults, when one is planted, then it alone is found, where it stands."""
    findings = [f"{finding.key} {finding.code}" for finding in planted(name, fault).open]

    assert fault["finds"] == findings


@pytest.mark.parametrize("name", sorted({name for name, _ in FAULTS}))
def test_a_planted_fault_is_told_in_these_words(name: str) -> None:
    """The text beside the faults is what a clerk reads, in both languages; BZR_WRITE_GOLDEN=1 writes it anew."""
    text = "".join(
        f"# {fault['name']}\n{show_findings(planted(name, fault))}\n" for base, fault in FAULTS if base == name
    )
    path = BAD / f"{name}.txt"
    if os.environ.get("BZR_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_rulebook_has_no_finding(name: str) -> None:
    """No false alarm: nothing is found in a text without faults, not even something acknowledged."""
    assert () == lint_rulebook(parse_rulebook(base(name), KINDS)).findings


def test_why_and_what_to_write_are_told_in_these_words() -> None:
    """Each code's reason and advice, in both languages; BZR_WRITE_GOLDEN=1 writes them anew."""
    text = "".join(
        f"[{code}]\n  {code_text.why.zh}\n  {code_text.why.en}\n  {code_text.write.zh}\n  {code_text.write.en}\n"
        for code, code_text in CODES.items()
    )
    path = BAD / "codes.txt"
    if os.environ.get("BZR_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


def test_clauses_that_go_into_one_another_a_thousand_times_are_linted() -> None:
    """The labels that can be given are looked for all the way down, however far that is."""
    labels = 'labels = ["乙", "甲", "丙"]\n'
    text = HEAD + f'[[outcome]]\nid = "x0"\ntitle = "级"\n{labels}'
    clause = '[[clause]]\nid = "x{0}"\ntitle = "级"\ncite = "试"\ninto = "x{1}"\n' + labels
    text += "".join(clause.format(number, number - 1) for number in range(1, 1100))
    text += 'facts = "hygiene.finding"\ntable = [{ from = 1, gives = "甲" }, { gives = "乙" }]\n'

    report = lint_rulebook(parse_rulebook(text, KINDS))

    assert [each.what.zh for each in report.findings if each.code == "label-never-given"] == ["没有哪一行给“丙”"]


def test_labels_taken_as_they_are_are_given_by_the_node_that_is_read() -> None:
    """A node without a table gives the labels of the node that it reads, and no other."""
    text = HEAD + (
        '[[outcome]]\nid = "read"\ntitle = "级"\nlabels = ["乙", "甲"]\nfacts = "hygiene.finding"\n'
        'table = [{ from = 1, gives = "甲" }, { gives = "乙" }]\n'
        '[[outcome]]\nid = "taken"\ntitle = "级"\nlabels = ["乙", "甲", "丙"]\nscores = "read"\n'
    )

    report = lint_rulebook(parse_rulebook(text, KINDS))

    never_given = [(each.key, each.what.zh) for each in report.findings if each.code == "label-never-given"]
    assert never_given == [("taken", "没有哪一行给“丙”")]


def test_labels_reached_by_many_ways_are_looked_for_once() -> None:
    """Each of thirty grades takes the next one twice: a thousand million ways lead to the last one, which is read once."""
    labels = 'labels = ["乙", "甲", "丙"]\n'
    grade = '[[outcome]]\nid = "x{0}"\ntitle = "级"\n' + labels
    clause = '[[clause]]\nid = "x{0}.{2}"\ntitle = "级"\ncite = "试"\ninto = "x{0}"\nscores = "x{1}"\n' + labels
    text = HEAD + "".join(
        grade.format(level) + "".join(clause.format(level, level + 1, way) for way in (1, 2)) for level in range(30)
    )
    text += grade.format(30) + 'facts = "hygiene.finding"\ntable = [{ from = 1, gives = "甲" }, { gives = "乙" }]\n'

    report = lint_rulebook(parse_rulebook(text, KINDS))

    assert {"没有哪一行给“丙”"} == {each.what.zh for each in report.findings if each.code == "label-never-given"}

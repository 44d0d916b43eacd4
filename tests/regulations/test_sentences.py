"""Holds docs/reference/regulations.md to the list of the sentences: each once, with what serves it and a worked example.

`sentences.txt` lists the sentences of the two source compilations by their numbers, in the order of the texts: `asks`
for a sentence that asks for a number, record, list, deadline, role, step or notice; `says` for one that explains.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from bzr_adapters.cli.app import MODULES
from bzr_adapters.cli.appoint import STEPS
from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import KINDS, RULEBOOKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "regulations.md").read_text(encoding="utf-8")
LIST = [line.split("\t") for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()]
ASKING = [number for what, number in LIST if what == "asks"]
REGULATIONS = list(dict.fromkeys(number.split()[0] for _, number in LIST))
NOT_SERVED = "未承担:"


class Row(NamedTuple):
    """One row of a regulation's table."""

    number: str
    asks: str
    served_by: str
    example: str


ROWS = [
    Row(*found)
    for found in re.findall(r"^\| ([AB]\d+ [^|]+?) \| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", PAGE, re.MULTILINE)
]
BY_NUMBER = {row.number: row for row in ROWS}


def test_each_sentence_stands_once_on_the_page_in_order() -> None:
    """The page has the numbers of the list, and no others."""
    assert [number for _, number in LIST] == [row.number for row in ROWS]
    assert [] == [number for number, times in Counter(number for _, number in LIST).items() if times > 1]


@pytest.mark.parametrize("number", ASKING)
def test_what_a_sentence_asks_is_served_or_the_page_says_why_not(number: str) -> None:
    """It names rulebooks, nodes, kinds or commands that exist and an example that stands; or a reason."""
    row = BY_NUMBER[number]
    names = re.findall(r"`([^`]+)`", row.served_by)
    examples = re.findall(r"`([^`]+)`", row.example)

    assert len(row.served_by) > len(NOT_SERVED) if row.served_by.startswith(NOT_SERVED) else names and examples
    assert [] == [name for name in names if not _is_known(name)]
    assert [] == [example for example in examples if not _stands(example)]


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_a_regulation_has_a_worked_example(regulation: str) -> None:
    """At least one of its sentences shows its figure or record."""
    assert any(
        _stands(one)
        for row in ROWS
        if row.number.split()[0] == regulation
        for one in re.findall(r"`([^`]+)`", row.example)
    )


def test_what_a_shipped_rulebook_cites_is_a_sentence_of_the_list() -> None:
    """No rulebook and no duty cites a place that the source compilations do not have."""
    places = {_fold(number) for _, number in LIST}
    cited = {
        (name, place)
        for name, book in BOOKS.items()
        for node in book.nodes.values()
        for place in _split_cite(node.cite)
    }

    assert [] == sorted(f"{name}: {place}" for name, place in cited if not _is_place(place, places))


BOOKS = {
    path.stem: parse_rulebook(path.read_text(encoding="utf-8"), KINDS)
    for path in sorted(RULEBOOKS.glob("*.toml"))
    if re.fullmatch(r"[a-z-]+", path.stem) and path.stem != "kinds"
}
"""The newest version of each shipped rulebook."""
NODES = {name: {node.id for node in book.nodes.values()} for name, book in BOOKS.items()}
KIND_IDS = {kind for book in BOOKS.values() for kind in book.kinds}
SCHOOL_FILE = (ROOT / "docs" / "reference" / "school-file.md").read_text(encoding="utf-8")


def _is_known(name: str) -> bool:
    """Whether a name on the page is a command, a rulebook, `RULEBOOK NODE`, a kind or a table of the school file."""
    first, _, rest = name.partition(" ")
    if first == "bzr":
        command, *words = rest.split()
        return command in MODULES and (command != "appoint" or set(words) <= set(STEPS))
    if first in BOOKS:
        return not rest or rest in NODES[first]
    return name in KIND_IDS or (name.startswith("[[") and name in SCHOOL_FILE)


def _stands(example: str) -> bool:
    """Whether an example stands: `RULEBOOK: CASE` of an examples file, or `FILE::TEST`."""
    if "::" in example:
        file, _, test = example.partition("::")
        path = ROOT / "tests" / file
        return path.exists() and f"def {test}(" in path.read_text(encoding="utf-8")
    name, _, case = example.partition(": ")
    return case in (POINTS if name == "duties" else CASES.get(name, ()))


CASES = {
    path.name.removesuffix(".examples.toml"): {
        case["name"]
        for table in ("case", "month")
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(table, ())
    }
    for path in RULEBOOKS.glob("*.examples.toml")
}


POINTS = {f"{name} {point.number}" for name, one in read_regulations().items() for point in one.points}


def _split_cite(cite: str) -> list[str]:
    """The places of a citation such as `B9 附件二 6;表3 序4、序5`, each with its regulation."""
    regulation, _, rest = cite.partition(" ")
    return [f"{regulation}{_fold(place)}" for place in re.split(r"[;;]|、(?=第)", rest)]


def _fold(place: str) -> str:
    """A place without marks, the rows of a table, and the end of a range: 1.1–1.3 is looked up as 1.1."""
    return re.sub(r"[、 ]|序\d+|第\d行|–[\d.]+", "", place)


def _is_place(place: str, places: set[str]) -> bool:
    """Whether a place is one of the list, holds some of them, or lies within one."""
    return any(one.startswith(place) or place.startswith(one) for one in places)

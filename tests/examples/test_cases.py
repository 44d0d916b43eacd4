"""Runs the worked cases beside each rulebook: every number a person worked out is compared with the engine's."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from bzr_domain.rulebook.reading import read_book
from bzr_domain.testing.examples import differences
from tests.support.builders import KINDS, RULEBOOKS


def examples(name: str) -> Mapping[str, Any]:
    """The examples file of a rulebook."""
    text = (RULEBOOKS / f"{name}.examples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


NAMES = sorted(
    path.name.removesuffix(".examples.toml")
    for path in RULEBOOKS.glob("*.examples.toml")
    if "[[case]]" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_worked_by_hand_come_out(name: str) -> None:
    """Every number of every case."""
    book = read_book((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)

    assert [] == differences(book, examples(name))


def test_a_wrong_number_is_named() -> None:
    """The case, what was worked out, and what is computed."""
    name = NAMES[0]
    book = read_book((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)
    first, *_ = examples(name)["case"]
    wrong = {**examples(name), "case": [{**first, "total": "-777"}]}

    (line,) = differences(book, wrong)

    assert line.startswith(f"{first['name']}: total: worked -777, computed ")

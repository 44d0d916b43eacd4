"""Runs the worked cases beside each rulebook: every number a person worked out is compared with the engine's."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing.example_files import find_file_problems
from bzr_domain.testing.examples import find_differences
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
    """Every number of every case, of a file that lacks nothing."""
    book = parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)

    assert [] == find_file_problems(examples(name))
    assert [] == find_differences(book, examples(name))


def test_a_wrong_number_is_named() -> None:
    """The case, what was worked out, and what is computed."""
    name = NAMES[0]
    book = parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)
    first, *_ = examples(name)["case"]
    wrong = {**examples(name), "case": [{**first, "total": "-777"}]}

    (line,) = find_differences(book, wrong)

    assert str(line).startswith(f"{first['name']}:总分:手算-777,算得")


def test_what_is_wrong_with_a_case_is_named() -> None:
    """A period that is none, a fact nobody knows, a period the rulebook has no total for, an item that is not there."""
    book = parse_rulebook((RULEBOOKS / "monthly-quantified.toml").read_text(encoding="utf-8"), KINDS)
    chosen = parse_rulebook(
        '[rulebook]\nid = "c"\ntitle = "选"\n[[kind]]\nid = "k"\ntitle = "事"\nfields.points = { optional = true }\n'
        '[[item]]\nid = "total"\ntitle = "总分"\n[[clause]]\nid = "1"\ntitle = "一"\ncite = "试"\ninto = "total"\n'
        'per = ["month", "fact"]\nfacts = "k"\nnumber = "chosen"\n',
        KINDS,
    )
    terms = examples("monthly-quantified")["term"]
    fact = {"date": date(2024, 9, 3), "fact": "事"}

    def said(name: str, **case: object) -> list[str]:
        return list(map(str, find_differences(book, {"term": terms, "case": [{"name": name, **case}]})))

    assert ["a:没有时段2024-13"] == said("a", period="2024-13")
    assert ["b:第1行 早退:没有事项“早退”"] == said("b", period="2024-09", facts=[{**fact, "fact": "早退"}])
    assert "d:项目x:手算有这一项,算得没有" in said("d", period="2024-09", items={"x": "1"})
    outcome, not_assessed = said("g", period="2024-09", outcomes={"pass": True}, not_assessed=[])
    assert "g:pass:手算是,算得没有这个结果" == outcome
    assert not_assessed.startswith("g:未评:手算无,算得6.1、")
    assert ["e:2031-09没有上课日,不考核"] == said("e", period="2031-09")
    assert ["f:待定:手算0,算得1"] == [
        str(line)
        for line in find_differences(
            chosen, {"term": terms, "case": [{"name": "f", "period": "2024-09", "facts": [fact], "pending": 0}]}
        )
    ]
    beyond = {**fact, "fact": "卫生评分", "value": "100.5"}
    taken = {**beyond, "value": "100"}
    assert ["h:第2行 卫生评分:手算不收,却收了"] == said("h", period="2024-09", refused=[beyond, taken])
    assert ["2024-13预算:没有时段2024-13"] == [
        str(line)
        for line in find_differences(
            book, {"term": terms, "case": [], "budget": [{"period": "2024-13", "amounts": {}}]}
        )
    ]

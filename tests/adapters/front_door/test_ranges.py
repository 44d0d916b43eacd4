"""Ranges of clauses (幅度) at the front door: a number outside one is refused by every way in, and of a part only its row is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import Actor, Invalid
from bzr_adapters.testing.schools import DECLARATION, create_school

RULES = """
[rulebook]
id = "surveys"
title = "测评"
[[item]]
id = "total"
title = "总分"
[[clause]]
id = "visits"
title = "家访(15分)"
cite = "本校"
into = "total"
facts = "survey.score"
where.item = "家访"
number = "value"
range = [0, 15]
take = "mean"
[[clause]]
id = "meetings"
title = "班会"
cite = "本校"
into = "total"
facts = "survey.score"
where.item = "班会"
number = "value"
take = "mean"
[[clause]]
id = "reading"
title = "读书"
cite = "本校"
into = "total"
facts = "reading.hall"
number = "pages"
range = [0, 100]
take = "total"
[[kind]]
id = "reading.hall"
title = "读书"
fields.pages = { type = "number", title = "页数" }
"""
BEFORE = RULES.replace("[0, 15]", "[0, 20]").replace('"surveys"', '"wider"')


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Actor]:
    """李老师 of a school whose range was 0 to 20 in September and is 0 to 15 from October on."""
    for name, text in (("wider.toml", BEFORE), ("surveys.toml", RULES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    adopt = [
        {"rulebook": str(tmp_path / "wider.toml"), "from": "2024-09-01"},
        {"rulebook": str(tmp_path / "surveys.toml"), "from": "2024-10-01"},
    ]
    with create_school({**DECLARATION, "adopt": adopt}) as school:
        yield school.acting("李老师")


def _score(value: object, item: str = "家访", on: str = "2024-10-08") -> dict[str, Any]:
    return {"date": on, "class": "g1c1", "fact": "测评", "level": "家长", "item": item, "value": value}


def _said(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str, str]]:
    return [(bad.code, bad.text, bad.expected) for bad in caught.value.problems]


OUTSIDE = [("fact.outside-clause-range", "数值20超出条款“家访(15分)”给的幅度", "不大于15")]


def test_a_measurement_outside_the_range_of_its_clause_is_refused(office: Actor) -> None:
    """By the tests of the clause and the rulebook of the day: another indicator, and a day before, are not bound."""
    with pytest.raises(Invalid) as caught:
        office.record([_score(20)])
    assert OUTSIDE == _said(caught)

    receipt = office.record([_score(15), _score("0"), _score(90, item="班会"), _score(20, on="2024-09-30")])
    assert 4 == len(receipt.new)


def test_a_field_of_the_kinds_own_is_held_too(office: Actor) -> None:
    """页数 is named by its header."""
    with pytest.raises(Invalid) as caught:
        office.record([{"date": "2024-10-08", "class": "g1c1", "fact": "读书", "pages": "150"}])
    assert [("fact.outside-clause-range", "页数150超出条款“读书”给的幅度", "不大于100")] == _said(caught)


def test_a_correction_is_held_to_the_range(office: Actor) -> None:
    """What could not be recorded cannot be made by a correction."""
    receipt = office.record([_score(12)])
    with pytest.raises(Invalid) as caught:
        office.correct(receipt.ids[0], value=20, reason="复查")
    assert OUTSIDE == _said(caught)


@pytest.mark.parametrize("name", ["一.csv", "一.jsonl"])
def test_of_a_sheet_only_the_rows_outside_are_refused(office: Actor, tmp_path: Path, name: str) -> None:
    """Refused whole, with the row named; in part, the good row is recorded."""
    csv = "日期,班级,事项,级别,项目,数值\n2024-10-08,g1c1,测评,家长,家访,20\n2024-10-08,g1c1,测评,家长,家访,14\n"
    row = '{"date": "2024-10-08", "class": "g1c1", "fact": "测评", "level": "家长", "item": "家访", "value": %s}\n'
    sheet = tmp_path / name
    sheet.write_text(csv if name.endswith("csv") else row % 20 + row % 14, encoding="utf-8")

    with pytest.raises(Invalid) as caught:
        office.record(sheet)
    assert OUTSIDE == _said(caught)
    receipt = office.record(sheet, bad="skip")
    assert (["fact.outside-clause-range"], 1) == ([bad.code for bad in receipt.rejected], len(receipt.new))

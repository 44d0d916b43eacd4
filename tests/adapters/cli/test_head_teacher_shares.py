"""A class whose head teacher changed within the term: both stand on the term's sheet, each with the days served."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

LOST = "日期,班级,事项,数量,级别\n2024-09-10,g1c1,学生流失,4,非正常流失\n2024-09-11,g1c1,缺查课,4,\n2024-09-12,g1c1,集会缺席,9,\n"


@pytest.fixture
def term(shell: Shell) -> Shell:
    """The autumn is over; t01 had class 1 until 20 September, t03 from then on."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", LOST)
    assert 0 == shell.bzr("setup", "school.toml").status + shell.bzr("record", "s.csv").status
    shell.now = datetime(2025, 2, 10, tzinfo=UTC)
    return shell


def test_the_shares_of_both_add_up_to_what_the_months_pay(term: Shell) -> None:
    """Days, and pay by scheme, as on the pay sheets of the months; the class with one head teacher has none."""
    first, second = json.loads(term.bzr("term", "2024-autumn", "--json").out)["statements"]

    shares = {share["teacher"]: share for share in first["head_teachers"]}
    paid: dict[str, Decimal] = {}
    for month in ("2024-09", "2024-10", "2024-11", "2024-12", "2025-01"):
        sheet = json.loads(term.bzr("pay", month, "--scheme", "scheme-2", "--json").out)
        for line in sheet["lines"]:
            paid[line["teacher"]] = paid.get(line["teacher"], Decimal(0)) + Decimal(line["assessment"])
    assert ["t01", "t03"] == [*shares]
    assert {name: str(paid[name]) for name in shares} == {
        name: share["pay"]["pay.scheme-2"] for name, share in shares.items()
    }
    assert ("2024-09-02", "2024-09-20", 14) == tuple(shares["t01"][key] for key in ("from", "to", "school_days"))
    assert sum(share["school_days"] for share in shares.values()) == sum(
        one["school_days"] for one in first["teachers"]
    )
    assert [] == second["head_teachers"]


def test_the_commendation_list_has_the_former_head_teacher_too(term: Shell) -> None:
    """With the days served, what struck that person, and that somebody else has the class now."""
    document = json.loads(term.bzr("term", "2024-autumn", "--json").out)
    shown = term.bzr("term", "2024-autumn").out

    former, present = (
        next(line for line in document["commendation_list"] if line["teacher"] == name) for name in ("t01", "t03")
    )
    assert (14, None, "left") == (former["school_days"], former["place"], former["reasons"][-1]["why"])
    assert "left" not in [reason["why"] for reason in present["reasons"]]
    assert present["school_days"] + 14 == sum(one["school_days"] for one in document["statements"][0]["teachers"])
    assert "期中换班主任的班级,各人按任职上课日" in shown
    assert "期末已不任班主任" in shown


def test_what_was_found_of_the_predecessor_stands_with_the_predecessor(shell: Shell) -> None:
    """Under 60 in September and October by the first; the second has neither the finding nor the reason."""
    shell.write("school.toml", SCHOOL.replace("2024-09-20", "2024-11-20").replace("2024-09-21", "2024-11-21"))
    rows = LOST + LOST.partition("\n")[2].replace("2024-09", "2024-10")
    shell.write("s.csv", rows)
    shell.now = datetime(2025, 2, 10, tzinfo=UTC)
    assert 0 == shell.bzr("setup", "school.toml").status + shell.bzr("record", "s.csv").status

    document = json.loads(shell.bzr("term", "2024-autumn", "--json").out)

    shares = {share["teacher"]: share for share in document["statements"][0]["head_teachers"]}
    found = {name: [each["id"] for each in share["findings"]] for name, share in shares.items()}
    reasons = {line["teacher"]: [each["why"] for each in line["reasons"]] for line in document["commendation_list"]}
    assert (["unqualified.running"], []) == (found["t01"], found["t03"])
    assert "unqualified" in reasons["t01"]
    assert "unqualified" not in reasons["t03"]

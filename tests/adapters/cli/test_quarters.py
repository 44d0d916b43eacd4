"""Quarters and months of a term on the command line: shown, explained, published and checked like any other period."""

import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell

RULES = """[rulebook]
id = "own"
title = "本校细则"
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "卫生不合格每处扣1分"
cite = "本校"
into = "total"
facts = "hygiene.finding"
points = -1
[[item]]
id = "total.quarter"
title = "季度总分"
per = "quarter"
scores = "total"
take = "mean"
[[item]]
id = "total.2 months"
title = "两个月总分"
per = "2 months"
scores = "total"
take = "total"
[[item]]
id = "total.term"
title = "学期总分"
per = "term"
scores = "total.quarter"
take = "mean"
"""
SPRING = """
[[term]]
id = "2025-spring"
start = 2025-02-17
end = 2025-06-27
"""
SHEET = (
    "日期,班级,事项,数量\n2024-10-08,g1c1,卫生不合格,3\n2025-01-07,g1c1,卫生不合格,6\n2025-03-04,g1c1,卫生不合格,9\n"
)


@pytest.fixture
def quarterly(shell: Shell) -> Shell:
    """A school that also assesses by quarters and by two months; it is April 2025."""
    shell.write("own.toml", RULES)
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"own.toml"') + SPRING)
    shell.write("s.csv", SHEET)
    shell.now = datetime(2025, 4, 8, 4, tzinfo=UTC)
    answer = shell.bzr("setup", "school.toml")
    assert 0 == answer.status, answer.err
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    return shell


def total(shell: Shell, period: str) -> tuple[str, bool]:
    """What g1c1 comes to in a period, and whether that can still change."""
    document = json.loads(shell.bzr("term", period, "g1c1", "--json").out)
    return document["statements"][0]["total"], document["statements"][0]["provisional"]


def test_quarters_and_months_are_shown_by_term(quarterly: Shell) -> None:
    """The mean of the months of each; a term reads a quarter that reaches into the next one to its end."""
    assert total(quarterly, "2024-Q4") == ("99.00", False)
    assert total(quarterly, "2025-Q1") == ("95.00", False)  # 94, 100, 91
    assert total(quarterly, "2024-09+2") == ("197.00", False)
    assert total(quarterly, "2025-02+2") == ("191.00", False)
    assert total(quarterly, "2025-Q2")[1]
    assert total(quarterly, "2024-autumn") == ("98.00", False)  # the quarters of September, October and January
    assert quarterly.bzr("term", "2024-Q4").out.startswith("示例中学 2024-Q4 季度考核")


def test_a_quarter_is_published_explained_and_checked(quarterly: Shell) -> None:
    """A fact recorded later for March moves the published quarter and the published autumn term."""
    for period in ("2024-autumn", "2025-Q1"):
        answer = quarterly.bzr("publish", period, "--until", "2025-04-20", "--by", "张主任")
        assert 0 == answer.status, answer.err
    assert 0 == quarterly.bzr("assert", "2025-Q1").status
    assert "95.00" in quarterly.bzr("explain", "g1c1", "2025-Q1").out

    quarterly.write("more.csv", "日期,班级,事项,数量\n2025-03-05,g1c1,卫生不合格,3\n")
    told = quarterly.bzr("record", "more.csv", "--by", "张干事")

    assert 0 == told.status
    assert all(period in told.out for period in ("2024-autumn", "2025-Q1"))
    assert total(quarterly, "2025-Q1") == ("94.00", False)
    assert "94.00" in quarterly.bzr("assert", "2025-Q1").out


@pytest.mark.parametrize("period", ["2024-Q5", "2024-q4", "2024-10+2", "2024-09+1", "2024-13+2"])
def test_what_looks_like_a_quarter_and_is_none_is_told_how_to_write_it(quarterly: Shell, period: str) -> None:
    """Status 2: October begins no two months of a term that starts in September."""
    answer = quarterly.bzr("term", period, "--lang", "en")

    assert (2, True) == (answer.status, f"{period!r} is no quarter and no months; write 2024-Q4" in answer.err)


def test_a_rulebook_without_a_total_for_it_says_so(shell: Shell) -> None:
    """In words, and with the lengths it has."""
    shell.write("school.toml", SCHOOL)
    shell.bzr("setup", "school.toml")

    for period, zh in (("2024-Q4", "季度"), ("2024-09+2", "2个月")):
        answer = shell.bzr("term", period)
        assert 1 == answer.status
        assert f"不按{zh}考核({period});它的总分按月、学期、学年" in answer.err


def test_a_term_reads_a_month_that_it_shares_to_its_end(shell: Shell) -> None:
    """January belongs to autumn; what is recorded on a day of spring in it counts in January, and so in autumn."""
    shell.write("own.toml", RULES.replace('scores = "total.quarter"', 'scores = "total"'))
    spring = SPRING.replace("2025-02-17", "2025-01-20")
    shell.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"own.toml"') + spring)
    shell.write("s.csv", "日期,班级,事项,数量\n2025-01-22,g1c1,卫生不合格,6\n")
    shell.now = datetime(2025, 4, 8, 4, tzinfo=UTC)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status

    assert total(shell, "2024-autumn") == ("98.80", False)  # four months of 100 and a January of 94

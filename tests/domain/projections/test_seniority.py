"""Seniority (班主任龄参考表): the years that each head teacher has served, and what a month gives for them."""

from datetime import date

from bzr_domain.projections.seniority import project_seniority
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.support.schools import END, cell, five, node, rules, total

BRACKETS = total("base = 100") + node(
    "value",
    "band",
    'about = "teacher"\nper = "year"\nunit = "元"\nscores = "years"\ntable = [{ from = 7, gives = 600 }, { gives = 0 }]',
)
TENURES = (
    Tenure(teacher="t1", name="师一", class_id="a", start=date(2021, 9, 1), end=date(2024, 9, 15)),
    Tenure(teacher="t2", name="师二", class_id="a", start=date(2024, 9, 16), years_before=7),
    Tenure(teacher="t1", name="师一", class_id="b", start=date(2024, 9, 16)),
)


def loaded(text: str) -> LoadedSchool:
    """Three tenures of two teachers, one of whom changes class within September."""
    book = rules(text)
    return load_school(five(book, tenures=TENURES), {book.digest: book}, [], END)


def told(school: LoadedSchool, period: str = "2024-09") -> list[tuple[str, tuple[str, ...], int, str | None]]:
    """Who, which classes, how many years, how much a month."""
    found = project_seniority(school, cell(period))
    return [
        (one.teacher, one.classes, one.years, None if one.allowance is None else str(one.allowance)) for one in found
    ]


def test_everybody_who_had_a_class_is_told_once() -> None:
    """Three whole school years since 2021 are in no bracket; seven years served before are in the first."""
    listed = [("t1", ("a", "b"), 3, "0.00"), ("t2", ("a",), 7, "600.00")]

    assert listed == told(loaded(BRACKETS)) == told(loaded(BRACKETS), "2024-2025")


def test_without_a_rule_there_are_years_and_no_allowance() -> None:
    """The roster says how long, and no rulebook how much; nor is a figure that reads something else one for years."""
    points = total("base = 100") + node("value", "v", 'about = "teacher"\nscores = "years"')
    words = 'about = "teacher"\nunit = "元"\nscores = "years"\ntable = [{ from = 9, gives = true }]'

    for text in (total("base = 100"), points, total("base = 100") + node("outcome", "v", words)):
        assert [("t1", ("a", "b"), 3, None), ("t2", ("a",), 7, None)] == told(loaded(text))

"""A head teacher's record: every term and school year served, what is published, and what was recorded meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import NotFound, School
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school, finding

AUTUMN = {"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"}
SPRING = {"id": "2025-spring", "start": "2025-02-17", "end": "2025-06-27"}
LEFT = {
    "teacher": "t01",
    "name": "张老师",
    "class": "g1c1",
    "from": "2024-09-01",
    "to": "2024-11-29",
    "years_before": 7,
}
TENURES = [
    LEFT,
    {"teacher": "t02", "name": "王老师", "class": "g1c1", "from": "2024-12-01"},
    {"teacher": "t01", "name": "张老师", "class": "g1c2", "from": "2024-12-01"},
]
SUMMER = "2025-07-01T12:00+08:00"


def school(rulebook: str = "monthly-quantified", moment: str = SUMMER) -> School:
    """A school of two terms whose first head teacher changed class in November."""
    adopt = [{"rulebook": rulebook, "from": "2024-09-01"}]
    declaration = {**DECLARATION, "term": [AUTUMN, SPRING], "tenure": TENURES, "adopt": adopt}
    return create_school(declaration, Clock(moment))


def results(office: School, who: str = "t01") -> dict[str, Any]:
    """Period and class → result."""
    return {f"{row['period']} {row['class']}": row for row in office.teacher(who).to_dict()["results"]}


def test_a_result_stands_for_every_term_and_year_served() -> None:
    """Of each class, with the school days of this teacher among all; the outcomes are theirs who had the class at the end."""
    with school() as office:
        office.acting("office").record([finding("2024-09-03"), finding("2025-03-03", "g1c2")])

        rows = results(office)

        assert ["2024-autumn g1c1", "2024-autumn g1c2", "2025-spring g1c2", "2024-2025 g1c1", "2024-2025 g1c2"] == list(
            rows
        )
        first, second = rows["2024-autumn g1c1"], rows["2024-autumn g1c2"]
        assert (65, 100, False, {}) == tuple(
            first[key] for key in ("school_days", "of_school_days", "present", "outcomes")
        )
        assert (35, True) == (second["school_days"], second["present"])
        assert 100 == first["school_days"] + results(office, "t02")["2024-autumn g1c1"]["school_days"]
        assert office.statement("g1c1", "2024-autumn").to_dict()["total"] == first["total"]
        assert ["2024-autumn g1c1", "2025-spring g1c1", "2024-2025 g1c1"] == list(results(office, "王老师"))


def test_what_is_found_of_somebody_who_left_stays_with_them() -> None:
    """Two months running under 60 by the former head teacher are not the successor's."""
    with school() as office:
        low = [finding(day, count=90) for day in ("2024-09-03", "2024-10-09")]
        missed = [
            {"date": day, "class": "g1c1", "fact": "集会缺席", "count": 9} for day in ("2024-09-04", "2024-10-10")
        ]
        office.acting("office").record([*low, *missed])

        assert "unqualified.running" in results(office)["2024-autumn g1c1"]["findings"]
        assert [] == results(office, "t02")["2024-autumn g1c1"]["findings"]
        assert ["unqualified.running" in list_cells(office, who) for who in ("t01", "t02")] == [True, False]


def list_cells(office: School, who: str) -> list[object]:
    """Everything that stands in the tables of the record."""
    return [cell for block in office.teacher(who).build_sheet().blocks for row in block.rows for cell in row]


def test_the_published_total_stands_beside_what_it_is_now() -> None:
    """A fact recorded late moves the total; the published one stays to be read."""
    with school() as office:
        acting = office.acting("office")
        acting.record([finding("2024-12-03", "g1c2")])
        acting.publish("2024-autumn", classes=["g1c2"], until="2025-07-08")
        before = results(office)["2024-autumn g1c2"]
        acting.record([finding("2024-12-04", "g1c2", count=5)])

        after = results(office)["2024-autumn g1c2"]

        assert ("published", before["total"]) == (before["state"], before["published"])
        assert before["published"] == after["published"] != after["total"]
        assert f"published (as published: {after['published']})" in list_cells(office, "t01")


def test_what_was_recorded_is_counted_by_kind_and_level() -> None:
    """About the teacher, and about a class on the days on which the teacher had it; a void fact is left out."""
    with school() as office:
        acting = office.acting("office")
        award = {"class": "g1c1", "fact": "学生表彰", "level": "省级"}
        acting.record(
            [
                {"date": "2024-09-20", "teacher": "t01", "fact": "培训", "level": "心理健康"},
                {**award, "date": "2024-09-10", "count": 2},
                {**award, "date": "2024-11-10"},
                {**award, "date": "2024-12-10", "count": 9},
            ]
        )
        training = {"date": "2024-09-23", "teacher": "t01", "fact": "培训", "level": "法治"}
        for void in acting.record([{**award, "date": "2024-09-11", "count": 5}, training]).ids:
            acting.void(void, reason="误记")

        recorded = office.teacher("t01").to_dict()["recorded"]

        assert [("award.student", "省级", 3, "2024-09-10", "2024-11-10"), ("training.attended", "心理健康", 1)] == [
            tuple(line[key] for key in ("kind", "level", "count", "first", "last"))[
                : 5 if "award" in line["kind"] else 3
            ]
            for line in recorded
        ]


def test_years_of_service_and_tenures_are_told() -> None:
    """Whole school years by the day of asking: seven before, and the one just over from August on."""
    with school() as office:
        told = office.teacher("张老师").to_dict()
        tenures = [(each["class"], each["from"], each["to"], each["years_before"]) for each in told["tenures"]]

        assert (7, [("g1c1", "2024-09-01", "2024-11-29", 7), ("g1c2", "2024-12-01", None, 0)]) == (
            told["years"],
            tenures,
        )
    with school(moment="2025-08-01T12:00+08:00") as office:
        assert 8 == office.teacher("t01").to_dict()["years"]


def test_a_term_without_a_total_is_told_by_its_months(tmp_path: Path) -> None:
    """By a rulebook that sums up no term: the months served, and no year."""
    text = '[rulebook]\nid = "own"\ntitle = "月"\n[[item]]\nid = "total"\ntitle = "总分"\nbase = 10\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with school(str(tmp_path / "own.toml")) as office:
        periods = list(results(office))

    assert ["2024-09 g1c1", "2024-10 g1c1", "2024-11 g1c1", "2024-12 g1c2", "2025-01 g1c2"] == periods[:5]
    assert ["2025-02 g1c2", "2025-03 g1c2", "2025-04 g1c2", "2025-05 g1c2", "2025-06 g1c2"] == periods[5:]


def test_who_had_no_class_is_not_found() -> None:
    """With the near name."""
    with school() as office, pytest.raises(NotFound) as raised:
        office.teacher("张老帅")

    assert "张老师" in str(raised.value)

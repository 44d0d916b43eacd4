"""先进班主任 is a title of the school year: awarded once, by somebody who may, and to nobody whom the year bars (B9 附件二 6)."""

import pytest

from bzr_adapters import Forbidden, Refused, School, load_rulebook
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school

PERSONS = [
    {"name": "李老师", "roles": ["office"]},
    {"name": "王老师", "roles": ["recorder"]},
]


def award(school: School, day: str, class_: str = "g1c1", by: str = "李老师") -> tuple[str, ...]:
    """Record the title for the head teacher of a class."""
    return school.acting(by).record([{"date": day, "class": class_, "fact": "先进班主任"}]).ids


def test_a_title_stands_in_the_term_and_in_the_trail() -> None:
    """Who, for which class, on which day, and by whom."""
    with create_school(clock=Clock("2025-01-10T12:00+08:00")) as school:
        before = school.head()
        (title,) = award(school, "2025-01-09")
        table = school.term("2024-autumn")

        assert [{"id": title, "date": "2025-01-09", "class": "g1c1", "teacher": "t01", "recorder": "李老师"}] == (
            table.to_dict()["titles"]
        )
        assert "titles" not in school.at(before).term("2024-autumn").to_dict()
        assert title in str(school.audit("g1c1").to_dict())


def test_it_is_awarded_once_a_school_year() -> None:
    """A second one is refused, on another day and in the same sheet; after the first is void it can be awarded."""
    with create_school(clock=Clock("2025-01-10T12:00+08:00")) as school:
        (title,) = award(school, "2025-01-08")
        with pytest.raises(Refused, match="already"):
            award(school, "2025-01-09")
        school.acting("李老师").void(title, reason="误评")
        twice = [{"date": f"2025-01-0{n}", "class": "g1c1", "fact": "先进班主任"} for n in (7, 8)]
        with pytest.raises(Refused) as refused:
            school.acting("李老师").record(twice)
        assert "fact.title-held" == refused.value.code
        award(school, "2025-01-09")


@pytest.mark.parametrize(
    ("fact", "count", "level"), [("刑事案件", 1, None), ("学生处分", 3, "留校察看")], ids=["3.2", "3.4"]
)
def test_a_case_in_the_year_bars_it(fact: str, count: int, level: str | None) -> None:
    """One criminal case, or more than two sanctions in the school year, whichever month; two sanctions do not."""
    row = {"date": "2024-09-03", "class": "g1c1", "fact": fact, "count": count, "level": level}
    with create_school(clock=Clock("2025-01-10T12:00+08:00")) as school:
        school.acting("李老师").record([row])
        with pytest.raises(Refused) as refused:
            award(school, "2025-01-09")
        award(school, "2025-01-09", class_="g1c2")

    assert "fact.title-barred" == refused.value.code
    assert "B9 表3" in str(refused.value.clause)


def test_where_the_rulebook_has_no_year_nothing_bars() -> None:
    """A rulebook of months alone says nothing of the year; the title is still awarded once."""
    book = {
        "rulebook": {"id": "months", "title": "按月"},
        "item": [{"id": "total", "title": "总分", "base": 10}],
    }
    declaration = {**DECLARATION, "adopt": [{"rulebook": load_rulebook(book), "from": "2024-09-01"}]}
    with create_school(declaration, Clock("2025-01-10T12:00+08:00")) as school:
        assert award(school, "2025-01-08")
        with pytest.raises(Refused):
            award(school, "2025-01-09")


def test_two_sanctions_do_not_bar_it() -> None:
    """More than two begins at three."""
    row = {"date": "2024-09-03", "class": "g1c1", "fact": "学生处分", "count": 2, "level": "留校察看"}
    with create_school(clock=Clock("2025-01-10T12:00+08:00")) as school:
        school.acting("李老师").record([row])
        assert award(school, "2025-01-09")


def test_only_who_may_award_it_does() -> None:
    """A recorder of facts does not award titles."""
    with create_school({**DECLARATION, "person": PERSONS}, Clock("2025-01-10T12:00+08:00")) as school:
        with pytest.raises(Forbidden):
            award(school, "2025-01-09", by="王老师")
        assert award(school, "2025-01-09")


def test_a_correction_and_a_void_taken_back_award_it_too() -> None:
    """Made another year's, of another class's head teacher, or again in force: what is refused when recorded is refused."""
    with create_school(clock=Clock("2025-08-20T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([{"date": "2024-09-03", "class": "g1c2", "fact": "刑事案件"}])
        (title,) = award(school, "2025-01-08")
        me.correct(title, note="校务会通过", reason="补记")
        me.correct(title, date="2025-01-09", reason="记错日子")
        with pytest.raises(Refused) as barred:
            me.correct(title, {"class": "g1c2", "teacher": None}, reason="记错班")
        void = me.void(title, reason="误评").new[0]
        award(school, "2025-01-07")
        with pytest.raises(Refused) as held:
            me.void(void, reason="没有误评")

    assert ("fact.title-barred", "fact.title-held") == (barred.value.code, held.value.code)


def test_a_sheet_recorded_again_moves_a_title() -> None:
    """The row with another day is the same title, not a second one."""
    with create_school(clock=Clock("2025-01-10T12:00+08:00")) as school:
        me = school.acting("李老师")
        rows = [{"date": "2025-01-08", "class": "g1c1", "fact": "先进班主任", "id": "a"}]
        me.record(rows, sheet="评先.csv")
        me.record([{**rows[0], "date": "2025-01-07"}], sheet="评先.csv", gone="amend", reason="改日子")

        assert "2025-01-07" == school.term("2024-autumn").to_dict()["titles"][0]["date"]

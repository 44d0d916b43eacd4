"""Facts on days of a period without a school day: recorded, told, and no part of a mean, a term or a year."""

import json
from datetime import UTC, datetime

import pytest

from bzr_adapters.testing.schools import DECLARATION, create_school
from tests.adapters.cli.calling import SCHOOL, Shell

WEEKS = """[rulebook]
id = "weeks"
title = "周"
cite = "本校"
[[item]]
id = "total"
title = "月"
scores = "week"
take = "mean"
[[item]]
id = "week"
title = "周"
per = "week"
base = 100
[[clause]]
id = "1"
title = "每处扣1分"
cite = "第1条"
per = "week"
into = "week"
facts = "hygiene.finding"
points = -1
[[item]]
id = "total.term"
title = "学期"
per = "term"
scores = "total"
take = "mean"
"""
SHEET = "日期,班级,事项,数量,检查人\n{},g1c1,卫生不合格,5,甲\n"


MONTHLY = SCHOOL.replace("2025-01-17", "2025-02-28").replace(
    "2024-09-17]",
    "2024-09-17, " + ", ".join(f"2025-02-{day:02}" for day in range(3, 29) if day % 7 not in (1, 2)) + "]",
)
"""A term whose February is all holidays."""
WEEKLY = SCHOOL.replace(
    "2024-09-17]", "2024-09-17, 2024-09-30, 2024-10-01, 2024-10-02, 2024-10-03, 2024-10-04]"
).replace('"monthly-quantified"', '"weeks.toml"')
"""Assessed by the week; the National Day week is all holidays."""


@pytest.fixture(params=[(MONTHLY, "2025-02-10", "2025-02"), (WEEKLY, "2024-10-03", "2024-W40")], ids=["month", "week"])
def holiday(shell: Shell, request: pytest.FixtureRequest) -> tuple[Shell, str, str]:
    """A school, and a sheet with one row on a day of a period without a school day; the day, and that period."""
    school, day, period = request.param
    shell.now = datetime(2025, 4, 1, 4, tzinfo=UTC)
    shell.write("weeks.toml", WEEKS)
    shell.write("school.toml", school)
    shell.write("假日.csv", SHEET.format(day))
    assert 0 == shell.bzr("setup", "school.toml").status
    return shell, day, period


def term_totals(shell: Shell) -> list[str]:
    """The total of each class's term."""
    return [
        statement["total"] for statement in json.loads(shell.bzr("term", "2024-autumn", "--json").out)["statements"]
    ]


def test_what_is_recorded_there_moves_nothing_and_the_receipt_says_so(holiday: tuple[Shell, str, str]) -> None:
    """The row is new, it is named with the period, and the term stays as it was."""
    shell, day, period = holiday
    before = term_totals(shell)

    answer = shell.bzr("record", "假日.csv")

    assert (0, before) == (answer.status, term_totals(shell))
    assert "1条事实没有一个时段计入" in shell.bzr("term", "2024-autumn").out
    assert [
        "新记录1条,已知0条",
        "以下各行已记录,但没有一个时段计入:",
        f"  假日.csv 第2行 A列:{day}的事实没有一个时段计入:{period}没有上课日",
    ] == answer.out.splitlines()


def test_it_lifts_no_refusal_to_publish_a_term_of_which_nothing_else_was_recorded(
    holiday: tuple[Shell, str, str],
) -> None:
    """What no period counts is no record of the term: a reason is needed, and the table says that nothing was recorded."""
    shell, _, _ = holiday
    shell.bzr("record", "假日.csv")
    publish = ("publish", "2024-autumn", "g1c1", "--until", "2025-04-10")

    refused = shell.bzr(*publish)

    assert (1, True) == (refused.status, "没有任何记录" in refused.err)
    assert "没有任何记录" in shell.bzr("term", "2024-autumn").out
    assert 0 == shell.bzr(*publish, "--nothing-recorded", "全学期停课").status


def test_the_document_names_the_row_and_a_row_known_already_is_not_named_again(holiday: tuple[Shell, str, str]) -> None:
    """`uncounted` of `bzr.record/1`."""
    shell, _, _ = holiday

    first, again = (json.loads(shell.bzr("record", "假日.csv", "--json").out)["uncounted"] for _ in range(2))

    assert ([("假日.csv", 2, "date")], []) == ([(row["sheet"], row["row"], row["field"]) for row in first], again)


def test_the_receipt_of_the_front_door_has_it_too_when_the_command_is_sent_again() -> None:
    """The first receipt is kept whole; the term begins on a Saturday."""
    term = {"id": "2024-autumn", "start": "2024-08-31", "end": "2025-01-17"}
    classes = [{**each, "from": "2024-08-31"} for each in DECLARATION["tenure"]]
    adopt = [{"rulebook": "monthly-quantified", "from": "2024-08-31"}]
    with create_school({**DECLARATION, "term": [term], "tenure": classes, "adopt": adopt}) as school:
        actor = school.acting("李老师")
        row = {"date": "2024-08-31", "class": "g1c1", "fact": "卫生不合格"}
        receipts = [actor.record([row], command="one") for _ in range(2)]

    assert receipts[0] == receipts[1]
    assert [("fact.uncounted", (0, "date"))] == [(told.code, told.at) for told in receipts[1].uncounted]


def test_a_correction_onto_such_a_day_is_told_too(holiday: tuple[Shell, str, str]) -> None:
    """And one to a school day is not; nor is a void."""
    shell, day, period = holiday
    shell.write("有课.csv", "日期,班级,事项,编号\n2024-09-03,g1c1,卫生不合格,f-1\n")
    assert 0 == shell.bzr("record", "有课.csv").status

    moved, back, void = (
        shell.bzr(*words, "--reason", "记错").out.splitlines()[1:]
        for words in (("correct", "f-1", f"日期={day}"), ("correct", "f-1", "日期=2024-09-04"), ("void", "f-1"))
    )

    assert ([f"{day}的事实没有一个时段计入:{period}没有上课日"], [], []) == (moved, back, void)


def test_pay_of_a_month_without_school_days_says_so(shell: Shell) -> None:
    """Before anything about its schemes."""
    shell.write("school.toml", MONTHLY)
    shell.bzr("setup", "school.toml")

    for step in ((), ("prepare",)):
        answer = shell.bzr("pay", "2025-02", *step, "--scheme", "scheme-1")
        assert (1, "错误:2025-02没有上课日,不考核") == (answer.status, answer.err.splitlines()[0])

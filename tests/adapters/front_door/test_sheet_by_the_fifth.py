"""The pay sheet is filled in by the 5th although the month's last week ends on the 6th (B9 绩效发放说明 2)."""

from decimal import Decimal

import pytest

from bzr_adapters import Refused, School, load_rulebook
from tests.adapters.front_door.schools import Clock, create_school

BOOK = load_rulebook(
    {
        "rulebook": {"id": "weekly", "title": "每周一次班会"},
        "item": [{"id": "total", "title": "总分", "base": 60}],
        "clause": [
            {
                "id": "6.2", "title": "每周一次班会,缺一次扣3分", "cite": "B9 表6", "into": "total", "per": "week",
                "facts": "meeting.held", "short_of": 1, "points": -3,
            }
        ],
        "outcome": [{"id": "pay", "title": "每分10元", "unit": "元", "scores": "total", "points": 10}],
    }
)  # fmt: skip
DECLARATION = {
    "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
    "term": [{"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"}],
    "class": [{"id": "a", "name": "高一(1)班", "grade": "高一"}],
    "tenure": [{"teacher": "ta", "name": "甲", "class": "a", "from": "2024-09-01"}],
    "adopt": [{"rulebook": BOOK, "from": "2024-09-01"}],
}

MEETING = {"date": "2024-09-03", "class": "a", "fact": "班会", "level": "班会", "grade": "完整"}


def pay(school: School) -> None:
    """September's sheet from review to payment, each step by somebody else."""
    school.acting("王校长").pay("2024-09").review()
    school.acting("陈校长").pay("2024-09").approve()
    school.acting("政教处").pay("2024-09").hand_over()
    school.acting("财务").pay("2024-09").mark_paid()


def test_what_the_last_week_changes_is_an_adjustment() -> None:
    """Five weeks, one meeting: on the 5th three are missing, 51 × 10; the fifth, by the 6th, takes 30 yuan back in October."""
    clock = Clock("2024-10-05T09:00+08:00")
    with create_school(DECLARATION, clock) as school:
        school.acting("李老师").record([MEETING])
        sheet = school.acting("李老师").pay("2024-09").prepare("pay")

        assert [Decimal(510)] == [line.payable for line in sheet.lines]
        assert [True] == [number["provisional"] for number in sheet.to_dict()["remarks"]["numbers"]]
        clock.set("2024-10-07T09:00+08:00")
        pay(school)
        clock.set("2024-11-04T09:00+08:00")
        (line,) = school.acting("李老师").pay("2024-10").prepare("pay").lines
        assert (Decimal(-30), Decimal(480)) == (line.adjustments, school.statement("a", "2024-09").total * 10)


def test_money_that_waits_for_the_last_week_goes_out_with_a_reason_alone() -> None:
    """On the 5th the sheet can be approved, and is handed over with a reason, as of every number that can still change."""
    with create_school(DECLARATION, Clock("2024-10-05T09:00+08:00")) as school:
        school.acting("李老师").record([MEETING])
        school.acting("李老师").pay("2024-09").prepare("pay")

        with pytest.raises(Refused, match="provisional"):
            pay(school)
        school.acting("政教处").pay("2024-09").hand_over(before_final="每月5日前报表")


def test_a_month_that_runs_has_no_sheet() -> None:
    """On 29 September the month is not over, and its other weeks are waited for."""
    with create_school(DECLARATION, Clock("2024-09-29T09:00+08:00")) as school, pytest.raises(Refused):
        school.acting("李老师").pay("2024-09").prepare("pay")

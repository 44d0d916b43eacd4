"""Another rulebook takes over within a term: the term and the year are scored by the one in force at their end."""

from datetime import date

import pytest

from bzr_adapters import NotFound
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school

EXAM = {"class": "g1c1", "fact": "考试平均分", "value": 80}
VISIT = {"class": "g1c1", "fact": "家校联系", "count": 2}
HOURS = {"class": "g1c1", "fact": "坐班", "value": 10, "count": 12}


@pytest.mark.parametrize("before", ["class-figures/1", "college"])
@pytest.mark.parametrize("after", ["monthly-quantified", "routine-and-effect", "seniority-and-duty"])
def test_a_rulebook_of_other_periods_takes_over(before: str, after: str) -> None:
    """Whatever nodes the one before lacks, has for longer periods, or has under an id that means another thing here."""
    adopted = [{"rulebook": before, "from": "2024-09-01"}, {"rulebook": after, "from": "2024-10-14"}]
    with create_school({**DECLARATION, "adopt": adopted}, Clock("2024-11-04T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([{"date": day, **VISIT} for day in (date(2024, 9, 10), date(2024, 10, 22))])
        me.record([{"date": date(2024, 9, 10), **HOURS}])
        me.record([{"date": date(2024, 9, 10), **EXAM}] if before == "class-figures/1" else [])

        for period in ("2024-10", "2024-autumn", "2024-2025"):
            try:
                statement = school.statement("g1c1", period)
            except NotFound as error:
                assert "statement.no-total" == error.problems[0].code
            else:
                assert after == statement.to_dict()["rulebook"]

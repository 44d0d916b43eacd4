"""Substitutes: given a class and its head teacher, when somebody stands in, then it is noted or refused."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.appointments.class_appointments import NameSubstitute, decide, evolve, initial
from bzr_domain.appointments.events import SubstituteNamed
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.replay import replay
from bzr_domain.register.roster import Tenure
from tests.support.appointments import REGISTER, WANG, recorded, says

CHEN = Tenure(teacher="t09", name="陈老师", class_id="g1c1", start=date(2024, 9, 1), end=date(2025, 7, 10))
SCHOOL = attrs.evolve(REGISTER, tenures=(WANG, CHEN))
CHEN_AWAY = SubstituteNamed(
    class_id="g1c1",
    teacher="t03",
    name="王老师",
    start=date(2024, 10, 8),
    end=date(2024, 10, 12),
    reason="病假",
)


def put(*known: SubstituteNamed, **changes: Any) -> object:
    """What comes of the command, but for what is changed, where some substitutes are known."""
    state = replay(evolve, initial("g1c1"), [recorded(known)])
    fields = attrs.asdict(CHEN_AWAY, filter=lambda field, _: field.name != "class_id")
    decision = decide(state, SCHOOL, NameSubstitute(**{**fields, **changes}))
    return decision if isinstance(decision, Refused) else decision.events


def test_somebody_stands_in_for_some_days() -> None:
    """代理: the days, the teacher and the reason; said twice, it is said once."""
    assert (CHEN_AWAY,) == put()
    assert () == put(CHEN_AWAY)


def test_two_may_stand_in_one_after_the_other() -> None:
    """Given one until the 12th, when another follows on the 13th, then both are noted."""
    assert isinstance(put(CHEN_AWAY, start=date(2024, 10, 13), end=date(2024, 10, 15)), tuple)


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"reason": " "}, "代理必须写明理由(--reason)", "a substitute needs a reason (--reason)"),
        (
            {"end": date(2024, 10, 7)},
            "代理的最后一天2024-10-07早于第一天2024-10-08",
            "the last day, 2024-10-07, is before the first, 2024-10-08",
        ),
        (
            {"end": date(2025, 7, 11)},
            "班级“g1c1”在2025-07-11没有班主任,不能代理;请聘任一位",
            "class 'g1c1' has no head teacher on 2025-07-11 to stand in for; appoint one",
        ),
        (
            {"teacher": "t09", "name": "陈老师"},
            "陈老师在2024-10-08就是班级“g1c1”的班主任,不能代理自己",
            "陈老师 is the head teacher of class 'g1c1' on 2024-10-08",
        ),
        (
            {"teacher": "t11", "start": date(2024, 10, 12), "end": date(2024, 10, 20)},
            "班级“g1c1”从2024-10-08到2024-10-12已由王老师代理",
            "class 'g1c1' has 王老师 standing in from 2024-10-08 to 2024-10-12",
        ),
    ],
    ids=["reason", "backwards", "nobody", "self", "another"],
)
def test_who_cannot_stand_in_is_told_why(changes: dict[str, Any], zh: str, en: str) -> None:
    """A3 第四条: one head teacher, and at most one in their place."""
    assert (zh, en, "A3 第四条") == says(put(CHEN_AWAY, **changes))

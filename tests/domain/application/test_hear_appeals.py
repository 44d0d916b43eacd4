"""Hearing appeals: over a real store, an appeal is upheld and put right together, or neither."""

from datetime import date

import attrs

from bzr_domain.application.hear_appeals import file_appeal, uphold_appeal
from bzr_domain.application.load_results import load_result
from bzr_domain.kernel.messages import Problem
from tests.life.living import school
from tests.life.test_machine import cell


def test_a_correction_that_cannot_be_leaves_the_appeal_open() -> None:
    """A day in no term: the problems are told, and nothing is decided."""
    life = school()
    fact = life.fact("c1", "2024-09-10")
    life.publish("2024-09")
    september = cell("2024-09")
    assert isinstance(file_appeal(life.by("王老师"), "c1", september, fact, "不公", ""), str)

    answer = uphold_appeal(
        life.by("主任"), "c1", september, "", "属实", lambda row: attrs.evolve(row, on=date(2020, 1, 1))
    )

    assert isinstance(answer, tuple)
    assert all(isinstance(problem, Problem) for problem in answer)
    assert "appealed" == load_result(life.by().reader(), "c1", "2024-09").state

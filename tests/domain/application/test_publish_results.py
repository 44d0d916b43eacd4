"""Publishing results: over a real store, a class without a statement is told why, and stays out."""

from datetime import date

import attrs

from bzr_domain.application.publish_results import publish_results
from bzr_domain.kernel.messages import Problem
from tests.life.living import declared, school
from tests.life.test_machine import cell


def test_a_class_without_a_rulebook_is_not_published_and_the_other_is() -> None:
    """Only c1 has a rulebook in force."""
    life = school()
    plain = declared()
    life.setup(attrs.evolve(plain, adoptions=tuple(attrs.evolve(one, class_id="c1") for one in plain.adoptions)))

    answers = publish_results(life.by(), cell("2024-09"), [], date(2025, 3, 10), "没有事")

    assert isinstance(answers["c2"], Problem)
    assert isinstance(answers["c1"], tuple)
    assert 1 == len(answers["c1"])

"""Classes are assessed one by one, in the order of the register or as they are named."""

from bzr_domain.application.assess_classes import assess_classes
from tests.life.living import school_with_facts
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def test_the_statements_are_those_of_each_class() -> None:
    """In the order of the register, or as named; what is done is told as it goes."""
    reader = school_with_facts().by().reader()
    steps: list[tuple[int, int]] = []

    every = assess_classes(reader, SEPTEMBER, progress=lambda done, of: steps.append((done, of)))

    assert [reader.statement(name, SEPTEMBER) for name in ("c1", "c2")] == list(every.statements)
    assert [(1, 2), (2, 2)] == steps
    assert every.statements[1:] == assess_classes(reader, SEPTEMBER, ["c2"]).statements

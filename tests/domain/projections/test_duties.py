"""Duties (职责): facts filed under them, facts filed under none, and duties for which nothing is recorded."""

import attrs

from bzr_domain.projections.duties import project_duties
from tests.support.builders import fact, monthly


def test_facts_are_filed_under_the_duty_of_their_kind() -> None:
    """In their order; a duty without facts stays, and a fact of an unknown kind is filed under none."""
    book = monthly()
    kind = next(one for one in book.kinds.values() if one.duty)
    early, late = (fact(kind.id, on) for on in ("2024-09-03", "2024-09-05"))
    strange = attrs.evolve(early, kind="own.strange")

    record = project_duties(book.duties.values(), book.kinds, [early, strange, late])

    by_duty = {line.duty.id: line.facts for line in record.lines}
    assert list(book.duties) == list(by_duty)
    assert {kind.duty: (early, late)} == {duty: facts for duty, facts in by_duty.items() if facts}
    assert (strange,) == record.unfiled

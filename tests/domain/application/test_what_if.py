"""What if: another rulebook, a statement without a fact, and what a decision changed, asked of a store."""

import pytest

from bzr_domain.application.what_if import (
    DisputedFact,
    dispute_fact,
    find_changed_statements,
    read_before_entry,
    try_rulebook,
)
from bzr_domain.kernel.messages import Problem, Refused, UnknownReference
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.life.living import LOST, Life, declared, school
from tests.life.test_machine import cell, registered
from tests.life.test_roster_changes import with_rulebook

SEPTEMBER = cell("2024-09")


@pytest.fixture
def life() -> Life:
    """A school of two classes."""
    return school()


def test_another_rulebook_is_tried_on_some_classes_from_a_day_on(life: Life) -> None:
    """An assembly missed costs 3 in the place of 5, for c1 from the 10th on; c2 is compared where it is named, or where nobody is."""
    for class_id, on in (("c1", "2024-09-05"), ("c1", "2024-09-12"), ("c2", "2024-09-12")):
        life.record(class_id, on)
    text = registered("3")
    book = parse_rulebook(text.text, text.kinds)
    reader, tenth = life.by().reader(), SEPTEMBER.first.replace(day=10)

    every, one = (try_rulebook(reader, book, [SEPTEMBER], names) for names in ((), ["c2"]))
    later = try_rulebook(reader, book, [SEPTEMBER], ["c1"], tenth)

    assert ["c1", "c2"] == [change.before.school_class.id for change in every.changes]
    assert every.changes[1:] == one.changes
    assert every.changes[0].points == 2 * later.changes[0].points > 0


def test_a_fact_in_dispute_is_one_that_counts(life: Life) -> None:
    """A void and a void fact are refused; a month without school days has no statement."""
    fact = life.fact("c1", "2024-09-05")

    counted = dispute_fact(life.by().reader(), fact, "c1", SEPTEMBER)
    before_it_was_recorded = dispute_fact(read_before_entry(life.by().reader(), fact)[0], fact, "c1", SEPTEMBER)
    no_statement = dispute_fact(life.by().reader(), fact, "c1", cell("2024-08"))
    void = life.void(fact)

    assert isinstance(counted, DisputedFact)
    assert counted.dispute.touches
    assert () == counted.pay_impacts
    assert isinstance(before_it_was_recorded, Refused)
    assert isinstance(no_statement, Problem)
    for entry in (fact, void):
        assert isinstance(dispute_fact(life.by().reader(), entry, "c1", SEPTEMBER), Refused)


def test_what_an_entry_changed_is_found_between_before_and_after(life: Life) -> None:
    """A void of a fact changes its month and term; before the entry that made it there was no fact to change."""
    fact = life.fact("c1", "2024-09-05")
    void = life.void(fact)
    after = life.by().reader()

    before, voided = read_before_entry(after, void)
    never, _ = read_before_entry(after, fact)

    assert fact == voided
    changed = find_changed_statements(before, after, fact, "c1", SEPTEMBER)
    assert ("c1", SEPTEMBER) == (changed[0].before.school_class.id, changed[0].before.period)
    assert all(change.points > 0 for change in changed)
    assert () == find_changed_statements(never, never, fact, "c1", SEPTEMBER)
    with pytest.raises(UnknownReference):
        read_before_entry(after, "f" * 20)


def test_an_unknown_fact_changes_nothing(life: Life) -> None:
    """Whatever was declared anew meanwhile, where nobody knows a fact there is only the statement asked about."""
    life.record("c1", "2024-09-05")
    before = life.by().reader()
    life.setup(declared(change=("3", SEPTEMBER.first.replace(day=4))))

    changed = find_changed_statements(before, life.by().reader(), "nobody's", "c1", SEPTEMBER)

    assert ["c1"] == [change.before.school_class.id for change in changed]


def impacts(life: Life, fact: str) -> list[tuple[str, str, bool]]:
    """Month and teacher of each impact, and whether leaving the fact out pays more."""
    disputed = dispute_fact(life.by().reader(), fact, "c1", cell("2024-10"))
    assert isinstance(disputed, DisputedFact)
    return [(one.month, one.impact.teacher, one.impact.difference > ZERO) for one in disputed.pay_impacts]


def test_only_a_sheet_that_the_fact_touches_changes() -> None:
    """October's sheet pays more without a fact of October; September's says nothing of it."""
    life = school()
    life.record("c1", "2024-10-08", **LOST)
    fact = life.fact("c1", "2024-10-09")
    life.pay("2024-09")
    life.pay("2024-10")

    assert [("2024-10", "t1", True)] == impacts(life, fact)


def test_a_sheet_whose_scheme_is_not_there_any_more_tells_nothing() -> None:
    """The rulebook adopted since has two schemes, and not the one that paid."""
    life = school()
    life.record("c1", "2024-10-08", **LOST)
    fact = life.fact("c1", "2024-10-09")
    life.pay("2024-10")
    life.setup(with_rulebook(registered("").text.replace('id = "pay.scheme-1"', 'id = "pay.first"')))

    assert [] == impacts(life, fact)

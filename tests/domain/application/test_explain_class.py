"""An explanation of a class, read from a store."""

from bzr_domain.application.explain_class import explain_class
from bzr_domain.kernel.messages import Problem
from tests.life.living import school_with_facts
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def test_an_explanation_accounts_for_the_facts_of_the_class() -> None:
    """Of one item where it is named; where there is no statement, the reason is returned."""
    reader = school_with_facts().by().reader()
    loaded = reader.load_histories([("c1", SEPTEMBER)])

    whole, august = (explain_class(reader, loaded, "c1", cell(name)) for name in ("2024-09", "2024-08"))

    assert not isinstance(whole, Problem)
    (fact,) = reader.current_facts("c1")
    assert {fact.id} == set(whole.facts)
    item = next(one.item.id for one in whole.accounts if one.lines)
    only = explain_class(reader, loaded, "c1", SEPTEMBER, item)
    assert not isinstance(only, Problem)
    assert [item] == [account.item.id for account in only.accounts]
    week = reader.register.calendar.find_period("2024-W37")
    assert week is not None
    assert isinstance(august, Problem)
    assert isinstance(explain_class(reader, loaded, "c1", week), Problem)

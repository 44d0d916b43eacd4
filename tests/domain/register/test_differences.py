"""On which days two registers read differently, and in which words that is told."""

from datetime import date

import attrs
import pytest

from bzr_domain.kernel.messages import Message
from bzr_domain.register.differences import Difference, list_differences
from bzr_domain.register.roster import ClassChange, RulebookText, Tenure
from bzr_domain.register.school_register import SchoolRegister
from tests.support.builders import adopted, monthly
from tests.support.schools import five

PLAIN = Message("别的", "other")


def told(before: SchoolRegister, after: SchoolRegister) -> list[str]:
    """Every difference in words."""
    return [difference.words.en for difference in list_differences(before, after)]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date.min, date.max, "always"),
        (date(2024, 9, 1), date.max, "from 2024-09-01"),
        (date.min, date(2024, 9, 1), "until 2024-09-01"),
        (date(2024, 9, 1), date(2024, 9, 1), "2024-09-01"),
        (date(2024, 9, 1), date(2024, 9, 3), "2024-09-01 – 2024-09-03"),
    ],
)
def test_the_days_of_a_difference_are_told(first: date, last: date, words: str) -> None:
    """Open on either side, one day, or several."""
    difference = Difference(what=PLAIN, instead=PLAIN, start=first, end=last)

    assert f"other ({words})" == difference.words.en


def test_equal_registers_do_not_differ() -> None:
    """Other names of a class, and a tenure written in two lines, are no difference."""
    before = five(monthly())
    tenure = before.tenures[0]
    halves = (attrs.evolve(tenure, end=date(2024, 9, 30)), attrs.evolve(tenure, start=date(2024, 10, 1)))
    named = {**before.classes, "a": attrs.evolve(before.classes["a"], aliases=("一班",))}
    after = attrs.evolve(before, tenures=(*halves, *before.tenures[1:]), classes=named)

    assert [] == told(before, after)


def test_a_class_differs_on_the_days_of_its_change_alone() -> None:
    """Given a change from one day to be undone on another, then it differs between them; the rulebook of a grade goes with it."""
    text = RulebookText(id="r", version=1, digest=monthly().digest, text="", kinds="")
    before = five(monthly(), rulebooks={text.digest: text})
    changes = (ClassChange(start=date(2024, 10, 1), grade="高三"), ClassChange(start=date(2024, 11, 1), grade="高一"))
    risen = {**before.classes, "a": attrs.evolve(before.classes["a"], changes=changes)}
    after = attrs.evolve(before, classes=risen)
    own = attrs.evolve(adopted(monthly()), grade="高一")

    assert ["class 'a': grade 高一 → 高三 (2024-10-01 – 2024-10-31)"] == told(before, after)
    assert [
        "class 'a': grade 高一 → 高三 (2024-10-01 – 2024-10-31)",
        "rulebook r/1 → none a (2024-10-01 – 2024-10-31)",
    ] == told(attrs.evolve(before, adoptions=(own,)), attrs.evolve(after, adoptions=(own,)))


def test_a_first_head_teacher_says_since_when_a_class_is_there() -> None:
    """Given a class without a first day or a head teacher, when one begins, then it is there from that day on, and not before."""
    before = attrs.evolve(five(monthly()), tenures=())
    begun = Tenure(teacher="ta", name="师", class_id="a", start=date(2024, 10, 1))

    assert [
        "class 'a' is there no more (until 2024-09-30)",
        "head teacher of 'a' none → ta (from 2024-10-01)",
    ] == told(before, attrs.evolve(before, tenures=(begun,)))

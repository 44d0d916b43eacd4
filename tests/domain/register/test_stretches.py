"""Tenures, adoptions and terms against a stretch of days: they touch it with their first and their last day."""

from datetime import date

from bzr_domain.register.calendar import Term
from bzr_domain.register.roster import Adoption, Tenure

FIRST, LAST = date(2024, 9, 10), date(2024, 9, 20)
ENDED = (
    Tenure(teacher="t", name="张", class_id="c", start=FIRST, end=LAST),
    Adoption(rulebook="r", start=FIRST, end=LAST),
    Term(id="s", start=FIRST, end=LAST),
)


def test_a_stretch_is_touched_by_its_last_day_and_by_its_first() -> None:
    """One that ends on the first day, or begins on the last, touches; a day further on each side it does not."""
    stretches = [(9, 10), (20, 21), (1, 30), (12, 13), (8, 9), (21, 22)]

    for one in ENDED:
        touched = [one.touches(date(2024, 9, first), date(2024, 9, last)) for first, last in stretches]

        assert [True, True, True, True, False, False] == touched


def test_what_has_no_end_touches_everything_from_its_first_day() -> None:
    """A tenure that goes on and an adoption until further notice touch any stretch that does not end before them."""
    going_on = (
        Tenure(teacher="t", name="张", class_id="c", start=FIRST),
        Adoption(rulebook="r", start=FIRST),
    )

    for one in going_on:
        assert one.touches(FIRST, FIRST)
        assert one.touches(date(2030, 1, 1), date(2030, 1, 2))
        assert not one.touches(date(2024, 9, 1), date(2024, 9, 9))

"""The published histories are such as decisions allow."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.testing import histories
from tests.support.builders import monthly
from tests.support.effort import fewer

HISTORIES = histories(monthly(), days=st.dates(date(2024, 9, 2), date(2024, 9, 30)))


@given(HISTORIES)
def test_a_mark_is_about_what_was_recorded_before(events: tuple[Recorded[Any], ...]) -> None:
    """Voids and corrections name an entry that stands before them, and no two entries share an id."""
    known: set[str] = set()
    for one in events:
        event = one.event
        assert isinstance(event, FactRecorded | FactCorrected | FactVoided)
        assert isinstance(event, FactRecorded) or event.target in known
        assert event.id not in known
        known.add(event.id)


@fewer(50, nightly=100)
@given(HISTORIES)
def test_versions_and_positions_count_up(events: tuple[Recorded[Any], ...]) -> None:
    """From 1, without a gap."""
    assert [one.version for one in events] == [one.position for one in events] == [*range(1, len(events) + 1)]

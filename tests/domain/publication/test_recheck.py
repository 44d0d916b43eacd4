"""Published results beside recomputed ones: given publications, then each is the same or differs, and so is what is known now."""

import attrs
import pytest

from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.publication.events import Figures
from bzr_domain.publication.recheck import CheckedResult, add_periods_within, check_result, list_publications
from bzr_domain.scoring.scoring_meaning import SCORING_MEANING
from tests.domain.publication.test_assessment_result import AGAIN, FIGURES, FINAL, PUBLISH, after, change
from tests.support.builders import SEPTEMBER
from tests.support.schools import cell, five, node, rules, total

CALENDAR = five().calendar
LOWER = AGAIN.computed.figures
BOOK = rules(total() + node("item", "a", "base = 20", "total"))


def checked(result: AssessmentResult, recomputed: dict[int, Figures], now: Figures | None = FIGURES) -> CheckedResult:
    """The result of class c1 for September, checked."""
    return check_result(result, SEPTEMBER, recomputed, now, {BOOK.digest: BOOK})


def test_what_computes_again_is_the_same() -> None:
    """Published once, made final: both are publications, both are the same, and nothing has moved."""
    found = checked(after(PUBLISH, FINAL), {1: FIGURES, 2: FIGURES})

    assert ("final", True, True) == (found.state, found.same, found.last.same)
    assert [1] == [one.at.position for one in found.earlier]
    assert () == found.differences


@pytest.mark.parametrize("recomputed", [{2: LOWER}, {1: LOWER, 2: LOWER}], ids=["nothing", "other-figures"])
def test_what_does_not_compute_again_differs(recomputed: dict[int, Figures]) -> None:
    """The first publication of two is not what is computed now as known then; the last one is."""
    found = checked(after(PUBLISH, AGAIN), recomputed)

    assert (False, True) == (found.same, found.last.same)
    assert recomputed.get(1) == found.earlier[0].recomputed


def test_figures_that_are_not_their_digest_differ() -> None:
    """Whatever is computed: what was published is not what it was signed with."""
    result = after(PUBLISH)
    event = attrs.evolve(result.publications[0].event, figures=LOWER)
    forged = attrs.evolve(result, publications=(result.publications[0]._replace(event=event),))

    assert not checked(forged, {1: FIGURES}).same


@pytest.mark.parametrize(
    ("meaning", "recomputed", "forged", "moved"),
    [
        (1, {1: LOWER}, False, True),
        (1, {1: FIGURES}, False, False),
        (1, {}, False, False),
        (1, {1: LOWER}, True, False),
        (SCORING_MEANING, {1: LOWER}, False, False),
    ],
    ids=["newer software", "the same", "not computed", "altered", "of today"],
)
def test_newer_software_is_the_cause_where_nothing_was_altered_and_the_meaning_is_older(
    meaning: int, recomputed: dict[int, Figures], forged: bool, moved: bool
) -> None:
    """Figures that are not their digest are altered, whatever computes them; under today's meaning a difference is one of the data."""
    result = after(PUBLISH)
    event = attrs.evolve(result.publications[0].event, scoring_meaning=meaning)
    event = attrs.evolve(event, figures=AGAIN.computed.figures) if forged else event
    older = attrs.evolve(result, publications=(result.publications[0]._replace(event=event),))

    assert moved == checked(older, recomputed).last.moved_by_meaning


@pytest.mark.parametrize(
    ("now", "told"),
    [(LOWER, ["总分 94.50 → 48.00"]), (None, ["总分 94.50 → —"]), (FIGURES, [])],
    ids=["moved", "gone", "same"],
)
def test_what_moved_since_is_told_figure_by_figure(now: Figures | None, told: list[str]) -> None:
    """A total that cannot be computed any more has gone."""
    found = checked(after(PUBLISH), {1: FIGURES}, now)

    assert told == [one.describe().zh for one in found.differences]


def test_items_are_named_by_their_rulebook() -> None:
    """Of a rulebook that is known, the title; else the id."""
    published = attrs.evolve(FIGURES, rulebook=BOOK.digest)
    now = attrs.evolve(published, items=(("a", LOWER.total),))
    result = after(change(PUBLISH, figures=published))

    assert ["a 20 → 48.00"] == [one.describe().zh for one in checked(result, {}, now).differences]


def test_what_was_never_published_has_no_publications() -> None:
    """Nothing to check."""
    assert [] == list_publications(after())


def test_other_published_periods_within_the_stretch_are_added() -> None:
    """Two months: the week within them comes after them; what is not within, asked for already or unknown is left out."""
    months = [cell("2024-09"), cell("2024-10")]
    published = ["2024-W40", "2024-09", "2024-autumn", "2024-11", "2030-autumn", "2024-W37"]

    names = [one.name for one in add_periods_within(CALENDAR, months, published)]

    assert ["2024-09", "2024-10", "2024-W37", "2024-W40"] == names
    assert [] == add_periods_within(CALENDAR, [], published)

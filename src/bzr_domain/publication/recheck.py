"""Recheck published results (核对): the figures published must come out again as known then; what differs now is listed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.assessment_result import AssessmentResult, ResultState
from bzr_domain.publication.events import Figures, ResultFinalised, ResultPublished, compute_digest
from bzr_domain.publication.figures import FigureDifference, compare_figures, list_titles
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning

Publication = Recorded[ResultPublished] | Recorded[ResultFinalised]
"""Every event with which figures are shown: a publication, or the making final."""


@attrs.frozen
class Recheck:
    """A publication, or the making final, beside the same figures recomputed as known then; None where that cannot be."""

    at: Publication
    recomputed: Figures | None

    @property
    def published(self) -> Figures:
        """The figures published."""
        return self.at.event.figures

    @property
    def same(self) -> bool:
        """Whether the recomputed figures, and those published, have the digest published."""
        event = self.at.event
        return self.recomputed is not None and all(
            event.digest == compute_digest(event.class_id, event.period, figures, event.purpose)
            for figures in (self.recomputed, event.figures)
        )

    @property
    def moved_by_meaning(self) -> bool:
        """Whether newer software computes otherwise what was published under an older scoring meaning, unaltered since."""
        event = self.at.event
        altered = event.digest != compute_digest(event.class_id, event.period, event.figures, event.purpose)
        older = event.scoring_meaning < find_scoring_meaning()
        return older and self.recomputed is not None and not altered and not self.same


@attrs.frozen(kw_only=True)
class CheckedResult:
    """One published result beside what is computed.

    Attributes:
        last: The last publication, or the making final.
        earlier: The publications before it, in order.
        now: The figures as known now; None where nothing can be computed, since its class or rulebook left.
        differences: Every figure that differs now from the last publication.
        nothing_recorded: Why it was published last although nothing was recorded; empty where something was.
        causes: The events recorded since that can have moved it.
    """

    class_id: str
    period: Period
    state: ResultState
    last: Recheck
    earlier: tuple[Recheck, ...]
    now: Figures | None
    differences: tuple[FigureDifference, ...]
    nothing_recorded: str = ""
    causes: tuple[Recorded[Any], ...] = ()

    @property
    def same(self) -> bool:
        """Whether every publication of this result recomputes to the same figures."""
        return all(recheck.same for recheck in (*self.earlier, self.last))


def list_publications(result: AssessmentResult) -> list[Publication]:
    """Return every publication of a result, and its making final, in order."""
    return [*result.publications, *([] if result.final is None else [result.final])]


def check_result(
    result: AssessmentResult,
    period: Period,
    recomputed: Mapping[int, Figures],
    now: Figures | None,
    books: Mapping[str, Book],
) -> CheckedResult:
    """Compare every publication of a result with its recomputed figures, and the last one with those known now.

    Args:
        result: A result that was published.
        recomputed: Position of a publication → its figures recomputed as known then.
        books: Digest → rulebook; it gives items their titles.
    """
    *earlier, last = (Recheck(at, recomputed.get(at.position)) for at in list_publications(result))
    published, publication = last.published, result.published
    assert publication is not None, "only what was published is checked"
    book = books.get(published.rulebook)
    return CheckedResult(
        class_id=last.at.event.class_id,
        period=period,
        state=result.state,
        last=last,
        earlier=tuple(earlier),
        now=now,
        nothing_recorded=publication.nothing_recorded,
        differences=(FigureDifference(Message("总分", "total"), str(published.total), "—"),)
        if now is None
        else tuple(compare_figures(published, now, {} if book is None else list_titles(book))),
    )


def add_periods_within(calendar: Calendar, periods: Sequence[Period], published: Iterable[str]) -> list[Period]:
    """Return some periods, and after them every other published one that lies within their stretch of days.

    Args:
        published: The names of all periods of which something was published.
    """
    known = [period for name in published if (period := calendar.find_period(name)) is not None]
    first = min((period.first for period in periods), default=date.max)
    last = max((period.last for period in periods), default=date.min)
    inside = [period for period in known if first <= period.first and period.last <= last and period not in periods]
    return [*periods, *sorted(inside, key=lambda period: (period.first, rank_length(period.per)))]

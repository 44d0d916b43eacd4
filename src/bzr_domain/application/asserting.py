"""Published results against recomputed ones (核对): as known then, which has to be the same, and as known now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import attrs

from bzr_domain.application.results import result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.since import since
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period, width
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.assessment_result import AssessmentResult, State
from bzr_domain.publication.events import Figures, ResultFinalised, ResultPublished, digest_of
from bzr_domain.publication.figures import Difference, differences
from bzr_domain.publication.published_figures import figures_of, titles_of
from bzr_domain.scoring.statement import Statement

_NOON = time(12)


@attrs.frozen(kw_only=True)
class Said:
    """What was said of a result at one moment, beside what it comes to when computed again as known then.

    Attributes:
        at: The publication, or the making final.
        then: None where nothing can be computed.
        same: Whether that is what was said, and what was said is its digest.
    """

    at: Recorded[Any]
    said: Figures
    then: Figures | None
    same: bool


@attrs.frozen(kw_only=True)
class Checked:
    """One published result beside what is computed.

    Attributes:
        last: What was published, or made final, last.
        earlier: Whatever was published before it, in order.
        now: What it comes to as known now; None where nothing can be computed.
        moved: What has moved since, figure by figure.
        since: What was recorded since that can have moved it, as `bzr_domain.application.since` tells it.
    """

    class_id: str
    period: Period
    state: State
    last: Said
    earlier: tuple[Said, ...]
    now: Figures | None
    moved: tuple[Difference, ...]
    since: tuple[Recorded[Any], ...]

    @property
    def said(self) -> Figures:
        """What was said last."""
        return self.last.said

    @property
    def same(self) -> bool:
        """Whether everything that was ever said of it computes again."""
        return all(one.same for one in (*self.earlier, self.last))


def published_within(reader: SchoolReader, periods: Sequence[Period]) -> list[Period]:
    """Some periods, and after them every other one of which something was published and which lies within their stretch."""
    names = dict.fromkeys(name.split(":", 2)[2] for name in reader.store.streams("result:"))
    cells = [cell for name in names if (cell := reader.register.calendar.named(name)) is not None]
    first = min((one.first for one in periods), default=date.max)
    last = max((one.last for one in periods), default=date.min)
    inside = [one for one in cells if first <= one.first and one.last <= last and one not in periods]
    return [*periods, *sorted(inside, key=lambda one: (one.first, width(one.per)))]


def check_published(
    reader: SchoolReader, periods: Sequence[Period], classes: Iterable[str] = ()
) -> list[Checked]:
    """Every published result of some periods, computed again; classes that were never published are left out."""
    known = [name.split(":")[1] for name in reader.store.streams("result:")]
    wanted = list(classes) or list(dict.fromkeys([*reader.register.classes, *known]))
    return [one for period in periods for one in _of_period(reader, period, wanted)]


def _of_period(reader: SchoolReader, period: Period, wanted: Iterable[str]) -> Iterable[Checked]:
    """The results of a period; what several are computed from is read once for all of them."""
    histories = {one: result(reader, one, period.name) for one in wanted}
    said_at = {class_id: _said_at(history) for class_id, history in histories.items()}
    published = {class_id: events for class_id, events in said_at.items() if events}
    now, then = _figures(reader, period, list(published)), _then(reader, period, published)
    for class_id, events in published.items():
        *earlier, last = (_said(one, class_id, period, then.get((class_id, one.position))) for one in events)
        moved = _moved(reader, last.said, now.get(class_id))
        causes = since(reader, class_id, period, last.at.position) if moved else ()
        yield Checked(
            class_id=class_id,
            period=period,
            state=histories[class_id].state,
            last=last,
            earlier=tuple(earlier),
            now=now.get(class_id),
            moved=tuple(moved),
            since=tuple(one.event for one in causes),
        )


def _said_at(history: AssessmentResult) -> list[Recorded[Any]]:
    """Each time a result was published, and that it was made final."""
    return [*history.publications, *([] if history.final is None else [history.final])]


def _moved(reader: SchoolReader, said: Figures, now: Figures | None) -> list[Difference]:
    """What differs from what was said; a total that cannot be computed any more has gone: its class or its rulebook left."""
    if now is None:
        return [Difference(Message("总分", "total"), str(said.total), "—")]
    book = reader.books.get(said.rulebook)
    return differences(said, now, {} if book is None else titles_of(book))


def _said(at: Recorded[Any], class_id: str, period: Period, then: Figures | None) -> Said:
    """What was said at a moment, beside what was computed again from what stood before it."""
    assert isinstance(at.event, ResultPublished | ResultFinalised)
    said, digest = at.event.figures, at.event.digest
    same = then is not None and digest == digest_of(class_id, period.name, then)
    same = same and digest == digest_of(class_id, period.name, said)
    return Said(at=at, said=said, then=then, same=same)


def _then(
    reader: SchoolReader, period: Period, published: Mapping[str, list[Recorded[Any]]]
) -> dict[tuple[str, int], Figures]:
    """Class and position of what was said → what it comes to as known then; results said by one command are one picture."""
    together: dict[str, list[tuple[str, Recorded[Any]]]] = {}
    for class_id, events in published.items():
        for one in events:
            together.setdefault(one.command, []).append((class_id, one))
    found: dict[tuple[str, int], Figures] = {}
    for said in together.values():
        first = min((one for _, one in said), key=lambda one: one.position)
        assert isinstance(first.event, ResultPublished | ResultFinalised)
        zone = reader.at(first.recorded_at, up_to=first.position - 1).zone
        asked = datetime.combine(first.event.asked_on, _NOON, zone)
        figures = _figures(
            reader.at(asked, up_to=first.position - 1), period, [class_id for class_id, _ in said]
        )
        found |= {(one, at.position): figures[one] for one, at in said if one in figures}
    return found


def _figures(reader: SchoolReader, period: Period, classes: Iterable[str]) -> dict[str, Figures]:
    """What some classes come to; one without a statement, or that has left the register, is left out."""
    known = [one for one in classes if one in reader.register.classes]
    statements = reader.statements(period, known) if known else ()
    return {one: figures_of(found) for one, found in statements if isinstance(found, Statement)}

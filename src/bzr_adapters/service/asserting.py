"""Published results against recomputed ones (核对): as known then, which has to be the same, and as known now."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

import attrs

from bzr_adapters.service.reading import Reader
from bzr_adapters.service.results import result
from bzr_adapters.service.since import since
from bzr_domain.errors import Message, Problem
from bzr_domain.events import Recorded
from bzr_domain.figures import Difference, differences
from bzr_domain.periods import Cell
from bzr_domain.publication import figures_of, titles_of
from bzr_domain.result_events import Figures, ResultFinalised, ResultPublished, digest_of
from bzr_domain.results import State

_NOON = time(12)


@attrs.frozen(kw_only=True)
class Said:
    """What was said of a result at one moment, beside what it comes to when computed again as known then.

    Attributes:
        at: The publication, or the making final.
        then: None where nothing can be computed.
        same: Whether that is what was said, and what was said is its digest.
    """

    at: Recorded
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
        since: What was recorded since that can have moved it, as `bzr_adapters.service.since` tells it.
    """

    class_id: str
    period: Cell
    state: State
    last: Said
    earlier: tuple[Said, ...]
    now: Figures | None
    moved: tuple[Difference, ...]
    since: tuple[Recorded, ...]

    @property
    def said(self) -> Figures:
        """What was said last."""
        return self.last.said

    @property
    def same(self) -> bool:
        """Whether everything that was ever said of it computes again."""
        return all(one.same for one in (*self.earlier, self.last))


def check_published(reader: Reader, periods: Sequence[Cell], classes: Iterable[str] = ()) -> list[Checked]:
    """Every published result of some periods, computed again; classes that were never published are left out."""
    known = [name.split(":")[1] for name in reader.store.streams("result:")]
    wanted = list(classes) or list(dict.fromkeys([*reader.register.classes, *known]))
    found = [_checked(reader, class_id, period) for period in periods for class_id in wanted]
    return [one for one in found if one is not None]


def _checked(reader: Reader, class_id: str, period: Cell) -> Checked | None:
    history = result(reader, class_id, period.name)
    said_at = [*history.publications, *([] if history.final is None else [history.final])]
    if not said_at:
        return None
    *earlier, last = (_said(reader, one, class_id, period) for one in said_at)
    said, now = last.said, _figures(reader, class_id, period)
    book = reader.books.get(said.rulebook)
    titles = {} if book is None else titles_of(book)
    moved = [_gone(said)] if now is None else differences(said, now, titles)
    return Checked(
        class_id=class_id,
        period=period,
        state=history.state,
        last=last,
        earlier=tuple(earlier),
        now=now,
        moved=tuple(moved),
        since=tuple(one.event for one in since(reader, class_id, period, last.at.position)) if moved else (),
    )


def _gone(said: Figures) -> Difference:
    """A total that was said and cannot be computed any more: the class, or its rulebook, has left."""
    return Difference(Message("总分", "total"), str(said.total), "—")


def _said(reader: Reader, at: Recorded, class_id: str, period: Cell) -> Said:
    """What was said at a moment, computed again from what stood before it."""
    assert isinstance(at.event, ResultPublished | ResultFinalised)
    zone = Reader(reader.store, at.recorded_at, up_to=at.position - 1).zone
    asked = datetime.combine(at.event.asked_on, _NOON, zone)
    then = _figures(Reader(reader.store, asked, up_to=at.position - 1), class_id, period)
    said, digest = at.event.figures, at.event.digest
    same = then is not None and digest == digest_of(class_id, period.name, then)
    same = same and digest == digest_of(class_id, period.name, said)
    return Said(at=at, said=said, then=then, same=same)


def _figures(reader: Reader, class_id: str, period: Cell) -> Figures | None:
    """What a class comes to; None where there is no statement, or the class has left the register."""
    if class_id not in reader.register.classes:
        return None
    statement = reader.statement(class_id, period)
    return None if isinstance(statement, Problem) else figures_of(statement)

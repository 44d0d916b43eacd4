"""汇总、名次、折算、限度: a pile of rows becomes what one cell of a node came to."""

from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import add_up, to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS, ROSTER_FIGURES
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.places import place_among
from bzr_domain.scoring.reach import window
from bzr_domain.scoring.result import PeriodValue, Place, Result
from bzr_domain.scoring.rows import Pile, Read, as_number, fact_piles, score_pile
from bzr_domain.scoring.settle import settle
from bzr_domain.scoring.subject_view import SubjectView


@attrs.define(kw_only=True)
class Reading:
    """What one node reads in one cell.

    Attributes:
        read: The evaluator.
        seen: Every result read so far.
    """

    view: SubjectView
    cell: Period
    read: Read
    seen: list[Result] = attrs.field(factory=list)

    def applies(self, node: Node) -> bool:
        """Whether a node applies: all of `when` holds, none of `unless`."""
        if not node.when and not node.unless:
            return True
        return all(self._passes(name, test) for name, test in node.when.items()) and not any(
            self._passes(name, test) for name, test in node.unless.items()
        )

    def _passes(self, name: str, test: lang.Test) -> bool:
        if name in CLASS_WORDS:
            return passes_test(test, self.view.word(name))
        if name in ROSTER_FIGURES:
            return passes_test(test, self.view.figure(name, self.cell))
        result = self.result_of(name)
        return passes_test(
            test, None if result is None else result.value, () if result is None else result.node.labels
        )

    def result_of(self, name: str) -> Result | None:
        """Another node's result in the same or a wider cell, for the same or a wider subject; None where it has none."""
        node = self.view.schedule.book.nodes[name]
        cell = self.view.calendar.find_wider_period(node.per, self.cell)
        view = None if cell is None else self.view.of(node.about, cell, self.cell)
        own = None if view is None else view.schedule.book.nodes.get(name)
        if cell is None or view is None or own is None:
            return None
        result = self.read(view, own, cell)
        self.seen.append(result)
        return result

    def lookup(self, name: str) -> Fraction | None:
        """The number of a node or a figure; None where it is nothing."""
        if name in ROSTER_FIGURES:
            return self.view.figure(name, self.cell)
        result = self.result_of(name)
        return None if result is None or result.value is None else as_number(result.value, result.node.labels)

    def settled(self, node: Node, placed: int = 0) -> Node | None:
        """The node with numbers for every limit; None where one it cannot do without is nothing."""
        return settle(node, self.lookup, placed)


def waits(reading: Reading, node: Node) -> bool:
    """Whether absence gives something: then the node waits for the end of its cell."""
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        return True
    if node.by:
        return False
    identity = measure.result(node.measure, measure.IDENTITY)
    if identity is None and node.empty is None:
        return False
    if node.rank is not None:
        return False
    settled = reading.settled(node)
    return settled is not None and scale.worth(settled, identity) not in (None, 0)


def part_of(reading: Reading, node: Node, pile: Pile) -> PeriodValue:
    """What a pile of rows is worth."""
    measured = _measured(reading, node, pile)
    place = _place(reading, node, measured)
    if measured is None or node.rank is None:
        settled = reading.settled(node)
    else:
        settled = None if place is None else reading.settled(node, placed=len(place.peers))
        measured = None if place is None else Fraction(place.counted)
    return PeriodValue(
        node=settled or node,
        cell=reading.cell,
        rows=pile.rows,
        counted=measure.counted(node.measure, pile.rows),
        tally=None if settled is None else _tally(settled, measured),
        value=None if settled is None else _worth(settled, measured, pile, place),
        excused=pile.excused,
        pending=pile.pending,
        place=place,
    )


def _tally(node: Node, measured: scale.Measured | None) -> Fraction | None:
    """The units that a settled node counts; None where there is nothing to count, or a label."""
    return scale.units(node.scale, measured) if isinstance(measured, Fraction) else None


def _worth(node: Node, measured: scale.Measured | None, pile: Pile, place: Place | None) -> lang.Value | None:
    """What a settled node is worth; where places are shared, the mean of what each of them gives."""
    if place is None or node.rank is None or node.rank.ties != "split":
        return scale.worth(node, measured, pile.labels)
    given = [scale.worth(node, Fraction(one)) for one in range(place.first, place.last + 1)]
    numbers = [Fraction(one) for one in given if isinstance(one, Decimal)]
    if not numbers:
        return None
    return to_step(add_up(numbers) / len(given), node.bound.step, node.bound.rounding)


def _measured(reading: Reading, node: Node, pile: Pile) -> scale.Measured | None:
    """What the rows come to, divided where it is said; the label where labels were read."""
    summary = measure.summarise(pile.rows)
    found = measure.result(node.measure, summary)
    if found is None or (not pile.rows and not pile.found):
        return None
    if pile.labels:
        return pile.labels[int(found)] if found.denominator == 1 and found < len(pile.labels) else None
    if node.divide_by is None:
        return found
    divisor = _divisor(reading, node.divide_by, summary)
    return found / divisor if divisor else None


def _divisor(reading: Reading, divide_by: lang.Limit | str, summary: measure.Summary) -> Fraction | None:
    match divide_by:
        case str():
            return summary.divisor
        case lang.Ref():
            number = reading.lookup(divide_by.node)
            return -number if number is not None and divide_by.negative else number
        case lang.Unset():
            return None
        case _:
            return Fraction(divide_by)


def _place(reading: Reading, node: Node, measured: scale.Measured | None) -> Place | None:
    """The place among the peers; None where none is asked, or there is nothing to be ranked by."""
    if node.rank is None or not isinstance(measured, Fraction):
        return None
    own, standings = reading.view.subject.id, []
    for view in reading.view.peers(node.rank.among, reading.cell):
        peer = view.schedule.book.nodes.get(node.key)
        at = Reading(view=view, cell=reading.cell, read=reading.read)
        if peer is None or not at.applies(peer):
            continue
        found = measured if view.subject.id == own else _alone(at, peer)
        if isinstance(found, Fraction):
            then = tuple(at.lookup(name) for name in node.rank.then)
            standings.append((view.subject.id, (found, *then)))
        reading.seen += at.seen
    return place_among(node.rank, own, standings)


def _alone(reading: Reading, node: Node) -> scale.Measured | None:
    """What a peer is ranked by: its own measure in the whole cell."""
    view, cell = reading.view, reading.cell
    if isinstance(node.source, lang.ScoreRows):
        pile = score_pile(view, node, cell, reading.read)
        reading.seen += pile.read
        return _measured(reading, node, pile)
    assert isinstance(node.source, lang.FactRows)
    span = window(view, node.source.reach, cell)
    facts = [] if span is None else [one for one in view.of_kinds(node.source) if span.covers(one.fact.on)]
    piles = fact_piles(view, view.schedule.book, node, cell, facts)
    return _measured(reading, node, piles[0]) if piles else None

"""Score a history under another rulebook (换规则试算): who gains, who loses, and by which clause."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs

from bzr_domain.counterfactual.compare_statements import (
    StatementDifference,
    as_number,
    compare_pairs,
    list_missing,
    list_pay_outcomes,
    score_both_ways,
    sort_by_size,
)
from bzr_domain.counterfactual.same_nodes import find_same_nodes
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.register.roster import Adoption
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool


@attrs.frozen(kw_only=True)
class RulebookComparison:
    """A history under the rulebooks adopted, and under another in the place of them.

    Attributes:
        book: The other rulebook.
        since: The first day on which it is in force; None where it is in the place of all adopted from the beginning.
        changes: What changed, class and period by class and period, the biggest change first.
        unchanged: How many statements did not change.
        pay: Outcome in yuan → its sum over all statements, before and after.
        missing: Where only one of them gives a statement, and why the other gives none.
        unknown: Fact kind → how many facts of the periods are of it, where the other rulebook has no such kind.
    """

    book: Book
    since: date | None
    changes: tuple[StatementDifference, ...]
    unchanged: int
    pay: Mapping[str, tuple[Decimal, Decimal]]
    missing: tuple[tuple[str, Period, Problem], ...]
    unknown: Mapping[str, int]

    @property
    def gained(self) -> Decimal:
        """The points that those who gain gain together."""
        return sum((change.points for change in self.changes if change.points > 0), ZERO)

    @property
    def lost(self) -> Decimal:
        """The points that those who lose lose together, with their sign."""
        return sum((change.points for change in self.changes if change.points < 0), ZERO)


def score_under_rulebook(
    school: LoadedSchool,
    book: Book,
    periods: Sequence[Period],
    classes: Iterable[str] = (),
    since: date | None = None,
) -> RulebookComparison:
    """Score classes for some periods as they are, and with a rulebook in the place of every one adopted.

    Args:
        school: The school under the rulebooks adopted, with every fact that the periods and the rulebooks can reach.
        book: What is put in their place, on the days on which one is in force.
        periods: The periods to compare; a class is left out where no rulebook is in force.
        classes: Class ids; none means all, in the order of the register.
        since: Put it in their place from this day on only: an amendment tried.
    """
    class_ids = tuple(classes) or tuple(school.register.classes)
    places = [
        (class_id, period)
        for period in periods
        for class_id in class_ids
        if school.register.calendars[class_id].school_days_in(period)
        and school.find_schedule(class_id, period) is not None
    ]
    pairs = score_both_ways(school, lambda adopted: replace_rulebook(adopted, book, since), places)
    differences = compare_pairs(pairs)
    changes = sort_by_size(differences)
    return RulebookComparison(
        book=book,
        since=since,
        changes=changes,
        unchanged=len(differences) - len(changes),
        pay=_sum_pay(differences),
        missing=tuple(list_missing(pairs)),
        unknown=_count_unknown_kinds(school, book, periods, class_ids, since or date.min),
    )


def replace_rulebook(school: LoadedSchool, book: Book, since: date | None = None) -> LoadedSchool:
    """Return the same school and facts with a rulebook in the place of every one adopted, on the same days (换规则).

    Args:
        since: The first day on which it is in force; before it those adopted are. None means from the beginning.
    """
    register = school.register
    adoptions = dict.fromkeys(
        changed for adoption in register.adoptions for changed in _replace_adoption(adoption, book, since or date.min)
    )
    replaced = attrs.evolve(register, adoptions=tuple(adoptions))
    other = attrs.evolve(school, register=replaced, books={**school.books, book.digest: book})
    digests = {adoption.rulebook for adoption in register.adoptions}
    if len(digests) == 1 and {adoption.rulebook for adoption in adoptions} == {book.digest}:
        (digest,) = digests
        same_nodes = find_same_nodes(school.books[digest], book)
        for (_, subject, key, period), result in school.computed.items():
            if key in same_nodes:
                other.computed[book.digest, subject, key, period] = result
    return other


def _replace_adoption(adoption: Adoption, book: Book, since: date) -> Iterator[Adoption]:
    """An adoption as it is up to a day, and of another rulebook from that day on."""
    if adoption.start < since:
        ends_before = adoption.end is not None and adoption.end < since
        yield adoption if ends_before else attrs.evolve(adoption, end=since - timedelta(days=1))
    if adoption.end is None or adoption.end >= since:
        yield attrs.evolve(adoption, rulebook=book.digest, start=max(adoption.start, since))


def _sum_pay(differences: Iterable[StatementDifference]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, list[Decimal]] = {}
    for difference in differences:
        for side, statement in enumerate((difference.before, difference.after)):
            for outcome_id in list_pay_outcomes(statement):
                sums.setdefault(outcome_id, [ZERO, ZERO])[side] += as_number(statement.outcomes[outcome_id])
    return {outcome_id: (before, after) for outcome_id, (before, after) in sums.items()}


def _count_unknown_kinds(
    school: LoadedSchool, book: Book, periods: Sequence[Period], classes: Iterable[str], since: date
) -> dict[str, int]:
    facts = (current.fact for class_id in classes for current in school.facts_by_class.get(class_id, ()))
    unknown = (fact for fact in facts if fact.kind not in book.kinds and fact.on >= since)
    return dict(Counter(fact.kind for fact in unknown if any(period.covers(fact.on) for period in periods)))

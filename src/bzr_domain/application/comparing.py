"""Comparing: a history under another rulebook, a statement without one fact. Read from a store; nothing is written."""

from collections.abc import Collection, Sequence
from datetime import date

import attrs

from bzr_domain.application.entries import find
from bzr_domain.application.owing import Owed, owed
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.differences import Difference, biggest_first, both_ways, compared
from bzr_domain.counterfactual.dispute import Dispute, dispute, reached
from bzr_domain.counterfactual.recompute import Recomputed, recompute
from bzr_domain.facts import history as histories
from bzr_domain.facts.history import History
from bzr_domain.kernel.clauses import NEVER_OVERWRITTEN
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book


def recomputed(
    reader: SchoolReader,
    book: Book,
    periods: Sequence[Period],
    classes: Collection[str] = (),
    since: date | None = None,
) -> Recomputed:
    """Some periods of a store under the rulebooks adopted, and under another, from a day on if one is said."""
    wanted = classes or list(reader.register.classes)
    places = [(one, cell) for cell in periods for one in wanted]
    school = reader.load_school_from(reader.load_histories(places, [book]))
    return recompute(school, book, periods, wanted, since)


@attrs.frozen(kw_only=True)
class Disputed:
    """A dispute, the history that tells the story of its fact, and what it does to sheets of pay begun already."""

    dispute: Dispute
    home: History
    owed: tuple[Owed, ...]


def disputed(
    reader: SchoolReader, prefix: str, class_id: str, period: Period
) -> Disputed | Problem | Refused:
    """A statement with and without the fact whose id starts with a prefix.

    Returns:
        Both; or why there is no statement; or a refusal where the id is no fact's, or the fact is void already.

    Raises:
        UnknownReference: When no id or several fit.
    """
    target, name = find(reader, prefix)
    home = reader.history(name)
    no = _no_fact(target, home)
    if no is not None:
        return no
    fact = histories.standing(home, target)
    if fact.voided_by is not None:
        return _refused(
            f"事实{target}已经作废,本来就不计", f"fact {target} is void already: it does not count"
        )
    places = [(class_id, period), *reached(reader.load_school_from(()), fact.fact)]
    found = dispute(reader.load_school_from(reader.load_histories(places)), fact, class_id, period)
    if isinstance(found, Problem):
        return found
    return Disputed(dispute=found, home=home, owed=owed(reader, found))


def moved_by(
    before: SchoolReader, after: SchoolReader, fact: str, class_id: str, period: Period
) -> tuple[Difference, ...]:
    """Every statement that reads differently to a later reader because of what became of a fact.

    Args:
        before, after: The store before and after the fact was voided, corrected or moved elsewhere.
        fact: Its id; where a reader knows no such fact, there is nothing of it to move.
        class_id, period: Whose statement is asked about: its periods come first, then those of other classes.
    """
    places = {(class_id, period): None}
    for reader in (before, after):
        home = reader.store.known([fact]).get(fact)
        history = None if home is None else reader.history(home)
        if history is not None and fact in history.facts:
            one = histories.standing(history, fact).fact
            places |= dict.fromkeys(reached(reader.load_school_from(()), one))
    wanted = list(places)
    worlds = [reader.load_school_from(reader.load_histories(wanted)) for reader in (before, after)]
    pairs = both_ways(worlds[0], lambda _: worlds[1], wanted)
    return biggest_first(compared(pairs), own=class_id)


def before_entry(reader: SchoolReader, prefix: str) -> tuple[SchoolReader, str]:
    """The store as it was before an entry was made, and the fact that the entry is, voids or corrects.

    Raises:
        UnknownReference: When no entry or several fit.
    """
    entry, home = find(reader, prefix)
    history = reader.history(home)
    made = history.facts.get(entry) or history.marks[entry]
    return attrs.evolve(reader, up_to=made.position - 1), histories.fact_behind(history, entry)


def _no_fact(target: str, home: History) -> Refused | None:
    if target in home.facts:
        return None
    if target in home.marks:
        return _refused(
            f"{target}是作废或更正的记录,不是事实", f"{target} is a void or a correction, and no fact"
        )
    return _refused(f"{target}不是那时已经记录的事实", f"{target} is no fact that had been recorded by then")


def _refused(zh: str, en: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=NEVER_OVERWRITTEN)

"""Answer "what if": a store under another rulebook, or a statement without one fact. Nothing is written."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import attrs

from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.prepare_pay import load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.compare_statements import (
    StatementDifference,
    compare_pairs,
    score_both_ways,
    sort_by_size,
)
from bzr_domain.counterfactual.other_rulebook import RulebookComparison, score_under_rulebook
from bzr_domain.counterfactual.without_fact import Dispute, find_affected_statements, score_without_fact
from bzr_domain.facts import fact_history
from bzr_domain.facts.fact_history import FactHistory
from bzr_domain.kernel.messages import Problem, Refused, UnknownReference, refuse
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.readings import NEVER_OVERWRITTEN
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_impact import (
    PayImpact,
    SheetImpact,
    add_classes_of_heads,
    compute_pay_impacts,
    find_allowance_classes,
)
from bzr_domain.pay.pay_sheet import find_month
from bzr_domain.rulebook.book import Book


def try_rulebook(
    reader: SchoolReader,
    book: Book,
    periods: Sequence[Period],
    classes: Collection[str] = (),
    since: date | None = None,
) -> RulebookComparison:
    """Score some periods of a store under the rulebooks adopted and under another (试算), from `since` on where it is given."""
    class_ids = classes or list(reader.register.classes)
    places = [(class_id, period) for period in periods for class_id in class_ids]
    school = reader.load_school_from(reader.load_histories(places, [book]))
    return score_under_rulebook(school, book, periods, class_ids, since)


@attrs.frozen(kw_only=True)
class DisputedFact:
    """A dispute about a fact, the history in which the fact was recorded, and what it does to pay sheets begun already."""

    dispute: Dispute
    history: FactHistory
    pay_impacts: tuple[SheetImpact, ...]


def dispute_fact(reader: SchoolReader, prefix: str, class_id: str, period: Period) -> DisputedFact | Problem | Refused:
    """Score a statement with and without the fact whose id starts with a prefix (异议).

    Returns:
        Both; or why there is no statement; or a refusal where the id is no fact's, or the fact is void already.

    Raises:
        UnknownReference: When no id or several fit.
    """
    fact_id, stream = find_entry(reader, prefix)
    history = reader.history(stream)
    refused = _refuse_unless_counted(fact_id, history)
    if refused is not None:
        return refused
    fact = fact_history.current_fact(history, fact_id)
    places = [(class_id, period), *find_affected_statements(reader.load_school_from(()), fact.fact)]
    school = reader.load_school_from(reader.load_histories(places))
    dispute = score_without_fact(school, fact, class_id, period)
    if isinstance(dispute, Problem):
        return dispute
    return DisputedFact(dispute=dispute, history=history, pay_impacts=find_pay_impacts(reader, dispute))


def find_pay_impacts(reader: SchoolReader, dispute: Dispute) -> tuple[SheetImpact, ...]:
    """Return whose pay changes without a fact, on the sheets begun, by each sheet's own scheme and allowance."""
    return tuple(
        SheetImpact(month=sheet.content.period, state=sheet.state, impact=impact)
        for sheet in load_pay_sheets(reader)
        if sheet.content is not None
        for impact in _find_on_sheet(reader, dispute, sheet.content)
    )


def _find_on_sheet(reader: SchoolReader, dispute: Dispute, sheet: PayPrepared) -> Iterator[PayImpact]:
    """Yield whose pay changes on one sheet; nobody's where a rulebook adopted since asks which scheme pays (see `bzr pay`)."""
    month = find_month(sheet)
    allowance = reader.books.get(sheet.allowance)
    changed = [difference.before for difference in (dispute.difference, *dispute.beyond) if difference.changed]
    touched = {statement.school_class.id for statement in changed if statement.period == month}
    touched |= find_allowance_classes(reader.load_school_from(()), dispute.fact.fact, month, allowance)
    classes = add_classes_of_heads(reader.register, month, touched)
    if not classes:
        return
    histories = reader.load_histories(
        [(class_id, month) for class_id in classes], [] if allowance is None else [allowance]
    )
    school = reader.load_school_from(histories)
    try:
        yield from compute_pay_impacts(school, dispute.fact.id, sheet, classes, allowance)
    except UnknownReference:
        return


def find_changed_statements(
    before: SchoolReader, after: SchoolReader, fact_id: str, class_id: str, period: Period
) -> tuple[StatementDifference, ...]:
    """Return every statement that reads differently to a later reader because of what became of a fact.

    Args:
        before, after: The store before and after the fact was voided, corrected or moved elsewhere.
        fact_id: Its id; where a reader knows no such fact, there is nothing of it to change.
        class_id, period: Whose statement is asked about: its periods come first, then those of other classes.
    """
    places = {(class_id, period): None}
    for reader in (before, after):
        stream = reader.store.known([fact_id]).get(fact_id)
        history = None if stream is None else reader.history(stream)
        if history is not None and fact_id in history.facts:
            fact = fact_history.current_fact(history, fact_id).fact
            places |= dict.fromkeys(find_affected_statements(reader.load_school_from(()), fact))
    schools = [reader.load_school_from(reader.load_histories(list(places))) for reader in (before, after)]
    pairs = score_both_ways(schools[0], lambda _: schools[1], list(places))
    return sort_by_size(compare_pairs(pairs), first_class=class_id)


def read_before_entry(reader: SchoolReader, prefix: str) -> tuple[SchoolReader, str]:
    """Return a reader of the store as it was before an entry was made, and the fact that the entry is, voids or corrects.

    Raises:
        UnknownReference: When no entry or several fit.
    """
    entry, stream = find_entry(reader, prefix)
    history = reader.history(stream)
    recorded = history.facts.get(entry) or history.amendments[entry]
    return attrs.evolve(reader, up_to=recorded.position - 1), fact_history.find_fact_behind(history, entry)


def _refuse_unless_counted(entry: str, history: FactHistory) -> Refused | None:
    clause = NEVER_OVERWRITTEN
    if entry in history.amendments:
        zh, en = f"{entry}是作废或更正的记录,不是事实", f"{entry} is a void or a correction, and no fact"
        return refuse(zh, en, clause, code="fact.not-a-fact")
    if entry not in history.facts:
        zh, en = f"{entry}不是那时已经记录的事实", f"{entry} is no fact that had been recorded by then"
        return refuse(zh, en, clause, code="fact.unknown")
    if fact_history.current_fact(history, entry).voided_by is not None:
        zh, en = f"事实{entry}已经作废,本来就不计", f"fact {entry} is void already: it does not count"
        return refuse(zh, en, clause, code="fact.void")
    return None

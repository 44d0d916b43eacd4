"""Explain why a result is provisional (暂定): each clause that is not due yet, with the day on which it will be."""

from collections.abc import Iterable
from datetime import date

from bzr_domain.kernel.messages import Message
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.unassessed_months import find_printed_clauses


def find_pending_clauses(statement: Statement) -> dict[str, date]:
    """Return the printed clauses that are not due yet, with the last day of the period each waits for.

    On that day the clause counts. The order is the statement's.
    """
    book, per = statement.book, statement.period.per
    tops = (*book.items_of(per), *book.outcomes_of(per))
    last_days: dict[str, date] = {}
    for key, result in statement.results.items():
        last = max((period.last for period in result.waiting), default=date.min)
        for clause in find_printed_clauses(book, tops, [key]) if result.waiting else ():
            last_days[clause] = max(last, last_days.get(clause, last))
    return {clause: last_days[clause] for clause in statement.not_yet_due}


def explain_pending(statement: Statement) -> Message:
    """Return what a statement waits for: to begin, `6.2 到2024-10-06为止`, and how many facts have no points yet (待定)."""
    period = statement.period.name
    reasons = [] if statement.begun else [Message(f"{period}还没有开始", f"{period} has not begun")]
    reasons += [
        statement.name_clauses([clause]) + Message(f" 到{day}为止", f" until {day}")
        for clause, day in find_pending_clauses(statement).items()
    ]
    if statement.pending:
        number = len(statement.pending)
        reasons.append(Message(f"{number}条事实的分值待定", f"facts that await their points: {number}"))
    return Message.listed(reasons)


def waits_for_last_week(statement: Statement) -> bool:
    """Whether all that a statement waits for is a week that began in its period and ends after it (跨月的最后一周)."""
    waiting = [period for result in statement.results.values() for period in result.waiting]
    last = statement.period.last
    reach_over = all(period.first <= last < period.last for period in waiting)
    return statement.begun and not statement.pending and bool(waiting) and reach_over


def explain_provisional(statements: Iterable[Statement]) -> Message:
    """Return the classes of some provisional statements with what they wait for; those that wait alike stand together."""
    groups: dict[Message, list[str]] = {}
    for statement in statements:
        groups.setdefault(explain_pending(statement), []).append(statement.school_class.name)
    return Message.joined(
        Message.same("、".join(names)) + (Message("(", " (") + reason + Message(")", ")") if reason.zh else reason)
        for reason, names in groups.items()
    )

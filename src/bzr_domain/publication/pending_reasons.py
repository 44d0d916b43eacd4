"""What a provisional result waits for (未到期): the clauses that are not due yet and the day each is, in words."""

from collections.abc import Iterable
from datetime import date

from bzr_domain.kernel.messages import Message
from bzr_domain.scoring.remarks import find_printed_clauses
from bzr_domain.scoring.statement import Statement


def waiting_until(statement: Statement) -> dict[str, date]:
    """Printed clause that is not due yet → the last day of what it waits for, from which on it counts; in the statement's order."""
    book, per = statement.book, statement.period.per
    tops = (*book.items_of(per), *book.outcomes_of(per))
    found: dict[str, date] = {}
    for key, result in statement.results.items():
        last = max((cell.last for cell in result.waiting), default=date.min)
        for clause in find_printed_clauses(book, tops, [key]) if result.waiting else ():
            found[clause] = max(last, found.get(clause, last))
    return {clause: found[clause] for clause in statement.not_yet_due}


def open_words(statement: Statement) -> Message:
    """What one statement waits for: 6.2 到2024-10-06为止, and how many facts await their points (待定)."""
    zh = [f"{clause} 到{day}为止" for clause, day in waiting_until(statement).items()]
    en = [f"{clause} until {day}" for clause, day in waiting_until(statement).items()]
    if statement.pending:
        zh.append(f"{len(statement.pending)}条事实的分值待定")
        en.append(f"facts that await their points: {len(statement.pending)}")
    return Message("、".join(zh), ", ".join(en))


def provisional_words(statements: Iterable[Statement]) -> Message:
    """The classes of some provisional statements, those that wait for the same together, and what they wait for."""
    groups: dict[Message, list[str]] = {}
    for one in statements:
        groups.setdefault(open_words(one), []).append(one.school_class.name)
    zh = [
        f"{'、'.join(names)}({words.zh})" if words.zh else "、".join(names) for words, names in groups.items()
    ]
    en = [
        f"{'、'.join(names)} ({words.en})" if words.en else "、".join(names)
        for words, names in groups.items()
    ]
    return Message(";".join(zh), "; ".join(en))

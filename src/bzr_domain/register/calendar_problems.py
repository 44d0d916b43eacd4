"""What keeps some terms (学期) from being one calendar (校历)."""

from collections.abc import Iterable
from itertools import pairwise

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.register.calendar import Term


def calendar_problems(terms: Iterable[Term]) -> list[Problem]:
    """Everything that keeps some terms from being one calendar."""
    ordered = sorted(terms, key=lambda term: (term.start, term.id))
    problems = [problem for term in ordered for problem in _term_problems(term)]
    for before, after in pairwise(ordered):
        if after.start <= before.end:
            problems.append(
                Problem(
                    what=Message(
                        f"学期“{after.id}”({after.start}起)与“{before.id}”(到{before.end})重叠",
                        f"term {after.id!r} (from {after.start}) overlaps {before.id!r} (to {before.end})",
                    ),
                    expected=Message("每一天最多属于一个学期", "each day lies in one term at most"),
                )
            )
    return problems


def _term_problems(term: Term) -> list[Problem]:
    if term.end < term.start:
        what = Message(
            f"学期“{term.id}”的结束日{term.end}早于开始日{term.start}",
            f"term {term.id!r} ends on {term.end}, before its start {term.start}",
        )
        return [Problem(what=what)]
    both = sorted(set(term.holidays) & set(term.workdays))
    outside = [day for day in term.workdays if not term.covers(day)]
    return [
        Problem(
            what=Message(
                f"学期“{term.id}”:{day}既是假日又是调休上课日",
                f"term {term.id!r}: {day} is both a holiday and a workday",
            )
        )
        for day in both
    ] + [
        Problem(
            what=Message(
                f"学期“{term.id}”:调休上课日{day}不在学期{term.start}至{term.end}之内",
                f"term {term.id!r}: the workday {day} lies outside the term, {term.start} to {term.end}",
            )
        )
        for day in outside
    ]

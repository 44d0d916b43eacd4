"""What an appeal is about (申诉的对象): a fact, or a clause of the result with the facts that it stood on."""

from collections.abc import Iterable, Iterator

import attrs

from bzr_domain.kernel.messages import Message, UnknownReference, did_you_mean
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import ClauseLine, Statement

Clauses = dict[str, dict[str, list[ClauseLine]]]
"""Clause as it can be written, by number or by item and number → the clauses meant, by item and number → their lines."""


def find_subject(ref: str, period: str, statement: Statement | None, facts: Iterable[str]) -> str:
    """Return the fact whose id begins with a reference, or the clause of that number in a statement.

    A clause that several items have is written with its item before it: `hygiene/council`.

    Args:
        statement: The statement of the period; None where there is none.
        facts: The ids of the facts of the period that are not void.

    Raises:
        UnknownReference: When the result has neither, or several items have such a clause.
    """
    clauses = {} if statement is None else _index_clauses(statement)
    if ref in clauses:
        return _find_clause(ref, clauses)
    names = [name for name in facts if ref and name.startswith(ref)]
    if len(names) == 1:
        return names[0]
    near = did_you_mean(ref, clauses)
    raise UnknownReference(
        Message(
            f"{period}的结果里没有编号以“{ref}”开头的一条事实,也没有条款“{ref}”;{near.zh}",
            f"the result of {period} has no one fact whose id begins with {ref!r}, and no such clause; {near.en}",
        )
    )


def _find_clause(ref: str, clauses: Clauses) -> str:
    names = [name for name in clauses[ref] if name]
    if len(names) > 1:
        listed = Message.listed(names)
        raise UnknownReference(
            Message(
                f"不止一个项目有条款“{ref}”,请写明是哪一个:{listed.zh}",
                f"several items have a clause {ref!r}, say which: {listed.en}",
            )
        )
    number = ref.rpartition("/")[2]
    return number if len(clauses.get(number, ())) == 1 else ref


def find_facts_of_clause(clause: str, statements: Iterable[Statement]) -> list[str]:
    """Return the ids of the facts behind a clause in some statements of one class and period."""
    indexes = [_index_clauses(statement) for statement in statements]
    lines = [line for index in indexes for group in index.get(clause, {}).values() for line in group]
    return [fact for line in lines for fact in (*line.facts, *line.excused, *line.pending)]


def restore_facts(school: LoadedSchool) -> LoadedSchool:
    """Return the same school with every void fact counting: what a clause would stand on had nobody voided anything."""
    facts = tuple(attrs.evolve(fact, voided_by=None) for fact in school.facts)
    return LoadedSchool(register=school.register, books=school.books, facts=facts, as_of=school.as_of)


def _index_clauses(statement: Statement) -> Clauses:
    clauses: Clauses = {}
    places = [(f"{item.id}/", item.clauses) for item in statement.items]
    for place, lines in (*places, ("", statement.verdicts)):
        for line in _walk_lines(lines):
            for name in dict.fromkeys((line.id, f"{place}{line.id}")):
                clauses.setdefault(name, {}).setdefault(f"{place}{line.id}", []).append(line)
    return clauses


def _walk_lines(lines: Iterable[ClauseLine]) -> Iterator[ClauseLine]:
    """Yield some clauses' lines, each before its parts."""
    for line in lines:
        yield line
        yield from _walk_lines(line.parts)

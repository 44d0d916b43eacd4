"""The document `bzr.record/1`: what came of recording, and rows of printed tables that seem swapped (录入结果、可能串行)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import assert_never

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.sheet_comparison import Difference
from bzr_adapters.documents.values import Document
from bzr_domain.application.recording import Recording, RepeatedRow
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message, Problem
from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import SwappedRows

PROBLEMS_LISTED = 1_000
"""How many problems a document lists; it says how many more there are."""


@attrs.frozen(kw_only=True)
class PrintedTotalDifference:
    """A printed total that is not the computed one, with the facts behind it."""

    comparison: TotalComparison
    class_name: str
    facts: tuple[CurrentFact, ...]
    kinds: Mapping[str, Kind]


@attrs.frozen(kw_only=True)
class Checked:
    """How many printed totals were compared, those that differ, and groups of these whose rows seem swapped."""

    compared: int = 0
    differences: tuple[PrintedTotalDifference, ...] = ()
    swapped: tuple[SwappedRows, ...] = ()


@attrs.frozen(kw_only=True)
class RecordingReport:
    """A recording as it is reported.

    Attributes:
        hidden: What workbooks hide or strike out, and whether it was read.
        refused: The files the bad rows were written to.
        passed_over: What of the sheets states no fact.
        amendments: What was corrected and voided with the sheets.
        partial, dry_run: How it was asked for.
    """

    outcome: Recording
    printed: Checked
    refused: Sequence[Path]
    partial: bool
    dry_run: bool
    passed_over: Sequence[PassedOver] = ()
    amendments: Sequence[Difference] = ()
    hidden: Sequence[Message] = ()


def recorded_document(recorded: RecordingReport, lang: Lang) -> Document:
    """A recording as a JSON object."""
    outcome = recorded.outcome
    return {
        "schema": "bzr.record/1",
        "new": outcome.new,
        "known": outcome.known + len(outcome.elsewhere),
        **values.fields(outcome, "amended", "removed"),
        "dry_run": recorded.dry_run,
        "elsewhere": [
            {**values.fields(row, "sheet", "row", "id"), "from": row.from_sheet, "void": row.void}
            for row in outcome.elsewhere
        ],
        "repeats": [_repeat(row) for row in outcome.repeats],
        "passed_over": [describe_passed_over(part, lang) for part in recorded.passed_over],
        "problems": [_problem(problem, lang) for problem in outcome.problems[:PROBLEMS_LISTED]],
        "more": max(len(outcome.problems) - PROBLEMS_LISTED, 0),
        "uncounted": [_problem(problem, lang) for problem in outcome.uncounted],
        "hidden": [hidden.in_(lang) for hidden in recorded.hidden],
        "refused": [str(path) for path in recorded.refused],
        "printed": {
            "compared": recorded.printed.compared,
            "differences": [_difference(difference) for difference in recorded.printed.differences],
            "swapped": [_swapped(group) for group in recorded.printed.swapped],
        },
    }


def _repeat(row: RepeatedRow) -> Document:
    return values.fields(row, "sheet", "row", "of_row", "id")


def describe_passed_over(part: PassedOver, lang: Lang) -> Document:
    """A part of a sheet that states no fact, as a JSON object."""
    return {**values.fields(part, "sheet", "row", "column", "text"), "why": part.why.in_(lang)}


def _problem(problem: Problem, lang: Lang) -> Document:
    return {
        **values.fields(problem, "sheet", "row", "column", "field"),
        "what": problem.what.in_(lang),
        "expected": None if problem.expected is None else problem.expected.in_(lang),
    }


def _difference(difference: PrintedTotalDifference) -> Document:
    printed = difference.comparison.printed
    return {
        **values.fields(printed, "date", "class"),
        "printed": printed_total(printed.total),
        "computed": printed_total(difference.comparison.computed),
        "facts": list(difference.comparison.facts),
    }


def printed_total(number: Decimal) -> str:
    """A total as it is printed, and the computed one beside it in as many places; at least two.

    >>> printed_total(Decimal("3.335")), printed_total(Decimal("3.0"))
    ('3.335', '3.00')
    """
    return values.points(number) if number == round_to_step(Fraction(number)) else f"{number:f}"


_PAIR = 2


def swapped_message(swapped_rows: SwappedRows, names: Mapping[str, str]) -> Message:
    """One suspected group in one line: its rows, what makes them suspect, and the facts behind them.

    Args:
        names: Class id → the class's name.
    """
    printed, why = swapped_rows.rows[0].printed, _describe_reason(swapped_rows)
    rows = Message.joined((_describe_row(row, names) for row in swapped_rows.rows), ",", "; ")
    facts = Message.joined(_list_facts(row, names) for row in swapped_rows.rows)
    return Message(
        f"可能串行:{printed.sheet} {printed.on} {rows.zh};{why.zh};事实:{facts.zh}",
        f"rows perhaps swapped: {printed.sheet} {printed.on} {rows.en}; {why.en}; facts: {facts.en}",
    )


def _swapped(swapped_rows: SwappedRows) -> Document:
    """One suspected group; every list holds something of each row, in the same order."""
    return {
        **values.fields(swapped_rows.rows[0].printed, "sheet", "date"),
        "classes": [row.printed.class_id for row in swapped_rows.rows],
        "printed": [printed_total(row.printed.total) for row in swapped_rows.rows],
        "computed": [printed_total(row.computed) for row in swapped_rows.rows],
        "exchanged": swapped_rows.why == "exchanged",
        "why": swapped_rows.why,
        "facts": [list(row.facts) for row in swapped_rows.rows],
    }


def _describe_row(row: TotalComparison, names: Mapping[str, str]) -> Message:
    total, computed = printed_total(row.printed.total), printed_total(row.computed)
    class_id = row.printed.class_id
    return Message(f"{names[class_id]}印刷{total}、计算{computed}", f"{class_id} printed {total}, computed {computed}")


def _describe_reason(swapped_rows: SwappedRows) -> Message:
    apart, count = printed_total(max(abs(row.surplus) for row in swapped_rows.rows)), len(swapped_rows.rows)
    match swapped_rows.why:
        case "exchanged" if count == _PAIR:
            return Message("两行合计互换后相符", "with the two totals exchanged both agree")
        case "exchanged":
            return Message(f"这{count}行的合计换位后都相符", f"with these {count} totals exchanged all agree")
        case "some-exchanged":
            return Message(
                "其中几行的合计换位后相符,是哪几行要看原表",
                "with some of these totals exchanged they agree: the table tells which",
            )
        case "opposite":
            return Message(
                f"一行多印、一行少印的都是{apart}",
                f"one prints {apart} too much, the other as much too little",
            )
        case "some-opposite":
            return Message(
                f"多印、少印的都是{apart},是哪一行对哪一行要看原表",
                f"each prints {apart} too much or too little: the table tells which belongs to which",
            )
        case "together":
            return Message(
                f"一行相差{apart},正是另两行反方向相差之和,可能两个班的分记在一行",
                f"one is {apart} off, the other two together as much the other way: perhaps two classes' points on one row",
            )
        case _:
            assert_never(swapped_rows.why)


def _list_facts(row: TotalComparison, names: Mapping[str, str]) -> Message:
    class_id, ids = row.printed.class_id, Message.listed(map(short_id, dict.fromkeys(row.facts)))
    return Message(f"{names[class_id]} {ids.zh or '无'}", f"{class_id} {ids.en or 'none'}")

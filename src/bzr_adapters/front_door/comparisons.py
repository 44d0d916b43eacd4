"""Statements compared two ways (对照): without a fact, under another rulebook, before and after a decision."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

import attrs

from bzr_adapters.documents.comparison_table import preview_sheet, whatif_sheet, without_sheet
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.preview import Previews, preview_document
from bzr_adapters.documents.spreadsheet import Sheet
from bzr_adapters.documents.what_if import WhatIf, whatif_document, without_object
from bzr_adapters.front_door.errors import Problem, publish_problems
from bzr_adapters.front_door.statements import Clause
from bzr_adapters.front_door.tables import AnswerTable
from bzr_adapters.front_door.values import Head
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.what_if import DisputedFact
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference
from bzr_domain.counterfactual.other_rulebook import RulebookComparison
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.pay.pay_impact import SheetImpact
from bzr_domain.scoring import statement as scoring


@attrs.frozen(kw_only=True)
class Change:
    """How a class's total of a period differs (变动), in points; `clauses` hold by how much each clause differs."""

    class_id: str
    month: str
    before: Decimal
    after: Decimal
    difference: Decimal
    clauses: tuple[Clause, ...]


@attrs.frozen(kw_only=True)
class PayChange:
    """How a head teacher's pay of a month differs (差额), in yuan; `state` is how far the month's sheet is."""

    teacher: str
    month: str
    state: str
    before: Decimal
    after: Decimal
    difference: Decimal


def publish_change(difference: StatementDifference) -> Change:
    """Return the difference of two statements as the front door gives it."""
    sides = (difference.before, difference.after)
    lines = {(item.id, clause.id): clause for side in sides for item in side.items for clause in item.clauses}
    return Change(
        class_id=difference.before.school_class.id,
        month=difference.before.period.name,
        before=difference.before.total,
        after=difference.after.total,
        difference=difference.points,
        clauses=tuple(_publish_clause_change(line, lines[line.item, line.id]) for line in difference.clauses),
    )


def _publish_clause_change(change: LineChange[Decimal], line: scoring.ClauseLine) -> Clause:
    return Clause(id=change.id, tally="", points=change.difference, facts=line.facts, cite=line.cite)


@attrs.frozen(kw_only=True)
class Comparison(AnswerTable):
    """Statements two ways (对照): every one that differs, the biggest difference first, and how many do not.

    Attributes:
        problems: Why a class has no statement to compare, or a month's pay cannot be told: `at` holds its id, or nothing,
            and the period.
        sheets: Whose pay differs, on sheets that are begun; of what would move alone.
    """

    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...] = ()
    sheets: tuple[PayChange, ...] = ()
    build_document: Callable[[], Mapping[str, Any]] = attrs.field(repr=False, eq=False)
    build_table: Callable[[], Sheet] = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return self.build_document()

    def build_sheet(self) -> Sheet:
        """Return every statement that differs, both ways."""
        return self.build_table()


def publish_dispute(disputed: DisputedFact, words: Words, item: str | None, head: Head) -> Comparison:
    """Return a statement with and without a fact as the front door gives it; `item` is the one asked for."""
    as_of: datetime = head["as_of"]
    lang: Lang = head["lang"]

    def build_document() -> Mapping[str, Any]:
        told = without_object(disputed.dispute, disputed.pay_impacts, words, item)
        return {"schema": "bzr.without/1", "as_of": as_of.isoformat(), **told}

    differences = [disputed.dispute.difference, *disputed.dispute.beyond]
    changed = [difference for difference in differences if difference.changed]
    return Comparison(
        **head,
        source=(disputed, words, item),
        changes=tuple(publish_change(difference) for difference in changed),
        unchanged=len(differences) - len(changed),
        build_document=build_document,
        build_table=partial(without_sheet, disputed.dispute, lang),
    )


def publish_whatif(comparison: RulebookComparison, reader: SchoolReader, periods: str, head: Head) -> Comparison:
    """Return some periods under another rulebook as the front door gives them; `periods` is how they were asked for."""
    lang: Lang = head["lang"]
    report = WhatIf(
        school=reader.school_name, periods=periods, as_of=head["as_of"], comparison=comparison, kinds=reader.kinds
    )
    texts = publish_problems([problem for _, _, problem in comparison.missing], lang)
    places = [(class_id, period.name) for class_id, period, _ in comparison.missing]
    return Comparison(
        **head,
        source=report,
        changes=tuple(publish_change(change) for change in comparison.changes),
        unchanged=comparison.unchanged,
        problems=tuple(attrs.evolve(text, at=place) for text, place in zip(texts, places, strict=True)),
        build_document=partial(whatif_document, report, lang),
        build_table=partial(whatif_sheet, report, lang),
    )


def publish_previews(previews: Previews, head: Head) -> Comparison:
    """Return what something would move as the front door gives it."""
    lang: Lang = head["lang"]
    problems = [problem for preview in previews.values() for problem in preview.problems]
    return Comparison(
        **head,
        source=previews,
        changes=tuple(publish_change(change) for preview in previews.values() for change in preview.changes),
        unchanged=sum(preview.unchanged for preview in previews.values()),
        problems=tuple(_publish_missing(*problem, lang) for problem in problems),
        sheets=tuple(_publish_pay_change(sheet) for preview in previews.values() for sheet in preview.sheets),
        build_document=partial(preview_document, previews, head["as_of"], lang),
        build_table=partial(preview_sheet, previews, lang),
    )


def _publish_missing(class_id: str, period: str, what: Message, lang: Lang) -> Problem:
    return Problem(code="statement.none", at=(class_id, period), expected="", text=what.in_(lang))


def _publish_pay_change(sheet: SheetImpact) -> PayChange:
    impact = sheet.impact
    return PayChange(
        teacher=impact.teacher,
        month=sheet.month,
        state=sheet.state,
        before=impact.before,
        after=impact.after,
        difference=impact.difference,
    )

"""Pay impact (差额): what leaving a fact out, or a later change, does to each head teacher's pay for a month."""

from collections.abc import Collection, Mapping
from decimal import Decimal

import attrs

from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.counterfactual.without_fact import find_affected_statements, leave_out_fact
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import compute_entitlements, score_month
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import SheetState, find_month
from bzr_domain.pay.schemes import choose_schemes
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool


@attrs.frozen(kw_only=True)
class PayImpact:
    """What a month owes one head teacher before a change and after it, in yuan: with a fact and without it, then and now."""

    teacher: str
    name: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What would have to be paid in addition; below zero what would have to be taken back."""
        return self.after - self.before


@attrs.frozen(kw_only=True)
class SheetImpact:
    """A pay impact on a month whose sheet is begun; `state` is how far the sheet is."""

    month: str
    state: SheetState
    impact: PayImpact


def compare_pay(
    names: Mapping[str, str], before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> list[PayImpact]:
    """Return what some head teachers, by teacher, are owed before and after; nothing where they have no line."""
    return [
        PayImpact(teacher=teacher, name=name, before=before.get(teacher, ZERO), after=after.get(teacher, ZERO))
        for teacher, name in names.items()
    ]


def compute_pay_impacts(
    school: LoadedSchool, fact: str, sheet: PayPrepared, classes: Collection[str], allowance: Book | None
) -> tuple[PayImpact, ...]:
    """Return the pay impact of leaving a fact out on every head teacher whose pay on a sheet it changes.

    Args:
        school: The school, with every fact that these statements are scored from.
        fact: The fact's id.
        sheet: The sheet as it was filled in.
        classes: Every class of each head teacher who can be concerned.
        allowance: The rulebook of the seniority allowance; None where the sheet has none.

    Raises:
        UnknownReference: When a rulebook adopted since has several schemes, and none of those paid by.
    """
    entitlements = []
    for other in (school, leave_out_fact(school, fact)):
        scored = score_month(other, find_month(sheet), classes, allowance)
        scheme = choose_schemes(scored.books, sheet.period, sheet.scheme) if sheet.scheme else ""
        entitlements.append(compute_entitlements(scored, scheme))
    before, after = entitlements
    names = {teacher: owed.name for side in (after, before) for teacher, owed in side.items()}
    before_after = ({teacher: owed.total for teacher, owed in side.items()} for side in entitlements)
    return tuple(impact for impact in compare_pay(names, *before_after) if impact.difference)


def find_allowance_classes(school: LoadedSchool, fact: Fact, month: Period, allowance: Book | None) -> set[str]:
    """Return the classes whose seniority allowance for a month can change with a fact."""
    if allowance is None:
        return set()
    places = find_affected_statements(replace_rulebook(school, allowance), fact)
    return {class_id for class_id, period in places if period == month}


def add_classes_of_heads(register: SchoolRegister, month: Period, classes: Collection[str]) -> list[str]:
    """Return some classes, and the others that their head teachers had in a month, in the order of the register."""
    days = register.calendar.school_days_in(month)
    served = [tenure for tenure in register.tenures if any(tenure.covers(day) for day in days)]
    heads = {tenure.teacher for tenure in served if tenure.class_id in classes}
    held = {tenure.class_id for tenure in served if tenure.teacher in heads}
    return [class_id for class_id in register.classes if class_id in held]

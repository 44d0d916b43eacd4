"""Pay impact (差额): what leaving a fact out would do to each head teacher's pay for a month, to the yuan."""

from collections.abc import Collection, Iterable
from decimal import Decimal

import attrs

from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.counterfactual.without_fact import find_affected_statements, leave_out_fact
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import Entitlement, compute_entitlements
from bzr_domain.pay.pay_sheet import SheetState
from bzr_domain.pay.schemes import choose_schemes, split_names
from bzr_domain.pay.seniority_allowance import compute_allowances
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class PayImpact:
    """What a month owes one head teacher with a fact and without it, in yuan; never the same."""

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


def compute_pay_impacts(
    school: LoadedSchool,
    fact: str,
    month: Period,
    classes: Collection[str],
    scheme: str,
    allowance: Book | None,
) -> tuple[PayImpact, ...]:
    """Return the pay impact of leaving a fact out on every head teacher whose pay for a month it changes.

    Args:
        school: The school, with every fact that these statements are scored from.
        fact: The fact's id.
        classes: Every class of each head teacher who can be concerned.
        scheme: The schemes that the sheet was filled in by; empty where it pays an allowance alone.
        allowance: The rulebook of the seniority allowance; None where the sheet has none.

    Raises:
        UnknownReference: When a rulebook adopted since has several schemes, and none of those.
    """
    before, after = (
        _entitlements(other, month, classes, scheme, allowance)
        for other in (school, leave_out_fact(school, fact))
    )
    impacts = (
        PayImpact(
            teacher=teacher,
            name=(before.get(teacher) or after[teacher]).name,
            before=before[teacher].total if teacher in before else ZERO,
            after=after[teacher].total if teacher in after else ZERO,
        )
        for teacher in dict.fromkeys([*after, *before])
    )
    return tuple(impact for impact in impacts if impact.difference)


def _entitlements(
    school: LoadedSchool, month: Period, classes: Iterable[str], scheme: str, allowance: Book | None
) -> dict[str, Entitlement]:
    assessed = (assess_loaded_class(school, class_id, month) for class_id in classes)
    statements = [statement for statement in assessed if isinstance(statement, Statement)]
    books = (statement.book for statement in statements)
    return compute_entitlements(
        statements,
        choose_schemes(books, month.name, split_names(scheme)) if scheme else "",
        len(school.calendar.school_days_in(month)),
        [] if allowance is None else compute_allowances(replace_rulebook(school, allowance), month),
    )


def find_allowance_classes(
    school: LoadedSchool, fact: Fact, month: Period, allowance: Book | None
) -> set[str]:
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

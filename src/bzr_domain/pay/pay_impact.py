"""What a dispute would do to pay (补发、扣回): each head teacher's month with and without one fact, to the yuan."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.counterfactual.without_fact import leave_out_fact
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import Due, due
from bzr_domain.pay.schemes import chosen, names
from bzr_domain.pay.seniority_allowance import allowances
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class PayImpact:
    """What a month gives one head teacher with a fact and without it, in yuan; never the same."""

    teacher: str
    name: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What would have to be paid besides; below zero what would have to be taken back."""
        return self.after - self.before


def pay_impacts(
    school: LoadedSchool,
    fact: str,
    month: Period,
    classes: Iterable[str],
    scheme: str,
    allowance: Book | None,
) -> tuple[PayImpact, ...]:
    """Whose pay for a month moves if a fact is void.

    Args:
        school: The school, with every fact that these statements are scored from.
        fact: The fact's id.
        classes: Every class of each head teacher who can be concerned.
        scheme: The schemes that the sheet was filled in by; empty where it pays an allowance alone.
        allowance: The rulebook of the seniority allowance; None where the sheet has none.

    Raises:
        UnknownReference: When a rulebook adopted since has several schemes, and none of those.
    """
    wanted = list(classes)
    before, after = (
        _dues(one, month, wanted, scheme, allowance) for one in (school, leave_out_fact(school, fact))
    )
    heads = {who: one.name for dues in (after, before) for who, one in dues.items()}
    totals = [{who: one.total for who, one in dues.items()} for dues in (before, after)]
    moved = (who for who in heads if totals[0].get(who, ZERO) != totals[1].get(who, ZERO))
    return tuple(
        PayImpact(
            teacher=who, name=heads[who], before=totals[0].get(who, ZERO), after=totals[1].get(who, ZERO)
        )
        for who in moved
    )


def _dues(
    school: LoadedSchool, month: Period, classes: list[str], scheme: str, allowance: Book | None
) -> dict[str, Due]:
    granted = [] if allowance is None else allowances(replace_rulebook(school, allowance), month)
    days = len(school.calendar.school_days_in(month))
    statements = _statements(school, month, classes)
    paid_by = chosen((one.book for one in statements), month.name, names(scheme)) if scheme else ""
    return due(statements, paid_by, days, granted)


def _statements(school: LoadedSchool, month: Period, classes: list[str]) -> list[Statement]:
    found = (assess_loaded_class(school, one, month) for one in classes)
    return [one for one in found if isinstance(one, Statement)]

"""What moved, in words: clauses and outcomes both ways, on one line (变动)."""

from collections.abc import Sequence
from decimal import Decimal

from bzr_adapters.reports.month_table import short_title
from bzr_adapters.reports.verdicts import outcome_text
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference
from bzr_domain.kernel.messages import Lang
from bzr_domain.rulebook.language import Value

_MANY = 4
"""How many clauses are written on one line before the rest is only counted."""


def arrow(before: Value | None, after: Value | None, lang: Lang) -> str:
    """A value both ways; a dash where there is none."""
    return f"{outcome_text(before, lang)}→{outcome_text(after, lang)}"


def clauses_text(clauses: Sequence[LineChange[Decimal]], lang: Lang) -> str:
    """The clauses that moved, the biggest moves first."""
    ordered = sorted(clauses, key=lambda one: abs(one.difference), reverse=True)
    shown = [f"{one.id} {arrow(one.before, one.after, lang)}" for one in ordered[:_MANY]]
    rest = len(ordered) - len(shown)
    more = [f"等{len(ordered)}条" if lang == "zh" else f"and {rest} more"] if rest else []
    return (";" if lang == "zh" else "; ").join([*shown, *more])


def outcomes_text(one: StatementDifference, lang: Lang) -> str:
    """Pay and the other outcomes that moved."""
    found: list[LineChange[Value]] = [*one.pay, *one.outcomes]
    shown = [
        f"{short_title(moved.title) if lang == 'zh' else moved.id} {arrow(moved.before, moved.after, lang)}"
        for moved in found
    ]
    return (";" if lang == "zh" else "; ").join(shown)

"""The semester (学期考核): each class's result of a term or a school year, with the totals of its months."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.commendation import (
    COMMENDATION,
    UNQUALIFIED,
    VETO,
    CommendationList,
    is_named,
    project_commendation,
)
from bzr_domain.projections.head_teacher_shares import HeadTeacherShare
from bzr_domain.projections.monthly import PeriodStatements, list_month_totals
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.disqualification import Disqualification
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class TermResult:
    """What a class and its head teacher come to in a term or a school year.

    Attributes:
        months: Month → its total in points, of the months that are assessed by themselves.
        mean: What the total of the whole comes to; None where nothing was assessed.
        result: The label of the whole (优秀, 合格); None where the rulebook gives none.
        disqualifications: Whom the rulebook calls unqualified (不合格) or vetoes (一票否决), and in which month.
        commendation: The outcomes that speak of commendation (评先).
        shares: What it comes to for each head teacher, where they changed within it; else none.
    """

    statement: Statement
    months: Mapping[str, Decimal]
    mean: Decimal | None
    result: str | None
    disqualifications: tuple[Disqualification, ...]
    commendation: Mapping[str, lang.Value | None]
    shares: tuple[HeadTeacherShare, ...] = ()

    def list_disqualifications(self, stem: str) -> tuple[Disqualification, ...]:
        """Return those by an outcome of a name, or of one that begins with it: `unqualified` or `veto`."""
        return tuple(each for each in self.disqualifications if is_named(each.id, stem))


@attrs.frozen(kw_only=True)
class Semester:
    """The results of a term or a school year.

    Attributes:
        results: In the order of the statements.
        commendation: The list of each rulebook that the classes stand under.
        problems: Class id → why there is no result.
        titles: The titles of the school year that head teachers of these classes were awarded (先进班主任).
    """

    period: Period
    results: tuple[TermResult, ...]
    commendation: tuple[CommendationList, ...]
    problems: tuple[tuple[str, Problem], ...]
    titles: tuple[CurrentFact, ...] = ()


def project_semester(
    assessed: PeriodStatements, shares: Mapping[str, tuple[HeadTeacherShare, ...]] = MappingProxyType({})
) -> Semester:
    """Return the results that the statements of a term or a school year come to.

    Args:
        shares: Class id → the share of each head teacher, of the classes whose head teacher changed.
    """
    return Semester(
        period=assessed.period,
        results=tuple(
            attrs.evolve(_term_result(statement), shares=shares.get(statement.school_class.id, ()))
            for statement in assessed.statements
        ),
        commendation=project_commendation(assessed.statements),
        problems=assessed.problems,
    )


def _term_result(statement: Statement) -> TermResult:
    outcomes = statement.outcomes
    return TermResult(
        statement=statement,
        months=list_month_totals(statement),
        mean=statement.total if statement.assessed else None,
        result=next((value for value in outcomes.values() if isinstance(value, str)), None),
        disqualifications=tuple(
            each for each in statement.disqualifications if is_named(each.id, UNQUALIFIED) or is_named(each.id, VETO)
        ),
        commendation={name: value for name, value in outcomes.items() if is_named(name, COMMENDATION)},
    )

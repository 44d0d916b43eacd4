"""The feedback sheet (个人反馈): strengths, shortcomings with what would win the points back, and the training plan.

“将考核结果以个人形式反馈给班主任,明确优点和不足,并提供改进意见和培训机会。” Nothing here is an opinion: every line is a clause
of the rulebook with what it counted, and every duty is the one that its facts are filed under.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import attrs

from bzr_domain.facts.history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.duties import duty_lines
from bzr_domain.projections.findings import Finding, list_findings
from bzr_domain.rulebook.duties import Duty
from bzr_domain.scoring.assessment import find_scope, statement_of
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.tenure_window import TenureWindow, restrict_to_tenure

# This name is stored: it stands in histories already.
TRAINING = "training.attended"
"""The kind of fact that says that a head teacher was trained (培训)."""


@attrs.frozen(kw_only=True)
class UnrecordedDuty:
    """A duty (职责) for which nothing was recorded in the period, and the kinds that would speak to it."""

    duty: Duty
    kinds: tuple[str, ...]


@attrs.frozen(kw_only=True)
class TrainingNeed:
    """A duty in which points were lost (培训需要).

    Attributes:
        duty: None for clauses whose facts are filed under no duty.
        lost: How many points, before the bounds of their items.
        findings: The clauses that took them.
    """

    duty: Duty | None
    lost: Decimal
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class Feedback:
    """What a head teacher is told about a period.

    Attributes:
        previous: The class's statement of the due period of the same length before, where there is one under a
            rulebook of the same id, and both have a total. None where the head teacher changed within the period.
        partial: Whether only the present head teacher's own days are told of: others had the class as well.
        strengths, shortcomings: The clauses and items that speak for and against, in the order of the statement.
        bare: The duties without any evidence in the period.
        plan: The duties in which points were lost, the most first (培训计划).
        training: What training the head teacher has had in the school year.
        facts: Every fact spoken of, by id, as it reads now.
        kinds: Every kind spoken of.
    """

    statement: Statement
    previous: Statement | None
    partial: bool
    strengths: tuple[Finding, ...]
    shortcomings: tuple[Finding, ...]
    bare: tuple[UnrecordedDuty, ...]
    plan: tuple[TrainingNeed, ...]
    training: tuple[CurrentFact, ...]
    facts: Mapping[str, CurrentFact]
    kinds: Mapping[str, Kind]


def project_feedback(school: LoadedSchool, class_id: str, period: Period) -> Feedback | Problem:
    """The feedback sheet of a class's head teacher for a month, a term or a school year, or why there is none.

    Args:
        school: The school, with the facts of the period and of the one before, and those about the head teacher
            in the school year.
    """
    scope = find_scope(school, class_id, period)
    if isinstance(scope, Problem):
        return scope
    statement = statement_of(scope)
    if isinstance(statement, Problem):
        return statement
    own = restrict_to_tenure(scope, statement)
    previous = _previous(school, statement) if own.teacher is None else None
    found = list_findings(own, statement, {} if previous is None else previous.results)
    against = tuple(one for one in found if one.is_shortcoming)
    named = {fact for one in found for fact in one.facts}
    kinds = {kind.id: kind for book in school.books.values() for kind in book.kinds.values()}
    return Feedback(
        statement=statement,
        previous=previous,
        partial=own.teacher is not None,
        strengths=tuple(one for one in found if not one.is_shortcoming),
        shortcomings=against,
        bare=tuple(_bare(own, statement, kinds)),
        plan=plan_training(against, statement.book.duties),
        training=_training(school, statement),
        facts={one.id: one for one in school.facts if one.id in named},
        kinds=kinds,
    )


def _previous(school: LoadedSchool, statement: Statement) -> Statement | None:
    cell = school.calendar.find_previous_period(statement.period)
    scope = None if cell is None else find_scope(school, statement.school_class.id, cell)
    found = None if scope is None or isinstance(scope, Problem) else statement_of(scope)
    if found is None or isinstance(found, Problem) or not (found.assessed and statement.assessed):
        return None
    return found if found.book.id == statement.book.id else None


def _bare(own: TenureWindow, statement: Statement, kinds: Mapping[str, Kind]) -> Iterator[UnrecordedDuty]:
    known = own.scope.view.school.by_class.get(statement.school_class.id, ())
    facts = [one.fact for one in known if statement.period.covers(one.fact.on) and own.covers(one.fact.on)]
    lines, _ = duty_lines(statement.book.duties.values(), kinds, facts)
    for line in lines:
        if not line.facts:
            filed = tuple(kind.id for kind in statement.book.kinds.values() if kind.duty == line.duty.id)
            yield UnrecordedDuty(duty=line.duty, kinds=filed)


def plan_training(shortcomings: Iterable[Finding], duties: Mapping[str, Duty]) -> tuple[TrainingNeed, ...]:
    """The training plan (培训计划): each duty in which points were lost, the most first."""
    by_duty: dict[str, list[Finding]] = {}
    for one in shortcomings:
        if one.lost:
            by_duty.setdefault(one.duty, []).append(one)
    needs = [
        TrainingNeed(
            duty=duties.get(name), lost=sum((one.lost for one in found), ZERO), findings=tuple(found)
        )
        for name, found in by_duty.items()
    ]
    return tuple(sorted(needs, key=lambda need: -need.lost))


def _training(school: LoadedSchool, statement: Statement) -> tuple[CurrentFact, ...]:
    if statement.teacher is None:
        return ()
    teacher, year = statement.teacher.teacher, year_of(school.calendar.last_school_day(statement.period))
    found = (
        one
        for one in school.facts
        if one.voided_by is None and one.fact.kind == TRAINING and one.fact.teacher == teacher
        if year.covers(one.fact.on)
    )
    return tuple(sorted(found, key=lambda one: (one.fact.on, one.order)))

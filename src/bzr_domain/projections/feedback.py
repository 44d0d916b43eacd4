"""The feedback sheet (个人反馈): strengths, shortcomings with what would win the points back, and the training plan.

“将考核结果以个人形式反馈给班主任,明确优点和不足,并提供改进意见和培训机会。” Nothing here is an opinion: every line is a clause
of the rulebook with what it counted, and every duty is the one that its facts are filed under.
"""

from collections.abc import Iterator, Mapping

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.duties import project_duties
from bzr_domain.projections.findings import Finding, list_findings
from bzr_domain.projections.training_plan import TrainingNeed, plan_training
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.duty_points import DutyFiling
from bzr_domain.rulebook.known_kinds import KnownKinds
from bzr_domain.scoring.assessment import assess_loaded_class, score_class
from bzr_domain.scoring.loaded_school import LoadedSchool, day_and_order
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.tenure_window import TenureWindow, restrict_to_tenure

# This name is stored: it stands in histories already.
TRAINING = "training.attended"
"""The kind of fact that says that a head teacher was trained (培训)."""


@attrs.frozen(kw_only=True)
class UnrecordedDuty:
    """A duty (职责) for which no work was recorded in the period, and the kinds of work that would be its evidence."""

    duty: Duty
    kinds: tuple[Kind, ...]


@attrs.frozen(kw_only=True)
class Feedback:
    """What a head teacher is told about a period.

    Attributes:
        previous: The class's statement of the due period of the same length before, where there is one under a
            rulebook of the same id, and both have a total. None where the head teacher changed within the period.
        partial: Whether only the present head teacher's own days are told of: others had the class as well.
        strengths, shortcomings: The clauses and items that speak for and against, in the order of the statement.
        silent: Those with full points or some since nothing was recorded against them; they praise nobody.
        fair: Those that are neither high nor low (居中).
        unrecorded: The duties without any evidence in the period.
        plan: What to learn, duty by duty, where most points were lost first (培训计划).
        training: What training the head teacher has had in the school year.
        facts: Every fact spoken of, by id, as it reads now.
        kinds: Every kind spoken of.
    """

    statement: Statement
    previous: Statement | None
    partial: bool
    strengths: tuple[Finding, ...]
    shortcomings: tuple[Finding, ...]
    silent: tuple[Finding, ...]
    fair: tuple[Finding, ...]
    unrecorded: tuple[UnrecordedDuty, ...]
    plan: tuple[TrainingNeed, ...]
    training: tuple[CurrentFact, ...]
    facts: Mapping[str, CurrentFact]
    kinds: Mapping[str, Kind]


def project_feedback(
    school: LoadedSchool, class_id: str, period: Period, filing: DutyFiling | None = None
) -> Feedback | Problem:
    """Return the feedback sheet of a class's head teacher for a month, a term or a school year, or why there is none.

    Args:
        school: The school, with the facts of the grade in the period, of the class in the one before, and those about
            the head teacher since the school year began.
        filing: Where facts belong; None: as the class's rulebook says.
    """
    scored = score_class(school, class_id, period)
    if isinstance(scored, Problem):
        return scored
    scope, statement = scored
    window = restrict_to_tenure(scope, statement)
    previous = _find_previous(school, statement) if window.teacher is None else None
    findings = list_findings(window, statement, {} if previous is None else previous.results)
    shortcomings = tuple(finding for finding in findings if finding.is_shortcoming)
    fact_ids = {fact_id for finding in findings for fact_id in finding.facts}
    facts = {current.id: current for current in school.facts if current.id in fact_ids}
    training, closing = _list_training(school, statement), school.calendar.last_school_day(period)
    kinds, book = KnownKinds(school.books), statement.book
    filing = filing or DutyFiling(duties=book.duties, kinds=book.kinds, regulations={})
    return Feedback(
        statement=statement,
        previous=previous,
        partial=window.teacher is not None,
        strengths=tuple(finding for finding in findings if finding.is_strength),
        silent=tuple(finding for finding in findings if finding.says == "silent"),
        fair=tuple(finding for finding in findings if finding.says == "fair"),
        shortcomings=shortcomings,
        unrecorded=tuple(_list_unrecorded_duties(window, statement, kinds, filing)),
        plan=plan_training(
            shortcomings,
            statement.book.duties,
            training,
            {fact_id: current.fact.on for fact_id, current in facts.items()},
            closing,
        ),
        training=tuple(current for current in training if year_of(closing).covers(current.fact.on)),
        facts=facts,
        kinds=kinds,
    )


def _find_previous(school: LoadedSchool, statement: Statement) -> Statement | None:
    """The statement of the period before, where it can be compared."""
    period = school.calendar.find_previous_period(statement.period)
    previous = None if period is None else assess_loaded_class(school, statement.school_class.id, period)
    if previous is None or isinstance(previous, Problem):
        return None
    comparable = previous.assessed and statement.assessed and previous.book.id == statement.book.id
    return previous if comparable else None


def _list_unrecorded_duties(
    window: TenureWindow, statement: Statement, kinds: Mapping[str, Kind], filing: DutyFiling
) -> Iterator[UnrecordedDuty]:
    facts = [
        current.fact
        for current in window.scope.view.school.facts_by_class.get(statement.school_class.id, ())
        if statement.period.covers(current.fact.on) and window.covers(current.fact.on)
    ]
    for line in project_duties(filing, kinds, facts).lines:
        if not line.facts:
            yield UnrecordedDuty(duty=line.duty, kinds=filing.kinds_of(line.duty.id))


def _list_training(school: LoadedSchool, statement: Statement) -> tuple[CurrentFact, ...]:
    """What training the head teacher has had, by (day, order)."""
    if statement.teacher is None:
        return ()
    teacher = statement.teacher.teacher
    attended = (
        current
        for current in school.facts
        if current.voided_by is None and current.fact.kind == TRAINING and current.fact.teacher == teacher
    )
    return tuple(sorted(attended, key=day_and_order))

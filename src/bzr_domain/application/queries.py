"""The questions (查询) that a store answers: each loads what a projection needs, and projects it. Nothing is written."""

from collections.abc import Collection
from datetime import date

from bzr_domain.application.school_reader import Progress, SchoolReader, amendments_by_fact, no_progress
from bzr_domain.facts import class_history
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, month_of, year_of
from bzr_domain.projections.budget import BudgetLine, project_budget
from bzr_domain.projections.duties import DutyRecord, project_duties
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.projections.monthly import PeriodStatements, collect_statements
from bzr_domain.projections.printed_totals import TotalComparison, project_printed_totals
from bzr_domain.projections.semester import Semester, project_semester
from bzr_domain.projections.seniority import Seniority, project_seniority
from bzr_domain.projections.swapped_rows import SwappedRows, find_swapped_rows
from bzr_domain.scoring.assessment import find_scope
from bzr_domain.scoring.statement import build_statement


def list_statements(
    reader: SchoolReader, period: Period, classes: Collection[str] = (), progress: Progress = no_progress
) -> PeriodStatements:
    """Assess some classes for a period (月考核), or every class that there is in it, in the order of the register."""
    return collect_statements(period, reader.statements(period, classes, progress))


def list_term_results(
    reader: SchoolReader, period: Period, classes: Collection[str] = (), progress: Progress = no_progress
) -> Semester:
    """Return the results of a term or a school year (学期考核), with the commendation lists."""
    return project_semester(list_statements(reader, period, classes, progress))


def explain_class(
    reader: SchoolReader, class_id: str, period: Period, item_id: str | None = None
) -> Explanation | Problem:
    """Follow a class's statement back to its facts (说明); of one item when its id is given."""
    loaded = reader.load_histories([(class_id, period)])
    school = reader.load_school_from(loaded)
    scope = find_scope(school, class_id, period)
    if isinstance(scope, Problem):
        return scope
    statement = build_statement(scope)
    if isinstance(statement, Problem):
        return statement
    return explain_statement(scope, statement, school.facts, amendments_by_fact(loaded), item_id)


def give_feedback(reader: SchoolReader, class_id: str, period: Period) -> Feedback | Problem:
    """Return the feedback sheet (个人反馈): the period, the one before, and the teacher's school year are read."""
    register, calendar = reader.register, reader.register.calendar
    before, closing = calendar.find_previous_period(period), calendar.last_school_day(period)
    places = [(class_id, place) for place in (period, before) if place is not None]
    loaded = {history.stream: history for history in reader.load_histories(places)}
    tenure = register.tenure_on(class_id, closing)
    tenures = () if tenure is None else (t for t in register.tenures if t.teacher == tenure.teacher)
    for served_class in dict.fromkeys(t.class_id for t in tenures):
        histories = reader.class_histories(served_class, year_of(closing))
        loaded |= {history.stream: history for history in histories}
    return project_feedback(reader.load_school_from(loaded.values()), class_id, period)


def list_duties(reader: SchoolReader, class_id: str, period: Period) -> DutyRecord:
    """Return what is recorded for each duty (职责) of a class's rulebook in a period."""
    closing = reader.register.calendars[class_id].last_school_day(period)
    duties = reader.vocabulary(class_id, closing).duties.values()
    facts = [c.fact for c in reader.current_facts(class_id, period) if c.voided_by is None]
    return project_duties(duties, reader.kinds, facts)


def forecast_budget(reader: SchoolReader, period: Period) -> list[BudgetLine]:
    """Forecast allowances and pay of a period from the roster (预算)."""
    return project_budget(reader.load_school_of(reader.register.classes, period), period)


def list_seniority(reader: SchoolReader, month: Period) -> tuple[Seniority, ...]:
    """Return the years served by each head teacher of a month (班主任龄), and the allowance for them."""
    return project_seniority(reader.load_school_of(reader.register.classes, month), month)


def compare_totals(reader: SchoolReader, class_id: str, period: Period) -> list[TotalComparison]:
    """Compare the totals printed for a class in a period (印刷合计) with the computed ones."""
    histories = reader.class_histories(class_id, reader.register.calendar.widen_to_weeks(period))
    printed = class_history.list_printed_totals(histories)
    return project_printed_totals(reader.load_school_of([class_id], period), class_id, period, printed)


def compare_recorded_totals(
    reader: SchoolReader, sheets: Collection[str], touched: Collection[tuple[str, date]]
) -> list[TotalComparison]:
    """Compare the totals that some sheets print with the computed ones, month by month.

    Args:
        sheets: The names of the sheets.
        touched: Class and day of everything that was recorded from them.
    """
    months = sorted({(month_of(day).first, class_id) for class_id, day in touched}) if sheets else []
    return [
        comparison
        for first, class_id in months
        for comparison in compare_totals(reader, class_id, month_of(first))
        if comparison.printed.sheet in sheets and (class_id, comparison.printed.on) in touched
    ]


def suspect_swapped_rows(reader: SchoolReader, class_id: str) -> list[SwappedRows]:
    """Return every group of rows that seem swapped (可能串行) with a row of a class, over all printed totals of its terms.

    Other classes are read only for the months in which a total of this one differs.
    """
    suspected = []
    for month in _list_printed_months(reader, class_id):
        wrong = [row for row in compare_totals(reader, class_id, month) if not row.agrees]
        if wrong:
            tables = {(row.printed.sheet, row.printed.on) for row in wrong}
            others = [
                row
                for other in reader.register.classes
                if other != class_id
                for row in compare_totals(reader, other, month)
                if (row.printed.sheet, row.printed.on) in tables
            ]
            groups = find_swapped_rows([*wrong, *others])
            suspected += [group for group in groups if any(row in wrong for row in group.rows)]
    return suspected


def _list_printed_months(reader: SchoolReader, class_id: str) -> list[Period]:
    """The months in which something was printed about a class."""
    histories = [
        reader.history(class_history.stream_of(class_id, term)) for term in reader.register.calendar.terms
    ]
    days = sorted(total.event.on for total in class_history.list_printed_totals(histories))
    return list(dict.fromkeys(month_of(day) for day in days))

"""Assess a term (学期考核): the results of the classes, and where a head teacher changed, the share of each."""

import attrs

from bzr_domain.application.award_titles import list_titles
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.projections.head_teacher_shares import HeadTeacherShare, list_shares
from bzr_domain.projections.monthly import PeriodStatements
from bzr_domain.projections.semester import Semester, project_semester
from bzr_domain.scoring.statement import Statement


def assess_term(reader: SchoolReader, assessed: PeriodStatements) -> Semester:
    """Return what the statements of a term, a school year or a week come to, with the share of each head teacher."""
    changed = [statement for statement in assessed.statements if list_shares(statement)]
    shares = {statement.school_class.id: _list_shares(reader, statement) for statement in changed}
    classes = [statement.school_class.id for statement in assessed.statements]
    titles = list_titles(reader, classes, assessed.period)
    return attrs.evolve(project_semester(assessed, shares), titles=titles)


def _list_shares(reader: SchoolReader, statement: Statement) -> tuple[HeadTeacherShare, ...]:
    calendar, class_id = reader.register.calendar, statement.school_class.id
    months = [reader.statement(class_id, month) for month in calendar.list_assessed_periods("month", statement.period)]
    return list_shares(statement, [month for month in months if isinstance(month, Statement)], calendar)

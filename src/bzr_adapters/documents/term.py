"""The document `bzr.term/1`: the statements of a term or a school year, with the totals of their months."""

from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.statement import main_book, statement_object, total
from bzr_adapters.documents.values import Document
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang
from bzr_domain.projections.commendation import UNQUALIFIED, VETO, Nominee
from bzr_domain.projections.head_teacher_shares import HeadTeacherShare
from bzr_domain.projections.semester import Semester, TermResult
from bzr_domain.scoring.disqualification import Disqualification


def term_document(semester: Semester, as_of: datetime, lang: Lang = "zh") -> Document:
    """A term's results as a JSON object; `as_of` is the moment of knowledge, in the school's time zone."""
    lists = [each.nominees for each in semester.commendation if each.nominees is not None]
    return {
        "schema": "bzr.term/1",
        "term": semester.period.name,
        "as_of": as_of.isoformat(),
        **values.rulebook_fields(main_book(result.statement for result in semester.results)),
        "statements": [_result_object(result) for result in semester.results],
        **({"titles": [_title(current) for current in semester.titles]} if semester.titles else {}),
        "commendation_list": [_nominee(nominee) for nominees in lists for nominee in nominees] if lists else None,
        "problems": values.problem_objects(semester.problems, lang),
    }


def _result_object(result: TermResult) -> Document:
    return {
        **statement_object(result.statement),
        "months": {name: values.points(points) for name, points in result.months.items()},
        **values.fields(result, "mean", "result"),
        **{
            stem: [_disqualification(met) for met in result.list_disqualifications(stem)]
            for stem in (UNQUALIFIED, VETO)
        },
        "commendation": {name: values.outcome(value) for name, value in result.commendation.items()},
        "head_teachers": [_share(share) for share in result.shares],
    }


def _share(share: HeadTeacherShare) -> Document:
    """What a period comes to for one of several head teachers."""
    return {
        **values.fields(share, "teacher", "name"),
        "from": share.first.isoformat(),
        "to": share.last.isoformat(),
        "school_days": share.school_days,
        "findings": [_disqualification(each) for each in share.findings],
        "pay": {scheme: values.points(amount) for scheme, amount in share.pay.items()},
    }


def _disqualification(disqualification: Disqualification) -> Document:
    """Whom a rule disqualifies, through which class, and since when."""
    return {
        **values.fields(disqualification, "id", "title", "cite", "teacher", "name", "class"),
        "month": disqualification.month.name,
    }


def _nominee(nominee: Nominee) -> Document:
    statement = nominee.statement
    return {
        "class": statement.school_class.id,
        "teacher": nominee.teacher,
        "name": nominee.name or None,
        "school_days": nominee.school_days,
        **values.rulebook_fields(statement.book),
        "total": total(statement),
        "place": nominee.place,
        "reasons": [
            {"why": bar.why, "id": bar.id or None, "title": bar.title or None, "cite": bar.cite or None}
            for bar in nominee.bars
        ],
    }


def _title(current: CurrentFact) -> Document:
    return {"id": current.id, **values.fields(current.fact, "date", "class", "teacher"), "recorder": current.recorder}

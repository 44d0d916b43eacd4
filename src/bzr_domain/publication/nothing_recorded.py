"""Numbers of nothing recorded (没有任何记录): silence is no grade, so that they are published and paid for a reason alone."""

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.readings import NOT_ASSESSED
from bzr_domain.scoring.statement import Statement

_RECORD_IT = Message(
    ";补记以后再来,确实没有可记的,写 --nothing-recorded 理由",
    "; record it, and come back; where there was nothing to record, say --nothing-recorded REASON",
)


def refuse_unrecorded(statement: Statement, *, silent_school: bool) -> Refused | None:
    """Refuse a number that takes a reason to be published or paid; None where it takes none.

    It takes one where nothing was assessed, where a part of a weighted total is missing, and where nothing was recorded about a class whose rulebook has graded
    clauses, or about any class. Where a rulebook only takes points off, silence about one class is its result.

    Args:
        silent_school: Whether nothing was recorded about any class in the period.
    """
    period, clauses = statement.period.name, statement.name_clauses(statement.not_assessed)
    if not statement.assessed:
        zh, en = f"{period}一项也没有评定,没有分数", f"nothing was assessed in {period}: there is no score"
    elif statement.missing_parts:
        return _refuse_missing_parts(statement)
    elif statement.recorded:
        return None
    elif statement.not_assessed:
        zh = f"{period}没有任何记录,需要评定的条款({clauses.zh})都没有评定"
        en = f"nothing was recorded in {period}, and no clause that takes a grade ({clauses.en}) was assessed"
    elif silent_school:
        zh, en = f"{period}全校没有任何记录", f"nothing was recorded about any class in {period}"
    else:
        return None
    return Refused(
        code="result.nothing-recorded" if statement.assessed else "result.nothing-assessed",
        reason=Message(zh, en) + _RECORD_IT,
        clause=NOT_ASSESSED,
    )


def _refuse_missing_parts(statement: Statement) -> Refused:
    """Refuse a weighted total with parts missing (缺项): somebody has to say that they will not come."""
    period, parts = statement.period.name, statement.name_clauses(statement.missing_parts)
    reason = Message(
        f"{period}的加权总分缺项({parts.zh}):没有记录",
        f"parts of the weighted total of {period} are missing ({parts.en}): nothing was recorded",
    )
    return Refused(code="result.parts-missing", reason=reason + _RECORD_IT, clause=NOT_ASSESSED)

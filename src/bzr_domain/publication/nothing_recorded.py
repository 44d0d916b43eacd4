"""Numbers of nothing recorded (没有任何记录): silence is no grade, so that they are published and paid for a reason alone."""

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.readings import NOT_ASSESSED
from bzr_domain.scoring.statement import Statement


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
        missing = statement.name_clauses(statement.missing_parts)
        zh = f"{period}的加权总分缺{missing.zh}:没有记录"
        en = f"parts of the weighted total of {period} are missing ({missing.en}): nothing was recorded"
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
        code=(
            "result.nothing-assessed"
            if not statement.assessed
            else "result.parts-missing"
            if statement.missing_parts
            else "result.nothing-recorded"
        ),
        reason=Message(
            f"{zh};补记以后再来,确实没有可记的,写 --nothing-recorded 理由",
            f"{en}; record it, and come back; where there was nothing to record, say --nothing-recorded REASON",
        ),
        clause=NOT_ASSESSED,
    )

"""The document `bzr.teacher/1`: a head teacher's results, years of service and records over all periods (班主任履历)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.names import class_label, class_name, outcome_text, short_label
from bzr_adapters.documents.published import RESULT_STATES
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.values import Document, fields, points, rulebook_fields
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.teacher_record import RecordedKind, TeacherRecord, TeacherResult


def teacher_document(record: TeacherRecord, as_of: datetime, kinds: Mapping[str, Kind]) -> Document:
    """`bzr.teacher/1`."""
    return {
        "schema": "bzr.teacher/1",
        "as_of": as_of.isoformat(),
        **fields(record, "teacher", "name", "years"),
        "tenures": [
            {
                "class": tenure.class_id,
                **fields(tenure, "from", "to", "years_before"),
                **({"exception": fields(tenure, "reason", "approved_by")} if tenure.reason else {}),
            }
            for tenure in record.tenures
        ],
        "results": [_result_object(result) for result in record.results],
        "recorded": [
            {**fields(line, "kind", "level", "count", "first", "last"), "title": _title(line, kinds)}
            for line in record.recorded
        ],
    }


def _result_object(result: TeacherResult) -> Document:
    statement, published = result.statement, result.publication.published
    return {
        "period": statement.period.name,
        "class": statement.school_class.id,
        **rulebook_fields(statement.book),
        **fields(result, "school_days", "of_school_days", "present"),
        "total": points(statement.total) if statement.assessed else None,
        "provisional": statement.is_provisional,
        "outcomes": {name: values.outcome(value) for name, value in statement.outcomes.items()}
        if result.present
        else {},
        "findings": [each.id for each in result.findings],
        "state": result.publication.state,
        "published": None if published is None else points(published.figures.total),
    }


def _title(line: RecordedKind, kinds: Mapping[str, Kind]) -> str:
    return kinds[line.kind].title if line.kind in kinds else line.kind


def teacher_sheet(record: TeacherRecord, kinds: Mapping[str, Kind], names: Mapping[str, str], lang: Lang) -> Sheet:
    """The results by period, the tenures with the years of service, and what was recorded."""
    return Sheet(
        name=Message(f"{record.name} 班主任履历", f"{record.name}: record as head teacher"),
        blocks=list(_list_blocks(record, kinds, names, lang)),
    )


def _list_blocks(
    record: TeacherRecord, kinds: Mapping[str, Kind], names: Mapping[str, str], lang: Lang
) -> Iterator[Block]:
    def split(zh: str, en: str) -> list[str]:
        return Message(zh, en).in_(lang).split("|")

    years = record.years
    yield Block(
        title=Message(f"任期:班主任龄{years}年", f"tenures: {years} whole school years as head teacher").in_(lang),
        heads=split("班级|自|至|此前年数|说明", "class|from|to|years before|remarks"),
        rows=[
            [
                class_name(tenure.class_id, names, lang),
                tenure.start,
                tenure.end,
                tenure.years_before,
                tenure.exception.in_(lang).strip(" ()") or None,
            ]
            for tenure in record.tenures
        ],
        numbers={3},
    )
    yield Block(
        title=Message("历次考核结果", "results").in_(lang),
        heads=split(
            "时段|班级|任职上课日|全部上课日|总分|结果|公示",
            "period|class|days served|school days|total|outcomes|published",
        ),
        rows=[_result_row(result, lang) for result in record.results],
        numbers={2, 3, 4},
    )
    yield Block(
        title=Message("任期内的记录", "recorded").in_(lang),
        heads=split("事项|级别|数量|自|至", "kind|level|count|from|to"),
        rows=[
            [_title(line, kinds) if lang == "zh" else line.kind, line.level, line.count, line.first, line.last]
            for line in record.recorded
        ],
        numbers={2},
    )


def _result_row(result: TeacherResult, lang: Lang) -> list[Cell]:
    statement = result.statement
    return [
        statement.period.name,
        class_label(statement, lang),
        result.school_days,
        result.of_school_days,
        statement.total if statement.assessed else None,
        _list_outcomes(result, lang),
        _describe_publication(result).in_(lang),
    ]


def _list_outcomes(result: TeacherResult, lang: Lang) -> str:
    """The outcomes but for each no; of somebody who left, what was found of them alone."""
    statement = result.statement
    if result.present:
        outcomes = (
            (node, statement.outcomes.get(node.id)) for node in statement.book.outcomes_of(statement.period.per)
        )
        holding = [
            f"{short_label(node, lang)} {outcome_text(outcome, lang)}"
            for node, outcome in outcomes
            if outcome not in (None, False)
        ]
    else:
        holding = [each.title if lang == "zh" else each.id for each in result.findings]
    return Message.listed(holding).in_(lang)


def _describe_publication(result: TeacherResult) -> Message:
    """How far the result is, and the total published where it is another one now."""
    published, total = result.publication.published, result.statement.total
    if published is None:
        return Message("未公示", "not published")
    state, shown = RESULT_STATES[result.publication.state], points(published.figures.total)
    if shown == points(total):
        return state
    return state + Message(f"(公示时{shown})", f" (as published: {shown})")

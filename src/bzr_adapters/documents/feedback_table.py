"""A feedback sheet as tables (个人反馈): strengths, shortcomings and the training plan; the advice stands below."""

from collections.abc import Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.feedback import advise, advise_on_duty, describe_comparisons
from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.names import describe_cite, label
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.statement import total
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.feedback import Feedback
from bzr_domain.projections.findings import Finding
from bzr_domain.projections.training_plan import TrainingNeed

PLAN = Message("培训计划(扣分多的在前)", "training plan, most points lost first")
FAIR = Message("居中(不作优点,也不作不足)", "neither high nor low")
SILENT = Message("没有记录可扣(不作优点)", "nothing recorded against it (no strength)")


def feedback_sheet(feedback: Feedback, lang: Lang) -> Sheet:
    """What a head teacher is told about a period."""
    statement = feedback.statement
    class_, period, teacher = statement.school_class, statement.period.name, statement.teacher
    whose = Message("无", "none") if teacher is None else Message(teacher.name, teacher.teacher)
    sections = (
        (Message("优点", "strengths"), feedback.strengths),
        (Message("不足", "shortcomings"), feedback.shortcomings),
        *([(FAIR, feedback.fair)] if feedback.fair else []),
        *([(SILENT, feedback.silent)] if feedback.silent else []),
    )
    known = [compare_totals(feedback), *([describe_tenure_window(feedback)] if feedback.partial else [])]
    return Sheet(
        name=Message(
            f"{class_.name} {period} 个人反馈 班主任:{whose.zh}",
            f"{class_.id} {period} feedback for head teacher {whose.en}",
        ),
        blocks=[
            *(finding_block(title, findings, statement.period, lang) for title, findings in sections),
            plan_block(feedback, lang),
        ],
        notes=[*(note.in_(lang) for note in (*known, *remarks(statement))), *list_advice(feedback, lang)],
    )


def finding_block(title: Message, findings: Sequence[Finding], period: Period, lang: Lang) -> Block:
    """Every clause with its points, the move since the period before, what says that it is high or low, and its words."""
    heads = Message("项目|条款|结论|分值|比上期|还可得|依据|原文", "item|clause|says|points|change|left|because|words")
    return Block(
        title=title.in_(lang),
        heads=heads.in_(lang).split("|"),
        rows=[_row(finding, period, lang) for finding in findings],
        numbers={3, 4, 5},
        signed={3, 4},
    )


def _row(finding: Finding, period: Period, lang: Lang) -> list[Cell]:
    return [
        finding.item_title if lang == "zh" else finding.item,
        finding.id,
        _SAYS[finding.says].in_(lang),
        None if finding.says == "not-assessed" else finding.points,
        finding.change,
        finding.left,
        describe_comparisons(finding, period).in_(lang) or None,
        finding.title + describe_cite(finding.cite).zh,
    ]


_SAYS = {
    "gave": Message("得分", "gave"),
    "kept": Message("满分", "full"),
    "silent": Message("没有记录", "nothing recorded"),
    "fair": Message("居中", "fair"),
    "low": Message("得分低", "low"),
    "cost": Message("扣分", "cost"),
    "nothing": Message("未得分", "gave nothing"),
    "not-assessed": Message("未评", "not assessed"),
}


def plan_block(feedback: Feedback, lang: Lang) -> Block:
    """What to learn, where most points were lost first: the duty or item, the clauses, the training, what was attended since."""
    heads = Message("职责或项目|扣分|条款|建议培训|此后参加", "duty or item|lost|clauses|training|attended since")
    return Block(
        title=PLAN.in_(lang),
        heads=heads.in_(lang).split("|"),
        rows=[_need(need, lang) for need in feedback.plan],
        numbers={1},
    )


def _need(need: TrainingNeed, lang: Lang) -> list[Cell]:
    of_item = need.item_title if lang == "zh" else need.item
    attended = [f"{current.fact.on} {current.fact.level or ''}".strip() for current in need.attended]
    return [
        of_item if need.duty is None else label(need.duty, lang),
        need.lost,
        Message.listed(finding.id for finding in need.findings).in_(lang),
        Message.joined(need.suggestions).in_(lang),
        Message.listed(attended).in_(lang) or Message("无", "none").in_(lang),
    ]


def list_advice(feedback: Feedback, lang: Lang) -> list[str]:
    """What would win the points of each shortcoming, and which duties have nothing recorded."""
    sentences = [f"{shortcoming.id} {advise(shortcoming, feedback).in_(lang)}" for shortcoming in feedback.shortcomings]
    return sentences + [advise_on_duty(duty_line).in_(lang) for duty_line in feedback.unrecorded]


def describe_tenure_window(feedback: Feedback) -> Message:
    """That the sheet tells of the head teacher's own days alone, and whose days are left out."""
    teacher = feedback.statement.teacher
    assert teacher is not None, "days are somebody's own only where there is a head teacher"
    others = [service for service in feedback.statement.services if service.teacher != teacher.teacher]
    left_out = Message.listed(
        Message(
            f"{other.name}({other.first:%m-%d}至{other.last:%m-%d})",
            f"{other.teacher} ({other.first:%m-%d} to {other.last:%m-%d})",
        )
        for other in others
    )
    return Message(
        f"以下只说{teacher.name}任班主任期间的情况;{left_out.zh}任内的事实不在此列,总分是全班整个时段的",
        f"only the days of {teacher.teacher} are told of below; facts of the days of {left_out.en} are left out, the total is the class's for the whole period",
    )


def compare_totals(feedback: Feedback) -> Message:
    """The total, beside that of the period before where there is one."""
    score, before = feedback.statement.total, feedback.previous
    if before is None:
        alone = total(feedback.statement) or "—"
        return Message(f"总分 {alone};没有上期可比", f"total {alone}; no period before to compare with")
    name, change = before.period.name, values.signed(score - before.total)
    return Message(
        f"总分 {values.points(score)};{name} 为 {values.points(before.total)},比上期 {change}",
        f"total {values.points(score)}; {values.points(before.total)} in {name}, change {change}",
    )

"""What has to be known beside a pay sheet (备注): who is left out, what was never published, what has moved since."""

from collections.abc import Iterable, Mapping
from typing import Any

from bzr_adapters.reports import values
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.kernel.messages import Lang, Message


def remarks(report: PaySheetReport) -> dict[str, Any]:
    """The remarks of `bzr.pay/1`."""
    return {
        "left_out": list(report.left_out),
        "unpublished": list(report.unpublished),
        "moved": [
            {
                "teacher": line.teacher,
                "name": line.name,
                "said": values.points(line.on_sheet),
                "now": values.points(line.now),
            }
            for line in report.changed
        ],
        "late": None
        if report.lateness is None
        else {
            "due": report.lateness.deadline.isoformat(),
            "days": report.lateness.days,
            "cite": report.lateness.cite,
        },
        "stuck": None if report.obstacle is None else {"zh": report.obstacle.zh, "en": report.obstacle.en},
    }


def remark_lines(report: PaySheetReport, classes: Mapping[str, str], lang: Lang) -> Iterable[str]:
    """The remarks for people, one a line; what has moved line by line below its own."""
    yield from (f"  {one.in_(lang)}" for one in _of_classes(report, classes))
    if report.obstacle is not None:
        yield "  " + Message(
            f"注意:现在填不出这张表:{report.obstacle.zh}",
            f"note: this sheet could not be filled in now: {report.obstacle.en}",
        ).in_(lang)
    if report.changed:
        yield "  " + Message(
            "注意:填表以后有变动,现在填会不同;要改先退回(return)再填(prepare)",
            "note: filled in now, this sheet would differ; to change it, return it and prepare it again",
        ).in_(lang)
    for line in report.changed:
        before, now = values.points(line.on_sheet), values.points(line.now)
        change = values.signed(line.now - line.on_sheet)
        words = Message(
            f"{line.name} 表上应发{before},现在{now}({change})",
            f"{line.name}: payable {before} on the sheet, {now} now ({change})",
        )
        yield f"    {words.in_(lang)}"


def _of_classes(report: PaySheetReport, classes: Mapping[str, str]) -> Iterable[Message]:
    period = report.content.period
    if report.left_out:
        names = _named(report.left_out, classes)
        yield Message(
            f"不在表上,规则没有发钱的方案:{names}",
            f"not on the sheet, no scheme that pays in their rulebook: {names}",
        )
    if report.unpublished:
        names = _named(report.unpublished, classes)
        yield Message(
            f"{period}的结果没有公示过:{names}", f"the result of {period} was never published: {names}"
        )

    if report.lateness is not None:
        due, days, cite = report.lateness.deadline, report.lateness.days, report.lateness.cite
        yield Message(
            f"填表比{due}迟了{days}天({cite})", f"filled in {days} days after {due}, when it was due ({cite})"
        )


def _named(ids: Iterable[str], classes: Mapping[str, str]) -> str:
    return "、".join(classes.get(one, one) for one in ids)

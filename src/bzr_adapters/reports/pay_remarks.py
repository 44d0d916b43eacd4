"""What has to be known beside a pay sheet (备注): who is left out, what was never published, what has moved since."""

from collections.abc import Iterable, Mapping
from typing import Any

from bzr_adapters.reports import values
from bzr_domain.application.payshown import Shown
from bzr_domain.kernel.messages import Lang, Message


def remarks(shown: Shown) -> dict[str, Any]:
    """The remarks of `bzr.pay/1`."""
    return {
        "left_out": list(shown.left_out),
        "unpublished": list(shown.unpublished),
        "moved": [
            {
                "teacher": one.teacher,
                "name": one.name,
                "said": values.points(one.said),
                "now": values.points(one.now),
            }
            for one in shown.moved
        ],
        "late": None
        if shown.late is None
        else {"due": shown.late.due.isoformat(), "days": shown.late.days, "cite": shown.late.cite},
        "stuck": None if shown.stuck is None else {"zh": shown.stuck.zh, "en": shown.stuck.en},
    }


def remark_lines(shown: Shown, classes: Mapping[str, str], lang: Lang) -> Iterable[str]:
    """The remarks for people, one a line; what has moved line by line below its own."""
    yield from (f"  {one.in_(lang)}" for one in _of_classes(shown, classes))
    if shown.stuck is not None:
        yield "  " + Message(
            f"注意:现在填不出这张表:{shown.stuck.zh}",
            f"note: this sheet could not be filled in now: {shown.stuck.en}",
        ).in_(lang)
    if shown.moved:
        yield "  " + Message(
            "注意:填表以后有变动,现在填会不同;要改先退回(return)再填(prepare)",
            "note: filled in now, this sheet would differ; to change it, return it and prepare it again",
        ).in_(lang)
    for one in shown.moved:
        said, now = values.points(one.said), values.points(one.now)
        change = values.signed(one.now - one.said)
        words = Message(
            f"{one.name} 表上应发{said},现在{now}({change})",
            f"{one.name}: payable {said} on the sheet, {now} now ({change})",
        )
        yield f"    {words.in_(lang)}"


def _of_classes(shown: Shown, classes: Mapping[str, str]) -> Iterable[Message]:
    period = shown.wanted.period
    if shown.left_out:
        names = _named(shown.left_out, classes)
        yield Message(
            f"不在表上,规则没有发钱的方案:{names}",
            f"not on the sheet, no scheme that pays in their rulebook: {names}",
        )
    if shown.unpublished:
        names = _named(shown.unpublished, classes)
        yield Message(
            f"{period}的结果没有公示过:{names}", f"the result of {period} was never published: {names}"
        )

    if shown.late is not None:
        due, days, cite = shown.late.due, shown.late.days, shown.late.cite
        yield Message(
            f"填表比{due}迟了{days}天({cite})", f"filled in {days} days after {due}, when it was due ({cite})"
        )


def _named(ids: Iterable[str], classes: Mapping[str, str]) -> str:
    return "、".join(classes.get(one, one) for one in ids)

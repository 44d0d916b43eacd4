"""Published results beside recomputed ones, as a table for people."""

from collections.abc import Iterable, Mapping, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.sentences import Told, sentence
from bzr_adapters.documents.values import one_line
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.publication.assessment_result import ResultState
from bzr_domain.publication.recheck import CheckedResult, Recheck

_STATES: dict[ResultState, Message] = {
    "computed": Message("已计算", "computed"),
    "published": Message("公示中", "published"),
    "appealed": Message("申诉中", "appealed"),
    "decided": Message("已复议", "decided"),
    "final": Message("已终定", "final"),
}


def assert_lines(found: Sequence[CheckedResult], classes: Mapping[str, str], told: Told) -> Iterable[str]:
    """A line for each result; below it what has moved since, and what was recorded since."""
    lang = told.lang
    head = (
        ("班级", "时段", "状态", "公示", "按当时重算", "现在", "核对")
        if lang == "zh"
        else ("class", "period", "state", "said", "as known then", "now", "check")
    )
    lines = aligned([head, *(_row(one, classes, lang) for one in found)], right={3, 4, 5})
    yield lines[0]
    for one, line in zip(found, lines[1:], strict=True):
        yield line
        yield from (f"    {_earlier(said, told)}" for said in one.earlier)
        for difference in one.differences:
            yield f"    {difference.describe().in_(lang)}"
        for event in one.causes:
            at = values.minute(event.recorded_at.astimezone(told.zone))
            yield f"    {at} {one_line(event.actor)} {sentence(event.event, told)}"
    wrong = sum(not one.same for one in found)
    yield Message(
        f"核对{len(found)}个结果,按当时所知重算与公示不符的{wrong}个",
        f"{len(found)} results checked; {wrong} differ when computed as known then",
    ).in_(lang)


def _earlier(one: Recheck, told: Told) -> str:
    """A publication before the last one, in a line of its own."""
    at = values.minute(one.at.recorded_at.astimezone(told.zone))
    said, then = (
        values.points(one.published.total),
        "—" if one.recomputed is None else values.points(one.recomputed.total),
    )
    verdict = _verdict(one.same)
    return Message(
        f"{at} 公示 {said},按当时重算 {then},{verdict.zh}",
        f"{at} published {said}, as known then {then}: {verdict.en}",
    ).in_(told.lang)


def _verdict(same: object) -> Message:
    return Message("相符", "same") if same else Message("不符", "differs")


def _row(one: CheckedResult, classes: Mapping[str, str], lang: Lang) -> list[str]:
    numbers = [
        "—" if figures is None else values.points(figures.total)
        for figures in (one.last.published, one.last.recomputed, one.now)
    ]
    return [
        classes.get(one.class_id, one.class_id) if lang == "zh" else one.class_id,
        one.period.name,
        _STATES[one.state].in_(lang),
        *numbers,
        _verdict(one.last.same).in_(lang),
    ]

"""Published results beside recomputed ones, as a table for people."""

from collections.abc import Iterable, Mapping, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.sentences import EventWords, sentence
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


def assert_lines(
    checked_results: Sequence[CheckedResult], classes: Mapping[str, str], words: EventWords
) -> Iterable[str]:
    """A line for each result; below it what has moved since, and what was recorded since."""
    lang = words.lang
    head = (
        ("班级", "时段", "状态", "公示", "按当时重算", "现在", "核对")
        if lang == "zh"
        else ("class", "period", "state", "said", "as known then", "now", "check")
    )
    lines = aligned([head, *(_row(result, classes, lang) for result in checked_results)], right={3, 4, 5})
    yield lines[0]
    for result, line in zip(checked_results, lines[1:], strict=True):
        yield line
        yield from (f"    {_earlier(recheck, words)}" for recheck in result.earlier)
        for difference in result.differences:
            yield f"    {difference.describe().in_(lang)}"
        for event in result.causes:
            at = values.minute(event.recorded_at.astimezone(words.zone))
            yield f"    {at} {one_line(event.actor)} {sentence(event.event, words)}"
    wrong = sum(not result.same for result in checked_results)
    yield Message(
        f"核对{len(checked_results)}个结果,按当时所知重算与公示不符的{wrong}个",
        f"{len(checked_results)} results checked; {wrong} differ when computed as known then",
    ).in_(lang)


def _earlier(recheck: Recheck, words: EventWords) -> str:
    """A publication before the last one, in a line of its own."""
    at = values.minute(recheck.at.recorded_at.astimezone(words.zone))
    published, then = (
        values.points(recheck.published.total),
        "—" if recheck.recomputed is None else values.points(recheck.recomputed.total),
    )
    verdict = _verdict(recheck.same)
    return Message(
        f"{at} 公示 {published},按当时重算 {then},{verdict.zh}",
        f"{at} published {published}, as known then {then}: {verdict.en}",
    ).in_(words.lang)


def _verdict(same: object) -> Message:
    return Message("相符", "same") if same else Message("不符", "differs")


def _row(checked_result: CheckedResult, classes: Mapping[str, str], lang: Lang) -> list[str]:
    numbers = [
        "—" if figures is None else values.points(figures.total)
        for figures in (checked_result.last.published, checked_result.last.recomputed, checked_result.now)
    ]
    return [
        classes.get(checked_result.class_id, checked_result.class_id)
        if lang == "zh"
        else checked_result.class_id,
        checked_result.period.name,
        _STATES[checked_result.state].in_(lang),
        *numbers,
        _verdict(checked_result.last.same).in_(lang),
    ]

"""Published results beside recomputed ones, as a table for people."""

from collections.abc import Iterable, Mapping

from bzr_adapters.documents import values
from bzr_adapters.documents.published import describe_newer
from bzr_adapters.documents.sentences import EventWords, sentence_with_actor
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.names import class_name
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.publication.assessment_result import ResultState
from bzr_domain.publication.events import Figures
from bzr_domain.publication.recheck import CheckedResult, Recheck

_STATES: dict[ResultState, Message] = {
    "computed": Message("已计算", "computed"),
    "published": Message("公示中", "published"),
    "appealed": Message("申诉中", "appealed"),
    "decided": Message("已复议", "decided"),
    "final": Message("已终定", "final"),
}
_VERDICTS = {True: Message("相符", "same"), False: Message("不符", "differs")}


def assert_lines(answer: Report) -> Iterable[str]:
    """A line for each result; below it what has moved since, and what was recorded since."""
    (checked_results, names, words), lang = answer.source, answer.lang
    heads = Message("班级|时段|状态|公示|按当时重算|现在|核对", "class|period|state|said|as known then|now|check")
    rows = [_row(result, names[result.period], lang) for result in checked_results]
    head, *lines = table(heads, rows, lang, right={3, 4, 5})
    yield head
    for result, line in zip(checked_results, lines, strict=True):
        yield line
        if result.nothing_recorded:
            why = Message(f"没有任何记录:{result.nothing_recorded}", f"nothing recorded: {result.nothing_recorded}")
            yield f"    {why.in_(lang)}"
        if result.last.moved_by_meaning:
            yield f"    {describe_newer(result.last).in_(lang)}"
        yield from (f"    {_describe_recheck(recheck, words)}" for recheck in result.earlier)
        for difference in result.differences:
            yield f"    {difference.describe().in_(lang)}"
        for event in result.causes:
            yield f"    {sentence_with_actor(event, words)}"
    wrong = sum(not result.same for result in checked_results)
    newer = sum(_differs_by_meaning_alone(result) for result in checked_results)
    yield Message(
        f"核对{len(checked_results)}个结果,按当时所知重算与公示不符的{wrong}个",
        f"{len(checked_results)} results checked; {wrong} differ when computed as known then",
    ).in_(lang)
    if newer:
        yield Message(
            f"其中{newer}个只因较新的软件算法不同,不是改动或损坏",
            f"of these, {newer} only since newer software computes otherwise: nothing was altered or damaged",
        ).in_(lang)


def _differs_by_meaning_alone(result: CheckedResult) -> bool:
    differing = [recheck for recheck in (*result.earlier, result.last) if not recheck.same]
    return bool(differing) and all(recheck.moved_by_meaning for recheck in differing)


def _describe_recheck(recheck: Recheck, words: EventWords) -> str:
    """A publication before the last one, in a line of its own."""
    at = values.minute(recheck.at.recorded_at, words.zone)
    verdict = describe_newer(recheck) if recheck.moved_by_meaning else _VERDICTS[recheck.same]
    published, then = _total(recheck.published), _total(recheck.recomputed)
    return Message(
        f"{at} 公示 {published},按当时重算 {then},{verdict.zh}",
        f"{at} published {published}, as known then {then}: {verdict.en}",
    ).in_(words.lang)


def _total(figures: Figures | None) -> str:
    return "—" if figures is None else values.points(figures.total)


def _row(checked_result: CheckedResult, classes: Mapping[str, str], lang: Lang) -> list[str]:
    last = checked_result.last
    return [
        class_name(checked_result.class_id, classes, lang),
        checked_result.period.name,
        _STATES[checked_result.state].in_(lang),
        *map(_total, (last.published, last.recomputed, checked_result.now)),
        _VERDICTS[last.same].in_(lang),
    ]

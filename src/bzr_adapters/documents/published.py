"""The document `bzr.assert/1`: published results beside recomputed ones (核对)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.names import class_name
from bzr_adapters.documents.sentences import EventWords, sentence_with_actor
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.assessment_result import ResultState
from bzr_domain.publication.events import Figures
from bzr_domain.publication.recheck import CheckedResult, Recheck
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning


def assert_document(as_of: datetime, checked_results: Sequence[CheckedResult], words: EventWords) -> values.Document:
    """`bzr.assert/1`."""
    return {
        "schema": "bzr.assert/1",
        "as_of": as_of.isoformat(),
        "scoring_meaning": find_scoring_meaning(),
        "results": [
            {
                "class": result.class_id,
                "period": result.period.name,
                "purpose": result.last.at.event.purpose or None,
                "scoring_meaning": result.last.at.event.scoring_meaning,
                "state": result.state,
                "moved_by_meaning": result.last.moved_by_meaning,
                "nothing_recorded": result.nothing_recorded or None,
                **_describe_recheck(result.last, words),
                "same": result.same,
                "earlier": [
                    {**_describe_recheck(recheck, words), **values.fields(recheck, "same", "moved_by_meaning")}
                    for recheck in result.earlier
                ],
                "now": None if result.now is None else values.points(result.now.total),
                "moved": [{"figure": d.name.en, "said": d.before, "now": d.after} for d in result.differences],
                "since": list(trail_rows(result.causes, words)),
            }
            for result in checked_results
        ],
        "differ": sum(not result.same for result in checked_results),
    }


def _describe_recheck(recheck: Recheck, words: EventWords) -> values.Document:
    return {
        "said_at": values.timestamp(recheck.at.recorded_at, words.zone),
        "said": values.points(recheck.published.total),
        "then": None if recheck.recomputed is None else values.points(recheck.recomputed.total),
    }


def describe_newer(recheck: Recheck) -> Message:
    """Say that newer software is the cause, with the scoring meanings (计分含义) of then and now."""
    before, now = recheck.at.event.scoring_meaning, find_scoring_meaning()
    return Message(
        f"由较新的软件算出(计分含义 {before} → {now})",
        f"computed by newer software (scoring meaning {before} → {now})",
    )


def describe_newer_result(result: CheckedResult) -> Message:
    """One published result that newer software computes otherwise, in one line: what was said, and what it comes to now."""
    recheck, recomputed = result.last, result.last.recomputed
    published, then = values.points(recheck.published.total), values.points(recomputed.total) if recomputed else "—"
    figures = Message(
        f"{result.period.name} 公示{published},按当时重算{then}:",
        f"{result.period.name} published {published}, as known then {then}: ",
    )
    return figures + describe_newer(recheck)


RESULT_STATES: dict[ResultState, Message] = {
    "computed": Message("已计算", "computed"),
    "published": Message("公示中", "published"),
    "appealed": Message("申诉中", "appealed"),
    "decided": Message("已复议", "decided"),
    "final": Message("已终定", "final"),
}
"""How far a result is, in words."""
_VERDICTS = {True: Message("相符", "same"), False: Message("不符", "differs")}


def published_sheet(
    periods: str, results: Sequence[CheckedResult], names: Mapping[Period, Mapping[str, str]], words: EventWords
) -> Sheet:
    """A row for each result, with what has moved since, and what was recorded since."""
    heads = Message(
        "班级|时段|状态|公示|按当时重算|现在|核对|说明",
        "class|period|state|said|as known then|now|check|remarks",
    )
    between = Message(";", "; ").in_(words.lang)
    rows = [
        [*_row(result, names[result.period], words.lang), between.join(list_changes(result, words))]
        for result in results
    ]
    block = Block(heads=heads.in_(words.lang).split("|"), rows=rows, numbers={3, 4, 5})
    return Sheet(
        name=Message(f"{periods} 公示结果核对", f"{periods}: published results checked"),
        blocks=[block],
        notes=[line.in_(words.lang) for line in _sum_up(results)],
    )


def _sum_up(results: Sequence[CheckedResult]) -> Iterator[Message]:
    """How many differ, and how many of those by newer software alone."""
    wrong = sum(not result.same for result in results)
    newer = sum(_differs_by_meaning_alone(result) for result in results)
    yield Message(
        f"核对{len(results)}个结果,按当时所知重算与公示不符的{wrong}个",
        f"{len(results)} results checked; {wrong} differ when computed as known then",
    )
    if newer:
        yield Message(
            f"其中{newer}个只因较新的软件算法不同,不是改动或损坏",
            f"of these, {newer} only since newer software computes otherwise: nothing was altered or damaged",
        )


def _differs_by_meaning_alone(result: CheckedResult) -> bool:
    differing = [recheck for recheck in (*result.earlier, result.last) if not recheck.same]
    return bool(differing) and all(recheck.moved_by_meaning for recheck in differing)


def list_changes(result: CheckedResult, words: EventWords) -> Iterator[str]:
    """What has moved since a result was published, and what was recorded since."""
    if result.nothing_recorded:
        yield tell_nothing_recorded(result.nothing_recorded).in_(words.lang)
    if result.last.moved_by_meaning:
        yield describe_newer(result.last).in_(words.lang)
    yield from (_describe_earlier(recheck, words) for recheck in result.earlier)
    yield from (difference.describe().in_(words.lang) for difference in result.differences)
    yield from (sentence_with_actor(event, words) for event in result.causes)


def tell_nothing_recorded(reason: str) -> Message:
    """That a result was published of which nothing was recorded, and why."""
    return Message(f"没有任何记录:{reason}", f"nothing recorded: {reason}")


def _describe_earlier(recheck: Recheck, words: EventWords) -> str:
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


def _row(checked_result: CheckedResult, classes: Mapping[str, str], lang: Lang) -> list[Cell]:
    last = checked_result.last
    published, then, now = (
        None if figures is None else figures.total for figures in (last.published, last.recomputed, checked_result.now)
    )
    return [
        class_name(checked_result.class_id, classes, lang),
        checked_result.period.name,
        RESULT_STATES[checked_result.state].in_(lang),
        published,
        then,
        now,
        _VERDICTS[last.same].in_(lang),
    ]

"""What came of recording, for people."""

from collections.abc import Iterator, Sequence
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.recording import (
    Checked,
    PrintedTotalDifference,
    RecordingReport,
    printed_total,
    recorded_document,
    swapped_message,
)
from bzr_adapters.front_door.errors import publish_problems
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.sheet_comparison import difference_lines
from bzr_domain.application.recording import KnownRow, RepeatedRow
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.kernel.messages import Lang, Message


def describe_recording(recorded: RecordingReport, lang: Lang) -> dict[str, Any]:
    """The document of a recording, or of one that its problems stopped."""
    return recorded_document(recorded, lang)


def recorded_lines(recorded: RecordingReport, lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines for people; of a recording that was stopped by problems nothing but the problems is said elsewhere."""
    outcome = recorded.outcome
    if not outcome.problems or recorded.partial:
        yield ink.green(_count_rows(recorded).in_(lang))
        if outcome.elsewhere:
            yield _ELSEWHERE.in_(lang)
        yield from (f"  {_describe_known_row(row).in_(lang)}" for row in outcome.elsewhere)
        yield from difference_lines(recorded.amendments, lang) if recorded.amendments else ()
        yield from _list_repeats(outcome.repeats, lang)
        yield from _list_passed_over(recorded.passed_over, lang)
        if outcome.uncounted:
            yield _UNCOUNTED.in_(lang)
        yield from (f"  {problem}" for problem in publish_problems(outcome.uncounted, lang))
        yield from (hidden.in_(lang) for hidden in recorded.hidden)
    for path in recorded.refused:
        yield Message(f"有问题的行写到 {path}", f"bad rows were written to {path}").in_(lang)
    if recorded.printed.compared:
        yield from _check_lines(recorded.printed, lang, ink)


_ELSEWHERE = Message(
    "以下各行没有记录:与别的表中或已作废的事实相同;确是另一件事,加 --new 再记录",
    "these rows were not recorded: they equal facts of another sheet, or void ones; if they are new, record with --new",
)


_UNCOUNTED = Message("以下各行已记录,但没有一个时段计入:", "these rows are recorded, and no period counts them:")


def _list_repeats(repeats: Sequence[RepeatedRow], lang: Lang) -> Iterator[str]:
    """Rows that say the same as another of their sheet: recorded, and named."""
    if repeats:
        yield Message(
            "以下各行与同一张表中前面的行相同,照记;是重复登记的,用 bzr void 作废",
            "these rows equal an earlier row of their sheet and are recorded; void those that were written twice",
        ).in_(lang)
    for row in repeats:
        yield Message(
            f"  {row.sheet} 第{row.row}行 = 第{row.of_row}行,{short_id(row.id)}",
            f"  {row.sheet} row {row.row} = row {row.of_row}, {short_id(row.id)}",
        ).in_(lang)


def _list_passed_over(parts: Sequence[PassedOver], lang: Lang) -> Iterator[str]:
    """What of the sheets states no fact, each part with its place."""
    if parts:
        yield Message("略过的:", "passed over:").in_(lang)
    for part in parts:
        row = Message("", "") if part.row is None else Message(f" 第{part.row}行", f" row {part.row}")
        column = Message(f" {part.column}列", f" column {part.column}") if part.column else Message("", "")
        place = Message.same(f"  {part.sheet}") + row + column
        yield (place + Message(f" “{part.text}”:", f" {part.text!r}: ") + part.why).in_(lang)


def _count_rows(recorded: RecordingReport) -> Message:
    outcome = recorded.outcome
    done = Message("可新记录", "would record ") if recorded.dry_run else Message("新记录", "recorded ")
    known = outcome.known + len(outcome.elsewhere)
    counts = done + Message(f"{outcome.new}条,已知{known}条", f"{outcome.new} new, {known} known")
    amended, removed = len(outcome.amended), len(outcome.removed)
    if not (amended or removed):
        return counts
    return counts + Message(f",更正{amended}条,作废{removed}条", f", {amended} amended, {removed} removed")


def _describe_known_row(row: KnownRow) -> Message:
    sheet = row.from_sheet or "—"
    state = Message("已作废", "void") if row.void else Message(f"来自{sheet}", f"from {sheet}")
    return Message(
        f"{row.sheet} 第{row.row}行 = {short_id(row.id)},{state.zh}",
        f"{row.sheet} row {row.row} = {short_id(row.id)}, {state.en}",
    )


def _check_lines(checked: Checked, lang: Lang, ink: Ink) -> Iterator[str]:
    wrong = len(checked.differences)
    figures = Message(
        f"印刷合计:核对{checked.compared},不符{wrong}",
        f"printed totals: {checked.compared} compared, {wrong} differ",
    )
    yield (ink.yellow if wrong else ink.green)(figures.in_(lang))
    for difference in checked.differences:
        yield f"  {_describe_difference(difference).in_(lang)}"
        for fact in difference.facts:
            text = values.fact_text(fact.fact, difference.kinds.get(fact.fact.kind), lang)
            yield f"    {short_id(fact.id)} {text}"
    names = {difference.comparison.printed.class_id: difference.class_name for difference in checked.differences}
    for pair in checked.swapped:
        yield f"  {swapped_message(pair, names).in_(lang)}"
    if wrong:
        yield Message(
            "事实已照表记录;核对原表后,用 bzr correct 或 bzr void 改上面的编号,再录一遍不会改掉它们",
            "the facts stay recorded; check the table, then bzr correct or bzr void the ids above: recording again changes none",
        ).in_(lang)


def _describe_difference(difference: PrintedTotalDifference) -> Message:
    printed = difference.comparison.printed
    total, computed = printed_total(printed.total), printed_total(difference.comparison.computed)
    return Message(
        f"{printed.on} {difference.class_name}:印刷{total},计算{computed}",
        f"{printed.on} {printed.class_id}: printed {total}, computed {computed}",
    )

"""`bzr record`: appends facts; says how many were new, how many known, and everything that is wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs

from bzr_adapters.cli.arguments import JSON
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall, format_problem
from bzr_adapters.cli.read_periods import read_day
from bzr_adapters.documents.recording import Checked, PrintedTotalDifference, RecordingReport, recorded_document
from bzr_adapters.intake.fact_sheet import read_sheets
from bzr_adapters.intake.layout import read_layout
from bzr_adapters.intake.refused_rows import leave_out_refused, write_refused_rows
from bzr_adapters.intake.sheet_from_file import SheetFromFile
from bzr_adapters.intake.wide_table import read_tables
from bzr_adapters.reports.recording import recorded_lines
from bzr_domain.application.compare_totals import compare_recorded_totals
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import month_of
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows

SHEETS = Argument(
    "sheets",
    label=Message("表格", "SHEET"),
    about=Message("CSV、XLSX或JSON Lines文件,一起记录", "CSV, XLSX or JSON Lines files, recorded together"),
    nargs=-1,
    required=True,
)
LAYOUT = Option(
    "--layout",
    about=Message("宽表(班级×项目)的版式文件", "the layout file of wide tables (class × item)"),
    value=Message("文件", "FILE"),
)
ON = Option(
    "--on",
    about=Message("宽表的日期,如 2024-09-03", "the day of a wide table, such as 2024-09-03"),
    value=Message("日期", "DATE"),
)
PARTIAL = Option(
    "--partial",
    about=Message(
        "只记录没有问题的行,其余写到 表名.问题.csv",
        "record the good rows, write the others to SHEET.问题.csv",
    ),
    is_flag=True,
)
NEW = Option(
    "--new",
    about=Message(
        "与别的表中或已作废的事实相同的行也记录",
        "record rows, too, that equal facts of another sheet or void ones",
    ),
    is_flag=True,
)
DRY_RUN = Option("--dry-run", about=Message("只检查,不记录", "check everything, record nothing"), is_flag=True)


@command(
    "record",
    Message("记录表格中的事实", "record the facts of sheets"),
    SHEETS,
    LAYOUT,
    ON,
    PARTIAL,
    NEW,
    DRY_RUN,
    JSON,
    examples=(
        "bzr record 九月.csv",
        "bzr record --layout 汇总表.toml 2024-09-03.csv",
        "bzr record 九月.csv --partial",
    ),
)
def record_command(
    call: Call,
    sheets: tuple[str, ...],
    layout: str | None,
    on: str | None,
    partial: bool,
    new: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Record sheets."""
    day = None if on is None else read_day(on)
    _check_files([*sheets, *([layout] if layout is not None else [])])
    writer = call.open_writer()
    incoming = _read_sheets(sheets, layout, day, writer.reader().own_headers)
    show_step = call.show_progress(Message("检查", "checking"))
    outcome = writer.record(incoming, new=new, dry_run=dry_run or partial, progress=show_step)
    if outcome.refused is not None:
        return call.refuse(outcome.refused)
    refused: list[Path] = []
    if partial:
        good = [leave_out_refused(sheet, outcome.problems) for sheet in incoming]
        recorded = writer.record(good, new=new, dry_run=dry_run)
        refused = [] if dry_run else write_refused_rows(incoming, outcome.problems, call.lang)
        outcome = attrs.evolve(recorded, problems=outcome.problems)
    printed = Checked() if dry_run else _compare_printed_totals(writer.reader(), incoming, outcome)
    report = RecordingReport(
        outcome=outcome,
        printed=printed,
        refused=refused,
        partial=partial,
        dry_run=dry_run,
    )
    if as_json:
        call.show_document(recorded_document(report, call.lang))
    else:
        call.show_lines(recorded_lines(report, call.lang, call.ink))
    if outcome.problems:
        return _show_problems(call, report)
    return NO if printed.differences else DONE


def _check_files(names: list[str]) -> None:
    """Check that every file is there.

    Raises:
        WrongCall: With the names of those that are not.
    """
    missing = [name for name in names if not Path(name).is_file()]
    if missing:
        raise WrongCall(Message("没有文件:", "no such file: ") + Message.listed(missing))


def _read_sheets(
    paths: tuple[str, ...], layout: str | None, on: date | None, own_headers: Mapping[str, str]
) -> list[SheetFromFile]:
    """Read every sheet of some files: wide tables where there is a layout, fact sheets elsewhere."""
    if layout is not None:
        table_layout = read_layout(layout)
        return [table for path in paths for table in read_tables(path, table_layout, on=on)]
    if on is not None:
        raise WrongCall.of("--on 只与 --layout 一起写", "--on goes with --layout only")
    return [sheet for path in paths for sheet in read_sheets(path, own_headers)]


def _compare_printed_totals(reader: SchoolReader, sheets: Sequence[IncomingSheet], outcome: Recording) -> Checked:
    """Compare the totals (印刷合计) that the sheets print with the computed ones, for every class and day recorded."""
    names = {sheet.name for sheet in sheets if sheet.totals}
    comparisons = compare_recorded_totals(reader, names, outcome.touched)
    return Checked(
        compared=len(comparisons),
        differences=tuple(_build_difference(reader, comparison) for comparison in comparisons if not comparison.agrees),
        swapped=tuple(find_swapped_rows(comparisons)),
    )


def _build_difference(reader: SchoolReader, comparison: TotalComparison) -> PrintedTotalDifference:
    """Return a printed total that is not the computed one, with the facts behind it."""
    class_id, month = comparison.printed.class_id, month_of(comparison.printed.on)
    facts = {fact.id: fact for fact in reader.current_facts(class_id, month)}
    return PrintedTotalDifference(
        comparison=comparison,
        class_name=reader.register.class_on(class_id, comparison.printed.on).name,
        facts=tuple(facts[fact_id] for fact_id in comparison.facts if fact_id in facts),
        kinds=reader.kinds,
    )


def _show_problems(call: Call, report: RecordingReport) -> int:
    """Write every problem and what to do about it; return the status that says no."""
    number = len(report.outcome.problems)
    what = Message(f"有{number}处问题", f"problems: {number}")
    todo = Message(
        "改正后再记录一次;已记录的行不会重复",
        "mend them and record again; rows recorded already are not repeated",
    )
    if not report.partial:
        what += Message(";没有记录任何内容", "; nothing was recorded")
        todo += Message(";加 --partial 先记录没有问题的行", "; --partial records the good rows first")
    return call.fail(what, map(format_problem, report.outcome.problems), todo)


COMMANDS = {"record": record_command}

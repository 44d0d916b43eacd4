"""`bzr record`: appends facts; says how many were new, how many known, and everything that is wrong."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import attrs

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import JSON, Argument, Option, command
from bzr_adapters.cli.moments import WrongCall, day_named
from bzr_adapters.cli.printed import Checked, check_printed
from bzr_adapters.cli.refused_rows import without_bad_rows, write_refused
from bzr_adapters.documents.recording import Recorded, recorded_document
from bzr_adapters.intake.incoming import of_sheet, of_table
from bzr_adapters.intake.layout_file import read_layout
from bzr_adapters.intake.sheet import Sheet, read_sheets
from bzr_adapters.intake.table import Table, read_tables
from bzr_adapters.reports.recording import recorded_lines
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Message

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
DRY_RUN = Option(
    "--dry-run", about=Message("只检查,不记录", "check everything, record nothing"), is_flag=True
)


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
    day = None if on is None else day_named(on)
    _demand_files([*sheets, *([layout] if layout is not None else [])])
    recorder = call.recorder()
    _ = recorder.reader().register
    read, incoming = _read(sheets, layout, day, recorder.reader().own_headers)
    progress = call.progress(Message("检查", "checking"))
    outcome = recorder.record(incoming, new=new, dry_run=dry_run or partial, progress=progress)
    if outcome.refused is not None:
        failure.refused(call.ink_for(sys.stderr), outcome.refused)
        return NO
    refused: list[Path] = []
    if partial:
        outcome, refused = _partly(call, recorder, read, incoming, outcome, new=new, dry_run=dry_run)
    printed = (
        Checked() if dry_run or not outcome.touched else check_printed(recorder.reader(), incoming, outcome)
    )
    told = Recorded(
        outcome=outcome,
        printed=printed,
        refused=refused,
        partial=partial,
        dry_run=dry_run,
        sheets=len(incoming),
    )
    if as_json:
        call.document(recorded_document(told, call.lang))
    else:
        call.show(recorded_lines(told, call.lang, call.ink))
    if outcome.problems:
        _complain(call, told)
    return NO if outcome.problems or printed.differences else DONE


def _demand_files(names: list[str]) -> None:
    missing = [name for name in names if not Path(name).is_file()]
    if missing:
        raise WrongCall(Message(f"没有文件:{'、'.join(missing)}", f"no such file: {', '.join(missing)}"))


def _read(
    sheets: tuple[str, ...], layout: str | None, on: date | None, own: Mapping[str, str]
) -> tuple[list[Sheet | Table], list[IncomingSheet]]:
    if layout is None:
        if on is not None:
            raise WrongCall(Message("--on 只与 --layout 一起写", "--on goes with --layout only"))
        long = [sheet for name in sheets for sheet in read_sheets(name, own)]
        return [*long], [of_sheet(sheet) for sheet in long]
    form = read_layout(layout)
    wide = [table for name in sheets for table in read_tables(name, form, on=on)]
    return [*wide], [of_table(table, form) for table in wide]


def _partly(
    call: Call,
    recorder: SchoolWriter,
    read: list[Sheet | Table],
    incoming: list[IncomingSheet],
    checked: Recording,
    *,
    new: bool,
    dry_run: bool,
) -> tuple[Recording, list[Path]]:
    """Record the rows without a problem; write the others to sheets of their own."""
    good = [without_bad_rows(sheet, checked.problems) for sheet in incoming]
    outcome = recorder.record(good, new=new, dry_run=dry_run)
    refused = [] if dry_run else write_refused(read, checked.problems, call.lang)
    return attrs.evolve(outcome, problems=checked.problems), refused


def _complain(call: Call, told: Recorded) -> None:
    number = len(told.outcome.problems)
    nothing = Message(";没有记录任何内容", "; nothing was recorded")
    end = Message("", "") if told.partial else nothing
    what = Message(f"有{number}处问题{end.zh}", f"problems: {number}{end.en}")
    mend = Message(
        "改正后再记录一次;已记录的行不会重复",
        "mend them and record again; rows recorded already are not repeated",
    )
    also = Message(";加 --partial 先记录没有问题的行", "; --partial records the good rows first")
    todo = mend if told.partial else Message(mend.zh + also.zh, mend.en + also.en)
    failure.block(call.ink_for(sys.stderr), what, failure.problem_lines(told.outcome.problems), todo)


COMMANDS = {"record": record_command}

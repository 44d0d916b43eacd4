"""`bzr record`: appends facts; says how many were new, how many known, and everything that is wrong."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bzr_adapters.cli.arguments import JSON, is_there, parse_output
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.preview import settled_lines
from bzr_adapters.reports.recording import describe_recording, recorded_lines
from bzr_adapters.reports.sheet_comparison import HOW_TO_GO_ON, difference_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters import Problem

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
PROBLEMS = Option(
    "--problems",
    about=Message(
        "把每一处问题写进 .csv 文件;屏幕上只列前五十处",
        "write every problem to a .csv file; the screen shows the first fifty",
    ),
    value=Message("文件", "FILE"),
)
NEW = Option(
    "--new",
    about=Message(
        "与别的表中或已作废的事实相同的行也记录",
        "record rows, too, that equal facts of another sheet or void ones",
    ),
    is_flag=True,
)
AMEND = Option(
    "--amend",
    about=Message(
        "表改了再录:改了的行记为更正,没有了的行记为作废(要有 --reason)",
        "of a mended sheet: correct what changed, void what is gone (with --reason)",
    ),
    is_flag=True,
)
REASON = Option("--reason", about=Message("改表的理由", "why the sheet was mended"), value=Message("理由", "TEXT"))
KEEP = Option(
    "--keep",
    about=Message("表改了再录:新的行记在旧的旁边", "of a mended sheet: record new rows beside the old"),
    is_flag=True,
)
IGNORE = Option(
    "--ignore",
    about=Message("略过这一栏,可写多次", "pass this column over; may be repeated"),
    value=Message("栏名", "COLUMN"),
    multiple=True,
)
WORKSHEET = Option(
    "--worksheet",
    about=Message("只读工作簿里的这张表,可写多次", "read only this worksheet; may be repeated"),
    value=Message("表名", "NAME"),
    multiple=True,
)
HIDDEN = Option(
    "--hidden",
    about=Message(
        "工作簿里隐藏的行、列和工作表:read 读取,skip 跳过;有隐藏而不写的,不记录",
        "hidden rows, columns and worksheets of a workbook: read them or skip them; without it none may be hidden",
    ),
    value=Message.same("read|skip"),
    type=click.Choice(["read", "skip"]),
)
DRY_RUN = Option("--dry-run", about=Message("只检查,不记录", "check everything, record nothing"), is_flag=True)


@command(
    "record",
    Message("记录表格中的事实", "record the facts of sheets"),
    SHEETS,
    LAYOUT,
    ON,
    PARTIAL,
    PROBLEMS,
    NEW,
    AMEND,
    REASON,
    KEEP,
    IGNORE,
    WORKSHEET,
    HIDDEN,
    DRY_RUN,
    JSON,
    examples=(
        "bzr record 九月.csv",
        "bzr record --layout 汇总表.toml 2024-09-03.csv",
        "bzr record 九月.csv --partial",
        "bzr record 九月.csv --amend --reason 复查后改正",
    ),
)
def record_command(
    call: Call,
    sheets: tuple[str, ...],
    layout: str | None,
    on: str | None,
    partial: bool,
    problems: str | None,
    new: bool,
    amend: bool,
    reason: str | None,
    keep: bool,
    ignore: tuple[str, ...],
    worksheet: tuple[str, ...],
    hidden: Literal["read", "skip"] | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Record sheets."""
    from bzr_adapters import Invalid, Refused

    listed_in = None if problems is None else parse_output(problems, (".csv",))
    _check_files([*sheets, *([layout] if layout is not None else [])])
    _check_options(on, layout, amending=amend, partial=keep or partial, reason=reason)
    try:
        receipt = call.acting().record(
            [Path(sheet) for sheet in sheets],
            layout=layout,
            on=on,
            bad="set-aside" if partial else "refuse",
            gone="amend" if amend else "keep" if keep else "refuse",
            reason=reason or "",
            new=new,
            hidden=hidden,
            dry_run=dry_run,
            ignore=ignore,
            worksheets=worksheet,
        )
        report, rejected, moved = receipt.source, receipt.rejected, receipt.preview
    except Refused as error:
        if error.source is None:
            raise
        return call.fail(error.message, difference_lines(error.source, call.lang), HOW_TO_GO_ON)
    except Invalid as error:
        if error.source is None:
            raise
        report, rejected, moved = error.source, error.problems, None
    if as_json:
        call.show_document(describe_recording(report, call.lang))
    else:
        call.show_lines([*recorded_lines(report, call.lang, call.ink), *settled_lines(moved, call.ink)])
    if rejected:
        return _show_problems(call, rejected, partial=partial, listed_in=listed_in)
    return NO if report.printed.differences else DONE


def _check_options(on: str | None, layout: str | None, *, amending: bool, partial: bool, reason: str | None) -> None:
    """Check that the options go together.

    Raises:
        WrongCall: When they do not.
    """
    if on is not None and layout is None:
        raise WrongCall.of("--on 只与 --layout 一起写", "--on goes with --layout only")
    if (amending and partial) or (reason is not None and not amending):
        raise WrongCall.of(
            "--amend 不与 --keep、--partial 一起写;--reason 只与 --amend 一起写",
            "--amend goes with neither --keep nor --partial, and --reason with --amend only",
        )


def _check_files(names: list[str]) -> None:
    """Check that every file is there.

    Raises:
        WrongCall: With the names of those that are not.
    """
    missing = [name for name in names if not is_there(Path(name))]
    if missing:
        raise WrongCall(Message("没有文件:", "no such file: ") + Message.listed(missing))


def _show_problems(call: Call, problems: "Collection[Problem]", *, partial: bool, listed_in: Path | None) -> int:
    """Write every problem and what to do about it; return the status that says no."""
    number = len(problems)
    what = Message(f"有{number}处问题", f"problems: {number}")
    todo = Message(
        "改正后再记录一次;已记录的行不会重复",
        "mend them and record again; rows recorded already are not repeated",
    )
    if not partial:
        what += Message(";没有记录任何内容", "; nothing was recorded")
        todo += Message(";加 --partial 先记录没有问题的行", "; --partial records the good rows first")
    if listed_in is not None:
        from bzr_adapters.front_door.problem_list import write_problems

        write_problems(listed_in, problems, call.lang)
        todo += Message(f";每一处问题都写在 {listed_in}", f"; every problem stands in {listed_in}")
    return call.fail(what, map(str, problems), todo)


COMMANDS = {"record": record_command}

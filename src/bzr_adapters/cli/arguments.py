"""Arguments and options that several commands take."""

import os
from collections.abc import Collection
from pathlib import Path

import click

from bzr_adapters.cli.command import Argument, Option, keep_in_call
from bzr_adapters.cli.failure import WrongCall
from bzr_domain.kernel.messages import Message

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("编号或名称", "by id or name"))
CLASSES = Argument(
    "classes",
    label=Message("班级", "CLASS"),
    about=Message("编号或名称;不写为全部班级", "by id or name; all classes when left out"),
    nargs=-1,
    required=False,
)
MONTH = Argument("month", label=Message("月份", "MONTH"), about=Message("如 2024-09", "such as 2024-09"))
PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message(
        "月份 2024-09、季度 2024-Q4、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, quarter 2024-Q4, week 2024-W36, term id or school year 2024-2025",
    ),
)
JSON = Option(
    "--json",
    "as_json",
    about=Message("在标准输出给出JSON文档,别无其他", "give the JSON document on standard output and nothing else"),
    is_flag=True,
)
OF_CLASS = Option(
    "--class",
    "class_ref",
    about=Message("学生的班级,编号或名称", "a student's class, by id or name"),
    value=Message("班级", "CLASS"),
)
AS_OF = Option(
    "--as-of",
    about=Message(
        "只按当时已记录的;日期指那天结束时,时间不带时区按学校时区",
        "what was known then; a day means its end, a time without offset the school's time",
    ),
    value=Message("时间", "TIME"),
)
FOR = Option(
    "--for",
    "purpose",
    about=Message(
        "按为哪一用途采用的规则,如学校文件 [[adopt]] 中 for 所写;不写为通常的",
        "by the rulebooks adopted for this purpose, as `for` in [[adopt]] says; the usual ones when left out",
    ),
    value=Message("用途", "PURPOSE"),
    expose_value=False,
    callback=keep_in_call("purpose"),
)


TABLES = (".xlsx", ".csv")
"""How the name of a file ends that holds tables."""


def parse_output(written: str, endings: Collection[str] = TABLES) -> Path:
    """Return the file to write, once it is sure that it can be one; of no endings any will do.

    Raises:
        WrongCall: When its name has another ending, or its folder is not there.
        BzrError: When it is a store, or may not be written.
    """
    from bzr_adapters.front_door.tables import check_output

    path = Path(written)
    if endings and path.suffix.lower() not in endings:
        zh, en = " 或 ".join(endings), " or ".join(endings)
        raise WrongCall.of(f"文件名以 {zh} 结尾", f"the file's name ends in {en}")
    if not path.parent.is_dir():
        raise WrongCall.of(f"没有文件夹“{path.parent}”", f"there is no folder {str(path.parent)!r}")
    check_output(path)
    return path


def _keep_output(ctx: click.Context, _: click.Parameter, written: str | None) -> None:
    if written is not None:
        ctx.find_root().obj.output = parse_output(written)


OUTPUT = Option(
    "--output",
    about=Message(
        "写成表格文件 .xlsx 或 .csv,不写到屏幕", "write a sheet, .xlsx or .csv, instead of the lines on the screen"
    ),
    value=Message("文件", "FILE"),
    expose_value=False,
    callback=_keep_output,
)
REASON = Option(
    "--reason",
    about=Message("理由,必须写", "the reason, which must be given"),
    value=Message("理由", "WHY"),
    required=True,
)
DRY_RUN = Option(
    "--dry-run",
    about=Message("只看结果,什么都不写", "only show what would come of it; nothing is written"),
    is_flag=True,
)
CORRECT_PAST = Option(
    "--correct-past",
    about=Message(
        "当时就登记错了:已公示、已发放的也照改,理由留在记录里",
        "it was wrong all along: change also what was published or paid; the reason is kept",
    ),
    is_flag=True,
)


def is_there(path: Path) -> bool:
    """Return whether something bears a name; nothing bears one that the system does not take."""
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises for a name too long)


def find_rulebook(word: str) -> str | Path:
    """Return the file that a word names, where it is written like a path and something is there; else the word, a name."""
    path = Path(word)
    return path if ("." in word or len(path.parts) > 1) and is_there(path) else word

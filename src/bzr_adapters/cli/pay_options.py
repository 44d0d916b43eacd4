"""What can be said to `bzr pay`, and which of it goes together: asked before anything is recorded."""

from pathlib import Path

import click

from bzr_adapters.cli.frame import Argument, Option
from bzr_adapters.cli.moments import WrongCall
from bzr_domain.kernel.messages import Message
from bzr_domain.pay.events import PayPrepared, Step
from bzr_domain.pay.schemes import is_named, split_names

MONTH = Argument("month", label=Message("月份", "MONTH"), about=Message("如 2024-09", "such as 2024-09"))
STEPS: dict[str, Step] = {
    "return": "returned",
    "review": "reviewed",
    "approve": "approved",
    "hand-over": "handed-over",
    "pay": "paid",
}
STEP = Argument(
    "step",
    label=Message("步骤", "STEP"),
    about=Message(
        "prepare 填表、review 审核、approve 审批、hand-over 交财务、pay 发放、return 退回;不写为只看",
        "prepare, review, approve, hand-over, pay or return; shows the sheet when left out",
    ),
    type=click.Choice(["prepare", *STEPS]),
    required=False,
)
SCHEME = Option(
    "--scheme",
    about=Message(
        "哪一种方案,如 scheme-1;几份规则各有几种的,用逗号分开,同名的前面写规则编号,如 own:scheme-1;只有一种的不必写",
        "which scheme, such as scheme-1; of several rulebooks set apart by commas, with the rulebook before it where "
        "names are alike, such as own:scheme-1; not needed where there is one",
    ),
    value=Message("方案", "SCHEME"),
    default="",
)
ALLOWANCE = Option(
    "--allowance",
    about=Message(
        "班主任龄奖励按哪份规则,如 seniority-and-duty",
        "the rulebook of the seniority allowance, such as seniority-and-duty",
    ),
    value=Message("规则", "RULEBOOK"),
)
NOTE = Option(
    "--note",
    about=Message("说明;退回必须写", "a note; a return needs one"),
    value=Message("说明", "NOTE"),
    default="",
)
OUTPUT = Option(
    "--output",
    about=Message(
        "给财务的表,写到这个 .xlsx 或 .csv 文件", "write the rows for finance to this .xlsx or .csv file"
    ),
    value=Message("文件", "FILE"),
)


def check_step(step: str | None, scheme: str, allowance: str | None, note: str, as_of: str | None) -> None:
    """Whether the options go with the step: each is used, and no step is taken in the past.

    Raises:
        WrongCall: When one of them does not.
    """
    if step is not None and as_of is not None:
        raise WrongCall(
            Message(
                "--as-of 只用来看,不能和步骤一起写", "--as-of is for looking only: leave it out with a step"
            )
        )
    if (scheme or allowance is not None) and step in STEPS:
        raise WrongCall(
            Message(
                f"{step} 不用 --scheme 和 --allowance:它们在填表(prepare)时写",
                f"{step} takes no --scheme and no --allowance: they are said when the sheet is prepared",
            )
        )
    if note and step not in STEPS:
        raise WrongCall(
            Message(
                "--note 随审核、审批、交财务、发放、退回保存;填表和只看不用",
                "--note is kept with a review, an approval, a hand-over, a payment or a return, and with nothing else",
            )
        )


def check_same(content: PayPrepared, scheme: str, allowance: str | None) -> None:
    """Whether a sheet that was filled in is the one asked for.

    Args:
        allowance: The digest of the rulebook named; None where none was.

    Raises:
        WrongCall: When it was filled in by another scheme or allowance.
    """
    by, schemes = content.scheme or "—", split_names(content.scheme)
    if not all(any(is_named(name, scheme_) for scheme_ in schemes) for name in split_names(scheme)):
        raise WrongCall(
            Message(
                f"{content.period}的绩效表是按方案 {by} 填的;要换方案,先退回再填",
                f"the sheet of {content.period} was prepared by {by}; to change the scheme, return it and prepare it again",
            )
        )
    if allowance not in (None, content.allowance):
        raise WrongCall(
            Message(
                f"{content.period}的绩效表不是按这份 --allowance 填的;要换,先退回再填",
                f"the sheet of {content.period} was prepared by another --allowance; to change it, return it and prepare it again",
            )
        )


def output_path(output: str | None) -> Path | None:
    """The file for finance; None where none was asked for.

    Raises:
        WrongCall: When its name has another ending, or its folder is not there.
    """
    if output is None:
        return None
    path = Path(output)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongCall(Message("文件名以 .xlsx 或 .csv 结尾", "the file's name ends in .xlsx or .csv"))
    if not path.parent.is_dir():
        raise WrongCall(Message(f"没有文件夹“{path.parent}”", f"there is no folder {str(path.parent)!r}"))
    return path

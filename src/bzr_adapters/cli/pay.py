"""`bzr pay`: a month's pay sheet, and its steps from preparation to payment."""

from typing import TYPE_CHECKING

import click

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, MONTH, OUTPUT
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.publish import NOTHING_RECORDED
from bzr_adapters.reports.pay import pay_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.pay_desk import PayDesk
    from bzr_adapters.front_door.results import PaySheet

Given = dict[str, str | None]
"""Option → what was written; None where nothing was."""
STEPS = ("return", "review", "approve", "hand-over", "pay")
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
ACCEPT_MEANING = Option(
    "--accept-meaning",
    about=Message(
        "接受较新的软件算得不同的数,写明理由;只在填表时写",
        "accept, for a reason, what newer software computes otherwise; with prepare only",
    ),
    value=Message("理由", "REASON"),
)
BEFORE_FINAL = Option(
    "--before-final",
    about=Message(
        "公示、申诉还没有完而先交财务,写明理由;填表或交财务时写",
        "hand it over while a notice runs or an appeal is open: the reason; with prepare or hand-over",
    ),
    value=Message("理由", "REASON"),
)


@command(
    "pay",
    Message("绩效表:填写、审核、审批、发放", "the pay sheet: prepare, review, approve, pay"),
    MONTH,
    STEP,
    SCHEME,
    ALLOWANCE,
    ACCEPT_MEANING,
    BEFORE_FINAL,
    NOTHING_RECORDED,
    NOTE,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=(
        "bzr pay 2024-09 --scheme scheme-1",
        "bzr pay 2024-09 prepare --scheme scheme-1 --allowance seniority-and-duty",
        "bzr pay 2024-09 approve --by 校长",
        "bzr pay 2024-09 hand-over --before-final 学期末结账",
        "bzr pay 2024-09 --output 九月.xlsx",
    ),
)
def pay_command(
    call: Call,
    month: str,
    step: str | None,
    scheme: str,
    allowance: str | None,
    accept_meaning: str | None,
    before_final: str | None,
    nothing_recorded: str | None,
    note: str,
    as_json: bool,
    as_of: str | None,
) -> int:
    """Show a pay sheet, or take one of its steps."""
    _check_options(step, scheme, allowance, note, as_of)
    if accept_meaning is not None and step != "prepare":
        raise WrongCall.of(
            "--accept-meaning 只在填表(prepare)时写", "--accept-meaning is said when the sheet is prepared"
        )
    reasons = {"before_final": before_final, "nothing_recorded": nothing_recorded}
    if any(reasons.values()) and step not in ("prepare", "hand-over"):
        raise WrongCall.of(
            "--before-final 和 --nothing-recorded 只在填表(prepare)或交财务(hand-over)时写",
            "--before-final and --nothing-recorded are said with prepare or hand-over",
        )
    if step is None:
        sheet = call.known_at(as_of).pay_sheet(month, scheme, allowance=allowance)
    else:
        filling = {"allowance": allowance, "accept_meaning": accept_meaning}
        sheet = _take_step(call.acting().pay(month), step, scheme, filling, reasons, note)
        if not sheet.changed and call.output is None and not as_json:
            call.show_message(Message("早已如此,没有变化", "so already: nothing changed"))
            return DONE
    return call.show_answer(sheet, pay_lines(sheet), as_json=as_json)


def _take_step(desk: "PayDesk", step: str, scheme: str, filling: "Given", reasons: "Given", note: str) -> "PaySheet":
    """Take a step; `filling` is said when the sheet is filled in, `reasons` when it is filled in or handed over."""
    match step:
        case "prepare":
            return desk.prepare(scheme, **filling, **reasons)
        case "review":
            return desk.review(note=note)
        case "approve":
            return desk.approve(note=note)
        case "hand-over":
            return desk.hand_over(note=note, **reasons)
        case "pay":
            return desk.mark_paid(note=note)
        case _:
            return desk.send_back(reason=note)


def _check_options(step: str | None, scheme: str, allowance: str | None, note: str, as_of: str | None) -> None:
    """Check that the options go with the step: each is used, and no step is taken in the past.

    Raises:
        WrongCall: When one of them does not.
    """
    if step is not None and as_of is not None:
        raise WrongCall.of("--as-of 只用来看,不能和步骤一起写", "--as-of is for looking only: leave it out with a step")
    if (scheme or allowance is not None) and step in STEPS:
        raise WrongCall.of(
            f"{step} 不用 --scheme 和 --allowance:它们在填表(prepare)时写",
            f"{step} takes no --scheme and no --allowance: they are said when the sheet is prepared",
        )
    if note and step not in STEPS:
        raise WrongCall.of(
            "--note 随审核、审批、交财务、发放、退回保存;填表和只看不用",
            "--note is kept with a review, an approval, a hand-over, a payment or a return, and with nothing else",
        )


COMMANDS = {"pay": pay_command}

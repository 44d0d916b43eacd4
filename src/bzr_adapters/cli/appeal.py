"""`bzr appeal`, `bzr decide` and `bzr appeals`: objections to published results, the decision about one, and a list of them."""

from bzr_adapters.cli.amend import parse_changes, refuse_correction
from bzr_adapters.cli.arguments import AS_OF, CLASS, FOR, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.appeals import appeal_lines, decision_lines
from bzr_domain.kernel.messages import Message

ABOUT = Argument(
    "about",
    label=Message("对象", "ABOUT"),
    about=Message("事实的编号(可只写开头),或条款编号如 6.2", "a fact's id or how it begins, or a clause such as 6.2"),
)
GROUNDS = Option(
    "--grounds",
    about=Message("理由,必须写", "the grounds, which must be given"),
    value=Message("理由", "WHY"),
    required=True,
)
EVIDENCE = Option("--evidence", about=Message("证据", "the evidence"), value=Message("证据", "WHAT"), default="")
APPEAL = Argument(
    "appeal",
    label=Message("申诉", "APPEAL"),
    about=Message("申诉编号;只有一件未决时可不写", "the appeal's id; not needed while only one is open"),
    required=False,
    default="",
)
UPHELD = Option(
    "--upheld",
    about=Message("成立:作废所申诉的事实,或按 --set、--entry", "uphold: void the fact, or as --set or --entry say"),
    is_flag=True,
)
REJECTED = Option("--rejected", about=Message("驳回", "reject"), is_flag=True)
SET = Option(
    "--set",
    "fields",
    about=Message("成立时不作废,而把栏目改成这个值;可写多次", "uphold by correcting a field; may be repeated"),
    value=Message("栏目=值", "FIELD=VALUE"),
    multiple=True,
)
ENTRY = Option(
    "--entry",
    about=Message("成立时已经另行补记、作废或更正,写其编号", "uphold by an entry made already: its id"),
    value=Message("编号", "ID"),
)
EVERY_PERIOD = Argument(
    "period",
    label=PERIOD.label,
    about=PERIOD.about + Message(";不写为全部", "; all when left out"),
    required=False,
)
REASON = Option(
    "--reason",
    about=Message("决定的理由,必须写", "the reason, which must be given"),
    value=Message("理由", "WHY"),
    required=True,
)


@command(
    "appeal",
    Message("对公示的结果提出申诉", "object to a published result"),
    CLASS,
    PERIOD,
    ABOUT,
    GROUNDS,
    EVIDENCE,
    FOR,
    examples=("bzr appeal g1c1 2024-09 3fa9c1d2e4 --grounds 当天请过假 --evidence 假条",),
)
def appeal_command(call: Call, class_ref: str, period: str, about: str, grounds: str, evidence: str) -> int:
    """File an appeal."""
    filed = call.acting().appeal(class_ref, period, fact=about, grounds=grounds, evidence=evidence)
    call.show_message(Message(f"已受理申诉 {filed.id[:10]}", f"appeal {filed.id[:10]} is filed"))
    return DONE


@command(
    "decide",
    Message("决定一件申诉", "decide about an appeal"),
    CLASS,
    PERIOD,
    APPEAL,
    UPHELD,
    REJECTED,
    SET,
    ENTRY,
    REASON,
    FOR,
    examples=(
        "bzr decide g1c1 2024-09 --upheld --reason 假条属实",
        "bzr decide g1c1 2024-09 --upheld --set 数量=1 --reason 重复计数",
        "bzr decide g1c1 2024-09 --rejected --reason 当日无假条",
    ),
)
def decide_command(
    call: Call,
    class_ref: str,
    period: str,
    appeal: str,
    upheld: bool,
    rejected: bool,
    fields: tuple[str, ...],
    entry: str | None,
    reason: str,
) -> int:
    """Decide about an appeal."""
    if upheld == rejected or (rejected and (fields or entry)) or (fields and entry):
        raise WrongCall.of(
            "写 --upheld(可加 --set 或 --entry)或 --rejected",
            "write --upheld, with --set or --entry, or --rejected",
        )
    from bzr_adapters import Invalid

    actor = call.acting()
    filed = actor.find_appeal(class_ref, period, appeal)
    if rejected:
        actor.reject(filed, reason=reason)
        call.show_message(Message("申诉驳回", "the appeal is rejected"))
        return DONE
    try:
        decided = actor.uphold(filed, reason=reason, remedy=parse_changes(fields) if fields else entry or "void")
    except Invalid as error:
        return refuse_correction(call, error)
    call.show_message(Message("申诉成立", "the appeal is upheld"))
    call.show_lines(decision_lines(decided, call.ink))
    return DONE


@command(
    "appeals",
    Message("列出申诉:理由、期限和谁可以决定", "list the appeals: their grounds, until when, and who may decide"),
    EVERY_PERIOD,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr appeals", "bzr appeals 2024-09 --json"),
)
def appeals_command(call: Call, period: str | None, as_json: bool, as_of: str | None) -> int:
    """List appeals."""
    listed = call.known_at(as_of).list_appeals(period)
    return call.show_answer(listed, appeal_lines(listed, call.ink), as_json=as_json)


COMMANDS = {"appeal": appeal_command, "decide": decide_command, "appeals": appeals_command}

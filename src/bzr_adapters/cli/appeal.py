"""`bzr appeal` and `bzr decide`: an objection to a published result, and the decision about it."""

from collections.abc import Sequence

from bzr_adapters.cli.amend import parse_changes, refuse_correction
from bzr_adapters.cli.arguments import CLASS, FOR, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.reports.without_fact import beyond_lines
from bzr_domain.application.hear_appeals import file_appeal, reject_appeal, uphold_appeal
from bzr_domain.application.load_results import find_appealed
from bzr_domain.application.what_if import find_changed_statements, read_before_entry
from bzr_domain.counterfactual.compare_statements import StatementDifference
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles

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
    writer = call.open_writer()
    reader = writer.reader()
    assessed = read_period(period, reader)
    class_id = reader.find_class_id(class_ref, assessed)
    filed = file_appeal(writer, class_id, assessed, about, grounds, evidence)
    if isinstance(filed, Refused):
        return call.refuse(filed)
    call.show_message(Message(f"已受理申诉 {filed[:10]}", f"appeal {filed[:10]} is filed"))
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
    writer = call.open_writer()
    reader = writer.reader()
    assessed = read_period(period, reader)
    class_id = reader.find_class_id(class_ref, assessed)
    fact = find_appealed(reader, class_id, assessed.name, appeal)
    if rejected:
        refused = reject_appeal(writer, class_id, assessed, appeal, reason)
        if refused is not None:
            return call.refuse(refused)
        call.show_message(Message("申诉驳回", "the appeal is rejected"))
        return DONE
    remedy = parse_changes(fields, reader.own_headers) if fields else entry
    if isinstance(remedy, tuple):
        return refuse_correction(call, remedy)
    answer = uphold_appeal(writer, class_id, assessed, appeal, reason, remedy)
    if isinstance(answer, Refused):
        return call.refuse(answer)
    if answer is not None:
        return refuse_correction(call, answer)
    call.show_message(Message("申诉成立", "the appeal is upheld"))
    before, changed_fact = (reader, fact) if entry is None else read_before_entry(reader, entry)
    differences = find_changed_statements(before, writer.reader(), changed_fact, class_id, assessed)
    _show_differences(call, class_id, assessed, differences)
    return DONE


def _show_differences(call: Call, class_id: str, period: Period, differences: Sequence[StatementDifference]) -> None:
    """Show each figure that the decision moved: first in the result appealed, then in whatever moves with it."""
    elsewhere = []
    for difference in differences:
        if (difference.before.school_class.id, difference.before.period) != (class_id, period):
            elsewhere.append(difference)
            continue
        titles = list_titles(difference.after.book)
        figures = compare_figures(extract_figures(difference.before), extract_figures(difference.after), titles)
        for figure in figures:
            call.show_message(Message.same("  ") + figure.describe())
    call.show_lines(beyond_lines(elsewhere, call.lang, call.ink))


COMMANDS = {"appeal": appeal_command, "decide": decide_command}

"""`bzr appeal` and `bzr decide`: an objection to a published result, and the decision about it."""

import sys
from collections.abc import Sequence

from bzr_adapters.cli import failure
from bzr_adapters.cli.amend import change_of
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import Argument, Option, command
from bzr_adapters.cli.moments import WrongCall, cell_named
from bzr_adapters.cli.publish import PERIOD
from bzr_adapters.reports.without_fact import beyond_lines
from bzr_domain.application.hear_appeals import file_appeal, reject_appeal, uphold_appeal
from bzr_domain.application.load_results import find_appealed
from bzr_domain.application.what_if import find_changed_statements, read_before_entry
from bzr_domain.counterfactual.compare_statements import StatementDifference
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("编号或名称", "by id or name"))
ABOUT = Argument(
    "about",
    label=Message("对象", "ABOUT"),
    about=Message(
        "事实的编号(可只写开头),或条款编号如 6.2", "a fact's id or how it begins, or a clause such as 6.2"
    ),
)
GROUNDS = Option(
    "--grounds",
    about=Message("理由,必须写", "the grounds, which must be given"),
    value=Message("理由", "WHY"),
    required=True,
)
EVIDENCE = Option(
    "--evidence", about=Message("证据", "the evidence"), value=Message("证据", "WHAT"), default=""
)
APPEAL = Argument(
    "appeal",
    label=Message("申诉", "APPEAL"),
    about=Message("申诉编号;只有一件未决时可不写", "the appeal's id; not needed while only one is open"),
    required=False,
    default="",
)
UPHELD = Option(
    "--upheld",
    about=Message(
        "成立:作废所申诉的事实,或按 --set、--entry", "uphold: void the fact, or as --set or --entry say"
    ),
    is_flag=True,
)
REJECTED = Option("--rejected", about=Message("驳回", "reject"), is_flag=True)
SET = Option(
    "--set",
    "fields",
    about=Message(
        "成立时不作废,而把栏目改成这个值;可写多次", "uphold by correcting a field; may be repeated"
    ),
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
    examples=("bzr appeal g1c1 2024-09 3fa9c1d2e4 --grounds 当天请过假 --evidence 假条",),
)
def appeal_command(call: Call, class_ref: str, period: str, about: str, grounds: str, evidence: str) -> int:
    """File an appeal."""
    recorder = call.recorder()
    reader = recorder.reader()
    filed = file_appeal(
        recorder, reader.find_class_id(class_ref), cell_named(period, reader), about, grounds, evidence
    )
    if isinstance(filed, Refused):
        failure.refused(call.ink_for(sys.stderr), filed)
        return NO
    call.tell(Message(f"已受理申诉 {filed[:10]}", f"appeal {filed[:10]} is filed"))
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
        raise WrongCall(
            Message(
                "写 --upheld(可加 --set 或 --entry)或 --rejected",
                "write --upheld, with --set or --entry, or --rejected",
            )
        )
    recorder = call.recorder()
    reader = recorder.reader()
    class_id, cell = reader.find_class_id(class_ref), cell_named(period, reader)
    about = find_appealed(reader, class_id, cell.name, appeal)
    if rejected:
        answer: tuple[Problem, ...] | Refused | None = reject_appeal(recorder, class_id, cell, appeal, reason)
    else:
        remedy = change_of(fields, reader.own_headers) if fields else entry
        answer = (
            tuple(remedy)
            if isinstance(remedy, list)
            else uphold_appeal(recorder, class_id, cell, appeal, reason, remedy)
        )
    if answer is not None:
        return _refused(call, answer)
    call.tell(
        Message("申诉成立", "the appeal is upheld")
        if upheld
        else Message("申诉驳回", "the appeal is rejected")
    )
    if upheld:
        before, fact = (reader, about) if entry is None else read_before_entry(reader, entry)
        _tell_moves(
            call, class_id, cell, find_changed_statements(before, recorder.reader(), fact, class_id, cell)
        )
    return DONE


def _tell_moves(call: Call, class_id: str, period: Period, moved: Sequence[StatementDifference]) -> None:
    """Every figure that the decision moved: those of the result objected to, then whatever moves with them."""
    beyond = []
    for one in moved:
        if (one.before.school_class.id, one.before.period) != (class_id, period):
            beyond.append(one)
            continue
        titles = list_titles(one.after.book)
        for figure in compare_figures(extract_figures(one.before), extract_figures(one.after), titles):
            call.tell(Message.same("  ") + figure.describe())
    call.show(beyond_lines(beyond, call.lang, call.ink))


def _refused(call: Call, answer: tuple[Problem, ...] | Refused) -> int:
    if isinstance(answer, Refused):
        failure.refused(call.ink_for(sys.stderr), answer)
    else:
        what = Message(
            "不能这样更正,没有改动任何内容", "it cannot be corrected like that; nothing was changed"
        )
        failure.block(call.ink_for(sys.stderr), what, failure.problem_lines(answer))
    return NO


COMMANDS = {"appeal": appeal_command, "decide": decide_command}
